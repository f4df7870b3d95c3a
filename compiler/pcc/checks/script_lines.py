"""Where the lines of a script stand in the JSON of its event: Postman has several forms for it."""

from collections.abc import Sequence
from typing import Any

from pcc.model.collection import Event

__all__ = ["entry_of", "line_keys", "script_of"]

Keys = tuple[str | int, ...]


def script_of(event: Event) -> tuple[Keys, Sequence[str | None] | None]:
    """Return the keys below an event that lead to its script, and its entries: None when it is one text, or none.

    `exec` is a list of lines or a text, and `script` may be either, too.
    """
    script: Any = event.document.get("script") if event.document is not None else None
    keys: Keys = ("script",)
    if isinstance(script, dict):
        script, keys = script.get("exec"), ("script", "exec")
    return keys, script if isinstance(script, list) else None


def line_keys(event: Event, line: int) -> Keys:
    """Return the keys below an event that lead to a line of its script, counted from 0."""
    keys, entries = script_of(event)
    return keys if entries is None else (*keys, entry_of(entries, line))


def entry_of(entries: Sequence[str | None], line: int) -> int:
    """Return the entry that holds a line of the script: one entry may hold several."""
    for index, text in enumerate(entries):
        line -= (text or "").count("\n") + 1
        if line < 0:
            return index
    return max(len(entries) - 1, 0)
