"""A step beside the operation of a description that it asks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pcc.checks.flow import FlowStep
from pcc.checks.subject import Place
from pcc.javascript import read_expectations
from pcc.model.collection import PREREQUEST, TEST, Event
from pcc.model.statement import Assertion, Comparison, Literal, Operator, RawScript, StatusCode
from pcc.model.template import Template
from pcc.openapi import Operation, Specification

__all__ = ["Target"]


@dataclass(frozen=True)
class Target:
    """A step, the operation that it asks for, and what is known of the values of its path."""

    step: FlowStep
    specification: Specification
    operation: Operation
    path_values: dict[str, str]
    values: Mapping[str, Template]

    @property
    def name(self) -> str:
        """The operation as a message names it."""
        return f"{self.operation.method} {self.operation.path}"

    def place(self, *keys: str | int) -> Place:
        """The place of a part of the step's item."""
        return self.step.place(self.step.holder, keys)

    @cached_property
    def changed_by_script(self) -> bool:
        """Whether a script may add to the request before it is sent."""
        return any("request" in script.text for script in self.step.scripts(PREREQUEST))

    @cached_property
    def expected(self) -> tuple[int, ...]:
        """The status codes one of which the step expects, as far as its tests say so; else those that are inherited."""
        return next((codes for holder in reversed(self.step.holders) if (codes := tuple(_statuses(holder.events)))), ())

    @property
    def is_refused(self) -> bool:
        """Whether the step expects to be refused: it is wrong on purpose."""
        return bool(self.expected) and min(self.expected) >= 400


def _statuses(events: tuple[Event, ...]) -> Iterator[int]:
    for event in events:
        if event.disabled or event.listen != TEST:
            continue
        for statement in event.statements:
            match statement:
                case Assertion(StatusCode(), Comparison(Operator.EQUALS | Operator.ONE_OF, Literal(value))):
                    codes = value if isinstance(value, list) else [value]
                    yield from (code for code in codes if isinstance(code, int) and not isinstance(code, bool))
                case RawScript(text):
                    yield from (code for use in read_expectations(text).statuses if use.sure for code in use.codes)
