"""The check `undefined-variable`: a variable that is read, and that nothing has set by then."""

from collections.abc import Iterator

from pcc.checks.references import (
    auth_templates,
    environment_reads,
    event_reads,
    event_writes,
    item_reads,
    reference_texts,
)
from pcc.checks.rule import Rule
from pcc.checks.subject import Step, Subject
from pcc.diagnostics import Diagnostic, Level, nearest
from pcc.model.collection import Collection, Event, ItemGroup
from pcc.model.request import Auth

__all__ = ["UNDEFINED_VARIABLE", "check_undefined"]

UNDEFINED_VARIABLE = Rule("undefined-variable", Level.ERROR)


def check_undefined(subject: Subject) -> Iterator[Diagnostic]:
    """Find every step that reads a variable which nothing sets before it, in run order.

    Without an environment, what nothing sets may come from one.
    """
    collection, environment = subject.collection, subject.environment
    variables = (*(environment.variables if environment else ()), *collection.variables)
    declared = {*(variable.key for variable in variables), *subject.given}
    known = set(declared)
    first_writer = _first_writers(collection)
    for name in environment_reads(environment) if environment else ():
        if name not in declared:
            yield _of_environment(name, subject, declared)
    for step in subject.steps():
        item, folders = step.item, tuple(folder for folder, _ in step.folders)
        events = [*_outer_events(collection, folders), *item.events]
        known.update(event_writes([event for event in events if event.listen != "test"]))
        for name in dict.fromkeys(_reads(collection, folders, step)):
            if name not in known and (environment or name in first_writer):
                yield _of_step(name, step, first_writer, declared)
        known.update(event_writes(events))


def _outer_events(collection: Collection, folders: tuple[ItemGroup, ...]) -> list[Event]:
    return [*collection.events, *(event for folder in folders for event in folder.events)]


def _reads(collection: Collection, folders: tuple[ItemGroup, ...], step: Step) -> Iterator[str]:
    yield from event_reads(_outer_events(collection, folders))
    auth = _auth(collection, folders, step)
    yield from (ref.name for template in auth_templates(auth) for ref in template.references if not ref.dynamic)
    yield from item_reads(step.item)


def _auth(collection: Collection, folders: tuple[ItemGroup, ...], step: Step) -> Auth | None:
    owners = (step.item.request.auth, *(folder.auth for folder in reversed(folders)), collection.auth)
    return next((auth for auth in owners if auth is not None), None)


def _first_writers(collection: Collection) -> dict[str, str]:
    writers: dict[str, str] = {}
    for folders, item in collection.walk():
        for name in event_writes([*_outer_events(collection, folders), *item.events]):
            writers.setdefault(name, item.name)
    return writers


def _of_environment(name: str, subject: Subject, declared: set[str]) -> Diagnostic:
    assert subject.environment is not None
    message = f"environment {subject.environment.name!r} reads <<{name}>>, which nothing sets"
    return UNDEFINED_VARIABLE.found(
        message, subject.environment_place, marked=reference_texts(name), advice=_advice(name, sorted(declared))
    )


def _of_step(name: str, step: Step, writers: dict[str, str], declared: set[str]) -> Diagnostic:
    if name in writers:
        message = f"<<{name}>> is read before anything sets it"
        advice = f"{writers[name]!r} sets it, which runs later: move that step, or capture it earlier"
    else:
        message = f"nothing sets <<{name}>>"
        advice = _advice(name, [*writers, *sorted(declared)])
    return UNDEFINED_VARIABLE.found(message, step.place, marked=(*reference_texts(name), name), advice=advice)


def _advice(name: str, names: list[str]) -> str:
    similar = nearest(name, names)
    if similar:
        return f"did you mean <<{similar}>>?"
    return "capture it in an earlier step, assign it, or declare it in the environment"
