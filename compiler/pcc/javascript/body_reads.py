"""Which members of a response's JSON body a script reads by fixed names."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

    from pcc.javascript.source import Source

__all__ = ["find_reads"]

_BODIES = frozenset({"pm.response.json()", "JSON.parse(responseBody)", "JSON.parse(pm.response.text())"})
# Members of arrays, texts and objects themselves: behind them nothing is known of the body.
_BUILT_IN = frozenset(
    {
        "at", "concat", "constructor", "endsWith", "entries", "every", "fill", "filter", "find", "findIndex",
        "findLast", "findLastIndex", "flat", "flatMap", "forEach", "hasOwnProperty", "includes", "indexOf", "join",
        "keys", "lastIndexOf", "length", "localeCompare", "map", "match", "matchAll", "normalize", "padEnd",
        "padStart", "pop", "push", "reduce", "reduceRight", "repeat", "replace", "replaceAll", "reverse", "search",
        "shift", "slice", "some", "sort", "splice", "split", "startsWith", "substr", "substring", "toFixed",
        "toLocaleString", "toLowerCase", "toString", "toUpperCase", "trim", "trimEnd", "trimStart", "unshift",
        "valueOf", "values",
    }
)  # fmt: skip


def find_reads(nodes: "Sequence[Node]", source: "Source") -> tuple[tuple[str | int, ...], ...]:
    """Return the members that these nodes of a script read, as the keys that lead to them, each once."""
    bodies = _body_names(nodes, source)
    reads = (_keys(node, bodies, source) for node in nodes if _is_whole(node, source))
    return tuple(dict.fromkeys(keys for keys in reads if keys))


def _body_names(nodes: "Sequence[Node]", source: "Source") -> frozenset[str]:
    """Names that hold the body wherever they are used: declared once in the script, with the body."""
    names = [_declared(node, source) for node in nodes if node.type == "variable_declarator"]
    every = [name for name, _ in names]
    assigned = {
        source.text_of(node.child_by_field_name("left")) for node in nodes if node.type == "assignment_expression"
    }
    return frozenset(name for name, is_body in names if is_body and every.count(name) == 1 and name not in assigned)


def _declared(node: "Node", source: "Source") -> tuple[str, bool]:
    value = node.child_by_field_name("value")
    return source.text_of(node.child_by_field_name("name")), "".join(source.text_of(value).split()) in _BODIES


def _is_whole(node: "Node", source: "Source") -> bool:
    """Whether a member access is the longest of its chain, and is read rather than written."""
    if node.type not in {"member_expression", "subscript_expression"}:
        return False
    parent = node.parent
    if parent is None or parent.type in {"member_expression", "subscript_expression"}:
        return parent is not None and parent.child_by_field_name("object") != node
    written = parent.type == "assignment_expression" and parent.child_by_field_name("left") == node
    return not written and parent.type not in _TESTED and not _may_be_absent(parent, source)


# `typeof body.a`, `!body.a`, `delete body.a`, `body.a += 1`.
_TESTED = frozenset({"augmented_assignment_expression", "unary_expression"})


def _may_be_absent(node: "Node", source: "Source") -> bool:
    """Whether a value is given to an assertion that may be about its absence: `pm.expect(body.a).to.be.undefined`."""
    here = node.parent if node.type == "arguments" else None
    words: set[str] = set()
    while here is not None and here.type in {"call_expression", "member_expression"}:
        words.add(source.text_of(here.child_by_field_name("property")))
        here = here.parent
    return bool(words & _ABSENT)


_ABSENT = frozenset({"a", "an", "exist", "not", "oneOf", "undefined"})


def _keys(node: "Node", bodies: frozenset[str], source: "Source") -> tuple[str | int, ...]:
    """The keys of a chain that starts at the body, up to the first that is not fixed; empty for any other chain."""
    found: list[str | int] = []
    here: Node | None = node
    while here is not None and here.type in {"member_expression", "subscript_expression"}:
        if any(child.type == "optional_chain" for child in here.children):
            return ()
        key = _key(here, source)
        # What is not fixed, or is the language's own, ends what is known: only the part before it counts.
        found = [] if key is None or key in _BUILT_IN else [key, *found]
        here = here.child_by_field_name("object")
    text = "".join(source.text_of(here).split())
    return tuple(found) if text in _BODIES or text in bodies else ()


def _key(node: "Node", source: "Source") -> str | int | None:
    if node.type == "member_expression":
        return source.text_of(node.child_by_field_name("property"))
    index = node.child_by_field_name("index")
    text = source.text_of(index)
    if index is not None and index.type == "number" and text.isdecimal() and len(text) < 10:
        return int(text)
    if index is not None and index.type == "string" and "\\" not in text:
        return text[1:-1]
    return None
