"""Schemas of OpenAPI 3.0 and 3.1 as plain JSON Schema 2020-12, their references numbered in one table.

A keyword whose value it cannot have (`required: true`, `type: any`) says nothing: descriptions in use are full of
them, and one of them is no reason to check nothing at all. So does a keyword that only annotates.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pcc.openapi.cursor import Cursor

__all__ = ["BASE", "OPEN", "PREFIX", "Converter"]

BASE = "pcc:schemas"
PREFIX = f"{BASE}#/$defs/"
# Marks a converted schema that refers to something which only a run of a validator could resolve.
OPEN = "x-pcc-open"

_TYPES = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})
# The formats that mean the same to everybody; `uri`, `hostname`, `regex` and the like are read in many ways.
_FORMATS = frozenset({"date", "date-time", "email", "ipv4", "ipv6", "uuid"})
_SCHEMA = ("additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then")
_SCHEMAS = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED = ("dependentSchemas", "patternProperties", "properties")
_UNEVALUATED = ("unevaluatedItems", "unevaluatedProperties")
_DYNAMIC = ("$dynamicRef", "$recursiveRef")


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value) and len(set(value)) == len(value)


_VALUES: dict[str, Callable[[Any], bool]] = {
    "const": lambda _value: True,
    "enum": lambda value: isinstance(value, list) and bool(value),
    "format": lambda value: isinstance(value, str) and value in _FORMATS,
    "maxContains": _is_count,
    "maxItems": _is_count,
    "maxLength": _is_count,
    "maxProperties": _is_count,
    "maximum": _is_number,
    "minContains": _is_count,
    "minItems": _is_count,
    "minLength": _is_count,
    "minProperties": _is_count,
    "minimum": _is_number,
    "multipleOf": lambda value: _is_number(value) and value > 0,
    "pattern": lambda value: isinstance(value, str),
    "readOnly": lambda value: value is True,
    "required": _is_texts,
    "uniqueItems": lambda value: value is True,
    "writeOnly": lambda value: value is True,
}


@dataclass(slots=True)
class Converter:
    """Converts each schema once; what refers to a schema refers to its number in `definitions`.

    `can_match` says whether a regular expression is one that the validator knows; another says nothing.
    """

    can_match: Callable[[str], bool]
    version: str = "3.0"
    definitions: dict[str, Any] = field(default_factory=dict)
    # Names of properties that are read-only anywhere: `required` in another part of an `allOf` may mean one of them.
    read_only: set[str] = field(default_factory=set)
    _numbers: dict[tuple[Path, str], str] = field(default_factory=dict)
    _waiting: list[tuple[str, Cursor]] = field(default_factory=list)

    def add(self, schema: Cursor) -> str:
        """Return the number of a schema, which has it in `definitions` after `finish`.

        Raises FormatError for a reference that leads nowhere.
        """
        place = (schema.file, schema.pointer)
        if place not in self._numbers:
            self._numbers[place] = str(len(self._numbers))
            self._waiting.append((self._numbers[place], schema))
        return self._numbers[place]

    def finish(self) -> None:
        """Convert what was added, and everything that it refers to: however schemas refer to each other, each once."""
        while self._waiting:
            number, schema = self._waiting.pop()
            self.definitions[number] = self._convert(schema)
        for definition in self.definitions.values():
            self._drop_read_only(definition)

    def _convert(self, schema: Cursor) -> Any:
        value = schema.value
        if isinstance(value, bool):
            return value
        if not isinstance(value, dict):
            return {}
        if "$ref" in value:
            target = {"$ref": PREFIX + self.add(schema.child("$ref").resolve())}
            if self.version == "3.0":
                # Beside a reference nothing counts (OpenAPI 3.0.3, Reference Object), but everybody writes `nullable`.
                return _nullable(target) if value.get("nullable") is True else target
            return {**target, **self._keywords(schema)}
        return self._keywords(schema)

    def _keywords(self, schema: Cursor) -> dict[str, Any]:
        value = schema.value
        found = {key: value[key] for key, is_right in _VALUES.items() if key in value and is_right(value[key])}
        if "pattern" in found and not self.can_match(found["pattern"]):
            del found["pattern"]
        if any(key in value for key in _DYNAMIC):
            found[OPEN] = True
        _add_types(found, value.get("type"))
        _add_limits(found, value)
        found.update(self._applied(schema))
        return _nullable(found) if value.get("nullable") is True else found

    def _applied(self, schema: Cursor) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in schema.value.items():
            here = schema.child(key)
            if key in _SCHEMA + _UNEVALUATED and isinstance(value, dict | bool):
                found[key] = self._convert(here)
            elif key in _SCHEMAS and isinstance(value, list) and value:
                found[key] = [self._convert(here.child(index)) for index in range(len(value))]
            elif key in _NAMED and isinstance(value, dict):
                found[key] = {name: self._convert(here.child(name)) for name in value if self._may_name(key, name)}
            elif key == "dependentRequired" and isinstance(value, dict):
                found[key] = {name: names for name, names in value.items() if _is_texts(names)}
        self.read_only |= {name for name, inner in found.get("properties", {}).items() if _is_read_only(inner)}
        return found

    def _may_name(self, key: str, name: str) -> bool:
        return key != "patternProperties" or self.can_match(name)

    def _drop_read_only(self, schema: Any) -> None:
        """A request need not hold what only responses hold, `required` or not (OpenAPI 3.0.3, Schema Object)."""
        for inner in _walk(schema):
            properties = inner.get("properties", {})
            if "required" in inner:
                inner["required"] = [name for name in inner["required"] if not self._only_read(name, properties)]

    def _only_read(self, name: str, properties: dict[str, Any]) -> bool:
        schema = properties.get(name)
        if schema is None:
            return name in self.read_only
        for _ in range(64):
            if not isinstance(schema, dict) or "$ref" not in schema or _is_read_only(schema):
                break
            schema = self.definitions[schema["$ref"].removeprefix(PREFIX)]
        return _is_read_only(schema)


def _is_read_only(schema: Any) -> bool:
    return isinstance(schema, dict) and schema.get("readOnly") is True


def _walk(schema: Any) -> "list[dict[str, Any]]":
    """Every schema inside a schema, itself included; values of `const` and `enum` are none."""
    found: list[dict[str, Any]] = []
    waiting = [schema]
    while waiting:
        here = waiting.pop()
        if not isinstance(here, dict):
            continue
        found.append(here)
        waiting += [here[key] for key in _SCHEMA + _UNEVALUATED if key in here]
        waiting += [inner for key in _SCHEMAS for inner in here.get(key, ())]
        waiting += [inner for key in _NAMED for inner in here.get(key, {}).values()]
    return found


def _add_types(found: dict[str, Any], value: Any) -> None:
    types = [value] if isinstance(value, str) else value
    if _is_texts(types) and types and set(types) <= _TYPES:
        found["type"] = list(types)


def _add_limits(found: dict[str, Any], value: dict[str, Any]) -> None:
    for key, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        exclusive = value.get(key)
        if _is_number(exclusive):
            found[key] = exclusive
        elif exclusive is True and limit in found:
            found[key] = found.pop(limit)


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """Allow null too, wherever `nullable` stands: strictly it needs a `type` beside it, but nobody means nothing."""
    if set(schema) - {"enum", "type"} == set() or (
        "type" in schema and not set(schema) & {"$ref", "const", "enum", *_SCHEMAS}
    ):
        types = {"type": [*schema["type"], "null"]} if "type" in schema and "null" not in schema["type"] else {}
        return {**schema, **types, **({"enum": [*schema["enum"], None]} if "enum" in schema else {})}
    return {"anyOf": [schema, {"type": ["null"]}]}
