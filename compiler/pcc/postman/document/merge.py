"""Writing a node into the JSON object that it was read from, so that only what changed changes.

Keys that pcc knows are compared three ways: the fresh form of what the object said, the fresh form of what the node
says now, and the object. Where both fresh forms agree, the object keeps its own form, however old or odd. All other
keys stay.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any, Final, TypeAlias, TypeVar

from pcc.errors import SourceError
from pcc.model.json import JsonObject, JsonValue
from pcc.model.node import Node
from pcc.model.template import Template
from pcc.postman.document.guard import At
from pcc.templating import parse_postman, render_postman
from pcc.values import same

__all__ = [
    "ABSENT",
    "NEW",
    "Fields",
    "Hole",
    "Part",
    "Written",
    "alike",
    "fixed",
    "known",
    "many",
    "one",
    "place",
    "write_node",
    "write_template",
]


class Hole(Enum):
    """What stands at a key when no JSON does."""

    ABSENT = "the object has no such key"
    NEW = "there is no object yet"


ABSENT: Final = Hole.ABSENT
NEW: Final = Hole.NEW

Written: TypeAlias = "JsonValue | Hole"
Part: TypeAlias = Callable[[Written], Written]
"""What is to stand at a key, given what stood there: children know themselves how to be merged."""
Fields: TypeAlias = "Mapping[str, JsonValue | Hole | Part]"
"""The fresh form of a node, its keys in the app's order; children as parts."""

N = TypeVar("N", bound=Node)
M = TypeVar("M", bound=Node)


def write_node(node: N, read: Callable[[Any, At], N | None], fields: Callable[[N], Fields]) -> JsonObject:
    """Return the JSON of a node: fresh, or merged into its document."""
    after = fields(node)
    document = node.document
    if document is None:
        fresh = {key: value(NEW) if callable(value) else value for key, value in after.items()}
        return {key: value for key, value in fresh.items() if not isinstance(value, Hole)}
    # Children are merged by their own documents; without them reading again costs the same at every level.
    own = read({key: value for key, value in document.items() if not callable(after.get(key))}, ())
    before = fields(own) if own is not None else {}
    return place(document, {key: _stand(document, before, key, value) for key, value in after.items()})


def _stand(document: JsonObject, before: Fields, key: str, value: "JsonValue | Hole | Part") -> Written:
    old: Written = document.get(key, ABSENT)
    if callable(value):
        return value(old)
    was = before.get(key, ABSENT)
    return _three_way(old, ABSENT if callable(was) else was, value)


def _three_way(old: Written, before: Written, after: Written) -> Written:
    if isinstance(before, Hole) or isinstance(after, Hole):
        if before is after:
            return old
    elif same(before, after):
        return old
    was: JsonObject = before if isinstance(before, dict) else {}
    now: Written = {} if after is ABSENT and isinstance(before, dict) else after
    if not (isinstance(old, dict) and isinstance(now, dict)):
        return after
    keys = dict.fromkeys((*was, *now))
    values = {key: _three_way(old.get(key, ABSENT), was.get(key, ABSENT), now.get(key, ABSENT)) for key in keys}
    # An object that is to go stays for the sake of the keys in it that are none of ours.
    return place(old, values) or after


def place(document: JsonObject, values: Mapping[str, Written]) -> JsonObject:
    """Put values into a copy of an object: in place, dropped when absent, new ones behind their neighbour."""
    order = list(document)
    previous: str | None = None
    for key, value in values.items():
        if key not in document and not isinstance(value, Hole):
            order.insert(order.index(previous) + 1 if previous is not None else 0, key)
        if key in document or not isinstance(value, Hole):
            previous = key
    result = ((key, values.get(key, document.get(key))) for key in order)
    return {key: value for key, value in result if not isinstance(value, Hole)}


def one(child: Node | None, read: Callable[[Any, At], Node | None], write: Callable[[Any], JsonValue]) -> Part:
    """The part for one child, or none; what stood there stays when it reads as an equal child."""

    def part(old: Written) -> Written:
        if child is not None and child.document is not None:
            return write(child)
        if old is not NEW and alike(read(_value(old), ()), child):
            return old
        return ABSENT if child is None else write(child)

    return part


def many(
    children: Sequence[M],
    read: Callable[[Any, At], Sequence[M]],
    write: Callable[[M], JsonValue],
    *,
    always: bool = False,
) -> Part:
    """The part for a list of children; no children are an empty list when `always`, else no key."""

    def part(old: Written) -> Written:
        documented = bool(children) and all(child.document is not None for child in children)
        if not documented and old is not NEW and alike(tuple(read(_value(old), ())), tuple(children)):
            return old
        return [write(child) for child in children] if children or always else ABSENT

    return part


def _value(old: Written) -> JsonValue:
    return None if isinstance(old, Hole) else old


def alike(left: object, right: object) -> bool:
    """Whether two values of the model are equal, true and 1 being different."""
    return left == right and _strictly(left, right)


def _strictly(left: Any, right: Any) -> bool:
    if isinstance(left, Node):
        return all(
            _strictly(getattr(left, f.name), getattr(right, f.name)) for f in dataclasses.fields(left) if f.compare
        )
    if isinstance(left, tuple):
        return all(map(_strictly, left, right))
    return same(left, right)


def fixed(value: Written) -> Part:
    """The part that is this value, whatever stood there."""
    return lambda _: value


def known(value: JsonValue) -> Written:
    """Return the value, nothing for None."""
    return ABSENT if value is None else value


def write_template(template: Template) -> str:
    """Write a template in Postman's notation. Raises SourceError when it would be read as another one."""
    text = render_postman(template)
    if (parse_postman(text) if "{{" in text else Template.of(text)) != template:
        raise SourceError(f"Postman has no way to write this text: a part of it would be read as a variable: {text}")
    return text
