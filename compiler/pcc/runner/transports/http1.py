"""HTTP/1.1 on a socket: one request out, one response in. The parser is Node's own, in httptools, named here alone."""

import socket
from collections.abc import Callable
from typing import Any

import httptools

from pcc.model.ports import Headers, HttpRequest, TransportError
from pcc.runner.transports.decoding import Body, open_body

__all__ = ["Incoming", "receive", "render_request"]

_PIECE = 1 << 16
_LENIENCIES = (
    "headers",
    "chunked_length",
    "keep_alive",
    "transfer_encoding",
    "version",
    "data_after_close",
    "optional_lf_after_cr",
    "optional_cr_before_lf",
    "optional_crlf_after_chunk",
    "spaces_after_chunk_size",
)


def render_request(request: HttpRequest, target: str, headers: Headers) -> bytes:
    """Return the request as it goes out; nothing is added to it."""
    lines = [f"{request.method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join((*lines, "", "")).encode("latin-1") + request.body


class Incoming:
    """A response as it comes in. Its methods `on_…` are what httptools calls."""

    def __init__(self, *, limit: int | None, lenient: bool) -> None:
        self.status = 0
        self.headers: Headers = ()
        self.done = False
        self.touched = False
        self._reason = b""
        self._body: Body | None = None
        self._in_head = True
        self._received: list[tuple[bytes, bytes]] = []
        self._limit = limit
        self._pieces: list[bytes] = []
        self._parser: Any = httptools.HttpResponseParser(self)
        if lenient:
            self._parser.set_dangerous_leniencies(**{f"lenient_{name}": True for name in _LENIENCIES})

    @property
    def reason(self) -> str:
        """The reason phrase; Postman reads it as UTF-8."""
        return self._reason.decode("utf-8", "replace")

    @property
    def started(self) -> bool:
        """Whether the head of the final response is there."""
        return not self._in_head

    def on_message_begin(self) -> None:
        """What came so far was interim (100 Continue, 103 Early Hints): forget it."""
        self._reason, self._received, self._in_head, self.done = b"", [], True, False

    def on_status(self, text: bytes) -> None:
        """A piece of the reason phrase."""
        self._reason += text

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header, or a field behind the body."""
        # Fields behind the body are no headers; one character a byte, as in Node: a cookie goes back as it came.
        if self._in_head:
            self._received.append((name, value))

    def on_headers_complete(self) -> None:
        """The head is there."""
        self.status = self._parser.get_status_code()
        # A list first: that is quicker than what makes a tuple directly.
        self.headers = tuple(
            [(name.decode("latin-1"), value.decode("latin-1").rstrip(" \t")) for name, value in self._received]
        )
        self._in_head = False
        self._body = open_body(self.header("content-encoding"), self._limit)

    def on_body(self, data: bytes) -> None:
        """A piece of the body, as it came."""
        self._pieces.append(data)

    def on_message_complete(self) -> None:
        """The end of a response, interim ones too."""
        self.done = self.status >= 200 or self.status == 101

    def header(self, name: str) -> str:
        """Return the value of a header, empty without one; of equal names the first."""
        for key, value in self.headers:
            if key.lower() == name:
                return value
        return ""

    def feed(self, data: bytes) -> None:
        """Take bytes of the socket. Raises TransportError for what is not HTTP, and for a body past the limit."""
        self.touched = True
        self._pieces.clear()
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self.done = True
        except httptools.HttpParserError as error:
            if not self.done:
                raise TransportError(f"the response is not valid HTTP/1.1: {error}") from error
        if self._body is not None and self._has_content:
            for piece in self._pieces:
                self._body.add(piece)

    @property
    def _has_content(self) -> bool:
        return self.status not in (204, 304)

    def end(self) -> None:
        """The connection ended. Raises TransportError when the response was not complete by then."""
        if self._in_head:
            raise TransportError("the connection was closed before a response came")
        if self.header("content-length") or "chunked" in self.header("transfer-encoding").lower():
            raise TransportError("the response breaks off: the connection was closed before its end")
        self.done = True

    def content(self) -> bytes:
        """Return the decoded body."""
        return self._body.finish() if self._body is not None else b""

    @property
    def keeps_alive(self) -> bool:
        """Whether another request may use the connection."""
        connection = self.header("connection").lower()
        if self._parser.get_http_version() == "1.0":
            return "keep-alive" in connection
        return self.status != 101 and "close" not in connection


def receive(connection: socket.socket, incoming: Incoming, *, method: str, wait: Callable[[], None]) -> bool:
    """Read one response; return whether the connection can be used again. `wait` is called before each wait."""
    while not incoming.done:
        wait()
        data = connection.recv(_PIECE)
        if not data:
            incoming.end()
            return False
        incoming.feed(data)
        if method == "HEAD" and incoming.started:
            # No body follows, whatever its headers say.
            return incoming.keeps_alive
    return incoming.keeps_alive
