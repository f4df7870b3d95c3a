"""The challenges of Digest in a response (RFC 9110 section 11.6.1, RFC 7616 section 3.3)."""

import re
from collections.abc import Iterator

from pcc.model.ports import Headers
from pcc.runner.request.auth.tools import Challenge

__all__ = ["read_challenges"]

# A header may hold several challenges, of several schemes.
_SCHEME = re.compile(r"(?:^|,)\s*Digest\s+", re.IGNORECASE)
_PARAM = re.compile(r'\s*,?\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')


def read_challenges(headers: Headers) -> list[Challenge]:
    """Return the challenges of Digest, in order."""
    values = [value for name, value in headers if name.lower() == "www-authenticate"]
    return [_read(dict(_params(value[match.end() :]))) for value in values for match in _SCHEME.finditer(value)]


def _params(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while match := _PARAM.match(text, place):
        # The quotes are no part of the value; what is escaped inside of them is sent back as it came.
        yield match[1].lower(), match[2] if match[2] is not None else match[3]
        place = match.end()


def _read(params: dict[str, str]) -> Challenge:
    return Challenge(
        realm=params.get("realm", ""),
        nonce=params.get("nonce", ""),
        opaque=params.get("opaque", ""),
        qops=tuple(qop.strip().lower() for qop in params.get("qop", "").split(",")),
        algorithm=params.get("algorithm", ""),
        stale=params.get("stale", "").lower() == "true",
    )
