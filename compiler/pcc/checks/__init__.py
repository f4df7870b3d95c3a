"""Checks: model in, diagnostics out. All of them run, none raises. `catalog` has them all."""

__all__: list[str] = []
