"""Patterns: the names that `{a, b: {c = 1}}` binds, and which part of the value each one is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["PatternNames", "read_pattern"]

_NAMES = ("identifier", "shorthand_property_identifier_pattern")
_DEEPEST = 8


@dataclass(slots=True)
class PatternNames:
    """The names of a pattern, each with the keys that lead to its part of the value (None: some other part).

    `values` are the expressions within the pattern: defaults, computed keys, targets that are no names.
    """

    names: "list[tuple[Node, tuple[str, ...] | None]]" = field(default_factory=list)
    values: "list[Node]" = field(default_factory=list)


def read_pattern(pattern: "Node", text: "Callable[[Node], str]") -> PatternNames:
    """Return what a pattern binds; `text` gives the source of a node."""
    found = PatternNames()
    waiting: list[tuple[Node, tuple[str, ...] | None]] = [(pattern, ())]
    while waiting:
        node, keys = waiting.pop()
        if node.type in _NAMES:
            shorthand = node.type != "identifier"
            found.names.append((node, (*keys, text(node)) if shorthand and keys is not None else keys))
        else:
            waiting += _parts(node, keys, found, text)
    return found


def _parts(
    node: "Node", keys: tuple[str, ...] | None, found: PatternNames, text: "Callable[[Node], str]"
) -> "list[tuple[Node, tuple[str, ...] | None]]":
    match node.type:
        case "object_pattern":
            return [(child, keys) for child in node.named_children]
        case "array_pattern" | "rest_pattern":
            return [(child, None) for child in node.named_children]
        case "assignment_pattern" | "object_assignment_pattern":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            found.values += [right] if right else []
            # What the value is when it is missing is another matter.
            return [(left, keys)] if left else []
        case "pair_pattern":
            key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
            plain = key is not None and key.type == "property_identifier"
            found.values += [key] if key and key.type == "computed_property_name" else []
            deep = keys is None or len(keys) >= _DEEPEST
            inner = (*keys, text(key)) if plain and keys is not None and key is not None and not deep else None
            return [(value, inner)] if value else []
        case "comment":
            return []
    found.values.append(node)
    return []
