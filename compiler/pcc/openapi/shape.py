"""What a schema says of the parts of a value: which members and elements are described, and which cannot be there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pcc.openapi.convert import OPEN, PREFIX

__all__ = ["Shape"]

_CONDITIONAL = ("else", "then")


@dataclass(slots=True)
class _Answer:
    """Schemas found, whether there may be others (`open`), and whether the schema says anything at all (`says`)."""

    schemas: list[Any] = field(default_factory=list)
    open: bool = False
    says: bool = False

    def add(self, other: "_Answer") -> None:
        self.schemas += other.schemas
        self.open = self.open or other.open
        self.says = self.says or other.says


_Select = Callable[[dict[str, Any]], _Answer]


@dataclass(frozen=True, slots=True)
class Shape:
    """A value by the schemas that may describe it; `open` says that it may be something that no schema describes.

    A member is described when some schema names it, in any part of `allOf`, `anyOf`, `oneOf` or a condition. An object
    that says nothing of its members, or that allows others in so many words (`additionalProperties`), is open. The
    members of an object that lists some are those: JSON Schema would allow others, but "described" means listed.
    """

    definitions: dict[str, Any]
    schemas: tuple[Any, ...] = ()
    open: bool = False

    @property
    def absent(self) -> bool:
        """Whether no value can be here, as far as the description says."""
        return not self.schemas and not self.open

    def member(self, name: str) -> "Shape":
        """The member of that name of an object."""
        return self._select(lambda schema: self._member(schema, name))

    def element(self, index: int | None) -> "Shape":
        """An element of an array: the one at an index from 0, or any (None)."""
        return self._select(lambda schema: _element(schema, index))

    def children(self) -> "Shape":
        """Every member and every element."""
        return self._select(self._children)

    def descendants(self) -> "Shape":
        """The value itself, and everything inside it."""
        seen: dict[int, Any] = {}
        waiting, is_open = [self], self.open
        while waiting:
            here = waiting.pop()
            is_open = is_open or here.open
            fresh = [schema for schema in here.schemas if id(schema) not in seen]
            seen.update((id(schema), schema) for schema in fresh)
            waiting += [Shape(self.definitions, (schema,)).children() for schema in fresh]
        return Shape(self.definitions, tuple(seen.values()), is_open)

    def with_others(self, other: "Shape") -> "Shape":
        """What either of two shapes describes."""
        return Shape(self.definitions, self.schemas + other.schemas, self.open or other.open)

    def names(self) -> list[str]:
        """The names of all members that are described."""
        found: list[str] = []

        def note(schema: dict[str, Any]) -> _Answer:
            found.extend(schema.get("properties", {}))
            return _Answer()

        self._select(note)
        return list(dict.fromkeys(found))

    def _select(self, select: _Select) -> "Shape":
        found, is_open = [], self.open
        for schema in self.schemas:
            answer = self._find(schema, select, set())
            found += answer.schemas
            is_open = is_open or (answer.open and not answer.schemas) or not answer.says
        unique = {id(schema): schema for schema in found}
        return Shape(self.definitions, tuple(unique.values()), is_open)

    def _find(self, schema: Any, select: _Select, seen: set[str]) -> _Answer:
        if not isinstance(schema, dict):
            return _Answer(says=schema is False)
        answer = select(schema)
        answer.open = answer.open or OPEN in schema
        reference = schema.get("$ref")
        if reference is not None and reference not in seen:
            answer.add(self._find(self._definition(reference), select, seen | {reference}))
        for inner in schema.get("allOf", ()):
            answer.add(self._find(inner, select, seen))
        for key in ("anyOf", "oneOf"):
            if key in schema:
                answer.add(_any_of([self._find(inner, select, seen) for inner in schema[key]]))
        for inner in _conditional(schema):
            # A condition may add members, but does not say that there are no others.
            answer.schemas += self._find(inner, select, seen).schemas
        return answer

    def _definition(self, reference: str) -> Any:
        return self.definitions.get(reference.removeprefix(PREFIX), {})

    def _member(self, schema: dict[str, Any], name: str) -> _Answer:
        if _is_no("object", schema):
            return _Answer(says=True)
        properties = schema.get("properties", {})
        if name in properties:
            return _Answer([] if self._is_write_only(properties[name]) else [properties[name]], says=True)
        if "patternProperties" in schema:
            return _Answer(open=True, says=True)
        answer = _rest(schema, ("additionalProperties", "unevaluatedProperties"))
        answer.says = answer.says or bool(properties)
        return answer

    def _children(self, schema: dict[str, Any]) -> _Answer:
        if _is_no("object", schema) and _is_no("array", schema):
            return _Answer(says=True)
        answer = _element(schema, None) if not _is_no("array", schema) else _Answer()
        if not _is_no("object", schema):
            properties = schema.get("properties", {}).values()
            answer.add(
                _Answer([inner for inner in properties if not self._is_write_only(inner)], says=bool(properties))
            )
            answer.add(_rest(schema, ("additionalProperties", "unevaluatedProperties")))
            answer.open = answer.open or "patternProperties" in schema
        return answer

    def _is_write_only(self, schema: Any) -> bool:
        """A response never holds what only requests hold (OpenAPI 3.0.3, Schema Object)."""
        for _ in range(64):
            if not isinstance(schema, dict) or schema.get("writeOnly"):
                break
            if "$ref" not in schema:
                return False
            schema = self._definition(schema["$ref"])
        return isinstance(schema, dict) and bool(schema.get("writeOnly"))


def _is_no(kind: str, schema: dict[str, Any]) -> bool:
    """Whether a schema says that a value is not of this kind, `object` or `array`."""
    types = schema.get("type")
    if types is not None:
        return kind not in types
    other = ("items", "prefixItems") if kind == "object" else ("properties",)
    own = ("properties", "additionalProperties") if kind == "object" else ("items", "prefixItems")
    return any(key in schema for key in other) and not any(key in schema for key in own)


def _element(schema: dict[str, Any], index: int | None) -> _Answer:
    if _is_no("array", schema):
        return _Answer(says=True)
    first = schema.get("prefixItems", [])
    if index is not None and index < len(first):
        return _Answer([first[index]], says=True)
    answer = _rest(schema, ("items", "unevaluatedItems"))
    if index is None and first:
        answer.add(_Answer(list(first), says=True))
    return answer


def _rest(schema: dict[str, Any], keys: tuple[str, ...]) -> _Answer:
    """What a schema says of the members or elements that it does not list."""
    given = [schema[key] for key in keys if key in schema]
    open_ones = [inner for inner in given if inner is True or inner == {}]
    return _Answer([inner for inner in given if inner and inner is not True], open=bool(open_ones), says=bool(given))


def _any_of(branches: list[_Answer]) -> _Answer:
    answer = _Answer(says=all(branch.says for branch in branches))
    for branch in branches:
        # An alternative that allows anything keeps doing so beside one that is described.
        answer.schemas += branch.schemas or ([{}] if branch.open else [])
    return answer


def _conditional(schema: dict[str, Any]) -> Iterator[Any]:
    yield from (schema[key] for key in _CONDITIONAL if key in schema)
    yield from schema.get("dependentSchemas", {}).values()
