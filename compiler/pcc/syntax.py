"""Syntax trees of other people's files, by tree-sitter: the one module that names it."""

import itertools
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

__all__ = ["Span", "find_pointer", "parse_javascript"]

# A script without errors takes one step for 12 to 60 bytes.
_STEPS = 4096
_BYTES_A_STEP = 8
_CHUNK = 65536


class Span(NamedTuple):
    """Where something stands in a text: line from 1, column from 0 (in bytes of UTF-8), and its last line."""

    line: int
    column: int
    end_line: int


def parse_javascript(text: str) -> "Node":
    """Return the syntax tree of a script; what cannot be parsed is a node of type ERROR, never an exception.

    Of a script that is broken all over the tree may be that of its beginning.
    """
    source = text.encode("utf-8", "surrogatepass")
    while (root := _parse_within(source, _STEPS + len(source) // _BYTES_A_STEP)) is None:
        source = source[: len(source) // 2]
    return root


def _parse_within(source: bytes, steps: int) -> "Node | None":
    """Return the tree, or None when it takes more steps: going on behind an error takes time that grows squared."""
    left = itertools.count(steps, -1)
    parser = _parser("javascript")
    try:
        read, stop = (lambda at, _: source[at : at + _CHUNK]), (lambda _, __: next(left) < 0)
        return parser.parse(read, progress_callback=stop).root_node
    except ValueError:
        parser.reset()
        return None


def find_pointer(text: str, pointer: str) -> Span | None:
    """Return where a JSON pointer (RFC 6901) leads to in a JSON text, or None when it leads nowhere."""
    node: Node | None = _root(text)
    for step in pointer.split("/")[1:]:
        node = _child(node, step.replace("~1", "/").replace("~0", "~")) if node else None
    return Span(node.start_point.row + 1, node.start_point.column, node.end_point.row + 1) if node else None


@cache
def _parser(language: str) -> "Parser":
    from tree_sitter import Language, Parser

    return Parser(Language(import_module(f"tree_sitter_{language}").language()))


def _root(text: str) -> "Node | None":
    document = _parser("json").parse(text.encode("utf-8", "surrogatepass")).root_node
    return document.named_children[0] if document.named_child_count else None


def _child(node: "Node", step: str) -> "Node | None":
    if node.type == "array":
        return node.named_child(int(step)) if step.isdecimal() and int(step) < node.named_child_count else None
    # Of equal keys the last one counts, as for every reader of JSON.
    pairs = [pair for pair in node.named_children if pair.type == "pair" and _key(pair) == step]
    return pairs[-1].child_by_field_name("value") if pairs else None


def _key(pair: "Node") -> str:
    import json

    key = pair.child_by_field_name("key")
    assert key is not None
    assert key.text is not None
    return str(json.loads(key.text))
