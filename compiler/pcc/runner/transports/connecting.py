"""Connections: to an address, through a proxy, under TLS."""

import socket
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pcc.model.ports import TransportError
from pcc.model.route import ProxyServer

if TYPE_CHECKING:
    import ssl

__all__ = ["Goal", "authorize", "connect"]

# Postman looks for half a second whether this machine answers under IPv6 (postman-runtime, lib/requester/core.js).
_LOOPBACK_WAIT = 0.5
_HEAD = 1 << 16


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a request goes: the host that its URL names (without brackets), and whether it goes there under TLS."""

    host: str
    port: int
    secure: bool
    proxy: ProxyServer | None

    @property
    def tunnelled(self) -> bool:
        """Whether the proxy only passes bytes on."""
        return self.proxy is not None and (self.secure or self.proxy.tunnel)

    @property
    def authority(self) -> str:
        """Host and port, as CONNECT has them."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def connect(
    goal: Goal, context: "Callable[[], ssl.SSLContext]", remaining: Callable[[], float | None]
) -> socket.socket:
    """Open a connection. `context` is asked for TLS; `remaining` gives the seconds that are left, None without limit.

    Raises OSError (with its kinds for DNS, TLS and time), and TransportError for what a proxy refuses.
    """
    proxy = goal.proxy
    host, port = (proxy.host, proxy.port) if proxy else (goal.host, goal.port)
    connection = _open(host, port, remaining)
    try:
        if proxy is not None and proxy.scheme == "https":
            import ssl

            connection = ssl.create_default_context().wrap_socket(connection, server_hostname=proxy.host)
        if goal.tunnelled:
            _tunnel(connection, goal, remaining)
        if goal.secure:
            connection.settimeout(remaining())
            connection = context().wrap_socket(connection, server_hostname=goal.host)
    except BaseException:
        connection.close()
        raise
    return connection


def _open(host: str, port: int, remaining: Callable[[], float | None]) -> socket.socket:
    connection = _open_loopback(port, remaining) if _is_localhost(host) else None
    if connection is None:
        address = "127.0.0.1" if _is_localhost(host) else host
        # As bytes: Python would read a name as IDNA of 2003, and ours is in ASCII already.
        connection = socket.create_connection((address.encode("ascii"), port), remaining())  # type: ignore[arg-type]
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _is_localhost(host: str) -> bool:
    # RFC 6761 section 6.3: `*.localhost` is this machine, whatever a name server says.
    return host.rpartition(".")[2] == "localhost"


def _open_loopback(port: int, remaining: Callable[[], float | None]) -> socket.socket | None:
    with suppress(OSError):
        return socket.create_connection(("::1", port), min(_LOOPBACK_WAIT, remaining() or _LOOPBACK_WAIT))
    return None


def authorize(proxy: ProxyServer) -> tuple[tuple[str, str], ...]:
    """Return the header with the credentials for a proxy, if it has any."""
    if not proxy.credentials:
        return ()
    return (("Proxy-Authorization", f"Basic {b64encode(proxy.credentials.encode()).decode()}"),)


def _tunnel(connection: socket.socket, goal: Goal, remaining: Callable[[], float | None]) -> None:
    assert goal.proxy is not None
    headers = (("Host", goal.authority), ("Connection", "close"), *authorize(goal.proxy))
    lines = [f"CONNECT {goal.authority} HTTP/1.1", *(f"{name}: {value}" for name, value in headers), "", ""]
    connection.settimeout(remaining())
    connection.sendall("\r\n".join(lines).encode("latin-1"))
    answer = b""
    while b"\r\n\r\n" not in answer:
        connection.settimeout(remaining())
        # One byte at a time: what follows the head is the server's.
        data = connection.recv(1)
        if not data or len(answer) > _HEAD:
            raise TransportError(f"the proxy {goal.proxy.host}:{goal.proxy.port} closed the connection")
        answer += data
    status = answer.split(b"\r\n")[0].decode("latin-1")
    if status[9:12][:1] != "2":
        raise TransportError(f"the proxy {goal.proxy.host}:{goal.proxy.port} refused: {status}")
