"""What a variable holds in the course of a run, as far as that is certain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from pcc.checks.flow.access import Access
from pcc.checks.flow.holders import Holder
from pcc.checks.flow.parts import Keys
from pcc.javascript import Action, Scope
from pcc.model.collection import Variable

__all__ = ["NEAREST_FIRST", "Held", "Initial", "Reading", "Timeline"]

# Postman's precedence.
NEAREST_FIRST = (Scope.LOCAL, Scope.DATA, Scope.ENVIRONMENT, Scope.COLLECTION, Scope.GLOBALS)


class Held(Enum):
    """Whether a scope has a variable: for certain, or perhaps. Where it has none for certain, nothing is held."""

    SET = "set"
    MAYBE = "maybe"


class Initial(NamedTuple):
    """A variable that the run begins with, and where it is declared."""

    scope: Scope
    variable: Variable
    holder: Holder
    at: Keys


class Reading(NamedTuple):
    """A read, what each scope holds then, and the write that each scope had last (none: its initial value)."""

    access: Access
    held: dict[Scope, Held]
    written: dict[Scope, Access]


@dataclass(frozen=True, slots=True)
class Timeline:
    """One variable: its accesses in order, those of computed names, and its initial values.

    `given` says that the run brings it from elsewhere, such as a row of data.
    """

    accesses: Sequence[Access]
    unknown: Sequence[Access]
    initial: tuple[Initial, ...]
    given: bool

    @property
    def writes(self) -> list[Access]:
        """Who sets it, by its name."""
        return [access for access in self.accesses if access.action is Action.WRITE]

    @property
    def reads(self) -> list[Access]:
        """Who reads it, by its name."""
        return [access for access in self.accesses if access.action is Action.READ]

    @property
    def set_somewhere(self) -> bool:
        """Whether anything may ever set it."""
        return (
            self.given or bool(self.initial) or any(a.action is Action.WRITE for a in (*self.accesses, *self.unknown))
        )

    def readings(self) -> Iterator[Reading]:
        """Every read by this name, with what the scopes hold at that time."""
        held = {initial.scope: Held.SET for initial in self.initial}
        if self.given:
            held[Scope.DATA] = Held.MAYBE
        written: dict[Scope, Access] = {}
        for access in self.in_order():
            if access.action is not Action.READ:
                _apply(access, held, written)
            elif access.name is not None:
                yield Reading(access, dict(held), dict(written))

    def in_order(self) -> Sequence[Access]:
        """Its accesses and those of computed names, in the order of the run."""
        if not self.unknown:
            return self.accesses
        return sorted((*self.accesses, *self.unknown), key=lambda access: access.order)


def _apply(access: Access, held: dict[Scope, Held], written: dict[Scope, Access]) -> None:
    scope = access.scope
    if access.action is Action.WRITE:
        if access.name is None or not access.sure:
            held.setdefault(scope, Held.MAYBE)
        else:
            held[scope] = Held.SET
        written[scope] = access
    elif access.sure and (access.name is not None or access.action is Action.CLEAR):
        held.pop(scope, None)
    elif scope in held:
        held[scope] = Held.MAYBE
