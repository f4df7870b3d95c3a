"""Variables that are read while nothing has set them: Postman sends `{{name}}` as it is written, and nobody fails.

Only what is certain is found. Reads by JavaScript are exempt, because scripts ask whether a variable is there. So are
names after a script that sets computed names or runs code from elsewhere, and items that `setNextRequest` may bring to
run after later ones. Exempt for good: dynamic variables (`$guid`), secrets of a vault (`vault:…`) and bodies with
blocks of Handlebars, which are templates for somebody else.
"""

from collections.abc import Iterator
from functools import partial
from itertools import chain

from pcc.checks.flow import Access, Flow, Timeline, flow_of
from pcc.checks.rule import Rule
from pcc.checks.subject import Place, Subject
from pcc.checks.texts import listed, marks, shown, typing_slip
from pcc.checks.words import split_words
from pcc.diagnostics import Diagnostic, Level, nearest
from pcc.javascript import Action, Scope
from pcc.printing import count

__all__ = [
    "CASE_MISMATCH",
    "ENVIRONMENT_NOT_GIVEN",
    "MISSING_FROM_ENVIRONMENT",
    "READ_BEFORE_SET",
    "TWO_SPELLINGS",
    "UNDEFINED_VARIABLE",
    "check_unset",
]

UNDEFINED_VARIABLE = Rule("undefined-variable", Level.ERROR)
READ_BEFORE_SET = Rule("read-before-set", Level.ERROR)
CASE_MISMATCH = Rule("case-mismatch", Level.ERROR)
TWO_SPELLINGS = Rule("case-mismatch", Level.WARNING)
MISSING_FROM_ENVIRONMENT = Rule("missing-from-environment", Level.ERROR)
ENVIRONMENT_NOT_GIVEN = Rule("environment-not-given", Level.NOTE)

# Who does nothing else leaves a variable set.
_KEEPS = (Action.READ, Action.WRITE)


def check_unset(subject: Subject) -> Iterator[Diagnostic]:
    """Find reads of variables that are not set, each by the reason why they are not."""
    return _Check(subject).run()


