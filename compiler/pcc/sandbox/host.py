"""What a script may ask of its host: requests and cookies. The runner implements it; without one all is refused."""

from dataclasses import dataclass
from typing import Protocol

from pcc.model.json import JsonObject
from pcc.model.ports import HttpResponse, TransportError

__all__ = ["CookieStore", "RefusingHost", "SandboxHost", "SubResponse"]


@dataclass(frozen=True, slots=True)
class SubResponse:
    """The answer to `pm.sendRequest`, and the cookies of its URL after it."""

    response: HttpResponse
    cookies: tuple[JsonObject, ...] = ()


class CookieStore(Protocol):
    """The cookies of a run, as `pm.cookies.jar()` reaches them (the store of tough-cookie).

    A cookie is an object with `key`, `value`, `domain`, `path`, and perhaps `expires` (ISO 8601), `maxAge`, `secure`,
    `httpOnly`, `hostOnly`. The sandbox applies RFC 6265 itself; the store only keeps.
    """

    def find_cookie(self, domain: str, path: str, key: str) -> JsonObject | None:
        """The cookie of exactly this domain, path and name."""
        ...

    def find_cookies(self, domain: str, path: str | None) -> list[JsonObject]:
        """All cookies that may go to the domain: its own and those of its parents; with a path only fitting ones."""
        ...

    def put_cookie(self, cookie: JsonObject) -> None:
        """Keep a cookie, in the place of one with the same domain, path and name. Raises ValueError for no cookie."""
        ...

    def remove_cookie(self, domain: str, path: str, key: str) -> None:
        """Forget a cookie, if it is there."""
        ...

    def remove_cookies(self, domain: str, path: str | None) -> None:
        """Forget the cookies of exactly this domain, and path when one is given."""
        ...

    def remove_all_cookies(self) -> None:
        """Forget all cookies."""
        ...

    def all_cookies(self) -> list[JsonObject]:
        """All cookies, oldest first."""
        ...


class SandboxHost(Protocol):
    """Serves a script while it runs. It is called in the thread of `Sandbox.run_script`, never at the same time."""

    def send_request(self, request: JsonObject) -> SubResponse:
        """Send Postman's JSON of a request. Raises TransportError, a reason in a sentence, when nothing answers."""
        ...

    @property
    def cookies(self) -> CookieStore | None:
        """The cookies, or None when scripts may not reach them."""
        ...


class RefusingHost:
    """A host that sends nothing and has no cookies."""

    cookies: CookieStore | None = None

    def send_request(self, request: JsonObject) -> SubResponse:  # noqa: ARG002 - whatever it is
        """Raise TransportError."""
        raise TransportError("scripts of this run may not send requests")
