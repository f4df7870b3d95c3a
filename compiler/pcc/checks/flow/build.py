"""Builds the flow of a subject: one pass over its items (reference newman.md, 2.1 and 2.4)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pcc.checks.flow.access import Access, Phase
from pcc.checks.flow.holders import Holder, holder_of
from pcc.checks.flow.jumps import Jump, Jumps, target_index
from pcc.checks.flow.parts import Part
from pcc.checks.flow.statements import event_accesses
from pcc.checks.flow.steps import FlowStep, plan_steps
from pcc.checks.flow.values import Initial, Timeline
from pcc.checks.subject import Place, Subject
from pcc.javascript import Action, Scope
from pcc.model.collection import Variable
from pcc.model.environment import Environment
from pcc.model.template import Template
from pcc.templating.notation import TOKEN

__all__ = ["Flow", "flow_of"]

# How a script jumps to its own item, to poll.
_OWN_NAME = ("pm.info.requestName", "pm.info.requestId", "request.name")


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """The items of a run in order, and for each name of a variable what happens to it.

    `written` are the names that the run sets, `unknown` accesses of names that scripts compute. `mentioned` are names
    in disabled texts and in strings of scripts: nobody reads them for certain, but they are no dead names either.
    """

    subject: Subject
    steps: tuple[FlowStep, ...]
    initial: dict[str, tuple[Initial, ...]]
    names: dict[str, list[Access]]
    written: frozenset[str]
    unknown: tuple[Access, ...]
    mentioned: frozenset[str]
    jumps: Jumps

    def timeline(self, name: str) -> Timeline:
        """Return what a variable holds in the course of the run."""
        given = name in self.subject.given
        return Timeline(self.names.get(name, ()), self.unknown, self.initial.get(name, ()), given)

    def place(self, access: Access) -> Place:
        """Return the place of an access; what a declared value reads stands in its declaration."""
        if access.step < 0 or (isinstance(access.cause, Variable) and access.holder.document is not None):
            return access.holder.place_of(access.at)
        return self.steps[access.step].place(access.holder, access.at, access.statement, access.line)


def flow_of(subject: Subject) -> Flow:
    """Return the flow of a subject, built once for all checks."""
    return subject.once(_build)


def _build(subject: Subject) -> Flow:
    steps = plan_steps(subject)
    jumps = Jumps(_jumps(steps))
    recorder = _Recorder(_initial_values(subject))
    for step in steps:
        recorder.record(step, skipped=jumps.may_skip(step.index))
    recorder.record_idle_values()
    mentioned = frozenset(_mentioned(steps))
    return Flow(
        subject,
        steps,
        recorder.initial,
        recorder.names,
        frozenset(recorder.written),
        tuple(recorder.unknown),
        mentioned,
        jumps,
    )


def _jumps(steps: Sequence[FlowStep]) -> list[Jump]:
    uses = [
        (step.index, jump)
        for step in steps
        for holder in step.holders
        for script in holder.scripts
        for jump in script.facts.jumps
    ]
    if not uses:
        return []
    items = [step.item for step in steps]
    jumps: list[Jump] = []
    for source, use in uses:
        itself = use.computed and any(name in use.text for name in _OWN_NAME)
        if itself:
            jumps.append(Jump(source, source))
            continue
        target = None if use.computed or use.target is None else target_index(items, use.target)
        # A jump to nothing ends the iteration: it passes over nothing that runs later.
        if use.computed or target is not None:
            jumps.append(Jump(source, target))
    return jumps


def _initial_values(subject: Subject) -> dict[str, tuple[Initial, ...]]:
    collection, environment = subject.collection, subject.environment
    found: dict[str, tuple[Initial, ...]] = {}
    root = holder_of(collection.name, subject.place, collection.document)
    for index, variable in enumerate(collection.variables):
        if not variable.disabled:
            initial = Initial(Scope.COLLECTION, variable, root, ("variable", index, "value"))
            found[variable.key] = (*found.get(variable.key, ()), initial)
    if environment is not None:
        for initial in _of_environment(environment, subject.environment_place):
            found[initial.variable.key] = (*found.get(initial.variable.key, ()), initial)
    return found


def _of_environment(environment: Environment, place: Place) -> Iterator[Initial]:
    holder = holder_of(environment.name, place, environment.document if place.file else None)
    scope = Scope.GLOBALS if environment.globals_scope else Scope.ENVIRONMENT
    for index, variable in enumerate(environment.variables):
        if not variable.disabled:
            yield Initial(scope, variable, holder, ("values", index, "value"))


def _mentioned(steps: Sequence[FlowStep]) -> Iterator[str]:
    for step in steps:
        for part in step.parts:
            if not part.sent:
                yield from (reference.name for reference in part.text.references)
    for holder in {holder for step in steps for holder in step.holders}:
        for script in holder.scripts:
            spans = [(use.line, use.column, use.column + len(use.text), use.name) for use in script.facts.accesses]
            for string in script.facts.strings:
                yield from TOKEN.findall(string.value)
                # The name in a call that reads or sets it says nothing more than the call.
                if (string.line, string.value) not in {
                    (line, name) for line, start, end, name in spans if start <= string.column < end
                }:
                    yield string.value


class _Recorder:
    """Numbers accesses in the order of the run, and sorts them by name."""

    def __init__(self, initial: dict[str, tuple[Initial, ...]]) -> None:
        self.initial = initial
        self.names: dict[str, list[Access]] = {}
        self.unknown: list[Access] = []
        self._order = 0
        self._used: set[str] = set()
        self.written: set[str] = set()
        self._closures: dict[str, tuple[tuple[Initial, str], ...]] = {}
        self._events: dict[Holder, tuple[Access, ...]] = {}
        self._values = {name: refs for name, values in initial.items() if (refs := list(_value_reads(values)))}

    def record(self, step: FlowStep, *, skipped: bool) -> None:
        """Record all that an item does."""
        events = [access for holder in step.holders for access in self._accesses_of(holder)]
        self._record_events(step, events, Phase.PREREQUEST, sure=not skipped)
        for part, holder in step.texts():
            references = part.text.references
            # What holds Handlebars' blocks is a template for somebody else, which goes out as it is.
            foreign = any(reference.name[:1] in ("#", "/", "^", ">") for reference in references)
            for reference in references:
                if not reference.dynamic:
                    self._add(self._part_read(reference.name, step.index, part, holder, sure=not foreign))
        self._record_events(step, events, Phase.TEST, sure=not (skipped or step.skips))

    def _part_read(self, name: str, step: int, part: Part, holder: Holder, *, sure: bool) -> Access:
        order = self._order + 1
        return Access(Action.READ, Scope.LOCAL, name, order, step, Phase.REQUEST, sure, part, holder, part.at)

    def record_idle_values(self) -> None:
        """Record what declared values refer to that no item reads: they must be there all the same."""
        for name, values in self._values.items():
            if name not in self._used:
                for initial, reference in values:
                    read = _value_read(initial, reference, self._order + 1, -1, Phase.TEST, sure=True)
                    self._add(read, transitive=False)

    def _accesses_of(self, holder: Holder) -> tuple[Access, ...]:
        if holder not in self._events:
            self._events[holder] = event_accesses(holder)
        return self._events[holder]

    def _record_events(self, step: FlowStep, events: Sequence[Access], phase: Phase, *, sure: bool) -> None:
        for access in events:
            if access.phase is phase:
                certain = access.sure and (sure or access.action is Action.READ)
                self._add(_at_step(access, self._order + 1, step.index, sure=certain))

    def _add(self, access: Access, *, transitive: bool = True) -> None:
        """Add an access that has the next order."""
        self._order += 1
        if access.name is None:
            self.unknown.append(access)
            return
        self.names.setdefault(access.name, []).append(access)
        if access.action is Action.WRITE:
            self.written.add(access.name)
        elif access.action is Action.READ and transitive and self._values:
            self._read_value(access)

    def _read_value(self, access: Access) -> None:
        assert access.name is not None
        if access.name not in self._closures:
            self._closures[access.name] = tuple(self._close(access.name))
        self._used.add(access.name)
        for initial, reference in self._closures[access.name]:
            via = initial.variable.key
            self._used.add(via)
            sure = access.sure and via not in self.written
            read = _value_read(initial, reference, self._order + 1, access.step, access.phase, sure=sure)
            self._add(read, transitive=False)

    def _close(self, name: str) -> Iterator[tuple[Initial, str]]:
        """All that a declared value refers to, and what that refers to in turn."""
        waiting, seen = [name], {name}
        while waiting:
            for initial, reference in self._values.get(waiting.pop(), ()):
                yield initial, reference
                if reference not in seen:
                    seen.add(reference)
                    waiting.append(reference)


def _value_reads(values: Sequence[Initial]) -> Iterator[tuple[Initial, str]]:
    for initial in values:
        if isinstance(initial.variable.value, Template):
            for reference in initial.variable.value.references:
                if not reference.dynamic:
                    yield initial, reference.name


def _at_step(access: Access, order: int, step: int, *, sure: bool) -> Access:
    # Written out, because a copy by name costs three times as much, and there are hundreds in a run.
    return Access(
        access.action,
        access.scope,
        access.name,
        order,
        step,
        access.phase,
        sure,
        access.cause,
        access.holder,
        access.at,
        access.statement,
        access.line,
    )


def _value_read(initial: Initial, name: str, order: int, step: int, phase: Phase, *, sure: bool) -> Access:
    variable, holder = initial.variable, initial.holder
    reading = (Action.READ, Scope.LOCAL, name, order, step, phase, sure)
    return Access(*reading, variable, holder, initial.at, via=variable.key)
