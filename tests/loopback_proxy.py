"""A proxy on loopback that forwards and tunnels, and records the request lines and credentials that it was given."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from loopback import read_head, serve_connections

__all__ = ["Proxy", "serve_proxy"]


@dataclass
class Proxy:
    """A running proxy: its address, and the heads of what it was asked."""

    authority: str = ""
    heads: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """The request lines."""
        return [head.splitlines()[0] for head in self.heads]


def _pipe(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def serve_proxy(*, refuses: bytes = b"") -> Iterator[Proxy]:
    """Serve until the block ends; with `refuses` every CONNECT is answered by these bytes."""
    proxy = Proxy()

    def answer(client: socket.socket) -> None:
        with suppress(OSError), client:
            head = read_head(client)
            proxy.heads.append(head.decode("latin-1"))
            method, target, _ = head.split(b"\r\n")[0].split(b" ")
            if method == b"CONNECT" and refuses:
                client.sendall(refuses)
                return
            place = target if method == b"CONNECT" else target.split(b"/")[2]
            host, port = place.decode().rsplit(":", 1)
            with socket.create_connection((host, int(port))) as server:
                if method == b"CONNECT":
                    client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                else:
                    server.sendall(head)
                threading.Thread(target=_pipe, args=(client, server), daemon=True).start()
                _pipe(server, client)

    with serve_connections(answer) as authority:
        proxy.authority = authority
        yield proxy
