"""The ports of a run: what it needs of the world, as small interfaces that tests and the simulator can stand in for."""

from dataclasses import dataclass, field
from typing import Protocol

from pcc.model.route import Route

__all__ = ["Clock", "Headers", "HttpRequest", "HttpResponse", "Randomness", "Transport", "TransportError"]

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request as it goes out: absolute URL, percent-encoded; header names as written; body in bytes.

    `route` is how it travels, and no part of what a server sees.
    """

    method: str
    url: str
    headers: Headers
    body: bytes = b""
    route: Route = field(default=Route(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A response as it came in. `body` is decoded (gzip, …); `elapsed_ms` runs to the last byte."""

    status: int
    reason: str
    headers: Headers
    body: bytes
    elapsed_ms: float


class TransportError(Exception):
    """No response: the reason in a sentence. The run records it and goes on."""


class Transport(Protocol):
    """Sends one request and returns its response; follows nothing, keeps no cookies."""

    def send(self, request: HttpRequest, *, timeout_ms: float | None = None, verify: bool = True) -> HttpResponse:
        """Send the request. Raises `TransportError` when there is no response."""
        ...

    def close(self) -> None:
        """Release the connections."""
        ...


class Clock(Protocol):
    """Time for timestamps, for time limits and for waiting."""

    def now(self) -> float:
        """Seconds since the epoch."""
        ...

    def monotonic(self) -> float:
        """Seconds from an arbitrary point, never going back."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class Randomness(Protocol):
    """Randomness for dynamic variables."""

    def guid(self) -> str:
        """A version 4 UUID in lower case."""
        ...

    def integer(self, low: int, high: int) -> int:
        """An integer between both, each included."""
        ...
