"""One use of a variable."""

from enum import IntEnum
from typing import NamedTuple, TypeAlias

from pcc.checks.flow.holders import Holder
from pcc.checks.flow.parts import Keys, Part
from pcc.javascript import Action, Scope, VariableAccess
from pcc.model.collection import Variable
from pcc.model.statement import Assertion, Assignment, Capture

__all__ = ["Access", "Cause", "Phase"]


class Phase(IntEnum):
    """When, in the run of one item."""

    PREREQUEST = 0
    REQUEST = 1
    TEST = 2


Cause: TypeAlias = Part | Assignment | Assertion | Capture | VariableAccess | Variable


class Access(NamedTuple):
    """A variable is read, set or unset. A name of None is computed by a script, so it may be any.

    `order` counts all accesses of the run, `step` its items. A read is `sure` when its text goes out as it is
    written if the name is unset; a read by JavaScript is not, because the script may expect that. A write is
    `sure` when it happens in every run that reaches its item. A declared value that refers to further variables
    reads them `via` its own.
    """

    action: Action
    scope: Scope
    name: str | None
    order: int
    step: int
    phase: Phase
    sure: bool
    cause: Cause
    holder: Holder
    at: Keys
    statement: int = -1
    line: int = 0
    via: str = ""

    @property
    def scripted(self) -> bool:
        """Whether JavaScript as somebody wrote it does this."""
        return isinstance(self.cause, VariableAccess)
