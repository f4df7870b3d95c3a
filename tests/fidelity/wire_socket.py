"""A loopback server that answers each path with exact bytes: for responses that no library would send."""

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

__all__ = ["serve_bytes"]


@contextmanager
def serve_bytes(answers: Mapping[str, bytes], context: ssl.SSLContext | None = None) -> Iterator[str]:
    """Serve until the block ends. A connection is closed behind its answer; every other path is answered by `{}`."""
    listener = socket.create_server(("127.0.0.1", 0))
    connections: list[socket.socket] = []

    def answer(plain: socket.socket) -> None:
        with suppress(OSError):
            connection = context.wrap_socket(plain, server_side=True) if context else plain
            connections.append(connection)
            with connection:
                head = b""
                while b"\r\n\r\n" not in head and (data := connection.recv(65536)):
                    head += data
                path = head.split(b" ")[1].decode() if head else ""
                ok = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
                connection.sendall(answers.get(path, ok))
                if context is not None:
                    connection.unwrap()  # type: ignore[attr-defined]

    def accept() -> None:
        with suppress(OSError):
            while True:
                plain, _ = listener.accept()
                connections.append(plain)
                threading.Thread(target=answer, args=(plain,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    scheme = "https" if context else "http"
    try:
        yield f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for connection in connections:
            connection.close()