class _Check:
    """One subject: its flow, the names that are set, and those that only an environment can bring."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._flow: Flow = flow_of(subject)
        self._shown = partial(shown, subject=subject)
        self._set = self._names_set()
        self._words = {name: split_words(name) for name in self._set}
        self._by_case: dict[str, list[str]] = {}
        for name in self._set:
            self._by_case.setdefault(name.casefold(), []).append(name)
        self._anything = any(access.action is Action.WRITE for access in self._flow.unknown)
        # Scripts that ask for a row of data: names that nothing sets may be its columns.
        self._rows = any(
            access.scope is Scope.DATA for accesses in self._flow.names.values() for access in accesses
        ) or any(access.scope is Scope.DATA for access in self._flow.unknown)
        self._without_environment = bool(subject.file) and subject.environment is None

    def _names_set(self) -> dict[str, None]:
        """All names that are ever set, in the order in which they first are."""
        written = (
            name
            for name, accesses in self._flow.names.items()
            if any(access.action is Action.WRITE for access in accesses)
        )
        return dict.fromkeys((*self._flow.initial, *written, *sorted(self._subject.given)))

    def run(self) -> Iterator[Diagnostic]:
        expected: list[str] = []
        late: list[tuple[str, list[Access], Access]] = []
        for name, accesses in self._flow.names.items():
            if not name.strip() or name.startswith("vault:"):
                continue
            if name in self._set:
                late += self._late_reads(name)
            elif not self._anything:
                yield from self._never_set(name, accesses, expected)
        yield from self._found_late(late, expected)
        yield from self._two_spellings()
        if expected and self._without_environment:
            yield self._not_given(expected)

    # Never set ---------------------------------------------------------------------------------------------------

    def _never_set(self, name: str, accesses: list[Access], expected: list[str]) -> Iterator[Diagnostic]:
        reads = [access for access in accesses if access.action is Action.READ]
        twin = next(iter(self._by_case.get(name.casefold(), ())), None)
        if twin is not None:
            yield from self._places(CASE_MISMATCH, name, reads, *self._other_case(name, twin))
            return
        sure = [access for access in reads if access.sure]
        slip = typing_slip(name, self._words)
        if slip is None and self._without_environment:
            expected += [name] if sure or any(access.scripted for access in reads) else []
        elif not sure or (slip is None and self._rows):
            return
        elif slip is not None or not self._subject.file:
            yield from self._places(UNDEFINED_VARIABLE, name, sure, *self._undefined(name, sure[0]))
        else:
            assert self._subject.environment is not None
            message = f"{self._shown(name)} is missing from environment {self._subject.environment.name!r}"
            advice = self._declared_in_vain(name) or "add it to the environment, or set it in an earlier request"
            yield from self._places(
                MISSING_FROM_ENVIRONMENT, name, sure, f"{message}, and nothing else sets it", advice
            )

    def _undefined(self, name: str, read: Access) -> tuple[str, str]:
        similar = nearest(name, list(self._set))
        advice = self._declared_in_vain(name) or (f"did you mean {self._shown(similar)}?" if similar else "")
        if read.step < 0:
            owner = "environment" if read.holder.name != self._subject.collection.name else "collection"
            message = f"{owner} {read.holder.name!r} reads {self._shown(name)}, which nothing sets"
        else:
            message = f"nothing sets {self._shown(name)}" + (
                f", which {self._shown(read.via)} reads" if read.via else ""
            )
        return message, advice or "capture it in an earlier step, assign it, or declare it in the environment"

    def _declared_in_vain(self, name: str) -> str:
        for step in self._flow.steps:
            for holder in step.holders[1:]:
                declared = (holder.document or {}).get("variable")
                if isinstance(declared, list) and any(isinstance(v, dict) and v.get("key") == name for v in declared):
                    return f"{holder.name!r} declares it, but runs ignore variables of folders and requests"
        return ""

    def _other_case(self, name: str, twin: str) -> tuple[str, str]:
        message = f"nothing sets {self._shown(name)}: {self._shown(twin)} is another variable, because case counts"
        return message, f"did you mean {self._shown(twin)}?"

    # Set too late ------------------------------------------------------------------------------------------------

    def _late_reads(self, name: str) -> Iterator[tuple[str, list[Access], Access]]:
        timeline = self._flow.timeline(name)
        always = bool(timeline.initial) and all(access.action in _KEEPS for access in timeline.accesses)
        if timeline.given or (always and not self._flow.unknown) or not any(access.sure for access in timeline.reads):
            return
        unset = [
            reading.access
            for reading in timeline.readings()
            if reading.access.sure
            and not reading.held
            and reading.access.step >= 0
            and not self._flow.jumps.may_come_late(reading.access.step)
        ]
        if unset:
            yield name, unset, self._reason(timeline, unset[0])

    @staticmethod
    def _reason(timeline: Timeline, read: Access) -> Access:
        """Who sets the variable too late, else who unset it before."""
        later = (access for access in timeline.writes if access.order > read.order)
        before = [access for access in timeline.in_order() if access.order < read.order and access.sure]
        unset = (access for access in reversed(before) if access.action in (Action.UNSET, Action.CLEAR))
        return next(chain(later, unset), read)

    def _found_late(self, late: list[tuple[str, list[Access], Access]], expected: list[str]) -> Iterator[Diagnostic]:
        cleared: set[int] = set()
        for name, unset, reason in sorted(late, key=lambda entry: entry[1][0].order):
            # A collection that relies on an environment may find there what an item renews: a cursor, a token.
            if self._without_environment and expected and reason.step == unset[0].step:
                expected.append(name)
                continue
            if reason.action is Action.CLEAR:
                # All that a scope had is gone at once: that is one defect.
                if reason.order in cleared:
                    continue
                cleared.add(reason.order)
            yield from self._places(READ_BEFORE_SET, name, unset, *self._too_late(name, unset[0], reason))

    def _too_late(self, name: str, read: Access, reason: Access) -> tuple[str, str]:
        item = self._flow.steps[reason.step].item.name
        if reason.order < read.order:
            gone = "cleared its scope" if reason.action is Action.CLEAR else "unset it"
            message = f"{self._shown(name)} is read after {item!r} has {gone}"
            return message, "read it earlier, or set it again before this request"
        if reason.step == read.step:
            return (
                f"{self._shown(name)} is read before anything sets it",
                "this step sets it only after its request is sent: capture it earlier",
            )
        return (
            f"{self._shown(name)} is read before anything sets it",
            f"{item!r} sets it, which runs later: move that step, or capture it earlier",
        )

    # Findings ----------------------------------------------------------------------------------------------------

    def _places(self, rule: Rule, name: str, reads: list[Access], message: str, advice: str) -> Iterator[Diagnostic]:
        """One finding for each step of a workflow, which has its own line; one for a name of a file."""
        firsts = list({access.step: access for access in reversed(reads)}.values())[::-1]
        if not self._subject.file:
            for access in firsts:
                yield rule.found(message, self._flow.place(access), marked=marks(name), advice=advice)
            return
        more = f"; so do {count(len(firsts) - 1, 'other request')}" if len(firsts) > 1 else ""
        yield rule.found(message, self._flow.place(firsts[0]), marked=marks(name), advice=advice + more)

    def _two_spellings(self) -> Iterator[Diagnostic]:
        for first, *others in self._by_case.values():
            for name in others:
                place = self._setting_place(name)
                if place is not None:
                    message = f"{self._shown(name)} and {self._shown(first)} are both set, and differ in case alone"
                    yield TWO_SPELLINGS.found(
                        message, place, marked=marks(name), advice="name them alike if they are one, else apart"
                    )

    def _setting_place(self, name: str) -> Place | None:
        for access in self._flow.timeline(name).writes:
            return self._flow.place(access)
        for initial in self._flow.initial.get(name, ()):
            return initial.holder.place_of(initial.at)
        return None

    def _not_given(self, expected: list[str]) -> Diagnostic:
        names = sorted(dict.fromkeys(expected))
        return ENVIRONMENT_NOT_GIVEN.found(
            f"the collection expects {count(len(names), 'variable')} of an environment: {listed(names)}",
            self._subject.place,
            advice="check it together with its environment, to see whether they are there",
        )
