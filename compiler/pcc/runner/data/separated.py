"""CSV as Newman 6.2.2 reads it: csv-parse 4.16 with a header, trimmed, ragged rows allowed, quotes inside of text kept.

Python's `csv` cannot say which cells were quoted, and only those that were not may be numbers. It differs in more:
blanks before a quote, text behind a closing one, line ends (the first one outside of quotes is that of the whole file).
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from pcc.errors import FormatError
from pcc.runner.data.numbers import JS_BLANKS, eval_cell

__all__ = ["read_separated"]

Cell = str | int | float

_ANY_BREAK: Final = r"\r\n|\r|\n"
_BLANK: Final = r"[ \t\r\n\f]"
_QUOTED: Final = r'"(?P<quoted>[^"]*+(?:""[^"]*+)*+)"'


@cache
def _grammar(line_break: str) -> re.Pattern[str]:
    """The pattern of one cell and what ends it, for files whose lines end like this."""
    blanks = rf"(?:(?!{line_break}){_BLANK})"
    # An empty quoted cell may be followed by quoted blanks; nothing of them is kept.
    empty = rf'""(?:{blanks}++"{_BLANK}*+")++'
    plain = rf'(?!")(?P<plain>(?:(?!{line_break})[^,])*+)'
    return re.compile(rf"{blanks}*+(?:(?:{_QUOTED}|{empty}){blanks}*+|{plain})(?P<end>,|{line_break}|\Z)")


def read_separated(text: str) -> list[dict[str, Cell]]:
    """Read a CSV file: its first line names the columns. Cells that a row lacks are absent, those beyond are dropped.

    Raises FormatError, with the line, for quotes that do not fit and for a column whose name is a number.
    """
    records = _records(text)
    names = [_check_name(name) for name in next(records, [])]
    return [dict(zip(names, record, strict=False)) for record in records]


def _check_name(name: Cell) -> str:
    if isinstance(name, str):
        return name
    raise FormatError(f'the column name {name} is a number, which Postman refuses; quote it: "{name}" (line 1)')


def _records(text: str) -> Iterator[Sequence[Cell]]:
    line_break, at = _ANY_BREAK, 0
    record: list[Cell] = []
    while record or at < len(text):
        cell = _grammar(line_break).match(text, at)
        if cell is None:
            raise _flaw(text, at)
        at, end = cell.end(), cell["end"]
        # Blanks alone at the end of the file are no line.
        if end or record or cell["plain"] != "":
            record.append(_value(cell))
        if end == ",":
            continue
        if end:
            line_break = re.escape(end)
        if record:
            yield record
        record = []


def _value(cell: re.Match[str]) -> Cell:
    plain = cell["plain"]
    if plain is None:
        return (cell["quoted"] or "").replace('""', '"')
    return eval_cell(plain.rstrip(JS_BLANKS))


def _flaw(text: str, at: int) -> FormatError:
    start = text.index('"', at)
    closed = re.compile(_QUOTED).match(text, start)
    if closed is None:
        return FormatError(f"a quoted value is not closed; end it with a quote (line {_line(text, start)})")
    return FormatError(
        "text follows a closing quote; a quote inside of a quoted value is written twice "
        f"(line {_line(text, closed.end())})"
    )


def _line(text: str, at: int) -> int:
    return len(re.findall(_ANY_BREAK, text[:at])) + 1
