"""The items of a run in order, each with all that it inherits: scripts, auth, settings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pcc.checks.flow.holders import Holder, Script, holder_of
from pcc.checks.flow.parts import Field, Keys, Part, auth_parts, request_parts
from pcc.checks.subject import Place, Step, Subject
from pcc.model.collection import PREREQUEST, Collection, Item, ItemGroup
from pcc.model.request import Auth
from pcc.model.statement import Statement

__all__ = ["FlowStep", "Placed", "plan_steps"]


class Placed(NamedTuple):
    """A statement, and where it stands: in an event of a holder."""

    statement: Statement
    holder: Holder
    at: Keys
    number: int


@dataclass(frozen=True, slots=True, eq=False)
class FlowStep:
    """An item of the run. `holders` are the collection, its folders and the item, from the outside in.

    `parts` are the texts of its request without auth, `auth_parts` those of the auth that it is sent with, which
    stands in `auth_holder`. `follows` says whether redirects are followed; `skips`, whether a script may keep the
    request from being sent. `placed` are the statements of each event.
    """

    index: int
    step: Step
    holders: tuple[Holder, ...]
    parts: tuple[Part, ...]
    auth: Auth | None
    auth_parts: tuple[Part, ...]
    auth_holder: Holder
    follows: bool
    skips: bool
    placed: dict[str, tuple[Placed, ...]]

    @property
    def item(self) -> Item:
        """The item itself."""
        return self.step.item

    @property
    def holder(self) -> Holder:
        """The item, as the holder of its texts."""
        return self.holders[-1]

    def scripts(self, listen: str) -> Iterator[Script]:
        """The JavaScript that runs at one of its events, in order."""
        for holder in self.holders:
            yield from (script for script in holder.scripts if script.listen == listen)

    def statements(self, listen: str) -> tuple[Placed, ...]:
        """The statements that run at one of its events, in order, and where they stand."""
        return self.placed.get(listen, ())

    def texts(self) -> Iterator[tuple[Part, Holder]]:
        """Every text that this item sends, and what holds it."""
        yield from ((part, self.holder) for part in self.parts if part.sent)
        yield from ((part, self.auth_holder) for part in self.auth_parts)

    def place(self, holder: Holder, at: tuple[str | int, ...] = (), statement: int = -1, line: int = 0) -> Place:
        """Return the place of a text that this step has, or inherits; a finding there names this step."""
        return holder.place_of(at, statement, line).of_item(self.item)


def plan_steps(subject: Subject) -> tuple[FlowStep, ...]:
    """Return the items in the order of the file."""
    planner = _Planner(subject)
    return tuple(planner.plan(index, step) for index, step in enumerate(subject.steps()))


class _Planner:
    """Makes the items of one subject; what several of them share is made once."""

    def __init__(self, subject: Subject) -> None:
        collection = subject.collection
        self._collection = collection
        self._root = holder_of(collection.name, subject.place, collection.document, collection.events)
        self._folders: dict[int, Holder] = {}
        self._auths: dict[int, tuple[Part, ...]] = {}

    def plan(self, index: int, step: Step) -> FlowStep:
        item = step.item
        own = holder_of(item.name, step.place, item.document, item.events)
        holders = (self._root, *self._holders_of(step), own)
        parents: tuple[Collection | ItemGroup, ...] = (self._collection, *(group for group, _ in step.folders))
        auths = (*(parent.auth for parent in parents), item.request.auth)
        nearest = next((at for at in reversed(range(len(auths))) if auths[at] is not None), 0)
        settings = (item.settings, *(parent.settings for parent in reversed(parents)))
        return FlowStep(
            index,
            step,
            holders,
            tuple(part for part in request_parts(item.request) if part.field is not Field.AUTH),
            auths[nearest],
            self._auth_parts(auths[nearest], own=nearest == len(auths) - 1),
            holders[nearest],
            follows=next((s.follow_redirects for s in settings if s and s.follow_redirects is not None), True),
            skips=_skips(holders),
            placed=self._placed(holders),
        )

    def _placed(self, holders: Sequence[Holder]) -> dict[str, tuple[Placed, ...]]:
        placed: dict[str, tuple[Placed, ...]] = {}
        for holder in holders:
            for index, event in enumerate(holder.events):
                if not event.disabled:
                    at = ("event", index)
                    own = tuple(Placed(statement, holder, at, n) for n, statement in enumerate(event.statements))
                    placed[event.listen] = placed.get(event.listen, ()) + own
        return placed

    def _holders_of(self, step: Step) -> Iterator[Holder]:
        for group, place in step.folders:
            if id(group) not in self._folders:
                self._folders[id(group)] = holder_of(group.name, place, group.document, group.events)
            yield self._folders[id(group)]

    def _auth_parts(self, auth: Auth | None, *, own: bool) -> tuple[Part, ...]:
        if auth is None:
            return ()
        if id(auth) not in self._auths:
            self._auths[id(auth)] = auth_parts(auth, ("request", "auth") if own else ("auth",))
        return self._auths[id(auth)]


def _skips(holders: Sequence[Holder]) -> bool:
    return any(
        call.path == "pm.execution.skipRequest"
        for holder in holders
        for script in holder.scripts
        if script.listen == PREREQUEST
        for call in script.facts.calls
    )
