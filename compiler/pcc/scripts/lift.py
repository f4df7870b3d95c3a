"""Lifting JavaScript back to statements, by design law 3: only what renders back to the letter is a statement."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pcc.errors import SourceError
from pcc.model.statement import RawScript, Statement
from pcc.scripts.reader import read_header
from pcc.scripts.render import render_block

__all__ = ["is_native", "lift_script"]


def lift_script(text: str) -> tuple[Statement, ...]:
    """Return the statements of a script; whatever is no block of ours stays raw, between its neighbours.

    `render_script(lift_script(text)) == text` holds for any text.
    """
    return tuple(_merge(_segments(text.split("\n"))))


def _segments(lines: list[str]) -> Iterator[Statement | str]:
    """Statements, and the text between them, line breaks included."""
    index, start = 0, 0
    while index < len(lines):
        block = _block(lines[index]) if lines[index].startswith("// ") else None
        if block is None or lines[index : index + len(block.lines)] != block.lines:
            index += 1
            continue
        yield _between(lines, start, index)
        yield block.statement
        start = index = index + len(block.lines)
    yield _between(lines, start, None)


def _between(lines: list[str], start: int, end: int | None) -> str:
    """The lines from `start` up to the block at `end`, or to the end of the script, with the breaks around them."""
    if end is None:
        return "".join(("\n" if start + at else "") + line for at, line in enumerate(lines[start:]))
    text = "".join(line + "\n" for line in lines[start:end])
    return "\n" + text if start else text


class _Block(NamedTuple):
    """A statement, and its JavaScript in lines."""

    statement: Statement
    lines: list[str]


# Scripts differ where their blocks are the same: steps are shared, and most expect a status.
@lru_cache(maxsize=4096)
def _block(header: str) -> _Block | None:
    """Return the block that begins with a line, None when no block of ours does."""
    statement = read_header(header)
    if statement is None:
        return None
    try:
        return _Block(statement, render_block(statement).split("\n"))
    except (SourceError, RecursionError):
        # The header names a path or a pattern that pcc refuses, or one nested deeper than pcc writes: not ours.
        return None


def _merge(segments: Iterator[Statement | str]) -> Iterator[Statement]:
    parts = list(segments)
    last = len(parts) - 1
    for position, part in enumerate(parts):
        if not isinstance(part, str):
            yield part
        # One empty line between two blocks is what rendering writes; all else is somebody's.
        elif part and not (part == "\n\n" and 0 < position < last):
            yield RawScript(part)


def is_native(statements: Sequence[Statement]) -> bool:
    """Whether the statements run without JavaScript: nothing raw among them but white space."""
    return all(not isinstance(statement, RawScript) or not statement.text.strip() for statement in statements)
