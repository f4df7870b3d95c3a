"""Which variables the scripts of a holder read, set and unset."""

from collections.abc import Iterator

from pcc.checks.flow.access import Access, Cause, Phase
from pcc.checks.flow.holders import Holder, Script
from pcc.javascript import Action, Scope, VariableAccess, read_facts
from pcc.model.collection import PREREQUEST, TEST
from pcc.model.statement import Assertion, Assignment, Capture, Comparison, RawScript, Statement, Text, VariableValue
from pcc.model.template import Template

__all__ = ["event_accesses", "is_opaque"]

_PHASES = {PREREQUEST: Phase.PREREQUEST, TEST: Phase.TEST}
# Code that comes from elsewhere, or runs elsewhere: nobody can tell from here what it does to variables.
_ELSEWHERE = ("eval(", "Function(", "pm.require(", "runRequest(")


def is_opaque(script: Script) -> bool:
    """Whether a script may do more than its text says: it runs other code, or does not parse."""
    return bool(script.facts.errors) or any(call in script.text for call in _ELSEWHERE)


def event_accesses(holder: Holder) -> tuple[Access, ...]:
    """Return the accesses of all enabled events in order; their step and order are not known yet."""
    return tuple(_accesses(holder))


def _accesses(holder: Holder) -> Iterator[Access]:
    for index, event in enumerate(holder.events):
        phase = _PHASES.get(event.listen)
        if phase is None or event.disabled:
            continue
        for at, statement in enumerate(event.statements):
            for action, scope, name, sure, cause, line in _of_statement(statement):
                yield Access(action, scope, name, 0, 0, phase, sure, cause, holder, ("event", index), at, line)
    for script in holder.scripts:
        if is_opaque(script) and script.listen in _PHASES:
            yield from _anything(holder, script)


_Use = tuple[Action, Scope, str | None, bool, Cause, int]


def _of_statement(statement: Statement) -> Iterator[_Use]:
    if isinstance(statement, Assertion):
        # Most statements are assertions that read nothing.
        yield from _of_operand(statement)
        return
    match statement:
        case Assignment(name, value):
            for read in _names(value):
                yield Action.READ, Scope.LOCAL, read, True, statement, 0
            yield Action.WRITE, Scope.ENVIRONMENT, name, True, statement, 0
        case Capture(name):
            # Finding nothing is a failed test, and unsets: what is read later is then a consequence, no cause.
            yield Action.WRITE, Scope.ENVIRONMENT, name, True, statement, 0
        case RawScript(text):
            for access in read_facts(text).accesses:
                sure = access.sure and access.action is not Action.READ
                yield access.action, access.scope, access.name, sure, access, access.line


def _of_operand(assertion: Assertion) -> Iterator[_Use]:
    operand = assertion.predicate.operand if isinstance(assertion.predicate, Comparison) else None
    if isinstance(operand, VariableValue):
        yield Action.READ, Scope.LOCAL, operand.name, True, assertion, 0
    elif isinstance(operand, Text):
        for read in _names(operand.template):
            yield Action.READ, Scope.LOCAL, read, True, assertion, 0


def _names(template: Template) -> Iterator[str]:
    return (reference.name for reference in template.references if not reference.dynamic)


def _anything(holder: Holder, script: Script) -> Iterator[Access]:
    for action in (Action.READ, Action.WRITE):
        cause = VariableAccess(Scope.ENVIRONMENT, action, None, 0, 0, "", sure=False)
        at = ("event", script.event)
        phase = _PHASES[script.listen]
        yield Access(action, Scope.ENVIRONMENT, None, 0, 0, phase, False, cause, holder, at, script.statement)
