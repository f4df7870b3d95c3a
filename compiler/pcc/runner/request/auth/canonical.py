"""The canonical request of AWS Signature Version 4 (docs.aws.amazon.com, Create a canonical request)."""

import re
from urllib.parse import quote, unquote_plus

from pcc.model.ports import Headers

__all__ = ["canonical_headers", "canonical_path", "canonical_query"]

# Proxies change these on the way (and so says the library that Postman signs with, aws4).
_IGNORED = frozenset(
    {"authorization", "connection", "expect", "presigned-expires", "range", "user-agent", "x-amzn-trace-id"}
)
_ODD = re.compile(r"[^0-9A-Za-z;,/?:@&=+$\-_.!~*'()#%]")


def canonical_headers(headers: Headers) -> tuple[str, str]:
    """Return the names of the headers that are signed, and their lines; the values of equal names are joined."""
    values: dict[str, list[str]] = {}
    for name, value in headers:
        if name.lower() not in _IGNORED:
            values.setdefault(name.lower(), []).append(" ".join(value.split()))
    return ";".join(sorted(values)), "\n".join(f"{name}:{','.join(values[name])}" for name in sorted(values))


def canonical_path(path: str, *, s3: bool) -> str:
    """Return the path, encoded once more; S3 alone takes it as it is, dots and all."""
    # What no service would leave unencoded is encoded first.
    path = _ODD.sub(lambda match: quote(match[0]), path)
    if s3:
        return quote(unquote_plus(path), safe="/")
    segments: list[str] = []
    for segment in re.sub("/{2,}", "/", path).split("/"):
        if segment == "..":
            del segments[-1:]
        elif segment != ".":
            segments.append(quote(segment, safe=""))
    return "/" + "/".join(segments).removeprefix("/")


def canonical_query(query: str, *, s3: bool) -> str:
    """Return the parameters, decoded and encoded anew, in order; of equal names S3 signs the first."""
    values: dict[str, list[str]] = {}
    for piece in filter(None, query.split("&")):
        name, _, value = piece.partition("=")
        if name:
            values.setdefault(_recode(name), []).append(_recode(value))
    kept = {name: found[:1] if s3 else sorted(found) for name, found in values.items()}
    return "&".join(f"{name}={value}" for name in sorted(kept) for value in kept[name])


def _recode(text: str) -> str:
    return quote(unquote_plus(text), safe="")
