"""The network: HTTP/1.1, on connections that are kept alive."""

import select
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from pcc.model.ports import Headers, HttpRequest, HttpResponse, TransportError
from pcc.model.route import ClientCertificate, Route
from pcc.runner.certificates import CertificateRule, choose_certificate
from pcc.runner.transports.connecting import Goal, authorize, connect
from pcc.runner.transports.http1 import Incoming, receive, render_request
from pcc.runner.transports.proxies import find_proxy

if TYPE_CHECKING:
    import ssl

__all__ = ["NetworkOptions", "NetworkTransport", "TlsContexts"]

_PORTS = {"http": 80, "https": 443}
# No clock of the system counts further; in seconds.
_LONGEST = 10**9
_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})


@dataclass(frozen=True, slots=True)
class NetworkOptions:
    """What holds for all requests: certificates by URL, further roots to trust, proxies of the environment.

    `max_response_bytes` limits a decoded body; None is no limit.
    """

    certificates: Sequence[CertificateRule] = ()
    extra_roots: Path | None = None
    proxies: Mapping[str, str] = field(default_factory=dict)
    max_response_bytes: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Kind:
    """What connections must have in common to stand in for each other. Each is made once, so that it is its own key."""

    goal: Goal
    verify: bool
    route: Route
    certificate: ClientCertificate | None


TlsContexts: TypeAlias = "dict[tuple[bool, Route, ClientCertificate | None], ssl.SSLContext]"
"""TLS contexts by what connections must have in common to share one."""


class NetworkTransport:
    """Sends over the network and keeps connections alive. Bodies come decoded (gzip, deflate, br).

    It follows nothing, keeps no cookies, and adds no header. SSL_CERT_FILE and SSL_CERT_DIR of the environment count.
    Transports with equal options may share `contexts`: to make one takes ms and memory.
    """

    def __init__(
        self,
        options: NetworkOptions = NetworkOptions(),
        *,
        timer: Callable[[], float] = time.perf_counter,
        contexts: "TlsContexts | None" = None,
    ) -> None:
        self._options = options
        self._timer = timer
        self._idle: dict[_Kind, list[socket.socket]] = {}
        self._kinds: dict[tuple[Goal, bool, Route, ClientCertificate | None], _Kind] = {}
        self._known: dict[tuple[str, bool, Route], _Kind] = {}
        self._contexts: TlsContexts = {} if contexts is None else contexts

    def send(self, request: HttpRequest, *, timeout_ms: float | None = None, verify: bool = True) -> HttpResponse:
        """Send the request. Raises `TransportError` with the reason when there is no response.

        The limit counts from here to the last byte.
        """
        started = self._timer()

        def remaining() -> float | None:
            if not timeout_ms:
                return None
            left = timeout_ms / 1000 - (self._timer() - started)
            if left <= 0:
                raise TimeoutError
            return min(left, _LONGEST)

        try:
            incoming = self._exchange(request, self._kind(request, verify=verify), remaining)
            body = incoming.content()
        except TimeoutError as error:
            raise TransportError(_timeout(error, timeout_ms, request.url)) from error
        except OSError as error:
            raise TransportError(_reason(error, request.url)) from error
        elapsed_ms = (self._timer() - started) * 1000
        return HttpResponse(incoming.status, incoming.reason, incoming.headers, body, elapsed_ms)

    def close(self) -> None:
        """Release the connections."""
        for connections in self._idle.values():
            for connection in connections:
                connection.close()
        self._idle.clear()

    def _kind(self, request: HttpRequest, *, verify: bool) -> _Kind:
        # Certificates are chosen by path as well; all else is decided by the origin.
        if self._options.certificates:
            return self._find_kind(request, verify=verify)
        key = (request.url[: _start_of_target(request.url)], verify, request.route)
        if key not in self._known:
            self._known[key] = self._find_kind(request, verify=verify)
        return self._known[key]

    def _find_kind(self, request: HttpRequest, *, verify: bool) -> _Kind:
        parts = urlsplit(request.url)
        secure = parts.scheme == "https"
        proxy = request.route.proxy or find_proxy(request.url, self._options.proxies)
        goal = Goal(parts.hostname or "", parts.port or _PORTS[parts.scheme], secure, proxy)
        certificate = request.route.certificate or choose_certificate(self._options.certificates, request.url)
        found = (goal, verify, request.route, certificate if secure else None)
        return self._kinds.setdefault(found, _Kind(*found))

    def _exchange(self, request: HttpRequest, kind: _Kind, remaining: Callable[[], float | None]) -> Incoming:
        kept = self._reuse(kind)
        if kept is not None:
            incoming = self._incoming(request)
            try:
                return self._talk(request, kind, kept, incoming, remaining)
            except (ConnectionError, TransportError):
                # It was being closed while we wrote. What may be sent twice is (RFC 9110 section 9.2.2).
                if incoming.touched or request.method not in _IDEMPOTENT:
                    raise
        fresh = connect(kind.goal, lambda: self._context(kind), remaining)
        return self._talk(request, kind, fresh, self._incoming(request), remaining)

    def _incoming(self, request: HttpRequest) -> Incoming:
        return Incoming(limit=self._options.max_response_bytes, lenient=request.route.lenient)

    def _talk(
        self,
        request: HttpRequest,
        kind: _Kind,
        connection: socket.socket,
        incoming: Incoming,
        remaining: Callable[[], float | None],
    ) -> Incoming:
        target, headers = _as_seen_by(kind.goal, request)
        reusable = False
        try:
            _transmit(connection, render_request(request, target, headers), remaining)
            reusable = receive(
                connection, incoming, method=request.method, wait=lambda: _limit(connection, remaining())
            )
        finally:
            if reusable and not _asks_to_close(headers):
                self._idle.setdefault(kind, []).append(connection)
            else:
                connection.close()
        return incoming

    def _reuse(self, kind: _Kind) -> socket.socket | None:
        connections = self._idle.get(kind, [])
        while connections:
            connection = connections.pop()
            # What can be read before anything was asked is the server's goodbye.
            if not _is_readable(connection):
                return connection
            connection.close()
        return None

    def _context(self, kind: _Kind) -> "ssl.SSLContext":
        # TLS takes as long to load as all the rest of a transport.
        from pcc.runner.transports.tls import open_context

        key = (kind.verify, kind.route, kind.certificate)
        if key not in self._contexts:
            self._contexts[key] = open_context(
                kind.route, kind.certificate, verify=kind.verify, extra_roots=self._options.extra_roots
            )
        return self._contexts[key]


