"""What the JavaScript of a step expects of a response: status codes, and members of the body that it reads."""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from pcc.syntax import parse_javascript

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["find_reads", "find_statuses"]

_STATUS = frozenset({"pm.response.to.have.status"})
_EXPECTED = frozenset({"pm.expect(pm.response.code)", "pm.expect(responseCode.code)"})
_EQUAL = frozenset({"eq", "eql", "equal", "equals", "oneOf"})
_BODIES = frozenset({"pm.response.json()", "JSON.parse(responseBody)", "JSON.parse(pm.response.text())"})
# Words of chai that only join.
_JOINING = frozenset({"to", "be", "have", "is", "that", "deep"})
# Members of arrays, texts and objects themselves: behind them nothing is known of the body.
_BUILT_IN = frozenset(
    [
        "at",
        "concat",
        "constructor",
        "endsWith",
        "entries",
        "every",
        "fill",
        "filter",
        "find",
        "findIndex",
        "findLast",
        "findLastIndex",
        "flat",
        "flatMap",
        "forEach",
        "hasOwnProperty",
        "includes",
        "indexOf",
        "join",
        "keys",
        "lastIndexOf",
        "length",
        "localeCompare",
        "map",
        "match",
        "matchAll",
        "normalize",
        "padEnd",
        "padStart",
        "pop",
        "push",
        "reduce",
        "reduceRight",
        "repeat",
        "replace",
        "replaceAll",
        "reverse",
        "search",
        "shift",
        "slice",
        "some",
        "sort",
        "splice",
        "split",
        "startsWith",
        "substr",
        "substring",
        "toFixed",
        "toLocaleString",
        "toLowerCase",
        "toString",
        "toUpperCase",
        "trim",
        "trimEnd",
        "trimStart",
        "unshift",
        "valueOf",
        "values",
    ]
)


@lru_cache(maxsize=1024)
def find_statuses(text: str) -> tuple[int, ...]:
    """Return the status codes that a script expects, when it names them as numbers and outside of any condition."""
    return tuple(code for call in _calls(parse_javascript(text)) for code in _status(call))


@lru_cache(maxsize=1024)
def find_reads(text: str) -> tuple[tuple[str | int, ...], ...]:
    """Return the members of the JSON body that a script reads by fixed names, as the keys that lead to them.

    The body is `pm.response.json()`, or a constant that holds it. Reads with `?.`, in a condition or behind one that
    may be false are left out: the author reckons with their absence.
    """
    root = parse_javascript(text)
    if root.has_error:
        return ()
    bodies = _body_names(root)
    reads = (_keys(node, bodies) for node in _nodes(root) if _is_whole(node))
    return tuple(dict.fromkeys(keys for keys in reads if keys))


def _nodes(root: "Node") -> Iterator["Node"]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.type in _CONDITIONS or _text(node.child_by_field_name("operator")) in _LOGICAL:
            continue
        yield node
        waiting += reversed(node.named_children)


_CONDITIONS = frozenset(
    {
        "catch_clause",
        "conditional_expression",
        "do_statement",
        "for_in_statement",
        "for_statement",
        "if_statement",
        "switch_statement",
        "ternary_expression",
        "try_statement",
        "while_statement",
    }
)


_LOGICAL = frozenset({"&&", "||", "??"})


def _calls(root: "Node") -> Iterator["Node"]:
    return (node for node in _nodes(root) if node.type == "call_expression")


def _text(node: "Node | None") -> str:
    return node.text.decode("utf-8", "replace") if node is not None and node.text is not None else ""


def _status(call: "Node") -> Iterator[int]:
    function = call.child_by_field_name("function")
    arguments = call.child_by_field_name("arguments")
    if function is None or arguments is None or not arguments.named_children:
        return
    name = "".join(_text(function).split())
    if name in _STATUS or _is_equality(name):
        given = arguments.named_children[0]
        numbers = given.named_children if given.type == "array" else [given]
        yield from (int(_text(number)) for number in numbers if _text(number).isdecimal())


def _is_equality(name: str) -> bool:
    start = next((start for start in _EXPECTED if name.startswith(start)), None)
    if start is None:
        return False
    words = name[len(start) :].strip(".").split(".")
    return words[-1] in _EQUAL and set(words[:-1]) <= _JOINING


def _body_names(root: "Node") -> frozenset[str]:
    """Names that hold the body wherever they are used: declared once in the script, with the body."""
    names = [declared for node in _nodes(root) if node.type == "variable_declarator" for declared in [_declared(node)]]
    every = [name for name, _ in names]
    assigned = {
        _text(node.child_by_field_name("left")) for node in _nodes(root) if node.type == "assignment_expression"
    }
    return frozenset(name for name, is_body in names if is_body and every.count(name) == 1 and name not in assigned)


def _declared(node: "Node") -> tuple[str, bool]:
    value = node.child_by_field_name("value")
    return _text(node.child_by_field_name("name")), "".join(_text(value).split()) in _BODIES


def _is_whole(node: "Node") -> bool:
    """Whether a member access is the longest of its chain, and is read rather than written."""
    if node.type not in {"member_expression", "subscript_expression"}:
        return False
    parent = node.parent
    if parent is None or parent.type in {"member_expression", "subscript_expression"}:
        return parent is not None and parent.child_by_field_name("object") != node
    written = parent.type == "assignment_expression" and parent.child_by_field_name("left") == node
    return not written and parent.type not in _TESTED and not _may_be_absent(parent)


# `typeof body.a`, `!body.a`, `delete body.a`, `body.a += 1`.
_TESTED = frozenset({"augmented_assignment_expression", "unary_expression"})


def _may_be_absent(node: "Node") -> bool:
    """Whether a value is given to an assertion that may be about its absence: `pm.expect(body.a).to.be.undefined`."""
    here = node.parent if node.type == "arguments" else None
    words: set[str] = set()
    while here is not None and here.type in {"call_expression", "member_expression"}:
        words.add(_text(here.child_by_field_name("property")))
        here = here.parent
    return bool(words & _ABSENT)


_ABSENT = frozenset({"a", "an", "exist", "not", "oneOf", "undefined"})


def _keys(node: "Node", bodies: frozenset[str]) -> tuple[str | int, ...]:
    """The keys of a chain that starts at the body, up to the first that is not fixed; empty for any other chain."""
    found: list[str | int] = []
    here: Node | None = node
    while here is not None and here.type in {"member_expression", "subscript_expression"}:
        if any(child.type == "optional_chain" for child in here.children):
            return ()
        key = _key(here)
        # What is not fixed, or is the language's own, ends what is known: only the part before it counts.
        found = [] if key is None or key in _BUILT_IN else [key, *found]
        here = here.child_by_field_name("object")
    text = "".join(_text(here).split())
    return tuple(found) if text in _BODIES or text in bodies else ()


def _key(node: "Node") -> str | int | None:
    if node.type == "member_expression":
        return _text(node.child_by_field_name("property"))
    index = node.child_by_field_name("index")
    text = _text(index)
    if index is not None and index.type == "number" and text.isdecimal() and len(text) < 10:
        return int(text)
    if index is not None and index.type == "string" and "\\" not in text:
        return text[1:-1]
    return None
