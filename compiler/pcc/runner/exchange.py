"""Sending a request and following its redirects, as Postman does (postman-request, lib/redirect.js)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from pcc.model.collection import Settings
from pcc.model.ports import Headers, HttpRequest, HttpResponse, Transport, TransportError
from pcc.model.result import Exchange
from pcc.runner.cookies import CookieJar
from pcc.runner.request import UnsendableError
from pcc.runner.request.auth import sign_by_url
from pcc.runner.request.headers import check_headers, find_header, set_header, without_header
from pcc.runner.request.url import encode_url, parse_url, resolve_location

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
            location = _redirect_of(response, courier.settings)
            if location is None:
                return None
            _check_count(courier.settings, len(exchanges) - before)
            request, previous = _follow(request, response, location, courier.settings), request
            if _host(request.url) != _host(previous.url):
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
        return replace(request, headers=without_header(request.headers, "Cookie"))
    headers = set_header(request.headers, "Cookie", cookies)
    check_headers(headers)
    return replace(request, headers=headers)


def _redirect_of(response: HttpResponse, settings: Settings) -> str | None:
    followed = settings.follow_redirects is not False and 300 <= response.status < 400
    location = find_header(response.headers, "Location") if followed else None
    return None if location is None else _as_text(location)


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
    headers = _without_host(request, url.authority, settings)
    method, body = request.method, request.body
    if not settings.follow_original_method and response.status not in _KEEPS_METHOD:
        method, body = method if method == "HEAD" else "GET", b""
        headers = without_header(headers, "Content-Type", "Content-Length")
    if not settings.remove_referer:
        headers = set_header(headers, "Referer", request.url)
    url, headers = sign_by_url(url, headers)
    check_headers(headers)
    return HttpRequest(method, encode_url(url, encoding=not settings.disable_url_encoding), headers, body)


def _without_host(request: HttpRequest, authority: str, settings: Settings) -> Headers:
    """The headers with what belongs to the old host replaced or left out."""
    headers = request.headers
    before = urlsplit(request.url).netloc
    changed = _host(request.url) != parse_url(f"http://{authority}").host
    if changed and not settings.follow_authorization:
        headers = without_header(headers, "Authorization")
    if changed or find_header(headers, "Host") == before:
        headers = set_header(headers, "Host", authority)
    return headers


def _host(url: str) -> str:
    return parse_url(url).host
