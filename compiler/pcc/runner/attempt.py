"""One item, run once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pcc.model.collection import Event
from pcc.model.result import Exchange, ItemResult, ScriptResult
from pcc.runner.cookies import CookieJar
from pcc.runner.exchange import Courier, send_request
from pcc.runner.options import Ports, RunOptions
from pcc.runner.request import BuiltRequest, UnsendableError, build_request
from pcc.runner.scopes import Scopes
from pcc.runner.scripting import count_tests, run_event, script_context
from pcc.runner.steps import Step
from pcc.scripts import ScriptContext

__all__ = ["Attempt", "Session"]


@dataclass(frozen=True, slots=True)
class Session:
    """What all items of a run share. `remaining_ms` is what is left of the whole run's limit, None without one."""

    ports: Ports
    options: RunOptions
    scopes: Scopes
    jar: CookieJar
    remaining_ms: Callable[[], float | None]


class Attempt:
    """Runs an item: prerequest scripts, request, redirects, test scripts. Its result may be read at any time."""

    def __init__(self, step: Step, session: Session) -> None:
        self._step = step
        self._session = session
        self._exchanges: list[Exchange] = []
        self._scripts: list[ScriptResult] = []
        self._unresolved: set[str] = set()
        self._not_run = count_tests(step.test)
        self._error: str | None = None

    def run(self) -> ItemResult:
        """Run the item and return its result. Nothing that goes wrong in it raises."""
        self._run_events(self._step.prerequest, script_context(self._session.scopes))
        try:
            built = self._build()
        except UnsendableError as error:
            self._error = str(error)
            return self.result()
        self._error = send_request(built.http, self._courier(), self._exchanges)
        if self._error is None:
            self._run_tests(built)
        return self.result()

    def result(self, *, error: str | None = None) -> ItemResult:
        """Return what is known by now; an `error` says why it ended early."""
        item = self._step.item
        return ItemResult(
            item.name,
            item.id,
            self._step.path,
            tuple(self._exchanges),
            tuple(self._scripts),
            error=error or self._error,
            unresolved=tuple(sorted(self._unresolved)),
            not_run=self._not_run,
        )

    def _build(self) -> BuiltRequest:
        return build_request(
            self._step,
            resolve=self._session.scopes.resolve_sent,
            randomness=self._session.ports.randomness,
            working_dir=self._session.options.working_dir,
            unresolved=self._unresolved,
        )

    def _courier(self) -> Courier:
        settings, options = self._step.settings, self._session.options
        limits = (settings.timeout_ms, options.timeout_request_ms)
        return Courier(
            self._session.ports.transport,
            jar=self._jar,
            settings=settings,
            verify=not options.insecure if settings.strict_ssl is None else settings.strict_ssl,
            limit_ms=lambda: min(filter(None, (*limits, self._session.remaining_ms())), default=None),
        )

    @property
    def _jar(self) -> CookieJar | None:
        return None if self._step.settings.disable_cookies else self._session.jar

    def _run_tests(self, built: BuiltRequest) -> None:
        last = self._exchanges[-1]
        cookies = self._jar.cookies_for(last.request.url) if self._jar is not None else {}
        # Scripts see the request of the first hop, with its cookies, and the last response.
        first = replace(built, http=self._exchanges[0].request)
        context = script_context(self._session.scopes, built=first, response=last.response, cookies=cookies)
        self._not_run = 0
        self._run_events(self._step.test, context)

    def _run_events(self, events: Sequence[Event], context: ScriptContext) -> None:
        for event in events:
            self._scripts.append(run_event(event, context, self._session.ports.engine))
