"""Assertions and extractors as an author writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pcc.dsl.origin import wrong
from pcc.dsl.refs import Ref, parse_authored, refuse_markers
from pcc.errors import SourceError
from pcc.model.json import JsonValue
from pcc.model.statement import (
    AllMatches,
    Assertion,
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
    StatusCode,
    Text,
    TypeIs,
    VariableValue,
)
from pcc.paths import compile_path
from pcc.patterns import compile_pattern
from pcc.scripts.literals import json_literal

__all__ = [
    "Expectation",
    "Expected",
    "Extraction",
    "Field",
    "checked_json",
    "claim",
    "cookie",
    "header",
    "jsonpath",
    "pattern",
    "redirect_query",
    "response_time",
    "sent",
    "sent_form",
    "sent_header",
    "sent_query",
    "status",
]


@dataclass(frozen=True, slots=True)
class Expectation:
    """An assertion and the refs that it reads."""

    assertion: Assertion
    used: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the request as it was sent."""

    sent: Sent


class Extraction:
    """A value of the response; its methods are the assertions about it."""

    __slots__ = ("extractor",)

    def __init__(self, extractor: Extractor) -> None:
        self.extractor = extractor

    def _expect(self, predicate: Predicate, used: tuple[Ref, ...] = ()) -> Expectation:
        return Expectation(Assertion(self.extractor, predicate), used)

    def _compare(self, operator: Operator, expected: "Expected") -> Expectation:
        operand, used = _operand(expected)
        return self._expect(Comparison(operator, operand), used)

    def equals(self, expected: "Expected") -> Expectation:
        """The value equals the operand: same type, same content."""
        return self._compare(Operator.EQUALS, expected)

    def differs(self, expected: "Expected") -> Expectation:
        """There is a value, and it is not the operand."""
        return self._compare(Operator.DIFFERS, expected)

    def contains(self, expected: "Expected") -> Expectation:
        """The text holds this text, or the array this item."""
        return self._compare(Operator.CONTAINS, expected)

    def excludes(self, expected: "Expected") -> Expectation:
        """The text does not hold this text, or the array this item."""
        return self._compare(Operator.EXCLUDES, expected)

    def starts_with(self, expected: "Expected") -> Expectation:
        """The text starts with this text."""
        return self._compare(Operator.STARTS_WITH, expected)

    def ends_with(self, expected: "Expected") -> Expectation:
        """The text ends with this text."""
        return self._compare(Operator.ENDS_WITH, expected)

    def one_of(self, expected: Sequence[JsonValue]) -> Expectation:
        """The value is one of these."""
        return self._compare(Operator.ONE_OF, list(expected))

    def above(self, expected: "Expected") -> Expectation:
        """The number is greater than the operand."""
        return self._compare(Operator.ABOVE, expected)

    def at_least(self, expected: "Expected") -> Expectation:
        """The number is the operand or greater."""
        return self._compare(Operator.AT_LEAST, expected)

    def below(self, expected: "Expected") -> Expectation:
        """The number is less than the operand."""
        return self._compare(Operator.BELOW, expected)

    def at_most(self, expected: "Expected") -> Expectation:
        """The number is the operand or less."""
        return self._compare(Operator.AT_MOST, expected)

    def matches(self, regex: str) -> Expectation:
        """The text holds a match of the regular expression."""
        return self._expect(Matches(_checked_pattern(regex)))

    def exists(self) -> Expectation:
        """There is a value; null counts."""
        return self._expect(Existence(exists=True))

    def is_absent(self) -> Expectation:
        """There is no value."""
        return self._expect(Existence(exists=False))

    def is_a(self, kind: str) -> Expectation:
        """The value is a `string`, `number`, `boolean`, `object`, `array` or `null`."""
        if kind not in {known.value for known in Kind}:
            raise wrong(f"{kind!r} is no type of JSON: write one of {', '.join(known.value for known in Kind)}")
        return self._expect(TypeIs(Kind(kind)))

    def has_length(self, length: int) -> Expectation:
        """The text (in UTF-16 units) or array has this length."""
        return self._expect(Length(length))


