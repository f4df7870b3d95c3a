"""Schemas of both versions: what they refuse, what they leave open, what they describe."""

from pathlib import Path
from typing import Any

import pytest

from openapi.described import describe, read_described
from pcc.openapi import Specification
from pcc.openapi.shape import Shape
from pcc.openapi.validate import UNKNOWN, UNKNOWN_VALUE

U, V = UNKNOWN, UNKNOWN_VALUE


def read(folder: Path, schema: Any, version: str = "3.0.3", **schemas: Any) -> tuple[Specification, str]:
    body = {"content": {"application/json": {"schema": schema}}}
    document = describe({"/a": {"post": {"requestBody": body}}}, version=version, components={"schemas": schemas})
    specification = read_described(folder, document)
    described = specification.routes[0].operations["POST"].body
    assert described is not None
    number = described.content[0].schema
    assert number is not None
    return specification, number


def words(folder: Path, schema: Any, value: Any, version: str = "3.0.3", **schemas: Any) -> list[str]:
    specification, number = read(folder, schema, version, **schemas)
    return [found.keyword for found in specification.schemas.find_violations(number, value)]


REFERENCE = {"$ref": "#/components/schemas/A"}
CHOICE = {"oneOf": [{"required": ["a"]}, {"properties": {"k": {"enum": ["x"]}}}]}
CLOSED = {"required": ["a"], "minProperties": 3, "additionalProperties": False}
INTEGER = {"type": "integer"}
NULLABLE = {"type": "string", "nullable": True}
# Version, schema, value, keywords that it breaks.
JUDGED: dict[str, tuple[str, Any, Any, list[str]]] = {
    "nullable text": ("3.0.3", NULLABLE, None, []),
    "nullable enumeration": ("3.0.3", {**NULLABLE, "enum": ["a"]}, None, []),
    "nullable all of": ("3.0.3", {"nullable": True, "allOf": [{"type": "object"}]}, None, []),
    "nullable beside a reference": ("3.0.3", {**REFERENCE, "nullable": True}, None, []),
    "null where it is not allowed": ("3.0.3", {"type": "string"}, None, ["type"]),
    "siblings of a reference count in 3.1": (
        "3.1.0",
        {**REFERENCE, "maxLength": 1},
        "ab",
        ["maxLength"],
    ),
    "and not in 3.0": ("3.0.3", {**REFERENCE, "maxLength": 1}, "ab", []),
    "exclusive as boolean": ("3.0.3", {"minimum": 1, "exclusiveMinimum": True}, 1, ["exclusiveMinimum"]),
    "exclusive as number": ("3.1.0", {"exclusiveMaximum": 5}, 5, ["exclusiveMaximum"]),
    "several types": ("3.1.0", {"type": ["string", "null"]}, 1, ["type"]),
    "const": ("3.1.0", {"const": {"a": 1}}, {"a": 2}, ["const"]),
    "tuples": ("3.1.0", {"prefixItems": [{"type": "string"}], "items": False}, ["a", 1], ["falseSchema"]),
    "a keyword with a wrong value": ("3.0.3", {"required": True, "type": "any", "minimum": "1", "enum": 1}, 1, []),
    "a pattern that cannot be read": ("3.0.3", {"pattern": "(?P<", "maxLength": 1}, "ab", ["maxLength"]),
    "a format of everybody": ("3.0.3", {"format": "date-time"}, "today", ["format"]),
    "a format of somebody": ("3.0.3", {"format": "uri"}, "no uri", []),
    "read-only needs not be sent": ("3.0.3", {"required": ["i"], "properties": {"i": {"readOnly": True}}}, {}, []),
    "read-only in another part": (
        "3.0.3",
        {"allOf": [{"properties": {"i": {"readOnly": True}}}, {"required": ["i", "j"]}]},
        {},
        ["required"],
    ),
    "a property called required": (
        "3.0.3",
        {"properties": {"required": {"type": "integer"}}},
        {"required": "x"},
        ["type"],
    ),
    "an example that looks like a reference": ("3.0.3", {"example": {"$ref": "#/nowhere"}, "type": "string"}, "a", []),
    "overlapping alternatives": ("3.0.3", {"oneOf": [{}, {}]}, 1, []),
    "a cycle": ("3.1.0", {"$ref": "#/components/schemas/Tree"}, {"next": {"next": {"v": 1}}}, ["type"]),
    "a boolean": ("3.1.0", False, 1, ["falseSchema"]),
    # What is not known.
    "unknown text": ("3.0.3", {"type": "integer"}, U, []),
    "text with an unknown part": ("3.0.3", {"pattern": "^a$"}, f"b{U}", []),
    "unknown, but it must not be there": ("3.1.0", {"properties": {"a": False}}, {"a": U}, ["falseSchema"]),
    "unknown in an alternative": (
        "3.0.3",
        {"oneOf": [{"required": ["a"]}, {"properties": {"k": {"enum": ["x"]}}}]},
        {"k": U},
        [],
    ),
    "wrong in every alternative": (
        "3.0.3",
        {"anyOf": [{"required": ["a"], "properties": {"k": {"enum": ["x"]}}}, {"type": "string"}]},
        {"k": U},
        ["required"],
    ),
    "unknown in a condition": (
        "3.1.0",
        {"if": {"properties": {"k": {"const": "x"}}}, "then": {"required": ["a"]}, "else": {"required": ["b"]}},
        {"k": U},
        [],
    ),
    "known in a condition": (
        "3.1.0",
        {"if": {"properties": {"k": {"const": "x"}}}, "then": {"required": ["a"]}, "else": {"required": ["b"]}},
        {"k": "x"},
        ["required"],
    ),
    "a condition beside what is unknown": (
        "3.1.0",
        {"properties": {"c": {"if": {"required": ["k"]}, "then": {"required": ["a"]}}}},
        {"u": U, "c": {"k": 1}},
        ["required"],
    ),
    "not": ("3.0.3", {"not": {"properties": {"k": {"type": "string"}}}}, {"k": U}, []),
    "an unknown key": (
        "3.0.3",
        {"required": ["a"], "minProperties": 3, "additionalProperties": False},
        {f"x{U}": 1},
        [],
    ),
    "a known key beside it": ("3.0.3", {"additionalProperties": False}, {U: 1, "b": 2}, ["additionalProperties"]),
    "a list of unknown length": ("3.0.3", {"minItems": 2}, [V], []),
    "a list of known length": ("3.0.3", {"minItems": 2}, [U], ["minItems"]),
    "unevaluated and certain": (
        "3.1.0",
        {"allOf": [{"properties": {"a": {}}}], "unevaluatedProperties": False},
        {"a": U, "b": 1},
        ["unevaluatedProperties"],
    ),
    "unevaluated and hanging on an alternative": (
        "3.1.0",
        {
            "oneOf": [{"properties": {"k": {"const": 1}, "b": {}}}, {"properties": {"k": {"const": 2}}}],
            "unevaluatedProperties": False,
        },
        {"k": V, "b": 1},
        [],
    ),
}
PARTS = {
    "A": {"type": "string"},
    "Tree": {"properties": {"next": {"$ref": "#/components/schemas/Tree"}, "v": {"type": "string"}}},
}


