"""A step beside the operation of a description that it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pcc.checks.flow import FlowStep, Holder
from pcc.checks.statuses import expected_statuses
from pcc.checks.subject import Place
from pcc.model.collection import PREREQUEST
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
        by_holder: dict[Holder, list[int]] = {}
        for found in expected_statuses(self.step):
            if found.sure:
                by_holder.setdefault(found.placed.holder, []).extend(found.codes)
        return next((tuple(by_holder[holder]) for holder in reversed(self.step.holders) if holder in by_holder), ())

    @property
    def is_refused(self) -> bool:
        """Whether the step expects to be refused: it is wrong on purpose."""
        return bool(self.expected) and min(self.expected) >= 400
