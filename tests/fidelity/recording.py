"""A loopback server that answers what a test put under a path, and records what it was asked."""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import responses
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

__all__ = ["Answer", "Recorded", "Recorder", "Reply", "record_requests"]


@dataclass(frozen=True)
class Reply:
    """An answer. Header values are sent one byte a character."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def render(self) -> bytes:
        """Return the bytes to send, all at once: two writes would wait for each other's acknowledgement."""
        phrase = responses.get(self.status, "Unknown")
        lines = [f"HTTP/1.1 {self.status} {phrase}", *(f"{name}: {value}" for name, value in self.headers)]
        if self.status not in (204, 304):
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join((*lines, "", "")).encode("latin-1") + self.body


@dataclass(frozen=True)
class Recorded:
    """A request as it came in; `target` is path and query, as written, `connection` the client's port."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    connection: int = 0


Answer = Callable[[Recorded], Reply]


@dataclass
class Recorder:
    """A running server: its address, and what it was asked so far."""

    base_url: str
    replies: "Mapping[str, Reply | Answer]"
    requests: list[Recorded] = field(default_factory=list)

    def take(self) -> list[Recorded]:
        """Return what was asked since the last call."""
        taken, self.requests = self.requests, []
        return taken

    def answer(self, request: Recorded) -> Reply:
        """Record the request and return its answer: by path, for every other path an empty object."""
        self.requests.append(request)
        path = request.target.partition("?")[0]
        found = self.replies.get(path, Reply(headers=(("Content-Type", "application/json"),), body=b"{}"))
        return found if isinstance(found, Reply) else found(request)


@contextmanager
def record_requests(replies: Mapping[str, Reply | Answer]) -> Iterator[Recorder]:
    """Serve the replies, by path, until the block ends."""
    recorder = Recorder("", replies)
    connections: set[socket.socket] = set()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self) -> None:
            super().setup()
            connections.add(self.connection)

        def finish(self) -> None:
            connections.discard(self.connection)
            super().finish()

        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = tuple((name, value) for name, value in self.headers.items())
            port = self.client_address[1]
            reply = recorder.answer(Recorded(self.command, self.requestline.split()[1], headers, body, port))
            content = reply.render()
            self.wfile.write(content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if self.command == "HEAD" else content)

    class Server(ThreadingHTTPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        recorder.base_url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield recorder
        finally:
            server.shutdown()
            thread.join()
            # Clients keep connections alive, and a handler waits for as long.
            for connection in tuple(connections):
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
