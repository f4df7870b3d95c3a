"""The network: HTTP/1.1 by httpx, which only this module names."""

import ssl
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx

from pcc.model.ports import Headers, HttpRequest, HttpResponse, TransportError

__all__ = ["HttpxTransport"]


# No clock of the system counts further; in seconds.
_LONGEST = 10**9


class HttpxTransport:
    """Sends over the network and keeps connections alive. Bodies come decoded (gzip, deflate).

    It follows nothing and keeps no cookies. SSL_CERT_FILE and SSL_CERT_DIR count, proxies of the environment do not.
    """

    def __init__(self, *, timer: Callable[[], float] = time.perf_counter) -> None:
        self._timer = timer
        self._pools: dict[bool, httpx.HTTPTransport] = {}

    def send(self, request: HttpRequest, *, timeout_ms: float | None = None, verify: bool = True) -> HttpResponse:
        """Send the request. Raises `TransportError` with the reason when there is no response."""
        started = self._timer()
        try:
            return self._exchange(request, started, timeout_ms, self._pool(verify))
        except httpx.TimeoutException as error:
            raise TransportError(f"timed out after {timeout_ms or 0:g} ms") from error
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise TransportError(_reason(error, request.url)) from error

    def close(self) -> None:
        """Release the connections."""
        for pool in self._pools.values():
            pool.close()
        self._pools.clear()

    def _pool(self, verify: bool) -> httpx.HTTPTransport:  # noqa: FBT001
        if verify not in self._pools:
            self._pools[verify] = httpx.HTTPTransport(verify=verify)
        return self._pools[verify]

    def _exchange(
        self, request: HttpRequest, started: float, timeout_ms: float | None, pool: httpx.HTTPTransport
    ) -> HttpResponse:
        response = pool.handle_request(_outgoing(request, timeout_ms))
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


def _reason(error: Exception, url: str) -> str:
    """The error in a sentence: what failed, and with which host."""
    host = urlsplit(url).netloc
    cause: BaseException | None = error
    while cause is not None:
        match cause:
            case ssl.SSLCertVerificationError():
                return f"the certificate of {host} is not trusted: {cause.verify_message}"
            case ConnectionRefusedError():
                return f"{host} refused the connection"
            case OSError() if "getaddrinfo" in repr(cause) or type(cause).__name__ == "gaierror":
                return f"no address was found for the host {host}"
            case UnicodeError():
                return f"{host} is not a host name"
        cause = cause.__cause__ or cause.__context__
    return f"no response from {host}: {str(error) or type(error).__name__}"
