"""Sets of characters as JavaScript's `u` mode has them, written for Python's `re`."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

__all__ = ["ANY", "CONTROLS", "SETS", "Range", "render_character", "render_class", "render_ranges"]

Range: TypeAlias = tuple[int, int]
"""The first and the last code point of a run of characters."""

_LAST = 0x10FFFF
_SPECIAL = frozenset("\\^$.*+?()[]{}|/-#&~ ")

CONTROLS = {"t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r"}
"""The letters of control escapes, the same in both languages."""

_DIGITS: tuple[Range, ...] = ((0x30, 0x39),)
_WORD: tuple[Range, ...] = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
# WhiteSpace and LineTerminator of ECMA-262; Python's \s has U+001C to U+001F and U+0085, and has no U+FEFF.
_SPACE: tuple[Range, ...] = (
    (0x09, 0x0D),
    (0x20, 0x20),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
    (0xFEFF, 0xFEFF),
)
_LINE_ENDS: tuple[Range, ...] = ((0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029))


def _others(ranges: Sequence[Range]) -> tuple[Range, ...]:
    starts = [0, *(last + 1 for _, last in ranges)]
    ends = [*(first - 1 for first, _ in ranges), _LAST]
    return tuple((start, end) for start, end in zip(starts, ends, strict=True) if start <= end)


SETS: dict[str, tuple[Range, ...]] = {
    "d": _DIGITS,
    "D": _others(_DIGITS),
    "w": _WORD,
    "W": _others(_WORD),
    "s": _SPACE,
    "S": _others(_SPACE),
}
"""What `\\d` and its kin stand for, by letter."""


def render_character(character: str) -> str:
    """Return the source of one character, anywhere in a pattern or a class."""
    return f"\\{character}" if character in _SPECIAL else character


def render_ranges(ranges: Iterable[Range]) -> str:
    """Return the source of ranges, as it stands inside brackets."""
    return "".join(
        _code_point(first) if first == last else f"{_code_point(first)}-{_code_point(last)}" for first, last in ranges
    )


def render_class(ranges: Iterable[Range], *, negated: bool = False) -> str:
    """Return the source of a bracketed class."""
    return f"[{'^' if negated else ''}{render_ranges(ranges)}]"


def _code_point(number: int) -> str:
    return f"\\U{number:08x}"


ANY = render_class(_LINE_ENDS, negated=True)
"""The source of JavaScript's `.`."""
