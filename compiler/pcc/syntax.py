"""Syntax of other people's files: scripts by tree-sitter, which only this module names, places in JSON."""

import itertools
import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

__all__ = ["Span", "find_pointer", "parse_javascript"]

# A script without errors takes one step for 12 to 60 bytes.
_STEPS = 4096
_BYTES_A_STEP = 8
_CHUNK = 65536


class Span(NamedTuple):
    """Where something stands in a text: line from 1, column from 0 (in characters), and its last line."""

    line: int
    column: int
    end_line: int


def parse_javascript(text: str) -> "Node":
    """Return the syntax tree of a script; what cannot be parsed is a node of type ERROR, never an exception.

    Of a script that is broken all over the tree may be that of its beginning.
    """
    source = text.encode("utf-8", "surrogatepass")
    while (root := _parse_within(source, _STEPS + len(source) // _BYTES_A_STEP)) is None:
        source = source[: len(source) // 2]
    return root


def _parse_within(source: bytes, steps: int) -> "Node | None":
    """Return the tree, or None when it takes more steps: going on behind an error takes time that grows squared."""
    left = itertools.count(steps, -1)
    parser = _parser("javascript")
    try:
        read, stop = (lambda at, _: source[at : at + _CHUNK]), (lambda _, __: next(left) < 0)
        return parser.parse(read, progress_callback=stop).root_node
    except ValueError:
        parser.reset()
        return None


@cache
def _parser(language: str) -> "Parser":
    from tree_sitter import Language, Parser

    return Parser(Language(import_module(f"tree_sitter_{language}").language()))


def find_pointer(text: str, pointer: str) -> Span | None:
    """Return where a JSON pointer (RFC 6901) leads to in a text, or None when it leads nowhere or that is no JSON.

    Of equal keys it is the first: pcc reads no file that has them.
    """
    try:
        return _places(text).find(pointer)
    except (ValueError, RecursionError):
        return None


# Who asks for the places in one file asks for several.
@lru_cache(maxsize=2)
def _places(text: str) -> "_Places":
    return _Places(text)


_BLANK = re.compile(r"[ \t\n\r\ufeff]*")


class _Members(NamedTuple):
    """Where the members of an object or a list begin: those that were passed by, and those that are still to come."""

    known: dict[str, int]
    rest: Iterator[tuple[str, int]]


class _Places:
    """The places in one JSON text. Whatever a pointer passes by is decoded in C and dropped, so each is cheap."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._decoder = json.JSONDecoder(strict=False)
        # Of each object and list that a pointer went through, by where it begins.
        self._members: dict[int, _Members] = {}
        self._last = (0, 1)

    def find(self, pointer: str) -> Span | None:
        """Return the place that a pointer leads to. Raises ValueError when the text is no JSON on the way there."""
        root = start = self._skip(0)
        for step in pointer.split("/")[1:]:
            member = self._member(start, step.replace("~1", "/").replace("~0", "~"))
            if member is None:
                return None
            start = member
        # The whole text is not decoded only to know where it ends.
        whole = start == root and self._text[start : start + 1] in {"{", "["}
        return self._span(start, len(self._text.rstrip()) if whole else self._end(start))

    def _span(self, start: int, end: int) -> Span:
        line = self._line(start)
        column = start - self._text.rfind("\n", 0, start) - 1
        return Span(line, column, line + self._text.count("\n", start, end))

    def _line(self, at: int) -> int:
        # Places are asked for from the top down: lines are counted on from the last one.
        start, line = self._last if self._last[0] <= at else (0, 1)
        self._last = (at, line + self._text.count("\n", start, at))
        return self._last[1]

    def _member(self, start: int, key: str) -> int | None:
        """Where a member of what begins at `start` begins; what comes behind it is not looked at."""
        if start not in self._members:
            self._members[start] = _Members({}, self._walk(start))
        known, rest = self._members[start]
        while key not in known:
            following = next(rest, None)
            if following is None:
                return None
            known.setdefault(*following)
        return known[key]

    def _walk(self, start: int) -> Iterator[tuple[str, int]]:
        opening, at = self._text[start : start + 1], self._skip(start + 1)
        return self._object(at) if opening == "{" else self._list(at) if opening == "[" else iter(())

    def _object(self, at: int) -> Iterator[tuple[str, int]]:
        while self._text[at : at + 1] == '"':
            key, end = self._decoder.raw_decode(self._text, at)
            # Behind the colon.
            at = self._skip(self._skip(end) + 1)
            yield key, at
            at = self._next(at)

    def _list(self, at: int) -> Iterator[tuple[str, int]]:
        for index in itertools.count():
            if self._text[at : at + 1] in {"]", ""}:
                return
            yield str(index), at
            at = self._next(at)

    def _next(self, at: int) -> int:
        """Where the next member begins, behind the comma, or where the list or object ends."""
        end = self._skip(self._end(at))
        return self._skip(end + 1) if self._text[end : end + 1] == "," else end

    def _end(self, at: int) -> int:
        return self._decoder.raw_decode(self._text, at)[1]

    def _skip(self, at: int) -> int:
        found = _BLANK.match(self._text, at)
        return found.end() if found else at
