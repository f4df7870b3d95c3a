"""The check `shadowed-variable`: a value that is set, and that a nearer scope hides from those who read it.

Postman looks for `{{name}}` in local, data, environment, collection and global variables, and takes the first. A script
that sets a collection variable while the environment has one of that name sets it for nobody. What is certain: the
nearer scope holds an older value for sure, from another item or from a file, when a later item reads the name. A
collection variable as a default of an environment's is no such case: nothing sets it. Exempt is a name that
a script also reads from the farther scope itself (`pm.collectionVariables.get`).
"""

from collections.abc import Iterator

from pcc.checks.flow import NEAREST_FIRST, Access, Flow, Held, Reading, flow_of
from pcc.checks.rule import Rule
from pcc.checks.subject import Subject
from pcc.checks.texts import marks, shown
from pcc.diagnostics import Diagnostic, Level
from pcc.javascript import Action, Scope

__all__ = ["SHADOWED_VARIABLE", "check_shadowed"]

SHADOWED_VARIABLE = Rule("shadowed-variable", Level.WARNING)


def check_shadowed(subject: Subject) -> Iterator[Diagnostic]:
    """Find writes to a scope that a nearer one hides from every later read."""
    flow = flow_of(subject)
    for name in sorted(flow.written):
        accesses = flow.names[name]
        scopes = {access.scope for access in accesses if access.action is Action.WRITE}
        if len(scopes.union(initial.scope for initial in flow.initial.get(name, ()))) > 1:
            found = next(_hidden(flow, name, accesses), None)
            if found is not None:
                yield found


def _hidden(flow: Flow, name: str, accesses: list[Access]) -> Iterator[Diagnostic]:
    own = {access.scope for access in accesses if access.action is Action.READ}
    for reading in flow.timeline(name).readings():
        if reading.access.scope is not Scope.LOCAL or not reading.access.sure:
            continue
        nearest = next((scope for scope in NEAREST_FIRST if scope in reading.held), None)
        if nearest is None or reading.held[nearest] is Held.MAYBE:
            continue
        for write in _behind(reading, nearest, own):
            yield _found(flow, name, write, nearest)


def _behind(reading: Reading, nearest: Scope, own: set[Scope]) -> Iterator[Access]:
    """Writes to farther scopes that are newer than what the nearest one holds, and come from another script."""
    holding = reading.written.get(nearest)
    for scope in NEAREST_FIRST[NEAREST_FIRST.index(nearest) + 1 :]:
        write = reading.written.get(scope)
        if write is not None and write.name is not None and write.sure and scope not in own:
            older = holding is None or (
                holding.order < write.order and (holding.step, holding.phase) != (write.step, write.phase)
            )
            if older:
                yield write


def _found(flow: Flow, name: str, write: Access, nearest: Scope) -> Diagnostic:
    subject = flow.subject
    return SHADOWED_VARIABLE.found(
        f"this sets {shown(name, subject)} in the {_CALLED[write.scope]}, but {_HOLDS[nearest]} of that name, which "
        "is what a request reads",
        flow.place(write),
        marked=marks(name)[::-1],
        advice="set it in that scope, or give the two different names",
    )


_CALLED = {
    Scope.LOCAL: "local variables",
    Scope.DATA: "row of data",
    Scope.ENVIRONMENT: "environment",
    Scope.COLLECTION: "collection variables",
    Scope.GLOBALS: "globals",
}
_HOLDS = {
    Scope.LOCAL: "a script has set a local variable",
    Scope.DATA: "the row of data has a column",
    Scope.ENVIRONMENT: "the environment has a variable",
    Scope.COLLECTION: "the collection has a variable",
    Scope.GLOBALS: "the globals have a variable",
}
