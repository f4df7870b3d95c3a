"""Requests and responses as data for files: credentials left out, every body cut early."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

from pcc.errors import UsageError
from pcc.model.ports import Headers
from pcc.runner.encodings import encode_base64
from pcc.runner.redact import Redactor
from pcc.runner.report.bodies import header_value
from pcc.runner.report.protocol import ReporterOptions

__all__ = ["BodyText", "body_limit", "body_text", "header_pairs", "query_pairs", "timestamp"]

_BODY_LIMIT = 16384


@dataclass(frozen=True, slots=True)
class BodyText:
    """A body for a report. Bytes that are not text are base64 (`encoded`); `omitted` counts bytes that were cut off."""

    text: str
    encoded: bool = False
    omitted: int = 0


def body_limit(options: ReporterOptions) -> int:
    """Return how many bytes of a body are kept. Raises UsageError for what is no number."""
    text = options.text("body-limit", str(_BODY_LIMIT))
    if not text.isascii() or not text.isdecimal():
        raise UsageError(f"body-limit is a number of bytes, not {text!r}")
    return int(text)


def body_text(body: bytes, limit: int, redact: Redactor) -> BodyText:
    """Return the first `limit` bytes of a body; a limit within a character keeps less of it, never a broken one.

    What is cut is redacted before, so that no half of a secret is left. What is short enough is left to whoever
    redacts the whole record.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _binary(body, limit, redact)
    if len(body) <= limit:
        return BodyText(text)
    kept = body[:limit].decode("utf-8", "ignore")
    return BodyText(redact.head(text, len(kept)), omitted=len(body) - len(kept.encode()))


def _binary(body: bytes, limit: int, redact: Redactor) -> BodyText:
    seen = encode_base64(body[: limit + redact.reach])
    if redact(seen) != seen:
        # The mask is no base64: bytes around a secret are left out.
        return BodyText("", encoded=True, omitted=len(body))
    kept = body[:limit]
    return BodyText(encode_base64(kept), encoded=True, omitted=len(body) - len(kept))


def header_pairs(headers: Headers) -> Iterator[tuple[str, str]]:
    """Yield names and values. Credentials and cookies are never shown, known as secret or not."""
    for name, value in headers:
        yield name, header_value(name, value)


def query_pairs(redacted_url: str) -> list[tuple[str, str]]:
    """Return the parameters of a URL, decoded. It was redacted as a whole: a secret may be more than one of them."""
    try:
        return parse_qsl(urlsplit(redacted_url).query, keep_blank_values=True)
    except ValueError:
        return []


def timestamp(seconds: float) -> str:
    """Return a time (seconds since the epoch) in ISO 8601, in UTC, to the millisecond."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
