"""Scripts that are not native: what the engine is told, and what its answer changes (reference newman.md, 2.8, 3)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from pcc.errors import EngineMissingError, FormatError
from pcc.model.collection import PREREQUEST
from pcc.model.json import JsonObject
from pcc.model.request import Request
from pcc.model.result import AssertionResult, ConsoleMessage, Exchange, ScriptResult
from pcc.postman.request.requests import read_request, write_request
from pcc.runner.engine import ScriptOutcome
from pcc.runner.hosting import ScriptHost, cookie_objects
from pcc.runner.scopes import Scopes
from pcc.runner.session import Session
from pcc.runner.sight import sent_request
from pcc.runner.steps import Script, Step
from pcc.sandbox.context import SandboxContext, ScriptInfo
from pcc.sandbox.result import SandboxAssertion, SandboxResult, ScopeResult

if TYPE_CHECKING:
    from pcc.runner.request import BuiltRequest

__all__ = ["Foreign"]

# What a script may change of its request; what it took away stays, as in Postman.
_MUTABLE = ("url", "method", "header", "body", "auth")


class Foreign:
    """Runs the scripts of one item that need the engine."""

    def __init__(self, step: Step, session: Session, *, iteration: int) -> None:
        self._step = step
        self._session = session
        self._iteration = iteration
        self._host = ScriptHost(
            build=lambda step: session.build(step, str, set(), challenges={}),
            courier=session.courier,
            jar=session.jar,
        )

    def run(
        self, script: Script, request: Request, built: "BuiltRequest | None", exchange: Exchange | None
    ) -> ScriptOutcome:
        """Run a script and let its changes of variables count.

        `request` is the item's as earlier scripts left it, `built` what was sent of it. Raises EngineMissingError
        without an engine, RunError when the engine cannot run anything.
        """
        engine, session = self._session.ports.engine, self._session
        if engine is None:
            raise EngineMissingError("this run has no JavaScript engine")
        assert script.source is not None
        written = self._write(request)
        seen = written if built is None else sent_request(written, built)
        self._host.forget()
        done = engine.run_script(
            script.event.listen,
            script.source,
            self._context(script, seen, exchange),
            host=self._host,
            timeout_ms=session.options.timeout_script_ms,
        )
        _change_variables(session.scopes, done)
        result = _result(script.event.listen, done, self._host)
        if script.event.listen != PREREQUEST or done.request is None or done.request == seen:
            return ScriptOutcome(result, done.next_request, done.skipped_request)
        return _changing(result, done, seen | {key: done.request[key] for key in _MUTABLE if key in done.request})

    def _write(self, request: Request) -> JsonObject:
        """Postman's JSON of a request, unresolved and without the credentials that it inherits; nobody changes it."""
        if request is not self._step.item.request:
            return write_request(request)
        # That of a planned step is the same one in every iteration, and lasts as long as the run.
        written = self._session.written
        if id(request) not in written:
            written[id(request)] = write_request(request)
        return written[id(request)]

    def _context(self, script: Script, request: JsonObject, exchange: Exchange | None) -> SandboxContext:
        session, scopes = self._session, self._session.scopes
        return SandboxContext(
            environment=scopes.environment,
            globals=scopes.globals,
            collection=scopes.collection,
            local=scopes.local,
            data=scopes.data,
            environment_name=session.names.environment,
            globals_name=session.names.globals,
            request=request,
            response=exchange.response if exchange else None,
            cookies=cookie_objects(session.jar, exchange.request.url) if exchange else (),
            info=self._info(script),
        )

    def _info(self, script: Script) -> ScriptInfo:
        item = self._step.item
        return ScriptInfo(
            item_id=item.id,
            item_name=item.name,
            path=(self._session.names.collection, *self._step.path, item.name),
            owner=script.owner,
            iteration=self._iteration,
            iteration_count=self._session.iteration_count,
        )


def _change_variables(scopes: Scopes, done: SandboxResult) -> None:
    changed: Mapping[str, ScopeResult | None] = {
        "environment": done.environment,
        "globals": done.globals,
        "collection": done.collection,
        "local": done.local,
    }
    for scope, found in changed.items():
        for change in found.changes if found else ():
            if change.unset:
                scopes.unset(change.key, scope=scope)
            else:
                scopes.set(change.key, change.value, scope=scope)


def _result(listen: str, done: SandboxResult, host: ScriptHost) -> ScriptResult:
    errors = [str(error) for error in done.errors]
    # As in Newman: a request that nothing answers is a failure, also when the script knows what to do about it.
    errors += [f"pm.sendRequest: {sent.error}" for sent in done.sub_requests if sent.error is not None]
    return ScriptResult(
        listen,
        assertions=tuple(map(_assertion, done.assertions)),
        error="; ".join(errors) or None,
        console=(
            *(ConsoleMessage("warn", text) for text in host.warnings),
            *done.console,
        ),
        requests=tuple(host.exchanges),
    )


def _changing(result: ScriptResult, done: SandboxResult, request: JsonObject) -> ScriptOutcome:
    try:
        changed = read_request(request)
    except FormatError as error:
        reason = f"pm.request was left in a form that cannot be sent: {error}"
        told = replace(result, error=f"{result.error}; {reason}" if result.error else reason)
        return ScriptOutcome(told, done.next_request, done.skipped_request)
    return ScriptOutcome(result, done.next_request, done.skipped_request, changed)


def _assertion(test: SandboxAssertion) -> AssertionResult:
    if test.passed or test.skipped:
        return AssertionResult(test.name, skipped=test.skipped)
    if test.error is None:
        return AssertionResult(test.name, "failed")
    # An assertion's own message is the sentence; another error in a test says what it was.
    told = test.error.message if test.error.name == "AssertionError" else str(test.error)
    return AssertionResult(test.name, told)
