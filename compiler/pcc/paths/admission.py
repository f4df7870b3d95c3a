"""Which paths pcc admits: those that RFC 9535 and jsonpath-ng read alike. Slow to import, so `path` does it late."""

import re
from collections.abc import Iterator

from pcc.errors import PathError
from pcc.paths.query import Query
from pcc.paths.rewrite import UnwritableError, eval_rewritten, is_bare_name, render_path
from pcc.paths.standard import Note, Standard, read_standard
from pcc.paths.tree import UnreadableError, read_tree

__all__ = ["read_query"]

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"[\n\r]")
_DOTTED = re.compile(r"(\.{1,2})([^\s.\[\]()?*'\"=<>!&|,`]+)")
_QUOTED = re.compile(r"""'[^']*'|"[^"]*\"""")
_SLIPS = (
    (re.compile(r"\(@\.length *- *([1-9]\d*)\)"), r"-\1", "a negative index counts from the end"),
    (re.compile(r"\[([A-Za-z_][\w-]*)\]"), r"['\1']", "brackets take an index or a quoted name"),
    (re.compile(r"\? *\(? *(?=[A-Za-z_])"), r"\g<0>@.", "the paths of a filter start with @ or $"),
    (re.compile(r"={3}"), "==", "equality is =="),
    (re.compile(r"!=="), "!=", "inequality is !="),
    (re.compile(r"(?<![=<>!])=(?![=~])"), "==", "equality is =="),
    (re.compile(r"(?<!&)&(?!&)|\band\b"), "&&", "conjunction is &&"),
    (re.compile(r"(?<!\|)\|(?!\|)|\bor\b"), "||", "disjunction is ||"),
)


def read_query(text: str) -> Query:
    """Return the query that RFC 9535 and jsonpath-ng both read out of `text`; raise `PathError` where they do not."""
    surrogate = _LONE_SURROGATE.search(text)
    if surrogate:
        raise PathError(text.encode("utf-8", "replace").decode(), "not Unicode text", column=surrogate.start())
    try:
        return _read_admitted(text)
    except RecursionError as error:
        raise PathError(text, "the path nests too deeply: write several shorter ones") from error


def _read_admitted(text: str) -> Query:
    try:
        standard = read_standard(text)
    except PathError as error:
        raise _mended(text, error) from error
    if _read_or_none(text) == standard.query:
        return standard.query
    raise _refusal(text, standard)


def _read_or_none(text: str) -> Query | None:
    try:
        return read_tree(text)
    except UnreadableError:
        return None


def _refusal(text: str, standard: Standard) -> PathError:
    note = _note(text, standard)
    reason = note.reason if note else "jsonpath-ng reads it in another way"
    column = note.column if note else 0
    try:
        query = eval_rewritten(standard.query)
        suggestion = render_path(query)
    except UnwritableError as error:
        return PathError(text, f"{reason}, and {error}: write a simpler filter", column=column)
    if _read_or_none(suggestion) != query:
        return PathError(text, f"{reason}: write a simpler path", column=column)
    return PathError(text, f"write {suggestion}: {reason}", column=column)


def _note(text: str, standard: Standard) -> Note | None:
    space = _SPACE.search(text)
    notes = [*standard.notes, *([Note("a path is written in one line", space.start())] if space else [])]
    return min(notes, key=lambda note: note.column, default=None)


def _mended(text: str, error: PathError) -> PathError:
    """Return the same error, naming a path that the author may have meant, if one can be found."""
    for candidate, reason in _candidates(text):
        if _is_admitted(candidate):
            return PathError(text, f"write {candidate}: {reason}", column=error.column)
    return error


def _is_admitted(text: str) -> bool:
    try:
        return read_standard(text).query == _read_or_none(text)
    except PathError:
        return False


def _candidates(text: str) -> Iterator[tuple[str, str]]:
    if text != text.strip():
        yield text.strip(), "no space around a path"
    if not text.startswith("$"):
        yield f"${text}" if text.startswith(("[", ".")) else f"$.{text}", "a path starts with $"
    yield _DOTTED.sub(_bracketed, text), "brackets take an index or a quoted name"
    bare = _QUOTED.sub("", text)
    for slip, right, reason in _SLIPS:
        # A suggestion must not change what stands in quotes.
        if 0 < len(slip.findall(text)) == len(slip.findall(bare)):
            yield slip.sub(right, text), reason


def _bracketed(dotted: re.Match[str]) -> str:
    dots, name = dotted[1], dotted[2]
    if is_bare_name(name):
        return dotted[0]
    inside = name if re.fullmatch(r"0|[1-9][0-9]*", name) else f"'{name}'"
    return f"{dots if dots == '..' else ''}[{inside}]"
