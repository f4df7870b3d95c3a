"""Several reporters of one replay: each gets every event, and none can harm another."""

from collections.abc import Callable, Mapping
from contextlib import suppress

from pcc.errors import PccError
from pcc.runner.events import ItemFinished, RunEvent, RunFinished, RunStarted
from pcc.runner.redact import Redactor
from pcc.runner.report.protocol import Reporter

__all__ = ["Fanout"]


class Fanout:
    """Hands events to reporters, by name, and keeps what went wrong in one of them in `failures`, a sentence each.

    A reporter that raised gets nothing any more. The redactor learns the secrets of an event before any reporter
    sees it.
    """

    def __init__(self, reporters: Mapping[str, Reporter], redact: Redactor) -> None:
        self._reporters = dict(reporters)
        self._redact = redact
        self._taught: frozenset[str] = frozenset()
        self._broken_pipe: BrokenPipeError | None = None
        self.failures: list[str] = []

    def handle(self, event: RunEvent) -> None:
        """Hand the event on. An interrupt is raised again when every reporter has seen the event."""
        self._learn(event)
        self._each(lambda reporter: reporter.handle(event))

    def close(self) -> None:
        """Tell every reporter that nothing more will come. Raises BrokenPipeError when the console's reader is gone."""
        self._each(_close)
        if self._broken_pipe is not None:
            raise self._broken_pipe

    def _learn(self, event: RunEvent) -> None:
        match event:
            case RunStarted(secrets=secrets) | ItemFinished(secrets=secrets):
                self._teach(secrets)
            case RunFinished():
                self._teach(event.result.secrets)

    def _teach(self, secrets: frozenset[str]) -> None:
        # A run gives the same object until it has a new one.
        if secrets is not self._taught:
            self._redact.add(secrets)
            self._taught = secrets

    def _each(self, call: Callable[[Reporter], None]) -> None:
        interrupt: KeyboardInterrupt | None = None
        for name, reporter in list(self._reporters.items()):
            try:
                call(reporter)
            except KeyboardInterrupt as error:
                interrupt = error
            except BrokenPipeError as error:
                self._lose_reader(name, error)
            except Exception as error:  # whatever a reporter does, the others go on
                del self._reporters[name]
                self.failures.append(self._redact(f"reporter {name}: {_describe(error)}"))
        if interrupt is not None:
            raise interrupt

    def _lose_reader(self, name: str, error: BrokenPipeError) -> None:
        """Go on without the console when there are others; nobody wants the rest of a run without them."""
        del self._reporters[name]
        if not self._reporters:
            raise error
        self._broken_pipe = error


def _close(reporter: Reporter) -> None:
    close = getattr(reporter, "close", None)
    if close is not None:
        close()


def _describe(error: Exception) -> str:
    if isinstance(error, PccError):
        return str(error)
    with suppress(Exception):
        return f"{type(error).__name__}: {error}"
    return type(error).__name__
