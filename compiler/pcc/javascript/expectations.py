"""What a script expects of a response: status codes, and members of the JSON body that it reads."""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from pcc.javascript.body_reads import find_reads
from pcc.javascript.facts import Expectations, StatusUse
from pcc.javascript.source import Source

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["read_expectations"]

_CODES = ("pm.response.code", "responseCode.code")
_EXPECTED = tuple(f"pm.expect({code})." for code in _CODES)
_EQUAL = frozenset({"eq", "eql", "equal", "equals", "oneOf"})
_CONDITIONS = frozenset(
    (
        *("catch_clause", "conditional_expression", "do_statement", "for_in_statement", "for_statement"),
        *("if_statement", "switch_statement", "ternary_expression", "try_statement", "while_statement"),
    )
)
_LOGICAL = frozenset({"&&", "||", "??"})


@lru_cache(maxsize=1024)
def read_expectations(text: str) -> Expectations:
    """Return what a script expects of a response. Never raises; of a broken script no reads are known."""
    source = Source(text)
    nodes = list(_walk(source))
    reads = () if source.root.has_error else find_reads([node for node, sure in nodes if sure], source)
    return Expectations(tuple(use for node, sure in nodes for use in _statuses(node, source, sure=sure)), reads)


def _walk(source: Source) -> "Iterator[tuple[Node, bool]]":
    """Every node in the order of the text, and whether it stands outside of any condition."""
    waiting = [(source.root, True)]
    while waiting:
        node, sure = waiting.pop()
        sure = sure and not _is_condition(node, source)
        yield node, sure
        waiting += [(child, sure) for child in reversed(node.named_children)]


def _is_condition(node: "Node", source: Source) -> bool:
    return node.type in _CONDITIONS or source.text_of(node.child_by_field_name("operator")) in _LOGICAL


def _statuses(node: "Node", source: Source, *, sure: bool) -> Iterator[StatusUse]:
    codes: tuple[int, ...] = ()
    if node.type == "call_expression":
        codes = _called(node, source)
    elif node.type == "assignment_expression":
        codes = _compared(node, source)
    if codes:
        yield StatusUse(codes, *source.place(node), source.shown(node), sure)


def _called(node: "Node", source: Source) -> tuple[int, ...]:
    """`pm.response.to.have.status(302)`, `pm.expect(pm.response.code).to.equal(302)` or `.to.be.oneOf([301, 302])`."""
    path = "".join(source.text_of(node.child_by_field_name("function")).split())
    words = path.split(".")
    by_status = path.startswith("pm.response.") and words[-1] == "status"
    by_code = path.startswith(_EXPECTED) and words[-1] in _EQUAL
    if not (by_status or by_code) or "not" in words:
        return ()
    return _numbers(node.child_by_field_name("arguments"), source)


def _compared(node: "Node", source: Source) -> tuple[int, ...]:
    """`tests["…"] = responseCode.code === 302`."""
    right = node.child_by_field_name("right")
    to_tests = source.text_of(node.child_by_field_name("left")).startswith("tests[")
    if not to_tests or right is None or right.type != "binary_expression":
        return ()
    left, operator, number = (source.text_of(right.child_by_field_name(part)) for part in ("left", "operator", "right"))
    return (int(number),) if left in _CODES and operator in ("==", "===") and number.isdecimal() else ()


def _numbers(arguments: "Node | None", source: Source) -> tuple[int, ...]:
    given = arguments.named_child(0) if arguments is not None else None
    if given is None:
        return ()
    texts = [source.slice(node) for node in (given.named_children if given.type == "array" else [given])]
    return tuple(map(int, texts)) if all(text.isdecimal() for text in texts) else ()
