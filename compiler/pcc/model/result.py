"""What a run gives back, as data. Reporters read it; nothing prints from inside a run."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pcc.model.json import JsonValue
from pcc.model.ports import HttpRequest, HttpResponse

__all__ = [
    "AssertionResult",
    "AssignmentResult",
    "CaptureResult",
    "ConsoleMessage",
    "Exchange",
    "ItemResult",
    "IterationResult",
    "RunResult",
    "ScriptResult",
]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response: one hop of a redirect chain. `error` says why there is no response.

    `started` is when it was sent, in seconds since the epoch, or 0 where nobody looked.
    """

    request: HttpRequest
    response: HttpResponse | None
    error: str | None = None
    started: float = 0.0


@dataclass(frozen=True, slots=True)
class AssignmentResult:
    """A variable that was set before sending."""

    name: str
    value: JsonValue
    secret: bool = False


@dataclass(frozen=True, slots=True)
class AssertionResult:
    """A test's name and, when it failed, why; a skipped one (`pm.test.skip`) neither held nor failed."""

    name: str
    error: str | None = None
    skipped: bool = False

    @property
    def passed(self) -> bool:
        """Whether it held."""
        return self.error is None


@dataclass(frozen=True, slots=True)
class CaptureResult:
    """A variable that was taken from a response; `error` says why it could not be."""

    name: str
    value: JsonValue
    secret: bool = False
    error: str | None = None


@dataclass(frozen=True, slots=True)
class ConsoleMessage:
    """What a script wrote to its console; `level` is log, info, warn, error, debug or clear."""

    level: str
    text: str


@dataclass(frozen=True, slots=True)
class ScriptResult:
    """What one script did, in order; `error` is an exception of the script itself.

    `requests` are those that it sent itself (`pm.sendRequest`).
    """

    listen: str
    assignments: tuple[AssignmentResult, ...] = ()
    assertions: tuple[AssertionResult, ...] = ()
    captures: tuple[CaptureResult, ...] = ()
    error: str | None = None
    console: tuple[ConsoleMessage, ...] = ()
    requests: tuple[Exchange, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether it reached its end and every test held."""
        return self.error is None and all(test.passed for test in self.assertions)


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One item, run once: its exchanges (one per redirect hop) and its scripts.

    `not_run` counts the tests that did not run, because no response came. `skipped`: a script kept the request from
    being sent (`pm.execution.skipRequest`).
    """

    name: str
    id: str
    path: tuple[str, ...]
    exchanges: tuple[Exchange, ...]
    scripts: tuple[ScriptResult, ...]
    error: str | None = None
    unresolved: tuple[str, ...] = ()
    not_run: int = 0
    skipped: bool = False

    @property
    def response(self) -> HttpResponse | None:
        """The last response, if any came."""
        return self.exchanges[-1].response if self.exchanges else None

    @property
    def assertions(self) -> tuple[AssertionResult, ...]:
        """All tests of the item: assertions, and captures that found nothing."""
        return tuple(assertion for script in self.scripts for assertion in script.assertions)

    @property
    def captures(self) -> tuple[CaptureResult, ...]:
        """All captures of the item."""
        return tuple(capture for script in self.scripts for capture in script.captures)

    @property
    def failures(self) -> tuple[str, ...]:
        """Every reason why the item is not green: one line each."""
        errors = [self.error] if self.error else []
        errors += [script.error for script in self.scripts if script.error]
        return (*errors, *(f"{test.name}: {test.error}" for test in self.assertions if not test.passed))

    @property
    def passed(self) -> bool:
        """Whether a response came and everything held."""
        if self.error or any(script.error for script in self.scripts):
            return False
        return all(test.error is None for script in self.scripts for test in script.assertions)


@dataclass(frozen=True, slots=True)
class IterationResult:
    """One pass over the collection; `index` counts from 0."""

    index: int
    items: tuple[ItemResult, ...]


@dataclass(frozen=True, slots=True)
class RunResult:
    """A whole run. The scopes hold the final values; `aborted` says why it ended early, if it did.

    `iterations` may be read from a file while they are looked at, or be left out, as the options of the run say.
    `failed` counts the items that did not pass, of all iterations; where it is None, `iterations` has them all.
    """

    collection: str
    target: str
    iterations: Sequence[IterationResult]
    environment: dict[str, JsonValue]
    secrets: frozenset[str] = frozenset()
    aborted: str | None = None
    globals: dict[str, JsonValue] = field(default_factory=dict)
    collection_variables: dict[str, JsonValue] = field(default_factory=dict)
    failed: int | None = None

    @property
    def items(self) -> tuple[ItemResult, ...]:
        """All item results, over all iterations."""
        return tuple(item for iteration in self.iterations for item in iteration.items)

    @property
    def passed(self) -> bool:
        """Whether every item passed and the run reached its end."""
        if self.aborted is not None:
            return False
        if self.failed is not None:
            return not self.failed
        return all(item.passed for iteration in self.iterations for item in iteration.items)
