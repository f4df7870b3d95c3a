"""What a run came to, in one form for both engines."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pcc.model.json import JsonValue
from pcc.model.result import ItemResult, RunResult
from pcc.values import to_text

__all__ = ["ItemOutcome", "Outcome", "exact", "outcome_of", "variables_of"]


@dataclass(frozen=True)
class ItemOutcome:
    """An item that ran. `environment` is what it left behind, values in the notation of `exact`.

    `skipped` are those of its tests that were skipped.
    """

    name: str
    iteration: int
    code: int | None
    assertions: tuple[tuple[str, str | None], ...]
    errors: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()

    @property
    def failures(self) -> tuple[tuple[str, str], ...]:
        """Name and message of the tests that failed."""
        return tuple((name, error) for name, error in self.assertions if error is not None)


@dataclass(frozen=True)
class Outcome:
    """A whole run, with what its scopes hold in the end and what its scripts wrote to the console.

    `passed` is what the runner itself says, by its exit code; `green` is what is seen.
    """

    items: tuple[ItemOutcome, ...]
    environment: Mapping[str, str]
    globals: Mapping[str, str] = field(default_factory=dict)
    collection: Mapping[str, str] = field(default_factory=dict)
    console: tuple[tuple[str, str], ...] = ()
    passed: bool | None = None

    @property
    def green(self) -> bool:
        """Whether nothing went wrong."""
        return not any(item.errors or item.failures for item in self.items)

    @property
    def failures(self) -> list[tuple[str, str, str]]:
        """Item, test and message of everything that failed, in order."""
        return [(item.name, name, error) for item in self.items for name, error in item.failures]

    @property
    def tests(self) -> list[tuple[str, list[str]]]:
        """The items in the order in which they ran, each with the names of its tests."""
        return [(item.name, [name for name, _ in item.assertions]) for item in self.items]


def exact(value: JsonValue) -> str:
    """Write a value so that nothing of it is lost: like JSON, but with -0 and Infinity, keys in order.

    `run_newman.js` has the twin.
    """
    if isinstance(value, str):
        # JSON.stringify escapes a lone surrogate and leaves all else that is not a control character.
        text = json.dumps(value, ensure_ascii=False)
        return "".join(f"\\u{ord(mark):04x}" if "\ud800" <= mark <= "\udfff" else mark for mark in text)
    if isinstance(value, float) and value == 0 and math.copysign(1, value) < 0:
        return "-0"
    if isinstance(value, list):
        return f"[{','.join(map(exact, value))}]"
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be", "surrogatepass"))
        return f"{{{','.join(f'{exact(key)}:{exact(item)}' for key, item in members)}}}"
    return to_text(value)


def outcome_of(run: RunResult, environment: Mapping[str, JsonValue]) -> Outcome:
    """Return the outcome of a replay that began with this environment."""
    said = (message for item in run.items for script in item.scripts for message in script.console)
    return Outcome(
        tuple(_items(run, environment)),
        _exact(run.environment),
        _exact(run.globals),
        _exact(run.collection_variables),
        tuple((message.level, message.text) for message in said),
        passed=run.passed,
    )


def _items(run: RunResult, environment: Mapping[str, JsonValue]) -> Iterator[ItemOutcome]:
    variables = dict(environment)
    for iteration in run.iterations:
        for item in iteration.items:
            _follow(item, variables)
            yield ItemOutcome(
                item.name,
                iteration.index,
                item.response.status if item.response else None,
                tuple((test.name, test.error) for test in item.assertions),
                tuple(_errors(item)),
                _exact(variables),
                tuple(test.name for test in item.assertions if test.skipped),
            )


def _errors(item: ItemResult) -> Iterator[str]:
    yield from (error for error in (item.error, *(script.error for script in item.scripts)) if error)


def _follow(item: ItemResult, variables: dict[str, JsonValue]) -> None:
    for script in item.scripts:
        variables.update((done.name, done.value) for done in script.assignments)
        for capture in script.captures:
            variables.pop(capture.name, None)
            if capture.error is None:
                variables[capture.name] = capture.value


def _exact(variables: Mapping[str, JsonValue]) -> dict[str, str]:
    return {name: exact(value) for name, value in variables.items()}


def variables_of(environment: Path, changes: Iterable[tuple[str, str]] = ()) -> dict[str, JsonValue]:
    """Return the values in an environment file."""
    document = json.loads(environment.read_text(encoding="utf-8"))
    return {**{entry["key"]: entry["value"] for entry in document["values"]}, **dict(changes)}
