"""Checks: model in, diagnostics out. All of them run, none raises."""

from pcc.checks.undefined import check_undefined

__all__ = ["check_undefined"]
