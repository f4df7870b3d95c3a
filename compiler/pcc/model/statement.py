"""What a script says: statements, and the extractors, operands and predicates that they are made of.

A value of the response is named by an extractor, the value to compare it with by an operand. The meaning of each
in JavaScript is fixed by the templates in `templates/scripts`; `pcc.scripts` renders, lifts and evaluates them.
"""

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from pcc.model.json import JsonValue
from pcc.model.template import Template

__all__ = [
    "AllMatches",
    "Assertion",
    "Assignment",
    "Capture",
    "Claim",
    "Comparison",
    "CookieValue",
    "Existence",
    "Extractor",
    "HeaderValue",
    "JsonPath",
    "Kind",
    "Length",
    "Literal",
    "Matches",
    "Operand",
    "Operator",
    "Pattern",
    "Predicate",
    "RawScript",
    "RedirectQuery",
    "ResponseTime",
    "Sent",
    "SentPart",
    "Statement",
    "StatusCode",
    "Text",
    "TypeIs",
    "VariableValue",
]


# Extractors ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StatusCode:
    """The status code of the response."""


@dataclass(frozen=True, slots=True)
class ResponseTime:
    """The time to the last byte of the response, in ms."""


@dataclass(frozen=True, slots=True)
class HeaderValue:
    """A header of the response; names are case-insensitive, the last of equal names counts."""

    name: str


@dataclass(frozen=True, slots=True)
class CookieValue:
    """A cookie that the jar holds for the request's URL after the response."""

    name: str


@dataclass(frozen=True, slots=True)
class RedirectQuery:
    """A query parameter of the `Location` header, decoded."""

    name: str


@dataclass(frozen=True, slots=True)
class JsonPath:
    """The first match of a JSONPath (RFC 9535) in the JSON body."""

    path: str


@dataclass(frozen=True, slots=True)
class AllMatches:
    """Every match of a JSONPath in the JSON body, as an array."""

    path: str


@dataclass(frozen=True, slots=True)
class Claim:
    """The first match of a JSONPath in the payload of a JWT; `token` is the JSONPath of the JWT in the body."""

    path: str
    token: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """The first match of a regular expression in the body's text: its first group, or the whole without one."""

    pattern: str


Extractor: TypeAlias = (
    StatusCode | ResponseTime | HeaderValue | CookieValue | RedirectQuery | JsonPath | AllMatches | Claim | Pattern
)


# Operands --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Literal:
    """A JSON value. Text in it is text: it holds no references."""

    value: JsonValue


@dataclass(frozen=True, slots=True)
class VariableValue:
    """The value of a variable, with its type; text in it is resolved as it would be in a request."""

    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text with references, resolved as it would be in a request."""

    template: Template


class SentPart(Enum):
    """A part of the request as it was sent; the value is its word in a script's header."""

    JSON = "json"
    FORM = "form"
    QUERY = "query"
    HEADER = "header"


@dataclass(frozen=True, slots=True)
class Sent:
    """A field of the request as sent: a JSONPath in its JSON body, or a form field, query parameter or header."""

    part: SentPart
    name: str


Operand: TypeAlias = Literal | VariableValue | Text | Sent | Extractor


# Predicates ------------------------------------------------------------------------------------------------------


class Operator(Enum):
    """A comparison of the extracted value with one operand; the value is its word in a script's header."""

    EQUALS = "equals"
    DIFFERS = "differs from"
    CONTAINS = "contains"
    EXCLUDES = "excludes"
    STARTS_WITH = "starts with"
    ENDS_WITH = "ends with"
    ONE_OF = "is one of"
    ABOVE = "is above"
    AT_LEAST = "is at least"
    BELOW = "is below"
    AT_MOST = "is at most"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The extracted value stands in this relation to the operand."""

    operator: Operator
    operand: Operand


@dataclass(frozen=True, slots=True)
class Matches:
    """The extracted text holds a match of the regular expression."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Existence:
    """Something is extracted (null counts), or nothing is."""

    exists: bool


class Kind(Enum):
    """A type of JSON, as JavaScript tells them apart."""

    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    OBJECT = "object"
    ARRAY = "array"
    NULL = "null"


@dataclass(frozen=True, slots=True)
class TypeIs:
    """The extracted value is of this type."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Length:
    """The extracted text (in UTF-16 units) or array has this length."""

    length: int


Predicate: TypeAlias = Comparison | Matches | Existence | TypeIs | Length


# Statements ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Assignment:
    """Before sending: set a variable of the environment to a text, resolved once."""

    name: str
    value: Template
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Assertion:
    """After the response: what must hold of it."""

    extractor: Extractor
    predicate: Predicate


@dataclass(frozen=True, slots=True)
class Capture:
    """After the response: store an extracted value in a variable of the environment.

    Finding nothing is a failed test and unsets the variable, unless there is a default.
    """

    name: str
    extractor: Extractor
    default: Literal | None = None
    secret: bool = False


@dataclass(frozen=True, slots=True)
class RawScript:
    """JavaScript as written, kept to the byte; the line breaks around it are part of it."""

    text: str


Statement: TypeAlias = Assignment | Assertion | Capture | RawScript
