"""A loopback server that answers each path with exact bytes: for responses that no library would send."""

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from loopback import read_head, serve_connections

__all__ = ["serve_bytes"]


@contextmanager
def serve_bytes(answers: Mapping[str, bytes], context: ssl.SSLContext | None = None) -> Iterator[str]:
    """Serve until the block ends. A connection is closed behind its answer; every other path is answered by `{}`."""
    connections: list[socket.socket] = []

    def answer(plain: socket.socket) -> None:
        connections.append(plain)
        with suppress(OSError):
            connection = context.wrap_socket(plain, server_side=True) if context else plain
            connections.append(connection)
            with connection:
                head = read_head(connection)
                path = head.split(b" ")[1].decode() if head else ""
                ok = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
                connection.sendall(answers.get(path, ok))
                if context is not None:
                    connection.unwrap()  # type: ignore[attr-defined]

    scheme = "https" if context else "http"
    try:
        with serve_connections(answer) as authority:
            yield f"{scheme}://{authority}"
    finally:
        for connection in connections:
            connection.close()
