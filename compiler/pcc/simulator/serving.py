"""Serves a simulator over HTTP, on the loopback interface unless told otherwise."""

import ipaddress
import socket
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from pcc.errors import RunError, UsageError
from pcc.simulator.engine import Simulator
from pcc.simulator.http import SimulatorRequest, SimulatorResponse
from pcc.simulator.logs import render_log
from pcc.simulator.store import Limits
from pcc.simulator.wire import Application, Receive, Scope, Send, reset_connection, serve_on, wait

__all__ = ["Server"]


class Server:
    """A context manager that serves while it is entered; `port` 0 takes a free one.

    Attributes once entered: `port`, `base_url` (`http://127.0.0.1:PORT`) and `simulator`, which is made for this
    address unless one is given. `log` gets one line a request: method, path, status; never a query, header or body.
    `public_url` is what clients call instead, behind a proxy or another name. `limits` bound a simulator made here.

    Raises UsageError for a host that is not loopback unless `allow_remote`, for a port out of range and for a public
    URL that is none; RunError when the port cannot be had.
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
        *,
        allow_remote: bool = False,
        public_url: str | None = None,
        limits: Limits = Limits(),  # noqa: B008 - frozen
    ) -> None:
        if not host or not (allow_remote or _is_loopback(host)):
            raise UsageError(
                f"the simulator is served on loopback only, not on {host!r}: use 127.0.0.1, ::1 or localhost; "
                "to let other machines in, --allow-remote (allow_remote=True) says so"
            )
        if public_url is not None and not _is_base(public_url):
            raise UsageError(f"{public_url!r} is no base URL: use http://NAME or http://NAME:PORT, without a path")
        if not 0 <= port <= 65535:
            raise UsageError(f"there is no port {port}: use 1 to 65535, or 0 for any free one")
        self._wanted = (host, port)
        self._given = simulator
        self._public_url = public_url
        self._limits = limits
        self._log = log
        self._stop: Callable[[], None] = _nothing
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        host, port = self._wanted
        listener = _listen(host, port)
        self.port = listener.getsockname()[1]
        self.base_url = (self._public_url or f"http://{_name(host)}:{self.port}").rstrip("/")
        self.simulator = self._given or Simulator(
            api_base=f"{self.base_url}/v1", auth_base=self.base_url, limits=self._limits
        )
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
        serve, self._stop = serve_on(listener, _application(self.simulator, self._log), ready)
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


def _name(host: str) -> str:
    """The host as clients call it: all addresses together have no name but the machine's."""
    if host in ("0.0.0.0", "::"):
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host


def _is_base(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and parts.path in ("", "/") and not parts.query


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


def _application(simulator: Simulator, log: Callable[[str], None] | None) -> Application:
    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        request = await _read_request(scope, receive, most=simulator.limits.body_bytes)
        if request is None:
            return
        started = time.perf_counter()
        response = simulator.handle(request)
        if log is not None:
            log(render_log(request, response, elapsed_ms=(time.perf_counter() - started) * 1000))
        if response.delay:
            await wait(response.delay)
        await _send_response(response, scope, send)

    return application


async def _read_request(scope: Scope, receive: Receive, *, most: int) -> SimulatorRequest | None:
    """Return the request, or None when the client went away before it was complete.

    A body of more than `most` bytes is not read to its end: the simulator refuses what it sees of it.
    """
    body = bytearray()
    more = True
    while more and len(body) <= most:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        more = message.get("more_body", False)
    query = scope["query_string"]
    url = scope["raw_path"] + (b"?" + query if query else b"")
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])
    return SimulatorRequest(scope["method"], url.decode("latin-1"), headers, bytes(body))


async def _send_response(response: SimulatorResponse, scope: Scope, send: Send) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    if response.reset_after is None:
        await send({"type": "http.response.body", "body": response.body})
        return
    await send({"type": "http.response.body", "body": response.body[: response.reset_after], "more_body": True})
    await reset_connection(scope)
