"""The embedded simulator as a transport: in process, without a socket."""

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pcc.model.ports import HttpRequest, HttpResponse, TransportError

if TYPE_CHECKING:
    from pcc.simulator import Simulator

__all__ = ["SimulatorTransport"]

_HOSTS = ("api.pingone.", "auth.pingone.")


class SimulatorTransport:
    """Lets a simulator answer for PingOne's hosts (of any region) and for its own; every other host is an error."""

    def __init__(
        self,
        simulator: "Simulator",
        *,
        timer: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._simulator = simulator
        self._timer = timer
        self._sleep = sleep
        urls = (urlsplit(value) for value in simulator.variables().values())
        self._own = frozenset(url.netloc.lower() for url in urls if url.scheme in ("http", "https"))

    def send(self, request: HttpRequest, *, timeout_ms: float | None = None, verify: bool = True) -> HttpResponse:  # noqa: ARG002
        """Answer the request.

        Raises `TransportError` for a host that the simulator does not stand in for, and where a fault breaks the
        connection off or delays the answer past `timeout_ms`.
        """
        from pcc.simulator import SimulatorRequest

        host = urlsplit(request.url).netloc.rpartition("@")[2].lower()
        if not (host.startswith(_HOSTS) or host in self._own):
            raise TransportError(f"the embedded simulator does not answer for {host}")
        started = self._timer()
        answer = self._simulator.handle(SimulatorRequest(request.method, request.url, request.headers, request.body))
        if answer.delay:
            self._wait(answer.delay, timeout_ms)
        if answer.reset_after is not None:
            raise TransportError(f"no response from {host}: the connection was reset")
        elapsed_ms = (self._timer() - started) * 1000
        return HttpResponse(answer.status, _phrase(answer.status), answer.headers, answer.body, elapsed_ms)

    def _wait(self, seconds: float, timeout_ms: float | None) -> None:
        if timeout_ms and seconds * 1000 > timeout_ms:
            self._sleep(timeout_ms / 1000)
            raise TransportError(f"timed out after {timeout_ms:g} ms")
        self._sleep(seconds)

    def close(self) -> None:
        """Nothing to release."""


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in HTTPStatus.__members__.values() else ""