@pytest.mark.parametrize("name", JUDGED)
def test_a_value_is_judged_as_its_version_says(name: str, tmp_path: Path) -> None:
    version, schema, value, keywords = JUDGED[name]
    assert words(tmp_path, schema, value, version, **PARTS) == keywords


def test_the_alternative_that_fits_best_is_told(tmp_path: Path) -> None:
    cat = {
        "type": "object",
        "required": ["kind", "lives"],
        "properties": {"kind": {"enum": ["cat"]}, "lives": {"maximum": 9}},
    }
    dog = {"type": "object", "required": ["kind", "breed"], "properties": {"kind": {"enum": ["dog"]}}}
    specification, number = read(tmp_path, {"oneOf": [dog, cat]})
    (found,) = specification.schemas.find_violations(number, {"kind": "cat", "lives": 10})
    assert (found.at, found.message) == (("lives",), "it breaks maximum 9")


A = {"type": "object", "properties": {"a": {"type": "string"}}}
B = {"type": "object", "properties": {"b": {"type": "array", "items": A}}}
FREE = {"type": "object"}
# A schema; members that are described, that cannot be there, that may be there.
SHAPES: dict[str, tuple[Any, set[str], set[str], set[str]]] = {
    "listed": (A, {"a"}, {"b"}, set()),
    "nothing said": (FREE, set(), set(), {"a"}),
    "anything": ({}, set(), set(), {"a"}),
    "all of": ({"allOf": [A, B, {"description": "x"}]}, {"a", "b"}, {"c"}, set()),
    "one of": ({"oneOf": [A, B]}, {"a", "b"}, {"c"}, set()),
    "one of something free": ({"oneOf": [A, FREE]}, {"a"}, set(), {"c"}),
    "a choice of what is required": ({**A, "anyOf": [{"required": ["a"]}, {"required": ["z"]}]}, {"a"}, {"z"}, set()),
    "others allowed": ({**A, "additionalProperties": True}, {"a"}, set(), {"c"}),
    "others of a kind": ({**A, "additionalProperties": A}, {"a", "c"}, set(), set()),
    "others refused": ({"type": "object", "additionalProperties": False}, set(), {"a"}, set()),
    "by pattern": ({**A, "patternProperties": {"^x": {}}}, {"a"}, set(), {"xa"}),
    "conditional": ({**A, "if": {}, "then": B}, {"a", "b"}, {"c"}, set()),
    "text": ({"type": "string"}, set(), {"a"}, set()),
    "a list": ({"type": "array", "items": A}, set(), {"a"}, set()),
    "a list or an object": ({"type": ["array", "object"], "items": A, "properties": {"a": {}}}, {"a"}, {"b"}, set()),
    "dynamic": ({**A, "$dynamicRef": "#x"}, {"a"}, set(), {"b"}),
    "written only": ({"properties": {"a": {"writeOnly": True}, "b": {}}}, {"b"}, {"a"}, set()),
    "itself": ({"$ref": "#/components/schemas/Loop"}, {"a"}, {"b"}, set()),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_knows_its_members(name: str, tmp_path: Path) -> None:
    schema, described, absent, possible = SHAPES[name]
    loop = {"allOf": [{"$ref": "#/components/schemas/Loop"}, A]}
    specification, number = read(tmp_path, schema, "3.1.0", Loop=loop)
    shape = specification.shape(number)
    members = {member: shape.member(member) for member in described | absent | possible}
    assert {member for member, inner in members.items() if inner.schemas} == described
    assert {member for member, inner in members.items() if inner.absent} == absent
    assert {member for member, inner in members.items() if inner.open and not inner.schemas} == possible


def test_a_shape_knows_its_elements_and_everything_inside(tmp_path: Path) -> None:
    specification, number = read(tmp_path, {"prefixItems": [A], "items": B}, "3.1.0")
    shape = specification.shape(number)
    assert [shape.element(index).names() for index in (0, 1, None)] == [["a"], ["b"], ["b", "a"]]
    assert shape.element(0).element(0).absent
    inside = shape.descendants()
    assert not inside.member("a").absent
    assert inside.member("c").absent
    assert Shape({}, open=True).descendants().member("x").open
