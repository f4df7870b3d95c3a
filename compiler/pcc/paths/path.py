"""Paths: checked when they are written, found in documents, rendered as JavaScript."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, final

from pcc.paths.chain import is_safe_name, render_chain, render_chain_matches
from pcc.paths.values import MISSING

if TYPE_CHECKING:
    from pcc.paths.query import Query

__all__ = ["Path", "PathScript", "compile_path"]

_PLAIN = re.compile(r"\$(?:\.[A-Za-z_][A-Za-z0-9_]*)*")


@dataclass(frozen=True, slots=True)
class PathScript:
    """A path as JavaScript (nothing in it is newer than `?.`): expressions over the variable `json`, any JSON value.

    `functions` are one-line definitions, `const name = (…) => …;`, in order; equal names have equal lines.
    `first` is the first match or `undefined`; `matches` is the array of all matches.
    """

    functions: tuple[str, ...]
    first: str
    matches: str


@final
class Path:
    """A JSONPath that Python and JavaScript read alike; made by `compile_path`.

    `names` are the member names of a plain path: `("a", "b")` for `$.a.b`, `()` for `$`; None for any other path.
    """

    __slots__ = ("_find", "_query", "names", "text")

    def __init__(self, text: str, query: "Query | None" = None, *, names: tuple[str, ...] | None = None) -> None:
        self.text = text
        self.names = names
        self._query = query
        self._find: Callable[[object], list[object]] | None = None

    def find(self, document: object) -> list[object]:
        """Return every match in a document (what `json.loads` gives), in RFC order; `null` is a match."""
        if self.names is not None:
            value = self.first(document)
            return [] if value is MISSING else [value]
        if self._find is None:
            from pcc.paths.closures import compile_query

            self._find = compile_query(self._read_query())
        return self._find(document)

    def first(self, document: object) -> object:
        """Return the first match in a document, or `MISSING`."""
        if self.names is None:
            found = self.find(document)
            return found[0] if found else MISSING
        value = document
        for name in self.names:
            value = value.get(name, MISSING) if isinstance(value, dict) else MISSING
        return value

    def render_script(self) -> PathScript:
        """Return the same search as JavaScript; the same text every time."""
        if self.names is not None and all(map(is_safe_name, self.names)):
            chain = render_chain("json", self.names)
            return PathScript((), chain, render_chain_matches(chain))
        from pcc.paths.script import render_query

        functions, first, matches = render_query(self._read_query())
        return PathScript(functions, first, matches)

    @property
    def query(self) -> "Query":
        """The path as its segments, for those who ask what it may match rather than what it matches."""
        return self._read_query()

    def _read_query(self) -> "Query":
        # The classes of a query take longer to import than everything that a plain path needs.
        if self._query is None:
            from pcc.paths.query import Names, Origin, Query, Segment

            self._query = Query(Origin.ROOT, tuple(Segment(Names((name,))) for name in self.names or ()))
        return self._query

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Path) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"compile_path({self.text!r})"


@lru_cache(maxsize=4096)
def compile_path(text: str) -> Path:
    """Return the path of a text; raise `PathError` with the column and what to write instead.

    A path is RFC 9535, and of that what jsonpath-ng reads with the same meaning: names, indexes, slices, wildcards,
    descent, filters that compare a path with a literal or another path; no function calls, no escapes in names.
    """
    if _PLAIN.fullmatch(text):
        return Path(text, names=tuple(text.split(".")[1:]))
    from pcc.paths.admission import read_query

    return Path(text, read_query(text))
