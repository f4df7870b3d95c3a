"""The network by httpx, for those who bring a transport of their own: HTTP/2, SOCKS, a mock."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx

from pcc.model.ports import Headers, HttpRequest, HttpResponse, TransportError

__all__ = ["HttpxTransport"]


# No clock of the system counts further; in seconds.
_LONGEST = 10**9


class HttpxTransport:
    """Sends through any transport of httpx, by default its own. Bodies come decoded, as far as httpx is equipped.

    It follows nothing and keeps no cookies. What httpx decides counts: roots, proxies and certificates are those of the
    transport that is given, and `verify` is too.
    """

    def __init__(
        self, transport: httpx.BaseTransport | None = None, *, timer: Callable[[], float] = time.perf_counter
    ) -> None:
        self._transport = transport or httpx.HTTPTransport()
        self._timer = timer

    def send(self, request: HttpRequest, *, timeout_ms: float | None = None, verify: bool = True) -> HttpResponse:  # noqa: ARG002
        """Send the request. Raises `TransportError` with the reason when there is no response."""
        try:
            return self._exchange(request, self._timer(), timeout_ms)
        except httpx.TimeoutException as error:
            raise TransportError(f"timed out after {timeout_ms or 0:g} ms") from error
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            host = urlsplit(request.url).netloc
            raise TransportError(f"no response from {host}: {str(error) or type(error).__name__}") from error

    def close(self) -> None:
        """Release the connections."""
        self._transport.close()

    def _exchange(self, request: HttpRequest, started: float, timeout_ms: float | None) -> HttpResponse:
        response = self._transport.handle_request(_outgoing(request, timeout_ms))
        try:
            body = self._read(response, started, timeout_ms)
        finally:
            response.close()
        elapsed_ms = (self._timer() - started) * 1000
        return HttpResponse(response.status_code, _phrase(response), _incoming(response), body, elapsed_ms)

    def _read(self, response: httpx.Response, started: float, timeout_ms: float | None) -> bytes:
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            # httpx limits each wait, not their sum: a server that drips would never time out.
            if timeout_ms and (self._timer() - started) * 1000 > timeout_ms:
                raise httpx.ReadTimeout("")
        return bytes(body)


def _outgoing(request: HttpRequest, timeout_ms: float | None) -> httpx.Request:
    seconds = min(timeout_ms / 1000, _LONGEST) if timeout_ms else None
    parts = urlsplit(request.url)
    target = request.url[request.url.index(parts.netloc, len(parts.scheme)) + len(parts.netloc) :]
    return httpx.Request(
        request.method,
        f"{parts.scheme}://{parts.netloc}/",
        headers=[(name.encode("ascii"), value.encode("latin-1")) for name, value in request.headers],
        # A stream keeps httpx from adding headers, the target from encoding the URL anew: both are done already.
        stream=httpx.ByteStream(request.body),
        extensions={
            "timeout": dict.fromkeys(("connect", "read", "write", "pool"), seconds),
            "target": target.encode("ascii"),
        },
    )


def _phrase(response: httpx.Response) -> str:
    phrase: bytes = response.extensions.get("reason_phrase", b"")
    return phrase.decode("utf-8", "replace")


def _incoming(response: httpx.Response) -> Headers:
    # One character a byte, as in Node: a cookie goes back as it came.
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers.raw)
