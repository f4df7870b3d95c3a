"""The laws of reading and writing Postman's files, for everything that the model can say."""

import dataclasses
import json
from typing import Any, TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pcc.model.collection import Collection, Item, ItemGroup
from pcc.model.environment import Environment
from pcc.model.node import Node
from pcc.postman import read_collection, read_environment, write_collection, write_environment
from pcc.postman.document.text import read_json, write_json
from strategies.collections import collections, environments
from strategies.statements import json_values

N = TypeVar("N", bound=Node)

slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)


@slow
@given(collections())
def test_a_written_collection_reads_as_itself(collection: Collection) -> None:
    assert read_collection(write_collection(collection)) == collection


@slow
@given(environments())
def test_a_written_environment_reads_as_itself(environment: Environment) -> None:
    assert read_environment(write_environment(environment)) == environment


@slow
@given(collections())
def test_a_read_collection_writes_the_same_text(collection: Collection) -> None:
    text = write_collection(collection)
    assert write_collection(read_collection(text)) == text


def _objects(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return [value, *(found for child in value.values() for found in _objects(child))]
    return [found for child in value for found in _objects(child)] if isinstance(value, list) else []


@st.composite
def foreign(draw: st.DrawFn, files: st.SearchStrategy[str]) -> str:
    """A written file with unknown keys and values strewn in."""
    document = json.loads(draw(files))
    for found in _objects(document):
        if draw(st.booleans()):
            pairs = list(found.items())
            key = draw(st.sampled_from(["x-vendor", "_owner", "$ref", "uid", "é"]))
            pairs.insert(draw(st.integers(0, len(pairs))), (key, draw(json_values())))
            found.clear()
            found.update(pairs)
    return write_json(document)


@slow
@given(foreign(collections().map(write_collection)))
def test_unknown_keys_of_a_collection_survive_in_place(text: str) -> None:
    assert write_collection(read_collection(text)) == text


@slow
@given(foreign(environments().map(write_environment)))
def test_unknown_keys_of_an_environment_survive_in_place(text: str) -> None:
    assert write_environment(read_environment(text)) == text


def _graft(node: N, donor: object) -> N:
    """The node, it and its children with the documents of another node's: as if that one had been changed into it."""
    # An item does not become a folder; a body or an auth may become one of another kind.
    alien = isinstance(node, Item | ItemGroup) and not isinstance(donor, type(node))
    changes: dict[str, Any] = {"document": None if alien else getattr(donor, "document", None)}
    for field in dataclasses.fields(node):
        ours, theirs = getattr(node, field.name), getattr(donor, field.name, None)
        if isinstance(ours, Node):
            changes[field.name] = _graft(ours, theirs)
        elif isinstance(ours, tuple) and isinstance(theirs, tuple):
            donors = [*theirs, *[None] * len(ours)]
            pairs = zip(ours, donors, strict=False)
            changes[field.name] = tuple(_graft(a, b) if isinstance(a, Node) else a for a, b in pairs)
    return dataclasses.replace(node, **changes)


@slow
@given(collections(), foreign(collections().map(write_collection)))
def test_a_changed_collection_reads_as_what_it_was_changed_to(collection: Collection, text: str) -> None:
    changed = _graft(collection, read_collection(text))
    assert read_collection(write_collection(changed)) == collection


@slow
@given(environments(), foreign(environments().map(write_environment)))
def test_a_changed_environment_reads_as_what_it_was_changed_to(environment: Environment, text: str) -> None:
    changed = _graft(environment, read_environment(text))
    assert read_environment(write_environment(changed)) == environment


@given(json_values())
def test_json_is_written_as_it_was_read(value: Any) -> None:
    text = write_json(value)
    assert write_json(read_json(text)) == text
    assert json.loads(text) == value
