"""Credentials: how each auth type signs a request."""

import base64
from dataclasses import replace
from urllib.parse import unquote

from pcc.model.ports import Headers
from pcc.model.request import ApiKeyAuth, Auth, BasicAuth, BearerAuth, NoAuth, OtherAuth
from pcc.runner.request.body import Resolve
from pcc.runner.request.headers import find_header, without_header
from pcc.runner.request.unsendable import UnsendableError
from pcc.runner.request.url import ParsedUrl, add_parameter

__all__ = ["sign"]


def sign(auth: Auth | None, url: ParsedUrl, headers: Headers, *, resolve: Resolve) -> tuple[ParsedUrl, Headers]:
    """Return URL and headers with the credentials in them; those replace written ones of the same name.

    Credentials in the URL itself become a header when nothing else does. Raises UnsendableError for an auth type that
    is not supported.
    """
    match auth:
        case BearerAuth(token):
            headers = _authorize(headers, "Bearer ", resolve(token))
        case BasicAuth(username, password):
            headers = _basic(headers, resolve(username), resolve(password))
        case ApiKeyAuth(key, value, in_query):
            url, headers = _api_key(url, headers, (resolve(key), resolve(value)), in_query=in_query)
        case OtherAuth(kind):
            raise UnsendableError(f"auth type {kind} is not supported yet")
        case NoAuth() | None:
            pass
    if url.userinfo is not None and find_header(headers, "Authorization") is None:
        headers = _basic(headers, *map(unquote, url.userinfo))
    return replace(url, userinfo=None), headers


def _authorize(headers: Headers, scheme: str, credentials: str) -> Headers:
    # Postman leaves the request as it is when there is no token.
    if not credentials:
        return headers
    return (*without_header(headers, "Authorization"), ("Authorization", scheme + credentials))


def _basic(headers: Headers, username: str, password: str) -> Headers:
    pair = f"{username}:{password}".encode("utf-8", "replace")
    return _authorize(headers, "Basic ", base64.b64encode(pair).decode("ascii"))


def _api_key(url: ParsedUrl, headers: Headers, pair: tuple[str, str], *, in_query: bool) -> tuple[ParsedUrl, Headers]:
    key, value = pair
    if not (key or value):
        return url, headers
    if in_query:
        return add_parameter(url, key, value), headers
    return url, (*without_header(headers, key), (key, value))