def _is_readable(connection: socket.socket) -> bool:
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(connection, select.POLLIN)
        return bool(poll.poll(0))
    return bool(select.select([connection], [], [], 0)[0])


def _asks_to_close(headers: Headers) -> bool:
    return any(name.lower() == "connection" and "close" in value.lower() for name, value in headers)


def _as_seen_by(goal: Goal, request: HttpRequest) -> tuple[str, Headers]:
    """The target and the headers: a proxy that does not tunnel is told the whole URL."""
    if goal.proxy is not None and not goal.tunnelled:
        return request.url, (*request.headers, *authorize(goal.proxy))
    return request.url[_start_of_target(request.url) :] or "/", request.headers


def _start_of_target(url: str) -> int:
    place = url.find("/", url.index("://") + 3)
    return place if place >= 0 else len(url)


def _transmit(connection: socket.socket, data: bytes, remaining: Callable[[], float | None]) -> None:
    _limit(connection, remaining())
    # A server may refuse a body before it has read all of it: its answer says why.
    with suppress(BrokenPipeError, ConnectionResetError):
        connection.sendall(data)


def _limit(connection: socket.socket, seconds: float | None) -> None:
    # Setting a limit is a call of the system, also when there was none before and is none now.
    if seconds is not None or connection.gettimeout() is not None:
        connection.settimeout(seconds)


def _timeout(error: TimeoutError, timeout_ms: float | None, url: str) -> str:
    # Without a limit of ours the operating system gave up.
    return f"timed out after {timeout_ms:g} ms" if timeout_ms else _reason(error, url)


def _reason(error: OSError, url: str) -> str:
    """The error in a sentence: what failed, and with which host."""
    import ssl

    host = urlsplit(url).netloc
    match error:
        case ssl.SSLCertVerificationError():
            return f"the certificate of {host} is not trusted: {error.verify_message}"
        case ssl.SSLError():
            return f"no secure connection to {host}: {error.reason or error}"
        case ConnectionRefusedError():
            return f"{host} refused the connection"
        case ConnectionResetError():
            return f"no response from {host}: the connection was reset"
        case socket.gaierror():
            return f"no address was found for the host {host}"
    return f"no response from {host}: {error.strerror or error or type(error).__name__}"
