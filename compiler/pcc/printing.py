"""What is printed: text of others made fit for it, numbers with their nouns."""

import re
from typing import Final

__all__ = ["CONTROL", "count", "printable"]

CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""A character that a terminal would obey, or that no file can hold."""


def count(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural unless it is one."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def printable(text: str) -> str:
    """Return the text with control characters spelled out: what a server or a file says must not steer the terminal."""
    return CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)
