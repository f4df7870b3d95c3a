"""Which status codes an item expects: in statements, and in the usual forms of JavaScript."""

from collections.abc import Iterator
from typing import NamedTuple

from pcc.checks.flow import FlowStep, Placed
from pcc.checks.subject import Place
from pcc.javascript import read_expectations
from pcc.model.collection import TEST
from pcc.model.json import JsonValue
from pcc.model.statement import Assertion, Comparison, Literal, Operator, RawScript, StatusCode

__all__ = ["ExpectedStatus", "expected_statuses"]


class ExpectedStatus(NamedTuple):
    """Status codes of which one must come, the statement that says so, and the line in it.

    It is `sure` outside of JavaScript's conditions.
    """

    codes: tuple[int, ...]
    placed: Placed
    marked: tuple[str, ...]
    line: int = 0
    sure: bool = True

    def place(self, step: FlowStep) -> Place:
        """Return where that is said."""
        return step.place(self.placed.holder, self.placed.at, self.placed.number, self.line)


def expected_statuses(step: FlowStep) -> Iterator[ExpectedStatus]:
    """Return every expectation of a status, inherited ones first."""
    for placed in step.statements(TEST):
        match placed.statement:
            case Assertion(StatusCode(), Comparison(Operator.EQUALS | Operator.ONE_OF, Literal(value))):
                codes = _codes(value)
                if codes:
                    yield ExpectedStatus(codes, placed, tuple(f"status({code})" for code in codes))
            case RawScript(text) if "status" in text or ".code" in text:
                for use in read_expectations(text).statuses:
                    yield ExpectedStatus(use.codes, placed, (use.text,), use.line, use.sure)


def _codes(value: JsonValue) -> tuple[int, ...]:
    values = value if isinstance(value, list) else [value]
    numbers = tuple(code for code in values if isinstance(code, int) and not isinstance(code, bool))
    return numbers if len(numbers) == len(values) else ()
