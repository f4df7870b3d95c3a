"""The words of a block's header: a statement as one line, and its parts as a test's name.

`write_*` give the exact text of a header (`"$.name" equals sent "$.name"`); `describe_*` the same without quotes, for
names and messages (`$.name equals sent $.name`). `pcc.scripts.reader` reads headers.
"""

from collections.abc import Callable

from pcc.model.json import JsonValue
from pcc.model.statement import (
    AllMatches,
    Claim,
    Comparison,
    CookieValue,
    Existence,
    Extractor,
    HeaderValue,
    JsonPath,
    Length,
    Literal,
    Matches,
    Operand,
    Pattern,
    Predicate,
    RedirectQuery,
    ResponseTime,
    Sent,
    SentPart,
    StatusCode,
    Text,
    TypeIs,
    VariableValue,
)
from pcc.scripts.literals import json_literal
from pcc.templating import render_postman

__all__ = [
    "describe_extractor",
    "describe_operand",
    "describe_predicate",
    "write_extractor",
    "write_operand",
    "write_predicate",
]

Quote = Callable[[JsonValue], str]


def _bare(value: JsonValue) -> str:
    return value if isinstance(value, str) else json_literal(value)


def write_extractor(extractor: Extractor) -> str:
    """Return the extractor as a header names it."""
    return _extractor(extractor, json_literal)


def describe_extractor(extractor: Extractor) -> str:
    """Return the extractor as a test's name says it."""
    return _extractor(extractor, _bare)


def write_operand(operand: Operand) -> str:
    """Return the operand as a header names it."""
    return _operand(operand, json_literal)


def describe_operand(operand: Operand) -> str:
    """Return the operand as a test's name says it."""
    return _operand(operand, _bare)


def write_predicate(predicate: Predicate) -> str:
    """Return the predicate as a header names it."""
    return _predicate(predicate, json_literal)


def describe_predicate(predicate: Predicate) -> str:
    """Return the predicate as a test's name says it."""
    return _predicate(predicate, _bare)


def _extractor(extractor: Extractor, quote: Quote) -> str:
    match extractor:
        case StatusCode():
            return "status"
        case ResponseTime():
            return "response time"
        case HeaderValue(name):
            return f"header {quote(name)}"
        case CookieValue(name):
            return f"cookie {quote(name)}"
        case RedirectQuery(name):
            return f"redirect query {quote(name)}"
        case JsonPath(path):
            return quote(path)
        case AllMatches(path):
            return f"all {quote(path)}"
        case Claim(path, token):
            return f"claim {quote(path)} of {quote(token)}"
        case Pattern(pattern):
            return f"pattern {quote(pattern)}"


def _operand(operand: Operand, quote: Quote) -> str:
    match operand:
        case Literal(value):
            return quote(value)
        case VariableValue(name):
            return f"variable {quote(name)}"
        case Text(template):
            return f"text {quote(render_postman(template))}"
        case Sent(SentPart.JSON, name):
            return f"sent {quote(name)}"
        case Sent(part, name):
            return f"sent {part.value} {quote(name)}"
        case extractor:
            return f"the {_extractor(extractor, quote)}"


def _predicate(predicate: Predicate, quote: Quote) -> str:
    match predicate:
        case Comparison(operator, operand):
            return f"{operator.value} {_operand(operand, quote)}"
        case Matches(pattern):
            return f"matches {quote(pattern)}"
        case Existence(exists):
            return "exists" if exists else "is absent"
        case TypeIs(kind):
            return f"is of type {kind.value}"
        case Length(length):
            return f"has length {length}"
