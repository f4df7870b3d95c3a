"""What the formats for people share: values on one line, and counts."""

from collections import Counter
from collections.abc import Sequence
from unicodedata import category

from pcc.changes.change import Change, Severity

__all__ = ["NOTHING", "count", "shorten"]

NOTHING = "No changes a reader would notice."

_BREAK = "⏎"
# Controls, formats that turn the direction of text, and halves of characters.
_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def shorten(text: str, limit: int) -> str:
    """Return a text on one line, without anything that a terminal or a reader would take for something else.

    Of a text that is longer than the limit the middle is left out.
    """
    # A character becomes ten at the most; of a long text nobody sees more than its ends.
    return _cut("".join(map(_visible, _cut(text, 10 * limit))), limit)


def _visible(char: str) -> str:
    if char == "\n":
        return f" {_BREAK} "
    if category(char) in _HIDDEN:
        return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
    return char


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    head = (limit - 1) * 2 // 3
    return f"{text[:head]}…{text[head + 1 - limit :]}"


def count(changes: Sequence[Change]) -> str:
    """Return how many changes there are of each severity, the worst first."""
    found = Counter(change.severity for change in changes)
    parts = ", ".join(f"{found[severity]} {severity.word}" for severity in reversed(Severity) if found[severity])
    return f"{len(changes)} change{'' if len(changes) == 1 else 's'}: {parts}"
