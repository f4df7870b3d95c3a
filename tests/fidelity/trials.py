"""Trials: statements against one exchange, run by both engines out of one file, and everything in which they differ."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

import pcc
from fidelity.newman_driver import Newman, NewmanJob
from fidelity.outcomes import ItemOutcome, Outcome, outcome_of
from fidelity.recording import Reply, record_requests
from fidelity.simulated import normalise
from pcc.model.collection import PREREQUEST, TEST, Collection, Event, Item, Settings
from pcc.model.json import JsonValue
from pcc.model.request import Body, Header, QueryParam, Request, Url
from pcc.model.statement import Assignment, Statement
from pcc.model.template import Template
from pcc.postman import write_collection

__all__ = ["Trial", "build_item", "find_differences", "masked"]


@dataclass(frozen=True)
class Trial:
    """One item: what is asked, what is answered, what its script says. Assignments run before, all else after."""

    name: str
    statements: Sequence[Statement]
    reply: Reply = field(default_factory=Reply)
    method: str = "GET"
    query: tuple[QueryParam, ...] = ()
    headers: tuple[Header, ...] = ()
    body: Body | None = None


def find_differences(
    trials: Sequence[Trial], newman: Newman, folder: Path, variables: Mapping[str, JsonValue] | None = None
) -> list[str]:
    """Run the trials in order in one collection, with both engines, and say in what they differ."""
    paths = [f"/{index}/" for index in range(len(trials))]
    collection, environment = folder / "trials.json", folder / "environment.json"
    environment.write_text(_environment(variables or {}), encoding="utf-8")
    with record_requests({path: trial.reply for path, trial in zip(paths, trials, strict=True)}) as recorder:
        items = [build_item(trial, recorder.base_url + path) for path, trial in zip(paths, trials, strict=True)]
        collection.write_text(write_collection(Collection("Trials", tuple(items))), encoding="utf-8")
        (judged,) = newman.run(NewmanJob(collection, environment))
        (run,) = pcc.replay(collection, environment=environment).runs
    return list(_differences(judged, outcome_of(run, variables or {})))


def _environment(variables: Mapping[str, JsonValue]) -> str:
    values = [{"key": key, "value": value, "type": "any", "enabled": True} for key, value in variables.items()]
    return json.dumps({"name": "Trials", "values": values})


def build_item(trial: Trial, url: str) -> Item:
    """Return the item of a trial."""
    before = tuple(statement for statement in trial.statements if isinstance(statement, Assignment))
    after = tuple(statement for statement in trial.statements if not isinstance(statement, Assignment))
    return Item(
        trial.name,
        Request(trial.method, Url(Template.of(url), trial.query), trial.headers, trial.body),
        tuple(Event(listen, found) for listen, found in ((PREREQUEST, before), (TEST, after)) if found),
        Settings(follow_redirects=False),
    )


def _differences(judged: Outcome, replayed: Outcome) -> Iterator[str]:
    known: set[str] = set()
    if judged.console or replayed.console:
        yield f"the console has {judged.console} in Newman, {replayed.console} in pcc"
    for expected, found in zip(judged.items, replayed.items, strict=True):
        where = f"{expected.name!r}"
        if expected.errors or found.errors or expected.code != found.code:
            yield f"{where}: Newman {expected.code} {expected.errors}, pcc {found.code} {found.errors}"
        yield from (f"{where}: {difference}" for difference in _different_tests(expected, found))
        different = set(_different_variables(expected.environment, found.environment))
        # A variable that differs does so in all later items: it is told once.
        for name in sorted(different - known):
            theirs, ours = expected.environment.get(name), found.environment.get(name)
            yield f"{where}: variable {name!r} is {theirs} in Newman, {ours} in pcc"
        known = different
    for name in _different_variables(judged.environment, judged.items[-1].environment):
        yield f"Newman ended with another {name!r} than its last script"
    for name in _different_variables(replayed.environment, replayed.items[-1].environment):
        yield f"pcc ended with another {name!r} than its last script"


def _different_tests(expected: ItemOutcome, found: ItemOutcome) -> Iterator[str]:
    for theirs, ours in zip_longest(expected.assertions, found.assertions):
        if masked(theirs) != masked(ours):
            yield f"Newman {theirs}, pcc {ours}"


def masked(test: tuple[str, str | None] | None) -> tuple[str, str | None] | None:
    """Return a test without what differs from run to run."""
    if test is None or test[1] is None:
        return test
    message = normalise(test[1])
    # No two answers take equally long.
    return test[0], re.sub(r"[0-9]+", "<ms>", message) if "response time" in test[0] else message


def _different_variables(expected: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    for name in expected.keys() | found.keys():
        theirs, ours = expected.get(name), found.get(name)
        if theirs is None or ours is None or normalise(theirs) != normalise(ours):
            yield name
