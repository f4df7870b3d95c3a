"""A step beside the operation of a description that it asks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pcc.checks.subject import Place, Step
from pcc.javascript import read_expectations
from pcc.model.collection import TEST, Collection, Event
from pcc.model.request import Auth
from pcc.model.statement import Assertion, Comparison, Literal, Operator, RawScript, StatusCode
from pcc.model.template import Template
from pcc.openapi import Operation, Specification

__all__ = ["Target", "place_of"]


@dataclass(frozen=True)
class Target:
    """A step, the operation that it asks for, and what is known of the values of its path."""

    step: Step
    collection: Collection
    specification: Specification
    operation: Operation
    path_values: dict[str, str]
    values: Mapping[str, Template]
    first: bool = False

    @property
    def name(self) -> str:
        """The operation as a message names it."""
        return f"{self.operation.method} {self.operation.path}"

    def place(self, *keys: str | int) -> Place:
        """The place of a part of the step's item."""
        return place_of(self.step, *keys)

    @cached_property
    def auth(self) -> Auth | None:
        """The credentials that the step sends, its own or inherited."""
        owners = (self.step.item.request.auth, *(folder.auth for folder, _ in reversed(self.step.folders)))
        return next((auth for auth in (*owners, self.collection.auth) if auth is not None), None)

    @cached_property
    def follows_redirects(self) -> bool:
        """Whether a redirect is followed, so that the response is that of another request."""
        folders = (folder.settings for folder, _ in reversed(self.step.folders))
        owners = (self.step.item.settings, *folders, self.collection.settings)
        settings = (owner.follow_redirects for owner in owners if owner is not None)
        return next((follows for follows in settings if follows is not None), True)

    @cached_property
    def changed_by_script(self) -> bool:
        """Whether a script may add to the request before it is sent."""
        return any(
            isinstance(statement, RawScript) and "request" in statement.text
            for event in self._events()
            if event.listen != TEST
            for statement in event.statements
        )

    @cached_property
    def expected(self) -> tuple[int, ...]:
        """The status codes one of which the step expects, as far as its tests say so; else those that are inherited."""
        return next((codes for events in self._owners() if (codes := tuple(_statuses(events)))), ())

    @property
    def is_refused(self) -> bool:
        """Whether the step expects to be refused: it is wrong on purpose."""
        return bool(self.expected) and min(self.expected) >= 400

    def _owners(self) -> Iterator[tuple[Event, ...]]:
        yield self.step.item.events
        yield from (folder.events for folder, _ in reversed(self.step.folders))
        yield self.collection.events

    def _events(self) -> Iterator[Event]:
        for events in self._owners():
            yield from (event for event in events if not event.disabled)


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


def place_of(step: Step, *keys: str | int) -> Place:
    """Return the place of a part of an item: as deep as its file has it."""
    if step.place.origin is not None or step.item.document is None:
        return step.place
    here: object = step.item.document
    found: list[str | int] = []
    for key in keys:
        here = _inside(here, key)
        if here is None:
            break
        found.append(key)
    return step.place.at(*found)


def _inside(value: object, key: str | int) -> object:
    if isinstance(value, dict):
        return value.get(key)
    return value[key] if isinstance(value, list) and isinstance(key, int) and key < len(value) else None
