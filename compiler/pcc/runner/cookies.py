"""The cookie jar of a run (RFC 6265). Time comes from the clock port, so that an old recording can be replayed."""

from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_tz
from ipaddress import ip_address
from urllib.parse import urlsplit

from pcc.model.ports import Clock, Headers

__all__ = ["CookieJar"]


@dataclass(frozen=True, slots=True)
class _Cookie:
    name: str
    value: str
    domain: str
    host_only: bool
    path: str
    secure: bool
    expires: float | None

    def pair(self) -> str:
        return f"{self.name}={self.value}" if self.name else self.value


class CookieJar:
    """Takes the `Set-Cookie` headers of responses, and gives the `Cookie` header of requests."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._cookies: dict[tuple[str, str, str], _Cookie] = {}

    def store(self, url: str, headers: Headers) -> None:
        """Take the cookies of a response to a request for `url` (section 5.3)."""
        for name, value in headers:
            if name.lower() == "set-cookie":
                cookie = _parse(value, url, self._clock.now())
                if cookie is not None:
                    self._keep(cookie)

    def header(self, url: str) -> str:
        """Return the value of the `Cookie` header for a request of `url`, empty without cookies (section 5.4)."""
        return "; ".join(cookie.pair() for cookie in self._matching(url))

    def cookies_for(self, url: str) -> dict[str, str]:
        """Return names and values of the cookies for `url`; of equal names the one with the shortest path."""
        return {cookie.name: cookie.value for cookie in self._matching(url)}

    def _keep(self, cookie: _Cookie) -> None:
        key = (cookie.domain, cookie.path, cookie.name)
        if cookie.expires is not None and cookie.expires <= self._clock.now():
            self._cookies.pop(key, None)
        else:
            self._cookies[key] = cookie

    def _matching(self, url: str) -> list[_Cookie]:
        if not self._cookies:
            return []
        parts = urlsplit(url)
        host, now = parts.hostname or "", self._clock.now()
        found = [
            cookie
            for cookie in self._cookies.values()
            if (host == cookie.domain if cookie.host_only else _domain_matches(host, cookie.domain))
            and _path_matches(parts.path or "/", cookie.path)
            and (not cookie.secure or parts.scheme == "https" or _is_loopback(host))
            and (cookie.expires is None or cookie.expires > now)
        ]
        return sorted(found, key=lambda cookie: -len(cookie.path))


def _parse(header: str, url: str, now: float) -> _Cookie | None:
    pair, *rest = header.split(";")
    name, equals, value = pair.partition("=")
    if not equals:
        name, value = "", pair
    attributes = dict(_attributes(rest))
    parts = urlsplit(url)
    host = parts.hostname or ""
    domain = attributes.get("domain", "").lstrip(".").lower()
    host_only = not domain or (domain == host and not _may_span(domain))
    if not host_only and not (_may_span(domain) and _domain_matches(host, domain)):
        return None
    path = attributes.get("path", "")
    return _Cookie(
        name.strip(),
        value.strip(),
        domain=host if host_only else domain,
        host_only=host_only,
        path=path if path.startswith("/") else _default_path(parts.path),
        secure="secure" in attributes,
        expires=_expiry(attributes, now),
    )


def _attributes(parts: list[str]) -> Iterator[tuple[str, str]]:
    for part in parts:
        name, _, value = part.partition("=")
        yield name.strip().lower(), value.strip()


def _expiry(attributes: dict[str, str], now: float) -> float | None:
    age = attributes.get("max-age", "")
    if age.removeprefix("-").isdecimal():
        return now + int(age)
    # What is no date makes a session cookie.
    date = parsedate_tz(attributes.get("expires", ""))
    return timegm((*date[:6], 0, 0, 0)) - (date[9] or 0) if date else None


def _may_span(domain: str) -> bool:
    """Whether a cookie may be for all hosts below: not for an address, and not for a top-level name (`com`)."""
    return "." in domain and not _is_address(domain)


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
    return host == domain or (host.endswith(f".{domain}") and not _is_address(host))


def _default_path(path: str) -> str:
    return path[: path.rfind("/")] or "/" if path.startswith("/") else "/"


def _path_matches(path: str, cookie_path: str) -> bool:
    return path == cookie_path or path.startswith(cookie_path.removesuffix("/") + "/")
