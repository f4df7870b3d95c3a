"""Serves a simulator over HTTP on the loopback interface. The one module that names uvicorn."""

import ipaddress
import socket
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from pcc.errors import RunError, UsageError
from pcc.simulator.engine import Simulator
from pcc.simulator.http import SimulatorRequest, SimulatorResponse

if TYPE_CHECKING:
    import uvicorn

__all__ = ["Server"]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class Server:
    """A context manager that serves while it is entered; `port` 0 takes a free one.

    Attributes once entered: `port`, `base_url` (`http://127.0.0.1:PORT`) and `simulator`, which is made for this
    address unless one is given. `log` gets one line a request: method, path, status; never a query, header or body.
    Raises UsageError for a host that is not loopback or a port out of range, RunError when the port cannot be had.
    """

    port: int
    base_url: str
    simulator: Simulator

    def __init__(
        self,
        port: int = 0,
        host: str = "127.0.0.1",
        simulator: Simulator | None = None,
        log: Callable[[str], None] | None = None,
    ) -> None:
        if not _is_loopback(host):
            raise UsageError(
                f"the simulator is served on loopback only, not on {host!r}: use 127.0.0.1, ::1 or localhost"
            )
        if not 0 <= port <= 65535:
            raise UsageError(f"there is no port {port}: use 1 to 65535, or 0 for any free one")
        self._wanted = (host, port)
        self._given = simulator
        self._log = log
        self._server: uvicorn.Server | None = None
        self._stop: Callable[[], None] = _nothing
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        host, port = self._wanted
        listener = _listen(host, port)
        self.port = listener.getsockname()[1]
        self.base_url = f"http://{f'[{host}]' if ':' in host else host}:{self.port}"
        self.simulator = self._given or Simulator(api_base=f"{self.base_url}/v1", auth_base=self.base_url)
        self._start(listener)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stop()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def wait(self) -> None:
        """Block until Ctrl-C, then return; leaving the context stops the server."""
        try:
            # A join without a time limit cannot be interrupted on every platform.
            while self._thread is not None and self._thread.is_alive():
                self._thread.join(0.5)
        except KeyboardInterrupt:
            return

    def _start(self, listener: socket.socket) -> None:
        ready = threading.Event()
        serve, self._stop = _uvicorn(_application(self.simulator, self._log), listener, ready)
        failures: list[BaseException] = []

        def run() -> None:
            try:
                serve()
            except BaseException as failure:  # uvicorn leaves with SystemExit
                failures.append(failure)
            finally:
                listener.close()
                ready.set()

        self._thread = threading.Thread(target=run, name=f"pcc-simulator-{self.port}", daemon=True)
        self._thread.start()
        ready.wait()
        if failures:
            raise RunError(f"the simulator could not be served: {failures[0]}")


def _nothing() -> None:
    pass


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio sets TCP_NODELAY on TCP sockets only; without it an answer takes 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(512)
    except OSError as error:
        listener.close()
        raise RunError(
            f"cannot listen on {host} port {port}: {error.strerror or error}; choose another port"
        ) from error
    return listener


def _uvicorn(
    application: Application, listener: socket.socket, ready: threading.Event
) -> tuple[Callable[[], None], Callable[[], None]]:
    """Return what serves in its own thread, and what stops it from any other thread. `ready` is set in between."""
    import asyncio

    import uvicorn

    class QuickServer(uvicorn.Server):
        """Reports that it has started, and stops when told instead of looking every 100 ms."""

        async def main_loop(self) -> None:
            self.told = asyncio.Event()
            self.loop = asyncio.get_running_loop()
            ready.set()
            await self.told.wait()

    config = uvicorn.Config(
        application,
        access_log=False,
        date_header=False,
        lifespan="off",
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=1,
        ws="none",
    )
    server = QuickServer(config)

    def stop() -> None:
        if server.started and not server.loop.is_closed():
            server.loop.call_soon_threadsafe(server.told.set)

    return lambda: server.run(sockets=[listener]), stop


def _application(simulator: Simulator, log: Callable[[str], None] | None) -> Application:
    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        request = await _read_request(scope, receive)
        if request is None:
            return
        response = simulator.handle(request)
        if log is not None:
            log(f"{request.method} {scope['raw_path'].decode('ascii', 'replace')} {response.status}")
        await _send_response(response, send)

    return application


async def _read_request(scope: Scope, receive: Receive) -> SimulatorRequest | None:
    """Return the request, or None when the client went away before it was complete."""
    body = b""
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        more = message.get("more_body", False)
    query = scope["query_string"]
    url = scope["raw_path"] + (b"?" + query if query else b"")
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])
    return SimulatorRequest(scope["method"], url.decode("latin-1"), headers, body)


async def _send_response(response: SimulatorResponse, send: Send) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})
