"""The ports of a user: transports around the real one, and JavaScript engines that users share."""

import time
from collections.abc import Callable, Sequence
from queue import Empty, LifoQueue
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pcc.model.ports import HttpRequest, HttpResponse, Transport, TransportError
from pcc.model.result import Exchange
from pcc.sandbox.context import SandboxContext

if TYPE_CHECKING:
    from pcc.sandbox import Sandbox, SandboxHost, SandboxResult

__all__ = ["Confined", "EnginePool", "Stopwatch"]


class Stopwatch:
    """Passes requests on and remembers how long those took that nothing answered: their results do not say it."""

    def __init__(self, transport: Transport, *, timer: Callable[[], float] = time.perf_counter) -> None:
        self._transport = transport
        self._timer = timer
        self._unanswered: list[tuple[HttpRequest, float]] = []

    def send(self, request: HttpRequest, *, timeout_ms: float | None = None, verify: bool = True) -> HttpResponse:
        """Send the request. Raises `TransportError` when there is no response."""
        started = self._timer()
        try:
            return self._transport.send(request, timeout_ms=timeout_ms, verify=verify)
        except BaseException:
            self._unanswered.append((request, (self._timer() - started) * 1000))
            raise

    def elapsed_ms(self, exchange: Exchange) -> float:
        """Return how long a hop took, answered or not."""
        if exchange.response is not None:
            return exchange.response.elapsed_ms
        return next((ms for request, ms in self._unanswered if request is exchange.request), 0.0)

    def reset(self) -> None:
        """Forget the times so far."""
        self._unanswered.clear()

    def close(self) -> None:
        """Release the connections."""
        self._transport.close()


class Confined:
    """Lets requests to a simulator through and none to anybody else: a file may name the real hosts."""

    def __init__(self, transport: Transport, hosts: frozenset[str]) -> None:
        self._transport = transport
        self._hosts = hosts

    def send(self, request: HttpRequest, *, timeout_ms: float | None = None, verify: bool = True) -> HttpResponse:
        """Send the request. Raises `TransportError` for another host, and when there is no response."""
        host = urlsplit(request.url).netloc.rpartition("@")[2].lower()
        if host not in self._hosts:
            raise TransportError(f"the embedded simulator does not answer for {host}")
        return self._transport.send(request, timeout_ms=timeout_ms, verify=verify)

    def close(self) -> None:
        """Release the connections."""
        self._transport.close()


class EnginePool:
    """JavaScript engines for all users of a process: a script takes a free one, or waits for it.

    Variables belong to the user, whichever engine runs its script; globals that a script does not declare stay in
    the engine, where any user's script may meet them.
    """

    def __init__(self, make: "Callable[[], Sandbox]", size: int) -> None:
        self._make = make
        self._idle: LifoQueue[Sandbox] = LifoQueue()
        self._made: list[Sandbox] = []
        self._size = size

    def start(self) -> None:
        """Nothing: an engine starts when the first script needs it."""

    def run_script(
        self,
        listen: str,
        source: str | Sequence[str],
        context: SandboxContext = SandboxContext(),  # noqa: B008 - frozen
        *,
        host: "SandboxHost | None" = None,
        timeout_ms: float | None = None,
    ) -> "SandboxResult":
        """Run one script in a free engine. Raises RunError when it cannot run anything."""
        engine = self._take()
        try:
            return engine.run_script(listen, source, context, host=host, timeout_ms=timeout_ms)
        finally:
            self._idle.put(engine)

    def _take(self) -> "Sandbox":
        try:
            return self._idle.get_nowait()
        except Empty:
            if len(self._made) >= self._size:
                return self._idle.get()
        engine = self._make()
        self._made.append(engine)
        return engine

    def close(self) -> None:
        """End all engines."""
        for engine in self._made:
            engine.close()
