"""The comparisons of a SCIM filter: attributes with what they hold, and operators as predicates over documents.

Strings compare without regard to case but for ids (RFC 7643 section 2.2: `caseExact`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from pcc.simulator.fields import instant
from pcc.simulator.http import Document

__all__ = ["Attribute", "Attributes", "Filter", "Kind", "Predicate", "attributes"]

Predicate = Callable[[Document], bool]


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter that was read. `pins` are attributes of which it says that they have one value, and no other."""

    matches: Predicate
    pins: Mapping[str, Any] = field(default_factory=dict)


_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "gt": lambda value, wanted: value > wanted,
    "ge": lambda value, wanted: value >= wanted,
    "lt": lambda value, wanted: value < wanted,
    "le": lambda value, wanted: value <= wanted,
}
_SUBSTRING: dict[str, Callable[[Any, Any], bool]] = {
    "co": lambda value, wanted: wanted in value,
    "sw": lambda value, wanted: value.startswith(wanted),
    "ew": lambda value, wanted: value.endswith(wanted),
}
_EQUALITY: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda value, wanted: value == wanted,
    "ne": lambda value, wanted: value != wanted,
}
_TESTS = {**_EQUALITY, **_SUBSTRING, **_ORDER}


class Kind(Enum):
    """What an attribute holds. CODE is a string that compares exactly, OBJECT has nothing to compare."""

    TEXT = "a string"
    CODE = "a string, exactly"
    BOOLEAN = "a boolean"
    NUMBER = "a number"
    INSTANT = "a time"
    OBJECT = "an object"


_OPERATORS: Mapping[Kind, tuple[str, ...]] = {
    Kind.TEXT: tuple(_TESTS),
    Kind.CODE: tuple(_TESTS),
    Kind.BOOLEAN: tuple(_EQUALITY),
    Kind.NUMBER: tuple(_EQUALITY | _ORDER),
    Kind.INSTANT: tuple(_EQUALITY | _ORDER),
    Kind.OBJECT: (),
}
_FOLDS: Mapping[Kind, Callable[[Any], Any]] = {Kind.TEXT: str.casefold, Kind.INSTANT: instant}


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute that a filter may name, dots included."""

    name: str
    kind: Kind

    @property
    def operators(self) -> tuple[str, ...]:
        """The operators that compare it with a value."""
        return _OPERATORS[self.kind]

    def is_present(self) -> Filter:
        """Return the filter `pr`: it is there, and not empty."""
        path = self.name.split(".")
        return Filter(lambda document: _value(document, path) not in (None, "", {}, []))

    def compared(self, operator: str, literal: Any) -> Filter:
        """Return the filter that compares it. Raises ValueError, or Invalid, when the literal is of another kind."""
        path, test, fold = self.name.split("."), _TESTS[operator], _FOLDS.get(self.kind, _same)
        if literal is None and operator in _EQUALITY:
            return Filter(lambda document: test(_value(document, path), None))
        if not _has_kind(literal, self.kind):
            raise ValueError(f"not {self.kind.value}")
        wanted = fold(literal)

        def matches(document: Document) -> bool:
            value = _value(document, path)
            # What is absent differs from everything, and is neither more nor less.
            return operator == "ne" if value is None else test(fold(value), wanted)

        return Filter(matches, {self.name: wanted} if operator == "eq" else {})


Attributes = Mapping[str, Attribute]
"""By the name in lower case."""


def attributes(**names: Kind) -> dict[str, Attribute]:
    """Return attributes by their names, `__` standing for the dot."""
    dotted = {name.replace("__", "."): kind for name, kind in names.items()}
    return {name.lower(): Attribute(name, kind) for name, kind in dotted.items()}


def _value(document: Document, path: list[str]) -> Any:
    value: Any = document
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _has_kind(value: Any, kind: Kind) -> bool:
    if kind is Kind.BOOLEAN or isinstance(value, bool):
        return kind is Kind.BOOLEAN and isinstance(value, bool)
    return isinstance(value, int | float) if kind is Kind.NUMBER else isinstance(value, str)


def _same(value: Any) -> Any:
    return value
