"""How parts of a line are set off on a terminal."""

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["ANSI", "PLAIN", "Paint", "Style", "to_ascii"]

Paint = Callable[[str], str]


def _plain(text: str) -> str:
    return text


def _ansi(code: int) -> Paint:
    return lambda text: f"\x1b[{code}m{text}\x1b[0m"


@dataclass(frozen=True, slots=True)
class Style:
    """One function per kind of part: from the text to what is printed for it."""

    good: Paint = _plain
    bad: Paint = _plain
    warning: Paint = _plain
    dim: Paint = _plain
    heading: Paint = _plain


PLAIN = Style()
ANSI = Style(good=_ansi(32), bad=_ansi(31), warning=_ansi(33), dim=_ansi(2), heading=_ansi(1))

_ASCII = str.maketrans({"✓": "+", "✗": "x", "→": "->", "…": "...", "“": '"', "”": '"', "•": "*"})


def to_ascii(text: str) -> str:
    """Return the text with the marks that pcc itself uses written in ASCII."""
    return text.translate(_ASCII)
