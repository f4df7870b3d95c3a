"""Suppressions: what an author accepts, beside the step, with a reason.

In a workflow that is `allow={"id": "reason"}` of a step or of the workflow. In a file it is a comment line
`// pcc-allow id: reason` in a script of an item, or of a folder or the collection for all that is below.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pcc.checks.rule import Rule
from pcc.checks.script_lines import script_of
from pcc.checks.subject import Place, Subject
from pcc.diagnostics import Diagnostic, Level
from pcc.model.collection import Allowance, Child, Event, Item
from pcc.model.statement import RawScript

__all__ = [
    "SUPPRESSION_WITHOUT_REASON",
    "UNUSED_SUPPRESSION",
    "Suppression",
    "check_reasons",
    "found_unused",
    "read_suppressions",
]

SUPPRESSION_WITHOUT_REASON = Rule("suppression-without-reason", Level.ERROR)
UNUSED_SUPPRESSION = Rule("unused-suppression", Level.WARNING)

_COMMENT = re.compile(r"^[ \t]*(//[ \t]*pcc-allow(?![\w-])[ \t]*([^\s:]*)[ \t:]*(.*?))[ \t\r]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Suppression:
    """A kind of finding that is accepted, why, and where: in steps, below a pointer, or in the `whole` source.

    `place` is where it is written, `inside` the source or in the configuration; `marked` is its text there.
    """

    id: str
    reason: str
    place: Place
    marked: str
    steps: frozenset[str] = frozenset()
    pointer: str | None = None
    whole: bool = False
    inside: bool = field(default=True, compare=False)

    def covers(self, found: Diagnostic, subject: Subject) -> bool:
        """Whether a finding of the subject is one that this accepts."""
        if found.id != self.id:
            return False
        if self.whole:
            return True
        if self.pointer is not None and subject.file and found.file == subject.file:
            return found.pointer == self.pointer or found.pointer.startswith(f"{self.pointer}/")
        return found.step in self.steps


def read_suppressions(subject: Subject) -> Iterator[Suppression]:
    """Yield every suppression of a collection, those without a reason too."""
    collection, place = subject.collection, subject.place
    yield from (_allowed(allowance, place) for allowance in (collection.doc.allow if collection.doc else ()))
    yield from (replace(found, whole=True) for found in _comments(collection.events, place))
    yield from _below(collection.items, place)


def check_reasons(suppressions: Iterable[Suppression]) -> Iterator[Diagnostic]:
    """Find suppressions that do not say why."""
    for suppression in suppressions:
        if not suppression.reason:
            yield SUPPRESSION_WITHOUT_REASON.found(
                f"{suppression.id or 'a finding'} is suppressed without a reason, so it is not suppressed",
                suppression.place,
                marked=(suppression.marked,),
                advice=f"say why: // pcc-allow {suppression.id or 'ID'}: because …",
            )


def found_unused(suppression: Suppression, advice: str) -> Diagnostic:
    """Return the finding for a suppression that suppresses nothing."""
    return UNUSED_SUPPRESSION.found(
        f"nothing is suppressed here by {suppression.id!r}",
        suppression.place,
        marked=(suppression.marked,),
        advice=advice,
    )


def _allowed(allowance: Allowance, place: Place, steps: frozenset[str] = frozenset()) -> Suppression:
    return Suppression(allowance.id, allowance.reason, place, allowance.id, steps, whole=not steps)


def _below(items: tuple[Child, ...], owner: Place) -> Iterator[Suppression]:
    for index, child in enumerate(items):
        place = owner.at("item", index)
        if isinstance(child, Item):
            place = place.of_item(child)
            yield from (_allowed(allowance, place, frozenset({child.name})) for allowance in child.allow)
        for found in _comments(child.events, place):
            yield replace(found, steps=frozenset(_names(child)), pointer=place.pointer)
        if not isinstance(child, Item):
            yield from _below(child.items, place)


def _names(child: Child) -> Iterator[str]:
    if isinstance(child, Item):
        yield child.name
    else:
        for inner in child.items:
            yield from _names(inner)


def _comments(events: tuple[Event, ...], owner: Place) -> Iterator[Suppression]:
    for index, event in enumerate(events):
        for statement in event.statements:
            if isinstance(statement, RawScript) and "pcc-allow" in statement.text:
                for match in _COMMENT.finditer(statement.text):
                    place = _line_place(event, owner.at("event", index), match[1])
                    yield Suppression(match[2], match[3], place, match[1])


def _line_place(event: Event, place: Place, comment: str) -> Place:
    """The line of a script that holds a comment; a script may be a list of lines, or one text."""
    keys, lines = script_of(event)
    at = next((number for number, line in enumerate(lines or ()) if line and comment in line), None)
    return place.at(*keys) if at is None else place.at(*keys, at)