class _Status(Extraction):
    def __call__(self, code: int) -> Expectation:
        """The status code is this one."""
        if not isinstance(code, int) or isinstance(code, bool):
            raise wrong(f"a status is a number such as status(201), not {code!r}")
        return self.equals(code)


Expected: TypeAlias = JsonValue | Ref | Field | Extraction


def _operand(expected: Expected) -> tuple[Operand, tuple[Ref, ...]]:
    match expected:
        case Ref():
            return VariableValue(expected.name), (expected,)
        case Field():
            return expected.sent, ()
        case Extraction():
            return expected.extractor, ()
        case str():
            authored = parse_authored(expected)
            text = authored.template.literal
            return (Text(authored.template) if text is None else Literal(text)), authored.used
        case _:
            return Literal(checked_json(expected, "a list or an object in an assertion")), ()


def checked_json(value: JsonValue, where: str) -> JsonValue:
    """Return JSON that is no template. Raises WorkflowError for what JSON cannot hold, and for a reference in it."""
    plain = _plain(value, where)
    try:
        json_literal(plain)
    except SourceError as error:
        raise wrong(f"{where} cannot be this: {error}") from error
    return plain


def _plain(value: JsonValue, where: str) -> JsonValue:
    match value:
        case str():
            text = parse_authored(value).template.literal
            if text is None:
                raise wrong(
                    f"{where} is not a template, so {value!r} cannot stand in it: compare with the reference alone"
                )
            return text
        case list() | tuple():
            return [_plain(item, where) for item in value]
        case dict():
            return {key: _plain(item, where) for key, item in value.items()}
    return value


def _checked_path(path: str) -> str:
    try:
        compile_path(refuse_markers(path, "a JSONPath"))
    except SourceError as error:
        raise wrong(str(error)) from error
    return path


def _checked_pattern(regex: str) -> str:
    try:
        compile_pattern(refuse_markers(regex, "a regular expression"))
    except SourceError as error:
        raise wrong(str(error)) from error
    return regex


def _named(name: str, what: str) -> str:
    if not name:
        raise wrong(f"{what} needs a name")
    return refuse_markers(name, f"the name of {what}")


status = _Status(StatusCode())
response_time = Extraction(ResponseTime())


def jsonpath(path: str, *, every: bool = False) -> Extraction:
    """The first match of a JSONPath in the JSON body, or with `every` all of them as an array."""
    return Extraction(AllMatches(_checked_path(path)) if every else JsonPath(_checked_path(path)))


def header(name: str) -> Extraction:
    """A header of the response."""
    return Extraction(HeaderValue(_named(name, "a header")))


def cookie(name: str) -> Extraction:
    """A cookie that the jar holds for the request's URL after the response."""
    return Extraction(CookieValue(_named(name, "a cookie")))


def redirect_query(name: str) -> Extraction:
    """A query parameter of the `Location` header. The step must not follow redirects."""
    return Extraction(RedirectQuery(_named(name, "a query parameter")))


def pattern(regex: str) -> Extraction:
    """The first match of a regular expression in the body's text: its first group, or the whole without one."""
    return Extraction(Pattern(_checked_pattern(regex)))


def claim(path: str, *, of: str) -> Extraction:
    """A claim of the JWT that the JSONPath `of` finds in the body: `claim("$.aud", of="$.access_token")`."""
    return Extraction(Claim(_checked_path(path), _checked_path(of)))


def sent(path: str) -> Field:
    """A field of the JSON body as it was sent."""
    return Field(Sent(SentPart.JSON, _checked_path(path)))


def sent_form(name: str) -> Field:
    """A field of the urlencoded form as it was sent."""
    return Field(Sent(SentPart.FORM, _named(name, "a form field")))


def sent_query(name: str) -> Field:
    """A query parameter as it was sent, decoded."""
    return Field(Sent(SentPart.QUERY, _named(name, "a query parameter")))


def sent_header(name: str) -> Field:
    """A header as it was sent."""
    return Field(Sent(SentPart.HEADER, _named(name, "a header")))
