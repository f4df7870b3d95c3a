"""`NAME=VALUE`, as several options take it."""

import click

__all__ = ["read_assignment", "read_assignments"]


def read_assignment(text: str, option: str) -> tuple[str, str]:
    """Return name and value. Raises click.UsageError, which does not repeat what was given: it may be a secret."""
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise click.UsageError(f"{option} takes NAME=VALUE")
    return name, value


def read_assignments(texts: tuple[str, ...], option: str) -> dict[str, str]:
    """Return all values by their names; of equal names the last counts."""
    return dict(read_assignment(text, option) for text in texts)
