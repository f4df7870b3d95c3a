"""Which status codes an item expects: in statements, and in the usual forms of JavaScript."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pcc.checks.flow import FlowStep, Placed
from pcc.checks.subject import Place
from pcc.model.collection import TEST
from pcc.model.json import JsonValue
from pcc.model.statement import Assertion, Comparison, Literal, Operator, RawScript, StatusCode
from pcc.syntax import parse_javascript

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["ExpectedStatus", "expected_statuses"]

_EQUALS = frozenset({"equal", "equals", "eql", "eq", "oneOf"})
_CODE = ("pm.response.code", "responseCode.code")


class ExpectedStatus(NamedTuple):
    """Status codes of which one must come, the statement that says so, and the line in it."""

    codes: tuple[int, ...]
    placed: Placed
    marked: tuple[str, ...]
    line: int = 0

    def place(self, step: FlowStep) -> Place:
        """Return where that is said."""
        return step.place(self.placed.holder, self.placed.at, self.placed.number, self.line)


def expected_statuses(step: FlowStep) -> Iterator[ExpectedStatus]:
    """Return every expectation of a status; those in JavaScript's branches are not told apart from others."""
    for placed in step.statements(TEST):
        match placed.statement:
            case Assertion(StatusCode(), Comparison(Operator.EQUALS | Operator.ONE_OF, Literal(value))):
                codes = _codes(value)
                if codes:
                    yield ExpectedStatus(codes, placed, tuple(f"status({code})" for code in codes))
            case RawScript(text) if any(digit in text for digit in ("20", "30")):
                yield from _in_script(placed, text)


def _codes(value: JsonValue) -> tuple[int, ...]:
    values = value if isinstance(value, list) else [value]
    numbers = tuple(code for code in values if isinstance(code, int) and not isinstance(code, bool))
    return numbers if len(numbers) == len(values) else ()


def _in_script(placed: Placed, text: str) -> Iterator[ExpectedStatus]:
    waiting = [parse_javascript(text)]
    while waiting:
        node = waiting.pop()
        waiting += reversed(node.named_children)
        codes = _called(node) if node.type == "call_expression" else _compared(node)
        if codes:
            yield ExpectedStatus(codes, placed, (_text(node).partition("\n")[0],), node.start_point.row)


def _called(node: "Node") -> tuple[int, ...]:
    """`pm.response.to.have.status(302)`, `pm.expect(pm.response.code).to.equal(302)` or `.to.be.oneOf([301, 302])`."""
    callee, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    path = _text(callee)
    by_status = path.startswith("pm.response.") and path.endswith(".status")
    by_code = path.rpartition(".")[2] in _EQUALS and any(f"pm.expect({code})" in path for code in _CODE)
    return _numbers(arguments) if by_status or by_code else ()


def _compared(node: "Node") -> tuple[int, ...]:
    """`tests["…"] = responseCode.code === 302`."""
    if node.type != "assignment_expression" or not _text(node.child_by_field_name("left")).startswith("tests["):
        return ()
    right = node.child_by_field_name("right")
    if right is None or right.type != "binary_expression" or _text(right.child_by_field_name("left")) not in _CODE:
        return ()
    number = _text(right.child_by_field_name("right"))
    equal = _text(right.child_by_field_name("operator")) in ("==", "===")
    return (int(number),) if equal and number.isdecimal() else ()


def _numbers(node: "Node | None") -> tuple[int, ...]:
    first = node.named_child(0) if node is not None else None
    if first is None:
        return ()
    texts = [_text(child) for child in first.named_children] if first.type == "array" else [_text(first)]
    return tuple(map(int, texts)) if all(text.isdecimal() for text in texts) else ()


def _text(node: "Node | None") -> str:
    return (node.text or b"").decode("utf-8", "replace") if node is not None else ""
