"""Texts of a script that have a name: of a property, a constant, a variable that is set."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pcc.javascript.facts import NamedText
from pcc.javascript.source import Source

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["read_named_texts"]


def read_named_texts(text: str) -> Iterator[NamedText]:
    """Yield the literal texts of a script that are given to a name, in the order of the text."""
    source = Source(text)
    waiting = [source.root]
    while waiting:
        node = waiting.pop()
        waiting += reversed(node.named_children)
        name, value = _named(node, source)
        if name and value is not None and value.type in ("string", "template_string"):
            yield NamedText(name, source.slice(value)[1:-1], source.place(value)[0])


def _named(node: "Node", source: Source) -> "tuple[str, Node | None]":
    match node.type:
        case "pair":
            return source.text_of(node.child_by_field_name("key")).strip("\"'`"), node.child_by_field_name("value")
        case "variable_declarator":
            return source.text_of(node.child_by_field_name("name")), node.child_by_field_name("value")
        case "assignment_expression":
            left = re.split(r"[.\[]", source.text_of(node.child_by_field_name("left")))[-1]
            return left.strip("\"'`]"), node.child_by_field_name("right")
        case "call_expression":
            arguments = node.child_by_field_name("arguments")
            texts = arguments.named_children if arguments is not None else []
            if len(texts) >= 2 and texts[0].type == "string":
                return source.slice(texts[0])[1:-1], texts[1]
    return "", None
