"""Reads SCIM filters (RFC 7644 section 3.4.2.2): text in, a predicate over documents out."""

import re
from collections.abc import Iterator

from pcc.simulator.fields import Invalid
from pcc.simulator.http import read_json
from pcc.simulator.management.comparisons import Attribute, Attributes, Filter, Predicate
from pcc.simulator.problems import ApiRefusal, Detail, invalid_request

__all__ = ["read_filter"]

_TOKEN = re.compile(r'(?P<blank>\s*)(?P<token>"(?:[^"\\]|\\.)*"|[()]|[^\s()"]+)', re.DOTALL)
_MAXIMUM_DEPTH = 50


def read_filter(text: str, known: Attributes) -> Filter:
    """Read a filter over these attributes. Refused with 400 and the target `filter`, telling where it is wrong."""
    return _Reader(text, known).read()


class _Reader:
    """`and` binds tighter than `or`; `not` stands before a parenthesis only."""

    def __init__(self, text: str, known: Attributes) -> None:
        self._known = known
        self._tokens = list(_tokens(text))
        self._at = self._depth = 0

    def read(self) -> Filter:
        whole = self._either()
        if self._token():
            raise self._error("`and`, `or` or the end")
        return whole

    def _either(self) -> Filter:
        parts = [self._both()]
        while self._take("or"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Filter(_any(*(part.matches for part in parts)))

    def _both(self) -> Filter:
        parts = [self._one()]
        while self._take("and"):
            parts.append(self._one())
        pins = {name: value for part in parts for name, value in part.pins.items()}
        return parts[0] if len(parts) == 1 else Filter(_all(*(part.matches for part in parts)), pins)

    def _one(self) -> Filter:
        if self._take("not"):
            if self._token() != "(":
                raise self._error("a parenthesis behind `not`")
            return Filter(_negated(self._one().matches))
        return self._inside() if self._token() == "(" else self._comparison()

    def _inside(self) -> Filter:
        self._depth += 1
        if self._depth > _MAXIMUM_DEPTH:
            raise self._error(f"at most {_MAXIMUM_DEPTH} parentheses inside each other")
        self._at += 1
        inside = self._either()
        if not self._take(")"):
            raise self._error("`and`, `or` or a closing parenthesis")
        self._depth -= 1
        return inside

    def _comparison(self) -> Filter:
        attribute = self._known.get(self._token().lower())
        if attribute is None:
            raise self._error(f"one of the attributes {', '.join(known.name for known in self._known.values())}")
        self._at += 1
        if self._take("pr"):
            return attribute.is_present()
        operator = self._token().lower()
        if operator not in attribute.operators:
            raise self._error(f"an operator for {attribute.name}: {', '.join((*attribute.operators, 'pr'))}")
        self._at += 1
        return self._compared(attribute, operator)

    def _compared(self, attribute: Attribute, operator: str) -> Filter:
        try:
            compared = attribute.compared(operator, read_json(self._token()))
        except (ValueError, Invalid, RecursionError):
            raise self._error(f"{attribute.kind.value}, written as in JSON") from None
        self._at += 1
        return compared

    def _token(self) -> str:
        return self._tokens[self._at][1]

    def _take(self, word: str) -> bool:
        taken = self._token().lower() == word
        self._at += taken
        return taken

    def _error(self, expected: str) -> ApiRefusal:
        start, token = self._tokens[self._at]
        return _refusal(start, f"found {token[:40] or 'the end'}, expected {expected}")


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    end, length, glued = 0, len(text.rstrip()), False
    while end < length:
        found = _TOKEN.match(text, end)
        if found is None:
            raise _refusal(end, "a string does not end")
        start, token, end = found.start("token"), found["token"], found.end()
        if glued and not found["blank"] and token not in "()":
            raise _refusal(start, "a blank is missing")
        glued = token not in "()"
        yield start, token
    yield len(text), ""


def _refusal(start: int, what: str) -> ApiRefusal:
    # Characters are counted from 1, as people count them.
    message = f"The filter cannot be read at character {start + 1}: {what}."
    return invalid_request(Detail("INVALID_VALUE", message, "filter"))


def _any(*predicates: Predicate) -> Predicate:
    return lambda document: any(matches(document) for matches in predicates)


def _all(*predicates: Predicate) -> Predicate:
    return lambda document: all(matches(document) for matches in predicates)


def _negated(matches: Predicate) -> Predicate:
    return lambda document: not matches(document)
