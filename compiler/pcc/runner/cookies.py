"""The cookie jar of a run (RFC 6265, as tough-cookie reads it in Newman).

Time comes from the clock port, so that an old recording can be replayed.
"""

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_address
from urllib.parse import urlsplit

from pcc.model.json import JsonObject
from pcc.model.ports import Clock, Headers
from pcc.runner.cookie import Cookie, milliseconds, parse_cookie, read_cookie, render_cookie

__all__ = ["CookieJar"]


class CookieJar:
    """Takes the `Set-Cookie` headers of responses, and gives the `Cookie` header of requests.

    Scripts and files reach into it by the methods of tough-cookie's store, with cookies as its JSON objects: `key`,
    `value`, `domain`, `path`, `expires` (ISO 8601), `maxAge`, `secure`, `httpOnly`, `hostOnly`, `creation`, ….
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._cookies: dict[tuple[str, str, str], Cookie] = {}

    def store(self, url: str, headers: Headers) -> None:
        """Take the cookies of a response to a request for `url` (section 5.3)."""
        for name, value in headers:
            if name.lower() == "set-cookie":
                cookie = _accept(parse_cookie(value, milliseconds(self._clock)), url)
                if cookie is not None:
                    self._keep(cookie)

    def header(self, url: str) -> str:
        """Return the value of the `Cookie` header for a request of `url`, empty without cookies (section 5.4)."""
        return "; ".join(cookie.pair() for cookie in self._matching(url))

    def cookies_for(self, url: str) -> dict[str, str]:
        """Return names and values of the cookies for `url`; of equal names the one with the shortest path."""
        return {cookie.key: cookie.value for cookie in self._matching(url)}

    def find_cookie(self, domain: str, path: str, key: str) -> JsonObject | None:
        """Return the one cookie of exactly this domain, path and name."""
        cookie = self._cookies.get((domain, path, key))
        return None if cookie is None else render_cookie(cookie)

    def find_cookies(self, domain: str, path: str | None) -> list[JsonObject]:
        """Return the cookies that may be meant for a host: its own and those of domains above it; None is any path."""
        return [
            render_cookie(cookie)
            for cookie in self._cookies.values()
            if _domain_matches(domain, cookie.domain) and (path is None or _path_matches(path, cookie.path))
        ]

    def put_cookie(self, cookie: JsonObject) -> None:
        """Store a cookie in place of one with the same domain, path and name. Raises ValueError for no cookie."""
        found = read_cookie(cookie, milliseconds(self._clock))
        self._cookies[found.place] = found

    def remove_cookie(self, domain: str, path: str, key: str) -> None:
        """Remove the one cookie, if it is there."""
        self._cookies.pop((domain, path, key), None)

    def remove_cookies(self, domain: str, path: str | None) -> None:
        """Remove all cookies of exactly this domain, and of this path unless it is None."""
        for place in [place for place in self._cookies if place[0] == domain and path in (None, place[1])]:
            del self._cookies[place]

    def remove_all_cookies(self) -> None:
        """Empty the jar."""
        self._cookies.clear()

    def all_cookies(self) -> list[JsonObject]:
        """Return every cookie, in the order in which they were made."""
        return [render_cookie(cookie) for cookie in self._cookies.values()]

    def _keep(self, cookie: Cookie) -> None:
        old = self._cookies.get(cookie.place)
        if cookie.has_expired(milliseconds(self._clock)):
            self._cookies.pop(cookie.place, None)
        else:
            # What is set again keeps its age, which decides on its place in the header (section 5.3, step 11).
            self._cookies[cookie.place] = cookie if old is None else replace(cookie, creation=old.creation)

    def _matching(self, url: str) -> list[Cookie]:
        return (
            sorted(self._valid(url), key=lambda cookie: (-len(cookie.path), cookie.creation)) if self._cookies else []
        )

    def _valid(self, url: str) -> Iterator[Cookie]:
        parts = urlsplit(url)
        host, now = parts.hostname or "", milliseconds(self._clock)
        secure = parts.scheme == "https" or _is_loopback(host)
        for cookie in list(self._cookies.values()):
            if cookie.has_expired(now):
                del self._cookies[cookie.place]
            elif (
                (host == cookie.domain if cookie.host_only else _domain_matches(host, cookie.domain))
                and _path_matches(parts.path or "/", cookie.path)
                and (secure or not cookie.secure)
            ):
                yield cookie


def _accept(cookie: Cookie | None, url: str) -> Cookie | None:
    """The cookie as it is stored for a response of this URL, None when it must not be."""
    if cookie is None:
        return None
    parts = urlsplit(url)
    host = parts.hostname or ""
    cookie = replace(cookie, host_only=not cookie.domain, domain=cookie.domain or host)
    if not _domain_matches(host, cookie.domain):
        return None
    if not cookie.path:
        cookie = replace(cookie, path=_default_path(parts.path), path_is_default=True)
    return cookie if _keeps_its_prefix(cookie) else None


def _keeps_its_prefix(cookie: Cookie) -> bool:
    """Whether a name keeps what its prefix promises (RFC 6265bis section 4.1.3)."""
    if cookie.key.startswith("__Host-"):
        return cookie.secure and bool(cookie.host_only) and cookie.path == "/"
    return cookie.secure or not cookie.key.startswith("__Secure-")


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    """Whether a host is this machine: Postman (tough-cookie) and browsers take that for a secure channel."""
    if _is_address(host):
        return ip_address(host).is_loopback
    return host == "localhost" or host.endswith(".localhost")


def _domain_matches(host: str, domain: str) -> bool:
    # A top-level name (`com`) spans nothing: what is stored there is for that very host.
    return host == domain or ("." in domain and host.endswith(f".{domain}") and not _is_address(host))


def _default_path(path: str) -> str:
    return path[: path.rfind("/")] or "/" if path.startswith("/") else "/"


def _path_matches(path: str, cookie_path: str) -> bool:
    return path == cookie_path or path.startswith(cookie_path.removesuffix("/") + "/")
