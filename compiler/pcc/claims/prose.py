"""The words of a page without its markup, and where in the page each of them stands."""

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass

from pcc.masking import mask_all

__all__ = ["Place", "Prose", "ProseBuilder"]

_LINE_END = re.compile(r"\r\n|\r|\n")
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a line of the page: line and column from 1. `excerpt` is that line, shortened around the stretch.

    `indent` is where in the excerpt the stretch begins.
    """

    line: int
    column: int
    width: int
    excerpt: str
    indent: int


@dataclass(frozen=True, slots=True)
class Prose:
    """Text in which markup is gone, breaks of lines may stand anywhere, and each character knows where it came from.

    `page` is the page to show, without secrets.
    """

    text: str
    page: str
    offsets: "array[int]"
    lines: tuple[int, ...]

    def place(self, start: int, end: int) -> Place:
        """Return where a stretch of the text stands in the page, as far as it is on one line."""
        if not self.offsets:
            return Place(1, 1, 1, "", 0)
        first = self.offsets[min(start, len(self.offsets) - 1)]
        last = self.offsets[min(max(end - 1, start), len(self.offsets) - 1)]
        number = bisect_right(self.lines, first)
        begin = self.lines[number - 1]
        limit = self.lines[number] if number < len(self.lines) else len(self.page)
        # A page may be one line of megabytes.
        around = max(begin, first - _SHOWN)
        line = self.page[around : min(limit, first + _SHOWN)].rstrip("\r\n")
        width = max(min(last + 1, around + len(line)) - first, 1)
        return Place(number, first - begin + 1, width, *_excerpt(line, first - around, width))


def _excerpt(line: str, column: int, width: int) -> tuple[str, int]:
    if len(line) <= _SHOWN:
        return line, column
    begin = max(0, min(column - (_SHOWN - min(width, _SHOWN)) // 2, len(line) - _SHOWN))
    return line[begin : begin + _SHOWN], column - begin


class ProseBuilder:
    """Collects the text of a page from left to right. `source` has its line ends as line feeds, at the same places."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._parts: list[str] = []
        self._offsets = array("L")

    def copy(self, start: int, end: int) -> None:
        """Take a stretch of the page as it stands."""
        self._parts.append(self._source[start:end])
        self._offsets.extend(range(start, end))

    def put(self, text: str, at: int) -> None:
        """Add text that stands for what is at one place of the page."""
        self._parts.append(text)
        self._offsets.extend([at] * len(text))

    def finish(self, page: str) -> Prose:
        """Return what was collected, and the page as it is."""
        lines = (0, *(found.end() for found in _LINE_END.finditer(page)))
        return Prose("".join(self._parts), mask_all(page), self._offsets, lines)
