"""Variables that are set for nothing: never read, overwritten first, or declared and not used."""

from collections.abc import Iterator
from itertools import pairwise

from pcc.checks.flow import Access, Flow, Phase, flow_of
from pcc.checks.rule import Rule
from pcc.checks.subject import Subject
from pcc.checks.texts import marks, shown
from pcc.checks.words import is_credential
from pcc.diagnostics import Diagnostic, Level
from pcc.javascript import Action, Scope, VariableAccess
from pcc.model.statement import Assignment

__all__ = ["NEVER_READ", "OVERWRITTEN_VARIABLE", "UNUSED_IN_ENVIRONMENT", "check_overwritten", "check_unused"]

NEVER_READ = Rule("never-read", Level.NOTE)
UNUSED_IN_ENVIRONMENT = Rule("unused-in-environment", Level.NOTE)
OVERWRITTEN_VARIABLE = Rule("overwritten-variable", Level.WARNING)

# What a script sets a variable to in order to begin: not a value that anybody would miss.
_RESETS = ('""', "''", "``", "null", "undefined", "0", "1", "false", "true", "[]", "{}", "'[]'", '"[]"', "'{}'", '"{}"')


def check_unused(subject: Subject) -> Iterator[Diagnostic]:
    """Find variables that nothing reads: those that the run sets, and those of a collection or an environment file.

    Silent where a script reads names that it computes, because it may read any. A name that stands in a disabled text
    or in a string of a script counts as read. Variables of a workflow's environment are shared, and exempt.
    """
    flow = flow_of(subject)
    if any(access.action is Action.READ for access in flow.unknown):
        return
    for name in dict.fromkeys((*flow.initial, *flow.names)):
        timeline = flow.timeline(name)
        if timeline.reads or name in flow.mentioned or not name:
            continue
        if timeline.writes:
            first = timeline.writes[0]
            yield NEVER_READ.found(
                f"{shown(name, subject)} is set and never read",
                flow.place(first),
                marked=(name,),
                advice="leave it out, if no reader needs it",
            )
        else:
            yield from _unused_value(flow, name)


def _unused_value(flow: Flow, name: str) -> Iterator[Diagnostic]:
    subject = flow.subject
    for initial in flow.initial.get(name, ()):
        place = initial.holder.place_of(initial.at)
        if initial.scope is Scope.COLLECTION:
            message = f"{shown(name, subject)} is a variable of the collection that nothing reads"
            yield NEVER_READ.found(message, place, marked=(name,), advice="leave it out, or read it")
        elif subject.environment_file:
            message = f"nothing in {subject.collection.name!r} reads {shown(name, subject)} of the environment"
            yield UNUSED_IN_ENVIRONMENT.found(
                message, place, marked=(name,), advice="leave it out, unless others read it"
            )


def check_overwritten(subject: Subject) -> Iterator[Diagnostic]:
    """Find values that are lost: one item sets a variable, and another one sets it again before anything reads it.

    Exempt are declared values (defaults), scripts of folders and of the collection (they run again for every item),
    resets (`""`, `null`, 0), credentials (who signs on twice means to), branches and callbacks, and what jumps or
    computed names leave open.
    """
    flow = flow_of(subject)
    computed = [access.order for access in flow.unknown if access.action is Action.READ]
    for name, accesses in flow.names.items():
        if len(accesses) < 2 or name in flow.mentioned or is_credential(name):
            continue
        for first, second in pairwise(accesses):
            if _loses(flow, first, second) and not any(first.order < order < second.order for order in computed):
                yield _overwritten(flow, name, first, second)
                break


def _loses(flow: Flow, first: Access, second: Access) -> bool:
    """Whether the value of the first write is gone with the second."""
    both_write = first.action is second.action is Action.WRITE
    if not (both_write and first.sure and second.sure and first.scope is second.scope):
        return False
    own = all(access.holder is flow.steps[access.step].holder for access in (first, second))
    same_script = (first.step, first.phase, first.scripted) == (second.step, second.phase, True)
    return own and not same_script and not _resets(first) and not flow.jumps.within(first.step, second.step)


def _resets(access: Access) -> bool:
    match access.cause:
        case VariableAccess(text=text):
            return text.rstrip("; ").removesuffix(")").rstrip().endswith(_RESETS)
        case Assignment(_, value):
            return not value
    return False


def _overwritten(flow: Flow, name: str, first: Access, second: Access) -> Diagnostic:
    before, after = (flow.steps[access.step].item.name for access in (first, second))
    again = "the same step" if first.step == second.step else repr(after)
    when = "before it is sent" if second.phase is Phase.PREREQUEST else "after its response"
    return OVERWRITTEN_VARIABLE.found(
        f"{shown(name, flow.subject)} is set in {before!r}, and {again} sets it again before anything reads it",
        flow.place(first),
        marked=marks(name)[::-1],
        advice=f"give one of them another name, or leave this one out ({again} sets it {when})",
    )
