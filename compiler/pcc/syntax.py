"""Syntax of other people's files: scripts by tree-sitter, which only this module names, places in JSON."""

import itertools
import json
import re
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
    """Return where a JSON pointer (RFC 6901) leads to in a text, or None when it leads nowhere or that is no JSON."""
    try:
        return _places(text).find(pointer)
    except (ValueError, RecursionError):
        return None


# Who asks for the places in one file asks for several.
@lru_cache(maxsize=2)
def _places(text: str) -> "_Places":
    return _Places(text)


_BLANK = re.compile(r"[ \t\n\r\ufeff]*")


class _Places:
    """The places in one JSON text. Whatever a pointer passes by is decoded in C and dropped, so each is cheap."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._decoder = json.JSONDecoder(strict=False)
        # The members of each object and list that a pointer went through, by where it begins.
        self._members: dict[int, dict[str, int]] = {}

    def find(self, pointer: str) -> Span | None:
        """Return the place that a pointer leads to. Raises ValueError when the text is no JSON."""
        start = self._skip(0)
        for step in pointer.split("/")[1:]:
            inside = self._inside(start)
            key = step.replace("~1", "/").replace("~0", "~")
            if key not in inside:
                return None
            start = inside[key]
        return self._span(start, self._decoder.raw_decode(self._text, start)[1])

    def _span(self, start: int, end: int) -> Span:
        line = self._text.count("\n", 0, start) + 1
        column = start - self._text.rfind("\n", 0, start) - 1
        return Span(line, column, line + self._text.count("\n", start, end))

    def _inside(self, start: int) -> dict[str, int]:
        if start not in self._members:
            opening = self._text[start : start + 1]
            scan = {"{": self._object, "[": self._list}.get(opening)
            self._members[start] = scan(self._skip(start + 1)) if scan else {}
        return self._members[start]

    def _object(self, at: int) -> dict[str, int]:
        # Of equal keys the last one counts, as for every reader of JSON.
        found: dict[str, int] = {}
        while self._text[at : at + 1] == '"':
            key, end = self._decoder.raw_decode(self._text, at)
            # Behind the colon.
            found[key] = self._skip(self._skip(end) + 1)
            at = self._next(found[key])
        return found

    def _list(self, at: int) -> dict[str, int]:
        found: dict[str, int] = {}
        while self._text[at : at + 1] not in {"]", ""}:
            found[str(len(found))] = at
            at = self._next(at)
        return found

    def _next(self, at: int) -> int:
        """Where the next member begins, behind the comma, or where the list or object ends."""
        end = self._skip(self._decoder.raw_decode(self._text, at)[1])
        return self._skip(end + 1) if self._text[end : end + 1] == "," else end

    def _skip(self, at: int) -> int:
        found = _BLANK.match(self._text, at)
        return found.end() if found else at
