"""The variables of a page against those of a workflow."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from pcc.claims.address import segment_variable
from pcc.claims.align import Pair
from pcc.claims.claim import Claims, Span, VariableUse
from pcc.claims.facts import Facts
from pcc.claims.finding import Finding
from pcc.claims.hold_requests import HeldList
from pcc.claims.words import split_words, stem
from pcc.diagnostics import nearest

__all__ = ["hold_variables"]

_ID = re.compile(r"[_-]?(?:ids?|uuid)$", re.IGNORECASE)
_VARIABLE = re.compile(r"\{\{([^{}]*)\}\}")


def hold_variables(claims: Claims, lists: list[HeldList], facts: Facts) -> list[Finding]:
    """Find variables that the workflow does not know, or uses elsewhere.

    In paths that fit, a variable is held against the one at its place; elsewhere it must be one of the workflow's.
    Paths that do not fit are a finding of their own.
    """
    return _Audit(claims, facts).run(lists)


@dataclass
class _Audit:
    claims: Claims
    facts: Facts
    found: list[Finding] = field(default_factory=list)
    generic: dict[str, tuple[VariableUse, str]] = field(default_factory=dict)
    reported: set[tuple[str, str]] = field(default_factory=set)

    def run(self, lists: list[HeldList]) -> list[Finding]:
        self.kinds = _kinds(self.facts)
        self.used = {use.name for use in self.claims.variables}
        for pair in (one.pair for held in lists for one in held.held if not one.pair.differs):
            for name, actual, kind in _places(pair):
                use = self._use(name, pair.claim.path_span)
                if use and name != actual:
                    self._judge(use, actual, kind, pair.step.name)
        paths = sorted(claim.path_span for requests in self.claims.lists for claim in requests.claims)
        for use in self.claims.variables:
            index = bisect_right(paths, (use.span[0], 2**62)) - 1
            if index < 0 or use.span[0] >= paths[index][1]:
                self._judge_elsewhere(use)
        return [*self.found, *self._note()]

    def _use(self, name: str, span: Span) -> VariableUse | None:
        first = bisect_left(self.claims.variables, span[0], key=_start)
        last = bisect_left(self.claims.variables, span[1], key=_start)
        return next((use for use in self.claims.variables[first:last] if use.name == name), None)

    def _judge(self, use: VariableUse, actual: str, kind: str, step: str) -> None:
        """A variable in a path that fits, against what the request has at its place."""
        expected = segment_variable(actual) or actual
        if use.name == expected:
            return
        same_kind = _is_generic(use.name, kind) or expected in self.kinds.get(use.name, ())
        if use.name.lower() == expected.lower():
            self._add("variable-case", use, step, "two names that differ in case are two variables", actual)
        elif use.name in self.facts.variables:
            self._add("wrong-variable", use, step, f"{step} has another variable here", actual)
        elif same_kind and segment_variable(actual):
            self._add_generic(use, expected, step)
        else:
            self._unknown(use, step, actual)

    def _judge_elsewhere(self, use: VariableUse) -> None:
        if use.name in self.facts.variables or use.name.startswith("$"):
            return
        concrete = next(iter(self.kinds.get(use.name, ())), None) or self._of_kind(use.name)
        if use.name.lower() in self.facts.by_lower:
            actual = f"{{{{{self.facts.by_lower[use.name.lower()]}}}}}"
            self._add("variable-case", use, "", "two names that differ in case are two variables", actual)
        elif concrete:
            self._add_generic(use, concrete, "")
        else:
            self._unknown(use, "", "")

    def _of_kind(self, name: str) -> str | None:
        fitting = [concrete for kind, names in self.kinds.items() if _is_generic(name, kind) for concrete in names]
        return next(iter(fitting), None)

    def _add_generic(self, use: VariableUse, concrete: str, step: str) -> None:
        if concrete in self.used:
            said = "a generic name, where the page itself has a concrete one for the same thing"
            self._add("mixed-names", use, step, said, f"{{{{{concrete}}}}}")
        else:
            self.generic.setdefault(use.name, (use, concrete))

    def _unknown(self, use: VariableUse, step: str, actual: str) -> None:
        if not actual:
            similar = nearest(use.name, sorted(self.facts.variables))
            actual = f"{{{{{similar}}}}}" if similar else ""
        self._add("unknown-variable", use, step, f"nothing in the workflow sets {{{{{use.name}}}}}", actual)

    def _add(self, kind: str, use: VariableUse, step: str, message: str, actual: str) -> None:
        if (use.name, step) in self.reported:
            return
        self.reported.add((use.name, step))
        advice = f"write {actual}" if actual else "take it out, or name a variable of the workflow"
        place, claimed = self.claims.place(use.span), f"{{{{{use.name}}}}}"
        self.found.append(Finding(kind, message, place, step, claimed, actual or "no such variable", advice))

    def _note(self) -> Iterator[Finding]:
        if self.generic:
            uses = list(self.generic.values())
            said = ", ".join(f"{{{{{use.name}}}}}" for use, _ in uses)
            actual = ", ".join(f"{{{{{concrete}}}}}" for _, concrete in uses)
            message = f"generic names, which nothing sets: {said}"
            place = self.claims.place(uses[0][0].span)
            yield Finding("generic-names", message, place, "", said, actual, f"the workflow has {actual}")


def _start(use: VariableUse) -> int:
    return use.span[0]


def _places(pair: Pair) -> Iterator[tuple[str, str, str]]:
    """Every variable of a claimed address, with what the request has at its place, and the literal before it."""
    claimed, step = pair.address, pair.step.address
    host = segment_variable(claimed.host)
    if host and segment_variable(step.host):
        yield host, step.host, ""
    actual = step.segments if len(claimed.segments) == len(step.segments) else (*pair.step.prefix, *step.segments)
    for index, (left, right) in enumerate(zip(claimed.segments, actual, strict=False)):
        before = actual[index - 1] if index else ""
        for name, part in _matched(left, right):
            yield name, part, before
    sent = dict(step.query)
    for key, value in claimed.query:
        for name, part in _matched(value or "", sent.get(key) or ""):
            yield name, part, ""


def _matched(left: str, right: str) -> Iterator[tuple[str, str]]:
    names = _VARIABLE.findall(left)
    parts = _VARIABLE.findall(right)
    if len(names) == len(parts):
        yield from ((name, f"{{{{{part}}}}}") for name, part in zip(names, parts, strict=True))
    elif segment_variable(left) and right:
        yield names[0], right


def _kinds(facts: Facts) -> dict[str, list[str]]:
    """The variables of the workflow's paths by the literal that they follow: `users` has `appUserID`."""
    found: dict[str, list[str]] = {}
    for step in facts.steps:
        for before, segment in zip(step.address.segments, step.address.segments[1:], strict=False):
            name = segment_variable(segment)
            if name and "{" not in before and name not in found.setdefault(before, []):
                found[before].append(name)
    return found


def _is_generic(name: str, kind: str) -> bool:
    """Return whether a name says no more than what kind of thing it is: `appID` or `id` of `applications`."""
    bare = _ID.sub("", name).lower()
    singular = "".join([*(words := split_words(kind))[:-1], *(stem(word) for word in words[-1:])])
    return not bare or (len(bare) >= 3 and bool(kind) and (singular.startswith(bare) or singular.endswith(bare)))
