"""The messages at the simulator's edge, and the few ways in which an answer is put together."""

import json
import re
from dataclasses import dataclass, replace
from typing import Any, NoReturn
from urllib.parse import quote, urlencode

__all__ = [
    "Document",
    "Headers",
    "SimulatorRequest",
    "SimulatorResponse",
    "empty_response",
    "json_response",
    "read_json",
    "redirect_response",
    "render_json",
    "split_url",
    "with_fragment",
    "with_query",
]

Document = dict[str, Any]
Headers = tuple[tuple[str, str], ...]

HAL = ("Content-Type", "application/hal+json;charset=UTF-8")
JSON = ("Content-Type", "application/json;charset=UTF-8")

_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

# RFC 3986 appendix B, where the authority needs a scheme: `//x` is a path here, and nothing is malformed.
_URL = re.compile(r"([^/?#]*://[^/?#]*)?(?P<path>[^?#]*)(\?(?P<query>[^#]*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SimulatorRequest:
    """One HTTP request. `url` is absolute, or a path with its query; header names may be in any case."""

    method: str
    url: str
    headers: Headers = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class SimulatorResponse:
    """One HTTP answer. It carries no framing header (Content-Length, Transfer-Encoding): whoever sends it adds one.

    Whoever sends it waits `delay` seconds first, and breaks the connection off behind `reset_after` bytes of the body.
    """

    status: int
    headers: Headers = ()
    body: bytes = b""
    delay: float = 0.0
    reset_after: int | None = None

    def adding(self, *headers: tuple[str, str]) -> "SimulatorResponse":
        """Return the answer with more headers behind those it has."""
        return replace(self, headers=self.headers + headers)


def split_url(url: str) -> tuple[str, str]:
    """Return path and query of an absolute URL, or of a path with its query; a fragment is left out."""
    found = _URL.match(url)
    return (found["path"], found["query"] or "") if found else ("", "")


def read_json(text: str) -> Any:
    """Read JSON without the NaN and Infinity of Python. Raises ValueError, or RecursionError when it is too deep."""
    return json.loads(text, parse_constant=_refuse_constant)


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not JSON")


def render_json(document: Document) -> bytes:
    """Return the document as compact JSON in UTF-8; half of a surrogate pair becomes a question mark."""
    return _ENCODER.encode(document).encode("utf-8", "replace")


def json_response(status: int, document: Document, *, hal: bool = True) -> SimulatorResponse:
    """Return a JSON answer, in HAL's media type unless `hal` is false."""
    return SimulatorResponse(status, (HAL if hal else JSON,), render_json(document))


def empty_response(status: int) -> SimulatorResponse:
    """Return an answer without a body."""
    return SimulatorResponse(status)


def redirect_response(location: str) -> SimulatorResponse:
    """Return 302 to `location`; what a header cannot carry is percent-encoded (RFC 3987 section 3.1)."""
    return SimulatorResponse(302, (("Location", quote(location, safe=_PRINTABLE, errors="replace")),))


def with_query(uri: str, fields: dict[str, str]) -> str:
    """Add the fields to the query of `uri`, whose other characters stay as they are (RFC 6749 section 4.1.2)."""
    base, hash_sign, fragment = uri.partition("#")
    return f"{base}{'&' if '?' in base else '?'}{urlencode(fields)}{hash_sign}{fragment}"


def with_fragment(uri: str, fields: dict[str, str]) -> str:
    """Put the fields into the fragment of `uri` (response_mode `fragment`)."""
    return f"{uri}#{urlencode(fields)}"
