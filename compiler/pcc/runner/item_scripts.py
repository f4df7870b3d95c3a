"""All scripts of one item, in order: natively in Python where they can be, else in the JavaScript engine."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pcc.errors import PccError
from pcc.model.request import Request
from pcc.model.result import Exchange, ScriptResult
from pcc.runner.scripting import count_tests, run_native, script_context
from pcc.runner.session import Session
from pcc.runner.steps import Script, Step
from pcc.scripts import ScriptContext

if TYPE_CHECKING:
    from pcc.runner.engine import ScriptOutcome
    from pcc.runner.foreign import Foreign
    from pcc.runner.request import BuiltRequest

__all__ = ["ItemScripts", "Jump"]


@dataclass(frozen=True, slots=True)
class Jump:
    """Where a script said that the run goes on: an item's name or id, None for the end of the iteration."""

    target: str | None


class ItemScripts:
    """Runs the scripts around a request, and keeps what they did and decided.

    `jump`: of several the last one counts (Postman). `not_run` counts the native tests that wait for a response.
    `stopped` says that a script failed in a run that bails.
    """

    def __init__(self, step: Step, session: Session, *, iteration: int) -> None:
        self.results: list[ScriptResult] = []
        self.jump: Jump | None = None
        self.skips_request = False
        self.stopped = False
        self.not_run = count_tests(step.test)
        self._step = step
        self._session = session
        self._iteration = iteration
        self._request = step.item.request
        self._made: Foreign | None = None

    def run_prerequest(self) -> Request | None:
        """Run the scripts before sending. Return the request to send, None when a script skips it or ends the run."""
        context = script_context(self._session.scopes) if self._step.prerequest else None
        for script in self._step.prerequest:
            self._run(script, context, None, None)
            if self.skips_request:
                self.not_run = 0
            if self.skips_request or self.stopped:
                return None
        return self._request

    def run_tests(self, built: "BuiltRequest | None", exchange: Exchange | None) -> None:
        """Run the scripts after the answer; without one, native scripts have nothing to test and do not run."""
        response = exchange.response if exchange else None
        context = None
        if response is not None and exchange is not None:
            self.not_run = 0
            # Also where the item itself sends no cookies: they are the run's.
            cookies = self._session.jar.cookies_for(exchange.request.url)
            context = script_context(self._session.scopes, built=built, response=response, cookies=cookies)
        for script in self._step.test:
            if not self.stopped:
                self._run(script, context, built, exchange)

    def _run(
        self, script: Script, context: ScriptContext | None, built: "BuiltRequest | None", exchange: Exchange | None
    ) -> None:
        if script.source is not None:
            self._run_foreign(script, built, exchange)
        elif context is not None:
            self.results.append(run_native(script, context))
        self.stopped = self._session.options.bail and any(not result.passed for result in self.results[-1:])

    def _run_foreign(self, script: Script, built: "BuiltRequest | None", exchange: Exchange | None) -> None:
        try:
            self._follow(self._foreign.run(script, self._request, built, exchange))
        except PccError as error:
            self.results.append(ScriptResult(script.event.listen, error=str(error)))

    def _follow(self, outcome: "ScriptOutcome") -> None:
        self.results.append(outcome.result)
        self._request = outcome.request or self._request
        self.skips_request = outcome.skips_request
        if outcome.next_request is not None:
            self.jump = Jump(outcome.next_request.target)

    @property
    def _foreign(self) -> "Foreign":
        # Imported, and made, for those alone who have such scripts.
        if self._made is None:
            from pcc.runner.foreign import Foreign

            self._made = Foreign(self._step, self._session, iteration=self._iteration)
        return self._made
