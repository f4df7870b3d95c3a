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
from pcc.diagnostics import Diagnostic, Level, nearest
from pcc.model.collection import Collection, Event, Item, ItemGroup
from pcc.model.environment import Environment
from pcc.model.request import Auth

__all__ = ["check_undefined"]


def check_undefined(collection: Collection, environment: Environment) -> list[Diagnostic]:
    """Find every step that reads a variable which nothing sets before it, in run order."""
    declared = {variable.key for variable in environment.variables} | {var.key for var in collection.variables}
    known = set(declared)
    first_writer = _first_writers(collection)
    found = [_of_environment(name, environment, declared) for name in environment_reads(environment)]
    for folders, item in collection.walk():
        known.update(event_writes([event for event in _events(collection, folders, item) if event.listen != "test"]))
        for name in dict.fromkeys(_reads(collection, folders, item)):
            if name not in known:
                found.append(_of_step(name, item, first_writer, declared))
        known.update(event_writes(_events(collection, folders, item)))
    return [diagnostic for diagnostic in found if diagnostic is not None]


def _events(collection: Collection, folders: tuple[ItemGroup, ...], item: Item) -> list[Event]:
    return [*_outer_events(collection, folders), *item.events]


def _outer_events(collection: Collection, folders: tuple[ItemGroup, ...]) -> list[Event]:
    return [*collection.events, *(event for folder in folders for event in folder.events)]


def _reads(collection: Collection, folders: tuple[ItemGroup, ...], item: Item) -> Iterator[str]:
    yield from event_reads(_outer_events(collection, folders))
    auth = _auth(collection, folders, item)
    yield from (ref.name for template in auth_templates(auth) for ref in template.references if not ref.dynamic)
    yield from item_reads(item)


def _auth(collection: Collection, folders: tuple[ItemGroup, ...], item: Item) -> Auth | None:
    owners = (item.request.auth, *(folder.auth for folder in reversed(folders)), collection.auth)
    return next((auth for auth in owners if auth is not None), None)


def _first_writers(collection: Collection) -> dict[str, str]:
    writers: dict[str, str] = {}
    for folders, item in collection.walk():
        for name in event_writes(_events(collection, folders, item)):
            writers.setdefault(name, item.name)
    return writers


def _of_environment(name: str, environment: Environment, declared: set[str]) -> Diagnostic | None:
    if name in declared:
        return None
    message = f"environment {environment.name!r} reads <<{name}>>, which nothing sets"
    return Diagnostic("undefined-variable", Level.ERROR, message, advice=_advice(name, sorted(declared)))


def _of_step(name: str, item: Item, writers: dict[str, str], declared: set[str]) -> Diagnostic:
    if name in writers:
        message = f"<<{name}>> is read before anything sets it"
        advice = f"{writers[name]!r} sets it, which runs later: move that step, or capture it earlier"
    else:
        message = f"nothing sets <<{name}>>"
        advice = _advice(name, [*writers, *sorted(declared)])
    return Diagnostic(
        "undefined-variable", Level.ERROR, message, item.origin, item.name, (*reference_texts(name), name), advice
    )


def _advice(name: str, names: list[str]) -> str:
    similar = nearest(name, names)
    if similar:
        return f"did you mean <<{similar}>>?"
    return "capture it in an earlier step, assign it, or declare it in the environment"
