"""Diagnostics: findings as data, and their text with the author's line and a caret."""

import json
import linecache
import re
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from pcc.errors import Origin, WorkflowError

__all__ = ["Diagnostic", "Level", "diagnostic_of", "nearest", "render_diagnostic", "shown_path"]


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
            return replace(self, origin=_pointed(self.file, self.pointer)).located()
        if self.origin is None:
            return self
        for text in (*_spellings(self.secret), *self.marked):
            for line in range(self.origin.line, max(self.origin.end_line, self.origin.line) + 1):
                if _column(text, _source_line(self.origin.file, line)) is not None:
                    return replace(self, origin=replace(self.origin, line=line))
        return self


def _pointed(file: str, pointer: str) -> Origin:
    from pcc.syntax import find_pointer

    span = find_pointer("".join(linecache.getlines(str(Path(file).resolve()))), pointer)
    return Origin(file, span.line, span.end_line) if span else Origin(file, 1)


def shown_path(path: Path) -> str:
    """Return a path as a user would name it: relative to the working directory when it is below it."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)


def _source_line(file: str, line: int) -> str:
    return linecache.getline(str(Path(file).resolve()), line).rstrip("\n")


def _column(text: str, source: str) -> int | None:
    # A bare name is found as a word only: `id` is not in "width".
    edges = (r"(?<!\w)", r"(?!\w)") if text[:1].isalnum() else ("", "")
    found = re.search(re.escape(text).join(edges), source)
    return found.start() if found else None


def render_diagnostic(diagnostic: Diagnostic) -> str:
    """Return a finding as text of a few lines: level and id, place, source line, caret, advice."""
    found = diagnostic.located()
    lines = [f"{found.level.value}[{found.id}]: {found.message}"]
    if found.origin is None:
        return "\n".join([*lines, *([f"  {found.advice}"] if found.advice else [])])
    pointer = f"  at {found.pointer}" if found.pointer else ""
    step = f'  step "{found.step}"' if found.step else ""
    lines.append(f"  --> {found.origin}{pointer}{step}")
    source = _source_line(found.origin.file, found.origin.line)
    if source.strip() and (not found.secret or _masked(source, found.secret) is not None):
        lines += _excerpt(found, source)
    elif found.advice:
        lines.append(f"  {found.advice}")
    return "\n".join(lines)


def _spellings(secret: str) -> tuple[str, ...]:
    """How a secret may stand in a source: as it is, and as a text of JSON."""
    return tuple(dict.fromkeys((secret, json.dumps(secret)[1:-1]))) if secret else ()


def _masked(source: str, secret: str) -> str | None:
    """The line without the secret, every other character at its place; None when it stands there in no known way."""
    spellings = [text for text in _spellings(secret) if text in source]
    for text in spellings:
        source = source.replace(text, "•" * len(text))
    return source if spellings else None


def _excerpt(found: Diagnostic, source: str) -> list[str]:
    assert found.origin is not None
    number = str(found.origin.line)
    gutter = " " * len(number)
    column = len(source) - len(source.lstrip())
    width = len(source.strip())
    for text in (*_spellings(found.secret), *found.marked):
        found_at = _column(text, source)
        if found_at is not None:
            column, width = found_at, len(text)
            break
    caret = " " * column + "^" * width
    source = (_masked(source, found.secret) if found.secret else source) or ""
    return [f"{gutter} |", f"{number} | {source}", f"{gutter} | {caret} {found.advice}".rstrip()]


def diagnostic_of(error: WorkflowError) -> Diagnostic:
    """Return a workflow that does not compile as a finding."""
    return Diagnostic("invalid-workflow", Level.ERROR, error.message, error.origin)


def nearest(name: str, names: "list[str] | tuple[str, ...]") -> str | None:
    """Return the most similar name, or None when none is similar."""
    from difflib import get_close_matches

    by_lower = {known.lower(): known for known in names}
    found = get_close_matches(name.lower(), list(by_lower), n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None
