"""Texts of a request as the values that a description means: `5` is a number where a number is asked for."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from pcc.model.json import JsonValue
from pcc.openapi.validate import UNKNOWN, UNKNOWN_VALUE, Schemas, Violation

__all__ = ["find_text_violation", "read_form_value"]

_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}


def find_text_violation(
    schemas: Schemas, number: str | None, texts: list[str], style: str = "form"
) -> Violation | None:
    """Return what is wrong with a parameter or a field, given as texts (one for each time that it is sent).

    A text is read as every value that it may stand for; it is wrong when all of them are. Objects are not read.
    """
    if number is None or any(UNKNOWN in text for text in texts) or _takes_object(schemas, number):
        return None
    first: Violation | None = None
    for value in _readings(texts, style):
        found = schemas.find_violations(number, value)
        if not found:
            return None
        # The reading whose type is right has the telling mistake.
        if first is None or (first.keyword == "type" and found[0].keyword != "type"):
            first = found[0]
    return first


def _takes_object(schemas: Schemas, schema: Any) -> bool:
    return not any(
        found.at == () and found.keyword in {"type", "enum"} for found in schemas.find_violations(schema, {})
    )


def _readings(texts: list[str], style: str) -> Iterator[JsonValue]:
    if len(texts) == 1:
        yield from _scalars(texts[0])
    pieces = texts if len(texts) > 1 else unquote(texts[0]).split(_SEPARATORS.get(style, ","))
    yield [unquote(piece) for piece in pieces]
    yield [list(_scalars(piece))[-1] for piece in pieces]
    if len(pieces) == 1:
        yield []


def _scalars(text: str) -> Iterator[JsonValue]:
    text = unquote(text)
    yield text
    try:
        value = json.loads(text)
    except (RecursionError, ValueError):
        return
    if not isinstance(value, dict | list | str) and value == value:
        yield value


def read_form_value(schemas: Schemas, allowed: tuple[Any, ...], texts: list[str]) -> JsonValue:
    """Return the reading of a form's field that one of its schemas allows; a field that is wrong in any stays text."""
    if any(UNKNOWN in text for text in texts):
        return UNKNOWN
    if any(_takes_object(schemas, schema) for schema in allowed):
        return UNKNOWN_VALUE
    for value in _readings(texts, "form"):
        if any(not schemas.find_violations(schema, value) for schema in allowed):
            return value
    return texts[0]
