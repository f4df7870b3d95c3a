"""Reading a block's header back into its statement; the inverse of `pcc.scripts.words`.

It only has to be right where the header was written by pcc: lifting compares the whole block to the letter afterwards.
"""

import json
from collections.abc import Callable

from pcc.model.json import JsonValue
from pcc.model.statement import (
    AllMatches,
    Assertion,
    Assignment,
    Capture,
    Claim,
    Comparison,
    CookieValue,
    Existence,
    Extractor,
    HeaderValue,
    JsonPath,
    Kind,
    Length,
    Literal,
    Matches,
    Operand,
    Operator,
    Pattern,
    Predicate,
    RedirectQuery,
    ResponseTime,
    Sent,
    SentPart,
    Statement,
    StatusCode,
    Text,
    TypeIs,
    VariableValue,
)
from pcc.templating import parse_postman

__all__ = ["read_header"]


def read_header(line: str) -> Statement | None:
    """Return the statement that a header comment announces, or None when the line is no header."""
    words = _Words(line)
    readers: dict[str, Callable[[_Words], Statement]] = {
        "// set ": _assignment,
        "// expect ": _assertion,
        "// capture ": _capture,
    }
    for start, read in readers.items():
        if words.take(start):
            try:
                statement = read(words)
            except (ValueError, RecursionError):
                return None
            return statement if words.at_end else None
    return None


class _Words:
    """A line, read from the left: fixed words and JSON literals."""

    def __init__(self, line: str) -> None:
        self.rest = line

    @property
    def at_end(self) -> bool:
        return not self.rest

    def take(self, word: str) -> bool:
        if not self.rest.startswith(word):
            return False
        self.rest = self.rest[len(word) :]
        return True

    def need(self, word: str) -> None:
        if not self.take(word):
            raise ValueError(f"expected {word!r}")

    def literal(self) -> JsonValue:
        value: JsonValue
        value, end = json.JSONDecoder().raw_decode(self.rest)
        self.rest = self.rest[end:]
        return value

    def text(self) -> str:
        value = self.literal()
        if not isinstance(value, str):
            raise ValueError("expected text")
        return value


def _assignment(words: _Words) -> Assignment:
    secret = words.take("secret ")
    name = words.text()
    words.need(" to ")
    return Assignment(name, parse_postman(words.text()), secret=secret)


def _capture(words: _Words) -> Capture:
    secret = words.take("secret ")
    name = words.text()
    words.need(" from ")
    extractor = _extractor(words)
    default = Literal(words.literal()) if words.take(" or ") else None
    return Capture(name, extractor, default=default, secret=secret)


def _assertion(words: _Words) -> Assertion:
    extractor = _extractor(words)
    words.need(" ")
    if isinstance(extractor, StatusCode) and words.rest.isdigit():
        return Assertion(extractor, Comparison(Operator.EQUALS, Literal(words.literal())))
    return Assertion(extractor, _predicate(words))


_SOURCES: dict[str, Callable[[str], Extractor]] = {
    "header ": HeaderValue,
    "cookie ": CookieValue,
    "redirect query ": RedirectQuery,
    "all ": AllMatches,
    "pattern ": Pattern,
}


def _extractor(words: _Words) -> Extractor:
    for word, make in _SOURCES.items():
        if words.take(word):
            return make(words.text())
    if words.take("claim "):
        path = words.text()
        words.need(" of ")
        return Claim(path, words.text())
    if words.take("status"):
        return StatusCode()
    if words.take("response time"):
        return ResponseTime()
    return JsonPath(words.text())


def _predicate(words: _Words) -> Predicate:
    for operator in Operator:
        if words.take(f"{operator.value} "):
            return Comparison(operator, _operand(words))
    if words.take("matches "):
        return Matches(words.text())
    if words.take("exists"):
        return Existence(exists=True)
    if words.take("is absent"):
        return Existence(exists=False)
    if words.take("is of type "):
        kind = Kind(words.rest)
        words.rest = ""
        return TypeIs(kind)
    words.need("has length ")
    length = words.literal()
    if not isinstance(length, int):
        raise ValueError("expected a length")
    return Length(length)


def _operand(words: _Words) -> Operand:
    if words.take("variable "):
        return VariableValue(words.text())
    if words.take("text "):
        return Text(parse_postman(words.text()))
    if words.take("the "):
        return _extractor(words)
    if words.take("sent "):
        part = next((part for part in SentPart if words.take(f"{part.value} ")), SentPart.JSON)
        return Sent(part, words.text())
    return Literal(words.literal())
