"""Gathers what a running script says into its result."""

from collections.abc import Sequence
from typing import Any

from pcc.model.json import JsonObject
from pcc.model.result import ConsoleMessage
from pcc.sandbox.console import render_arguments
from pcc.sandbox.process import ChildEndedError, Message
from pcc.sandbox.result import (
    NextRequest,
    SandboxAssertion,
    SandboxResult,
    ScopeChange,
    ScopeResult,
    ScriptError,
    SubRequest,
)

__all__ = ["NeverBeganError", "Recorder"]

# Lines of the code around a script, when it is compiled: see `javascript/pump.js`, `lineOf`.
_LINES_BEFORE = 4
_NEVER = "the script waits for a promise that nothing settles"
_BROKEN = "the sandbox no longer works: this script, or one before it, changed what it needs"


class NeverBeganError(ChildEndedError):
    """The sandbox failed before the script began, because of what an earlier script did to it."""


class Recorder:
    """The result of one execution, as far as it is known."""

    def __init__(self, execution: str, timeout_text: str) -> None:
        self._execution = execution
        self._timeout_text = timeout_text
        self._assertions: list[SandboxAssertion] = []
        self._console: list[ConsoleMessage] = []
        self._errors: list[ScriptError] = []
        self._skipped = False
        self._idle = False
        self._final: JsonObject | None = None

    @property
    def finished(self) -> bool:
        """Whether the sandbox has given its result."""
        return self._final is not None

    def fail(self, message: str) -> None:
        """Record an error of the script that it did not throw itself."""
        self._errors.append(ScriptError("", message))

    def take(self, message: Message) -> None:
        """Record what a message says. Raises ChildEndedError for one that is not what the sandbox says."""
        try:
            self._take(str(message[0]), message[1:])
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise ChildEndedError("the script broke the sandbox: a message of it makes no sense") from error

    def _take(self, name: str, values: list[Any]) -> None:
        match name.removesuffix(f".{self._execution}"), values:
            case "execution.assertion", [_, test]:
                self._assertions.append(_read_assertion(test))
            case "execution.console", [_, level, text]:
                self._console.append(_read_console(level, text))
            case "execution.error", [error]:
                self._add_error(error)
            case "execution.skipRequest", _:
                self._skipped = True
            case "execution.result", [error, execution]:
                self._finish(error, execution)
            case "pcc.idle", _:
                self._idle = True
            case "pcc.left", [number]:
                self._console.append(ConsoleMessage("warn", f"{number:d} more messages are left out"))
            case "pcc.stuck", [begun]:
                raise ChildEndedError(_BROKEN) if begun else NeverBeganError(_BROKEN)
            case "pcc.unreadable", [what]:
                raise ChildEndedError(f"the script broke the sandbox: its {what} cannot be read")

    def _add_error(self, error: Any) -> None:
        found = _read_error(error)
        if found is None:
            return
        if found.message.startswith("sandbox: ") and found.message.endswith("script execution timeout"):
            found = ScriptError("", _NEVER if self._idle else self._timeout_text)
        self._errors.append(found)

    def _finish(self, error: Any, execution: Any) -> None:
        # An error that ends the script has been told before, as an error event.
        if not self._errors:
            self._add_error(error)
        if not isinstance(execution, dict):
            raise ChildEndedError("the script left a variable that cannot be read: it throws, or is nested too deeply")
        self._final = execution

    def result(self, elapsed_ms: float, sub_requests: Sequence[SubRequest]) -> SandboxResult:
        """Return the result as it is known now."""
        final = self._final or {}
        returned = final.get("return") or {}
        return SandboxResult(
            tuple(self._assertions),
            tuple(self._console),
            _read_scope(final.get("environment")),
            _read_scope(final.get("globals")),
            _read_scope(final.get("collectionVariables")),
            _read_scope(final.get("_variables")),
            request=final.get("request"),
            next_request=_read_next(returned),
            visualizer=returned.get("visualizer"),
            skipped_request=self._skipped,
            sub_requests=tuple(sub_requests),
            errors=tuple(self._errors),
            finished=self._final is not None,
            elapsed_ms=elapsed_ms,
        )


def _read_error(error: Any) -> ScriptError | None:
    if error is None:
        return None
    line = int(error.get("line") or 0) - _LINES_BEFORE
    return ScriptError(str(error["name"]), str(error["message"]), line if line > 0 else None)


def _read_assertion(test: Any) -> SandboxAssertion:
    passed, error = bool(test["passed"]), _read_error(test.get("error"))
    if not passed and error is None:
        error = ScriptError("", "the test threw nothing that says why")
    return SandboxAssertion(
        str(test["name"]), passed, bool(test.get("skipped")), error, int(test["index"]), bool(test.get("async"))
    )


def _read_console(level: Any, text: Any) -> ConsoleMessage:
    try:
        return ConsoleMessage(str(level), render_arguments(text))
    except ValueError:
        return ConsoleMessage(str(level), str(text))


def _read_next(returned: JsonObject) -> NextRequest | None:
    if "nextRequest" not in returned:
        return None
    target = returned["nextRequest"]
    return NextRequest(target if target is None else str(target))


def _read_scope(scope: Any) -> ScopeResult | None:
    if not isinstance(scope, dict):
        return None
    # Of equal keys the last enabled one counts.
    values = {entry["key"]: entry.get("value") for entry in scope.get("values", ()) if not entry.get("disabled")}
    changes = scope.get("mutations", {}).get("compacted", {})
    return ScopeResult(values, tuple(_read_change(change) for change in changes.values()))


def _read_change(change: Any) -> ScopeChange:
    key = ".".join(change[0]) if isinstance(change[0], list) else str(change[0])
    return ScopeChange(key, change[1]) if len(change) > 1 else ScopeChange(key, unset=True)
