"""The headers that are added to a request, in Postman's order (postman-runtime, lib/requester/core.js)."""

from collections.abc import Collection

from pcc.model.ports import Headers
from pcc.runner.request.headers import find_header
from pcc.version import VERSION

__all__ = ["add_headers", "add_length"]

_AUTOMATIC = tuple(
    (name.lower(), (name, value))
    for name, value in (
        ("User-Agent", f"pcc/{VERSION}"),
        ("Accept", "*/*"),
        ("Cache-Control", "no-cache"),
        ("Host", ""),
        ("Accept-Encoding", "gzip, deflate, br"),
        ("Connection", "keep-alive"),
    )
)
# Node's client, which Postman uses, sends no Content-Length of 0 for these.
_WITHOUT_LENGTH = frozenset({"GET", "HEAD", "TRACE", "DELETE", "CONNECT", "OPTIONS"})


def add_headers(headers: Headers, authority: str, disabled: Collection[str]) -> Headers:
    """Add what is neither written nor disabled (names in small letters)."""
    taken = {name.lower() for name, _ in headers}.union(disabled)
    added = [header for name, header in _AUTOMATIC if name not in taken]
    return (*headers, *((name, authority if name == "Host" else value) for name, value in added))


def add_length(headers: Headers, method: str, body: bytes, disabled: Collection[str]) -> Headers:
    """Add the length of the body, unless it is written or disabled."""
    if "content-length" in disabled or find_header(headers, "Content-Length") is not None:
        return headers
    if not body and method in _WITHOUT_LENGTH:
        return headers
    return (*headers, ("Content-Length", str(len(body))))
