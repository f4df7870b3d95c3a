"""Requests: of items, and the original requests of saved responses."""

from typing import Any

from pcc.errors import SourceError
from pcc.model.json import JsonObject
from pcc.model.request import Request
from pcc.postman.document.guard import At, get_description, get_text, read_object
from pcc.postman.document.merge import ABSENT, Fields, one, write_node
from pcc.postman.request.auths import auth_part, read_auth
from pcc.postman.request.bodies import body_part, read_body
from pcc.postman.request.connections import certificate_part, proxy_part, read_certificate, read_proxy
from pcc.postman.request.headers import headers_part, read_headers
from pcc.postman.request.urls import read_url, write_url

__all__ = ["read_optional_request", "read_request", "write_request"]


def read_request(value: Any, at: At = ()) -> Request:
    """Read a request: an object, or its URL as text. The method is in capitals, as it is sent; GET by default."""
    if isinstance(value, str):
        return Request("GET", read_url(value, at))
    source = read_object(value, at, "an object or text")
    return Request(
        (get_text(source, "method", at) or "GET").upper(),
        read_url(source.get("url"), (*at, "url")),
        read_headers(source.get("header"), (*at, "header")),
        read_body(source.get("body"), (*at, "body")),
        read_auth(source.get("auth"), (*at, "auth")),
        get_description(source, at),
        read_proxy(source.get("proxy"), (*at, "proxy")),
        read_certificate(source.get("certificate"), (*at, "certificate")),
        document=source,
    )


def read_optional_request(value: Any, at: At = ()) -> Request | None:
    """Read a request, or null."""
    return None if value is None else read_request(value, at)


def write_request(request: Request) -> JsonObject:
    """Return the JSON object of a request. Raises SourceError when a part of it cannot be written."""
    return write_node(request, read_request, _fields)


def _fields(request: Request) -> Fields:
    if request.method != request.method.upper():
        raise SourceError(f"a method is written in capitals: {request.method}")
    return {
        "auth": auth_part(request.auth),
        "method": request.method,
        "header": headers_part(request.headers),
        "body": body_part(request.body),
        "url": one(request.url, read_url, write_url),
        "description": request.description or ABSENT,
        "proxy": proxy_part(request.proxy),
        "certificate": certificate_part(request.certificate),
    }
