"""One item, run once."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from pcc.model.request import Request
from pcc.model.result import Exchange, ItemResult
from pcc.runner.cookies import CookieJar
from pcc.runner.exchange import Courier, send_request
from pcc.runner.item_scripts import ItemScripts, Jump
from pcc.runner.options import Ports, RunOptions
from pcc.runner.request import BuiltRequest, UnsendableError, build_request
from pcc.runner.scopes import Scopes
from pcc.runner.steps import Step

__all__ = ["Attempt", "Session"]


@dataclass(frozen=True, slots=True)
class Session:
    """What all items of a run share. `remaining_ms` is what is left of the whole run's limit, None without one."""

    ports: Ports
    options: RunOptions
    scopes: Scopes
    jar: CookieJar
    remaining_ms: Callable[[], float | None]
    environment_name: str = ""
    iteration_count: int = 1

    def jar_for(self, step: Step) -> CookieJar | None:
        """Return the cookies of an item, None where they are off."""
        return None if step.settings.disable_cookies else self.jar

    def build(self, step: Step, resolve: Callable[[str], str], unresolved: set[str]) -> BuiltRequest:
        """Build an item's request. Raises UnsendableError when it cannot be sent."""
        return build_request(
            step,
            resolve=resolve,
            randomness=self.ports.randomness,
            working_dir=self.options.working_dir,
            unresolved=unresolved,
        )

    def courier(self, step: Step) -> Courier:
        """Return what takes an item's requests out."""
        settings, options = step.settings, self.options
        limits = (settings.timeout_ms, options.timeout_request_ms)
        return Courier(
            self.ports.transport,
            jar=self.jar_for(step),
            settings=settings,
            verify=not options.insecure if settings.strict_ssl is None else settings.strict_ssl,
            limit_ms=lambda: min(filter(None, (*limits, self.remaining_ms())), default=None),
        )


class Attempt:
    """Runs an item: prerequest scripts, request, redirects, test scripts. Its result may be read at any time."""

    def __init__(self, step: Step, session: Session, *, iteration: int = 0) -> None:
        self._step = step
        self._session = session
        self._scripts = ItemScripts(step, session, iteration=iteration)
        self._exchanges: list[Exchange] = []
        self._unresolved: set[str] = set()
        self._error: str | None = None

    @property
    def jump(self) -> Jump | None:
        """Where the scripts said that the run goes on, if they did."""
        return self._scripts.jump

    def run(self) -> ItemResult:
        """Run the item and return its result. Nothing that goes wrong in it raises."""
        request = self._scripts.run_prerequest()
        if request is not None:
            built = self._send(request)
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
            tuple(self._scripts.results),
            error=error or self._error,
            unresolved=tuple(sorted(self._unresolved)),
            not_run=self._scripts.not_run,
            skipped=self._scripts.skips_request,
        )

    def _send(self, request: Request) -> BuiltRequest | None:
        """Send the request, and return it as it was built; None, and the reason is kept, when it could not be."""
        step = self._step if request is self._step.item.request else self._step.sending(request)
        try:
            built = self._session.build(step, self._session.scopes.resolve_sent, self._unresolved)
        except UnsendableError as error:
            self._error = str(error)
            return None
        self._error = send_request(built.http, self._session.courier(step), self._exchanges)
        return built

    def _run_tests(self, built: BuiltRequest | None) -> None:
        last = self._exchanges[-1] if self._exchanges else None
        # Scripts see the request of the first hop, with its cookies, and the last response.
        first = built if built is None or last is None else replace(built, http=self._exchanges[0].request)
        answered = last is not None and self._error is None
        self._scripts.run_tests(first, last if answered else None)
