"""From the text of a data file to its rows: a JSON array of objects, or CSV."""

from collections.abc import Mapping, Sequence
from json import JSONDecodeError
from typing import TypeAlias

from pcc.errors import FormatError
from pcc.model.json import JsonValue
from pcc.runner.data.numbers import JS_BLANKS
from pcc.runner.data.separated import read_separated
from pcc.values import decode_json

__all__ = ["Row", "read_rows"]

Row: TypeAlias = "Mapping[str, JsonValue]"
"""The variables of an iteration."""


def read_rows(text: str, *, file: str = "") -> Sequence[Row]:
    """Read iteration data: what is not JSON is CSV, as in Newman.

    Raises FormatError, with the line or a JSON pointer, for what Newman refuses and for what it would run without data:
    no rows, rows that are no objects, JSON with a mistake. Newman reads the last as CSV; here only if `file` says so.
    """
    try:
        rows = _read(text.strip(JS_BLANKS), text, csv_only=file.lower().endswith(".csv"))
        if not rows:
            raise FormatError("this data has no rows, so nothing would run; give it at least one")
    except FormatError as error:
        raise error.in_file(file) from None
    return rows


def _read(trimmed: str, text: str, *, csv_only: bool) -> Sequence[Row]:
    try:
        value = decode_json(trimmed)
    except ValueError as error:
        if trimmed.startswith(("[", "{")) and not csv_only:
            raise _not_json(error, text) from None
        return read_separated(text.removeprefix("\ufeff"))
    # JavaScript asks whether the value is true: `0` alone may be a CSV of one column and no row.
    return _check(value) if value or isinstance(value, list | dict) else read_separated(text)


def _not_json(error: ValueError, text: str) -> FormatError:
    if not isinstance(error, JSONDecodeError):
        return FormatError(f"this is not JSON: {error}")
    # What was decoded began behind the blanks.
    line = error.lineno + text[: len(text) - len(text.lstrip(JS_BLANKS))].count("\n")
    return FormatError(
        f"this looks like JSON and is not: {error.msg[0].lower()}{error.msg[1:]} (line {line}, column {error.colno}); "
        "if it is CSV, name the file .csv"
    )


def _check(value: JsonValue) -> Sequence[Row]:
    if not isinstance(value, list):
        raise FormatError("iteration data in JSON is an array of objects, one for each iteration; put it in [ ]")
    rows: list[Row] = []
    for index, row in enumerate(value):
        if not isinstance(row, dict):
            raise FormatError("a row of iteration data is an object: names with their values", pointer=f"/{index}")
        rows.append(row)
    return rows
