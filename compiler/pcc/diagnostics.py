"""Diagnostics: findings as data, and their text with the author's line and a caret."""

import linecache
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import lru_cache
from json.encoder import encode_basestring, encode_basestring_ascii
from pathlib import Path
from typing import NamedTuple

from pcc.errors import Origin, WorkflowError
from pcc.masking import mask_in_place
from pcc.printing import CONTROL, printable

__all__ = [
    "Diagnostic",
    "Level",
    "Region",
    "diagnostic_of",
    "find_region",
    "nearest",
    "propose",
    "render_diagnostic",
    "shown_path",
]

# All but line feed and tab; half surrogates cannot be written at all.
# What is shown of a line that is longer: a file may be one line as a whole.
_WIDTH = 160
_BEFORE = 60


class Level(Enum):
    """How much a finding weighs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding: a stable id, what was found, where, and what to do. `marked` is the text to put the caret under.

    It stands at the author's `origin`, or in a JSON `file` at a `pointer` (RFC 6901). A `secret` that stands there is
    marked as well, and masked wherever the source is shown.
    """

    id: str
    level: Level
    message: str
    origin: Origin | None = None
    step: str = ""
    marked: tuple[str, ...] = ()
    advice: str = ""
    file: str = ""
    pointer: str = ""
    secret: str = field(default="", repr=False)

    def located(self) -> "Diagnostic":
        """Return the same finding at the very line that holds the marked text, when the call spans several.

        What stands at a pointer gets the line of its file as its origin.
        """
        if self.origin is None and self.file:
            marked = dict.fromkeys(spelling for text in self.marked for spelling in _spellings(text))
            return replace(self, origin=_pointed(self.file, self.pointer), marked=tuple(marked)).located()
        if self.origin is None:
            return self
        for text in _marks(self):
            for line in range(self.origin.line, max(self.origin.end_line, self.origin.line) + 1):
                start = self.origin.column if line == self.origin.line else 0
                if _column(text, _source_line(self.origin.file, line), start) is not None:
                    return replace(self, origin=replace(self.origin, line=line, column=start))
        return self


class Region(NamedTuple):
    """A part of a line, all from 1; `end_column` is the first that does not belong to it."""

    line: int
    column: int
    end_column: int


def find_region(located: Diagnostic) -> Region | None:
    """Return what the caret of a located finding stands under, None without a line that says something."""
    if located.origin is None:
        return None
    source = _source_line(located.origin.file, located.origin.line)
    if not source.strip():
        return None
    for text in _marks(located):
        column = _column(text, source, located.origin.column)
        if column is not None:
            return Region(located.origin.line, column + 1, column + len(text) + 1)
    column = max(len(source) - len(source.lstrip()), located.origin.column)
    return Region(located.origin.line, column + 1, max(len(source.rstrip()), column + 1) + 1)


def _marks(found: Diagnostic) -> tuple[str, ...]:
    return (*(_spellings(found.secret) if found.secret else ()), *found.marked)


def _spellings(text: str) -> tuple[str, ...]:
    """How a text may stand in a source: in JSON a quote or a line break is escaped, other characters may be."""
    return tuple(dict.fromkeys((text, encode_basestring(text)[1:-1], encode_basestring_ascii(text)[1:-1])))


def _pointed(file: str, pointer: str) -> Origin:
    from pcc.syntax import find_pointer

    path = _path(file)
    linecache.getlines(path)
    # Size and time of change tell whether the text that was joined last is still that of the file.
    span = find_pointer(_joined(path, *linecache.cache.get(path, ())[:2]), pointer)
    return Origin(file, span.line, span.end_line, span.column) if span else Origin(file, 1)


def propose(name: str, names: "list[str] | tuple[str, ...]") -> str:
    """Return what to say about a name that is not among the known ones: the most similar, or else all."""
    similar = nearest(name, names)
    return f"did you mean {similar!r}?" if similar else f"there are {', '.join(names)}"


