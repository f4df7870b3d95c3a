"""Sending a request and following its redirects, as Postman does (postman-request, lib/redirect.js)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from pcc.model.collection import Settings
from pcc.model.ports import Headers, HttpRequest, HttpResponse, Transport, TransportError
from pcc.model.result import Exchange
from pcc.runner.cookies import CookieJar
from pcc.runner.request import UnsendableError
from pcc.runner.request.auth import sign_by_url
from pcc.runner.request.headers import check_headers, find_header, set_header, without_header
from pcc.runner.request.url import ParsedUrl, encode_url, parse_url, resolve_location

__all__ = ["Courier", "send_request"]

_MAX_REDIRECTS = 10
_KEEPS_METHOD = (307, 308)


@dataclass(frozen=True, slots=True)
class Courier:
    """How an item's requests go out. `jar` is None when cookies are off; `limit_ms` gives the time left for one hop.

    `now` tells the time in seconds since the epoch.
    """

    transport: Transport
    jar: CookieJar | None
    settings: Settings
    verify: bool
    follows: bool
    limit_ms: Callable[[], float | None]
    now: Callable[[], float] = float


def send_request(request: HttpRequest, courier: Courier, exchanges: list[Exchange]) -> str | None:
    """Send the request and follow its redirects; return why there is no final response, None when there is one.

    Every hop is added to `exchanges` at once, so that an interrupt loses none that was answered.
    """
    before = len(exchanges)
    written_cookie = "; ".join(value for name, value in request.headers if name.lower() == "cookie")
    try:
        while True:
            sent = _with_cookies(request, courier.jar, written_cookie)
            response = _send(sent, courier, exchanges)
            location = _redirect_of(response) if courier.follows else None
            if location is None:
                return None
            _check_count(courier.settings, len(exchanges) - before)
            request = _follow(sent, response, location, courier.settings)
            if _host(request.url) != _host(sent.url):
                # A written cookie is meant for the host that it was written for, like the Authorization header.
                written_cookie = ""
    except (TransportError, UnsendableError) as error:
        return str(error)


def _send(request: HttpRequest, courier: Courier, exchanges: list[Exchange]) -> HttpResponse:
    started = courier.now()
    try:
        response = courier.transport.send(request, timeout_ms=courier.limit_ms(), verify=courier.verify)
    except TransportError as error:
        exchanges.append(Exchange(request, None, str(error), started))
        raise
    except KeyboardInterrupt:
        # It may have arrived: what it created there is worth a look.
        exchanges.append(Exchange(request, None, "interrupted", started))
        raise
    exchanges.append(Exchange(request, response, started=started))
    if courier.jar is not None:
        courier.jar.store(request.url, response.headers)
    return response


def _with_cookies(request: HttpRequest, jar: CookieJar | None, written: str) -> HttpRequest:
    stored = jar.header(request.url) if jar is not None else ""
    cookies = "; ".join(part for part in (written, stored) if part)
    if not cookies:
        if find_header(request.headers, "Cookie") is None:
            return request
        return replace(request, headers=without_header(request.headers, "Cookie"))
    headers = set_header(request.headers, "Cookie", cookies)
    check_headers(headers)
    return replace(request, headers=headers)


def _redirect_of(response: HttpResponse) -> str | None:
    if not 300 <= response.status < 400:
        return None
    # Of several the first counts, as in Node.
    location = next((value for name, value in response.headers if name.lower() == "location"), None)
    return _as_text(location) if location else None


def _as_text(location: str) -> str:
    # Headers have one character a byte, but a URL that is not ASCII is UTF-8.
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location


def _check_count(settings: Settings, hops: int) -> None:
    limit = _MAX_REDIRECTS if settings.max_redirects is None else settings.max_redirects
    if hops > limit:
        raise UnsendableError(f"redirected more than {limit} times")


def _follow(request: HttpRequest, response: HttpResponse, location: str, settings: Settings) -> HttpRequest:
    absolute = resolve_location(request.url, location)
    if not re.match("https?:", absolute, re.IGNORECASE):
        raise UnsendableError(f"redirected to {absolute}, which is not HTTP; switch redirects off to read the Location")
    url = parse_url(absolute)
    target = encode_url(url, encoding=not settings.disable_url_encoding)
    method, body, headers = request.method, request.body, request.headers
    if _host(request.url) != url.host and not settings.follow_authorization:
        headers = without_header(headers, "Authorization")
    if not settings.follow_original_method and response.status not in _KEEPS_METHOD:
        method, body = method if method == "HEAD" else "GET", b""
        headers = without_header(headers, "Content-Type", "Content-Length")
    if not settings.remove_referer:
        headers = set_header(headers, "Referer", request.url)
    headers = _with_host(headers, url)
    if body and (find_header(headers, "Content-Type") or "").startswith("multipart/form-data"):
        # Postman's client writes a form with files anew.
        headers = _to_end(headers, "Content-Type", "Content-Length")
    url, headers = sign_by_url(url, headers)
    check_headers(headers)
    route = request.route if _host(request.url) == url.host else replace(request.route, certificate=None)
    return HttpRequest(method, target, headers, body, route)


def _to_end(headers: Headers, *names: str) -> Headers:
    found = ((name, find_header(headers, name)) for name in names)
    return (*without_header(headers, *names), *((name, value) for name, value in found if value is not None))


def _with_host(headers: Headers, url: ParsedUrl) -> Headers:
    """The headers with the new host at their end, also where another one was written; without, when it is disabled."""
    name = next((name for name, _ in headers if name.lower() == "host"), None)
    if name is None:
        return headers
    default = "443" if url.scheme == "https" else "80"
    authority = url.authority.removesuffix(f":{default}") if url.port == default else url.authority
    return (*without_header(headers, "Host"), (name, authority))


def _host(url: str) -> str:
    return parse_url(url).host
