"""The server of the benchmark, in a process of its own: `python -m race.server`.

It says its port on the first line of its output, and serves until its input ends. Each connection has a thread that
does nothing but read, look up and write, so that the server takes a small part of any client's time. `GET /count`
answers how many requests came since the last such question, itself not counted.
"""

import re
import socket
import sys
import threading
from http import HTTPStatus
from itertools import count

from race.workload import Answer, answers

__all__ = ["main"]

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CLOSE = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
_PIECE = 1 << 16
# What an answer of such an API brings along.
_HEADERS = (
    "Content-Type: application/json;charset=UTF-8",
    "Date: Sun, 01 Nov 2026 12:00:00 GMT",
    "Cache-Control: no-cache, no-store, max-age=0, must-revalidate",
    "Pragma: no-cache",
    "Expires: 0",
    "X-Content-Type-Options: nosniff",
    "X-Frame-Options: DENY",
    "Strict-Transport-Security: max-age=31536000; includeSubDomains",
    "Correlation-Id: 7d0c5c7e-8f4b-4a51-b0a2-6a2b8d6b6a10",
    "Vary: Origin, Access-Control-Request-Method",
    "Server: benchmark",
)


class _Server:
    def __init__(self) -> None:
        self._answers = {line: _render(answer) for line, answer in answers().items()}
        self._unknown = _render(Answer(404, b'{"code": "NOT_FOUND"}'))
        # `next` of a count is one step of the interpreter, so that threads need no lock.
        self._requests = count()

    def serve(self, listener: socket.socket) -> None:
        while True:
            connection, _ = listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        received = b""
        with connection:
            while data := _receive(connection):
                received += data
                while (end := _end_of_request(received)) is not None:
                    request, received = received[:end], received[end:]
                    connection.sendall(self._answer(request))
                    if _CLOSE.search(request):
                        return

    def _answer(self, request: bytes) -> bytes:
        line = request[: request.index(b" HTTP/1.1\r\n")]
        if line == b"GET /count":
            seen, self._requests = next(self._requests), count()
            return _render(Answer(200, b"%d" % seen))
        next(self._requests)
        return self._answers.get(line, self._unknown)


def _receive(connection: socket.socket) -> bytes:
    try:
        return connection.recv(_PIECE)
    except OSError:
        return b""


def _end_of_request(received: bytes) -> int | None:
    head = received.find(b"\r\n\r\n")
    if head < 0:
        return None
    length = None if received.startswith(b"GET ") else _LENGTH.search(received, 0, head)
    end = head + 4 + (int(length[1]) if length else 0)
    return end if len(received) >= end else None


def _render(answer: Answer) -> bytes:
    status = f"{answer.status} {HTTPStatus(answer.status).phrase}"
    lines = (f"HTTP/1.1 {status}", *_HEADERS, f"Content-Length: {len(answer.body)}", "", "")
    return "\r\n".join(lines).encode() + answer.body


def main() -> None:
    """Serve on loopback until the input ends."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        print(listener.getsockname()[1], flush=True)  # noqa: T201
        threading.Thread(target=_Server().serve, args=(listener,), daemon=True).start()
        sys.stdin.read()


if __name__ == "__main__":
    main()
