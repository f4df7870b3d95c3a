"""The query that a path means: what both parsers are read into, and what both engines are compiled from."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Literal, TypeAlias

__all__ = [
    "And",
    "Boolean",
    "Comparison",
    "Exists",
    "Filter",
    "Indexes",
    "Names",
    "Not",
    "Null",
    "Number",
    "Operand",
    "Operator",
    "Or",
    "Origin",
    "Query",
    "Segment",
    "Selector",
    "Slice",
    "Test",
    "Text",
    "Wildcard",
    "eval_all",
    "eval_any",
    "is_singular",
]

Operator: TypeAlias = Literal["==", "!=", "<", "<=", ">", ">="]


class Origin(Enum):
    """Where a query starts: the document (`$`), or the item that a filter looks at (`@`)."""

    ROOT = "$"
    ITEM = "@"


@dataclass(frozen=True, slots=True)
class Names:
    """Members of an object, in the order given."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indexes:
    """Elements of an array, in the order given; a negative index counts from the end."""

    indexes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Slice:
    """A run of elements of an array (RFC 9535, section 2.3.4)."""

    start: int | None
    end: int | None
    step: int


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Every member or element."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Every member or element that passes a test."""

    test: "Test"


Selector: TypeAlias = Names | Indexes | Slice | Wildcard | Filter


@dataclass(frozen=True, slots=True)
class Segment:
    """One step of a query; `descends` applies the selector to every descendant too (`..`)."""

    selector: Selector
    descends: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A path, at the top or inside a filter."""

    origin: Origin
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A string literal."""

    value: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number literal, as the double that it is."""

    value: float


@dataclass(frozen=True, slots=True)
class Boolean:
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True, slots=True)
class Null:
    """`null`."""


Operand: TypeAlias = Query | Text | Number | Boolean | Null


@dataclass(frozen=True, slots=True)
class Exists:
    """A query that must match something."""

    query: Query


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two values compared; each is a literal or a query that matches one value at most."""

    left: Operand
    operator: Operator
    right: Operand


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a test."""

    test: "Test"


@dataclass(frozen=True, slots=True)
class And:
    """Two or more tests that must all pass; none of them is an `And`."""

    tests: tuple["Test", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Two or more tests of which one must pass; none of them is an `Or`."""

    tests: tuple["Test", ...]


Test: TypeAlias = Exists | Comparison | Not | And | Or


def eval_all(tests: Iterable[Test]) -> Test:
    """Return the test that passes when all of `tests` pass, flat: `&&` is associative."""
    flat = tuple(inner for test in tests for inner in (test.tests if isinstance(test, And) else (test,)))
    return flat[0] if len(flat) == 1 else And(flat)


def eval_any(tests: Iterable[Test]) -> Test:
    """Return the test that passes when one of `tests` passes, flat: `||` is associative."""
    flat = tuple(inner for test in tests for inner in (test.tests if isinstance(test, Or) else (test,)))
    return flat[0] if len(flat) == 1 else Or(flat)


def is_singular(query: Query) -> bool:
    """Say whether a query matches one value at most, whatever the document (RFC 9535, section 2.3.5.1)."""
    return all(not segment.descends and _selects_one(segment.selector) for segment in query.segments)


def _selects_one(selector: Selector) -> bool:
    match selector:
        case Names(names):
            return len(names) == 1
        case Indexes(indexes):
            return len(indexes) == 1
        case _:
            return False