@lru_cache(maxsize=2)
def _joined(path: str, *_: object) -> str:
    return "".join(linecache.getlines(path))


def _path(file: str) -> str:
    # Not resolved, which would ask the file system at each of its folders; a Path is made as slowly.
    return os.path.join(os.getcwd(), file)  # noqa: PTH109, PTH118


def shown_path(path: Path) -> str:
    """Return a path as a user would name it: relative to the working directory when it is below it."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)


def _source_line(file: str, line: int) -> str:
    return linecache.getline(_path(file), line).rstrip("\n")


def _column(text: str, source: str, start: int = 0) -> int | None:
    # A bare name is found as a word only: `id` is not in "width".
    edges = (r"(?<!\w)", r"(?!\w)") if text[:1].isalnum() else ("", "")
    found = re.compile(re.escape(text).join(edges)).search(source, start)
    return found.start() if found else None


def render_diagnostic(diagnostic: Diagnostic, secrets: Iterable[str] = ()) -> str:
    """Return a finding as text of a few lines: level and id, place, source line, caret, advice.

    Other `secrets` that are known to stand in the sources are masked in that line, as its own is.
    """
    found = diagnostic.located()
    lines = [f"{found.level.value}[{found.id}]: {printable(found.message)}"]
    advice = printable(found.advice)
    if found.origin is None:
        return "\n".join([*lines, *([f"  {advice}"] if advice else [])])
    pointer = f"  at {_one_line(found.pointer)}" if found.pointer else ""
    step = f'  step "{_one_line(found.step)}"' if found.step else ""
    lines.append(f"  --> {found.origin}{pointer}{step}")
    region = find_region(found)
    source = _masked(_source_line(found.origin.file, found.origin.line), found.secret)
    for secret in secrets:
        # Where one stands in no known way, another finding is about it.
        source = (source and _masked(source, secret)) or source
    if region and source is not None:
        lines += _excerpt(source, region, advice)
    elif advice:
        lines.append(f"  {advice}")
    return "\n".join(lines)


def _masked(source: str, secret: str) -> str | None:
    """The line without the secret, every other character at its place; None when it stands there in no known way."""
    spellings = [text for text in _spellings(secret) if text in source] if secret else []
    for text in spellings:
        source = mask_in_place(source, text)
    return None if secret and not spellings else source


def _one_line(text: str) -> str:
    return printable(text).replace("\n", "\\n")


def _excerpt(line: str, region: Region, advice: str) -> list[str]:
    number = str(region.line)
    gutter = " " * len(number)
    start, end = region.column - 1, region.end_column - 1
    source = CONTROL.sub("\N{REPLACEMENT CHARACTER}", line)
    if len(source) > _WIDTH:
        first = max(min(start - _BEFORE, len(source) - _WIDTH), 0)
        lead, rest = "…" if first else "", "…" if first + _WIDTH < len(source) else ""
        source = f"{lead}{source[first : first + _WIDTH]}{rest}"
        start, end = start - first + len(lead), min(end - first, _WIDTH) + len(lead)
    # A tab in front is a tab below as well: nobody knows how wide a terminal shows it.
    caret = re.sub(r"[^\t]", " ", source[:start]) + "^" * (end - start)
    return [f"{gutter} |", f"{number} | {source}", f"{gutter} | {caret} {advice}".rstrip()]


def diagnostic_of(error: WorkflowError) -> Diagnostic:
    """Return a workflow that does not compile as a finding."""
    return Diagnostic("invalid-workflow", Level.ERROR, error.message, error.origin)


def nearest(name: str, names: "list[str] | tuple[str, ...]") -> str | None:
    """Return the most similar name, or None when none is similar."""
    from difflib import get_close_matches

    by_lower = {known.lower(): known for known in names}
    found = get_close_matches(name.lower(), list(by_lower), n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None
