"""The scripts of a collection, and where each of their lines stands."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from pcc.checks.script_lines import line_keys
from pcc.checks.subject import Place, Subject
from pcc.javascript import ScriptFacts, read_facts
from pcc.model.collection import PREREQUEST, TEST, Child, Event, ItemGroup
from pcc.model.statement import RawScript
from pcc.scripts import render_script

__all__ = ["EventPlace", "ScriptPlace", "find_events", "find_scripts", "marks"]


@dataclass(frozen=True, slots=True)
class EventPlace:
    """An event of a collection, folder or item: its owner's place, and which of its events it is."""

    event: Event
    owner: Place
    index: int

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.owner.at("event", self.index)


@dataclass(frozen=True, slots=True)
class ScriptPlace:
    """A script that Postman runs, with what it does."""

    text: str
    facts: ScriptFacts
    event: EventPlace

    @property
    def called(self) -> str:
        """What Postman calls such a script."""
        return "pre-request script" if self.event.event.listen == PREREQUEST else "test script"

    def line(self, line: int) -> Place:
        """Return where a line of the script stands, counted from 0."""
        place = self.event.place
        if place.origin is not None or not place.file:
            return place
        return place.at(*line_keys(self.event.event, line))


def find_events(subject: Subject) -> Iterator[EventPlace]:
    """Every event that is not disabled: of the collection, then of its folders and items in run order."""
    yield from _events(subject.collection.events, subject.place)
    yield from _events_below(subject.collection.items, subject.place)


def find_scripts(subject: Subject) -> Iterator[ScriptPlace]:
    """Every script that Postman runs and that somebody wrote by hand, in the order of `find_events`."""
    for found in find_events(subject):
        statements = found.event.statements
        if found.event.listen in (PREREQUEST, TEST) and any(isinstance(one, RawScript) for one in statements):
            text = render_script(statements)
            yield ScriptPlace(text, read_facts(text), found)


def marks(text: str) -> tuple[str, ...]:
    """Return how a text of a script may stand in a source: as it is, or in a text of JSON, also at a line's start."""
    escaped = json.dumps(text, ensure_ascii=False)[1:-1]
    return tuple(dict.fromkeys((text, escaped, f"\\n{escaped}"))) if text else ()


def _events(events: tuple[Event, ...], owner: Place) -> Iterator[EventPlace]:
    for index, event in enumerate(events):
        if not event.disabled:
            yield EventPlace(event, owner, index)


def _events_below(items: tuple[Child, ...], owner: Place) -> Iterator[EventPlace]:
    for index, item in enumerate(items):
        place = owner.at("item", index)
        if isinstance(item, ItemGroup):
            yield from _events(item.events, place)
            yield from _events_below(item.items, place)
        else:
            yield from _events(item.events, place.of_item(item))
