"""One item, run once."""

from pcc.errors import ResolutionError
from pcc.model.request import Request
from pcc.model.result import Exchange, ItemResult
from pcc.runner.exchange import send_request
from pcc.runner.item_scripts import ItemScripts, Jump
from pcc.runner.options import Unresolved
from pcc.runner.request import BuiltRequest, UnsendableError
from pcc.runner.session import Session
from pcc.runner.steps import Step

__all__ = ["Attempt"]

# How often a request is sent again because of its auth (postman-runtime, lib/runner/replay-controller.js).
_MAX_REPLAYS = 3


class Attempt:
    """Runs an item: prerequest scripts, request, redirects, test scripts. Its result may be read at any time.

    A challenge of the auth is answered by sending the request once more, from its first hop on.
    """

    def __init__(self, step: Step, session: Session, *, iteration: int = 0) -> None:
        self._step = step
        self._session = session
        self._scripts = ItemScripts(step, session, iteration=iteration)
        self._exchanges: list[Exchange] = []
        self._unresolved: set[str] = set()
        self._error: str | None = None
        self._first = 0

    @property
    def jump(self) -> Jump | None:
        """Where the scripts said that the run goes on, if they did."""
        return self._scripts.jump

    def run(self) -> ItemResult:
        """Run the item and return its result. Nothing that goes wrong in it raises."""
        request = self._scripts.run_prerequest()
        if request is not None:
            built = self._send(request)
            if not (self._error and self._session.options.bail):
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
            unresolved=self._warnings(),
            not_run=self._scripts.not_run,
            skipped=self._scripts.skips_request,
        )

    def _send(self, request: Request) -> BuiltRequest | None:
        """Send the request, and return it as it was sent last; None, and the reason is kept, when it could not be."""
        step = self._step if request is self._step.item.request else self._step.sending(request)
        built = None
        try:
            built = self._build(step)
            return self._exchange(built, step)
        except (UnsendableError, ResolutionError) as error:
            self._error = str(error)
            return built

    def _build(self, step: Step) -> BuiltRequest:
        session, challenges = self._session, self._session.challenges_for(self._step)
        built = session.build(step, session.scopes.resolve_sent, self._unresolved, challenges=challenges)
        if self._unresolved and session.options.unresolved is Unresolved.ERROR:
            raise UnsendableError(
                f"nothing resolves {', '.join(f'{{{{{name}}}}}' for name in sorted(self._unresolved))}"
            )
        return built

    def _exchange(self, built: BuiltRequest, step: Step) -> BuiltRequest:
        """Send the request, and again as often as its auth answers; return it as it was sent last."""
        for _ in range(_MAX_REPLAYS + 1):
            self._first = len(self._exchanges)
            self._error = send_request(built.http, self._session.courier(step), self._exchanges)
            response = self._exchanges[-1].response if self._exchanges else None
            following = built.answer(response) if self._error is None and response is not None else None
            if following is None:
                break
            built = following
        return built

    def _warnings(self) -> tuple[str, ...]:
        return () if self._session.options.unresolved is Unresolved.IGNORE else tuple(sorted(self._unresolved))

    def _run_tests(self, built: BuiltRequest | None) -> None:
        last = self._exchanges[-1] if self._exchanges else None
        # Scripts see the request of the first hop, with its cookies, and the last response.
        first = built if built is None or last is None else built.sent_as(self._exchanges[self._first].request)
        answered = last is not None and self._error is None
        self._scripts.run_tests(first, last if answered else None)
