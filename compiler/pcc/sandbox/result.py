"""What a script did, as data: assertions, console, variables, control flow, errors."""

from dataclasses import dataclass, field

from pcc.model.json import JsonObject, JsonValue
from pcc.model.ports import HttpResponse
from pcc.model.result import ConsoleMessage

__all__ = [
    "NextRequest",
    "SandboxAssertion",
    "SandboxResult",
    "ScopeChange",
    "ScopeResult",
    "ScriptError",
    "SubRequest",
]


@dataclass(frozen=True, slots=True)
class ScriptError:
    """What was thrown: its name (`TypeError`; empty when it was no Error), message, and line in the script from 1."""

    name: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        said = f"{self.name}: {self.message}" if self.name else self.message
        return f"{said} (line {self.line})" if self.line else said


@dataclass(frozen=True, slots=True)
class SandboxAssertion:
    """One test: `pm.test`, or an entry of the legacy `tests`. A skipped one has passed."""

    name: str
    passed: bool
    skipped: bool
    error: ScriptError | None
    index: int
    asynchronous: bool = False


@dataclass(frozen=True, slots=True)
class ScopeChange:
    """A variable that a script set, or unset (`value` is None then)."""

    key: str
    value: JsonValue = None
    unset: bool = False


@dataclass(frozen=True, slots=True)
class ScopeResult:
    """A scope after a script: all its values, and what the script changed; of several changes of a key the last."""

    values: dict[str, JsonValue] = field(default_factory=dict)
    changes: tuple[ScopeChange, ...] = ()


@dataclass(frozen=True, slots=True)
class NextRequest:
    """What `setNextRequest` was given last: a name or an id; None ends the iteration."""

    target: str | None


@dataclass(frozen=True, slots=True)
class SubRequest:
    """A request of `pm.sendRequest`, as Postman writes requests, and its response or why there was none."""

    request: JsonObject
    response: HttpResponse | None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class SandboxResult:
    """What one script did.

    `errors` are all errors of the script in order: the one that ended it, others of its timers and promises. After a
    script that did not reach its end (`finished` is false) the scopes are None: its changes of variables are lost.
    `request` is `pm.request` as the script left it. `elapsed_ms` is the script's own time, without its requests.
    """

    assertions: tuple[SandboxAssertion, ...] = ()
    console: tuple[ConsoleMessage, ...] = ()
    environment: ScopeResult | None = None
    globals: ScopeResult | None = None
    collection: ScopeResult | None = None
    local: ScopeResult | None = None
    request: JsonObject | None = None
    next_request: NextRequest | None = None
    visualizer: JsonObject | None = None
    skipped_request: bool = False
    sub_requests: tuple[SubRequest, ...] = ()
    errors: tuple[ScriptError, ...] = ()
    finished: bool = False
    elapsed_ms: float = 0.0

    @property
    def error(self) -> ScriptError | None:
        """The first error of the script, if it had one."""
        return self.errors[0] if self.errors else None

    @property
    def passed(self) -> bool:
        """Whether the script reached its end without an error and all tests held."""
        return self.finished and not self.errors and all(test.passed for test in self.assertions)
