"""Messages as text for people. Whatever is cut here was redacted before, so that no half of a secret is left."""

import json
import re
from collections.abc import Callable

from pcc.model.ports import Headers, HttpRequest, HttpResponse
from pcc.runner.redact import MASK, Redactor

__all__ = [
    "Redact",
    "cut",
    "cut_middle",
    "header_value",
    "render_body",
    "render_excerpt",
    "render_request",
    "render_response",
    "shorten",
]

_LINES = 40
_CHARACTERS = 4000
_VALUE = 40

Redact = Callable[[str], str]


def render_body(body: bytes) -> str:
    """Return a body as text: JSON pretty-printed, other text as it is, else how many bytes it has."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return f"({len(body)} bytes that are not text)"
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text


def cut(text: str) -> str:
    """Cut a text at 40 lines and 4000 characters, and say how much is missing."""
    lines = text.splitlines()
    kept = "\n".join(lines[:_LINES])[:_CHARACTERS]
    missing_lines, missing = len(lines) - kept.count("\n") - 1, len(text) - len(kept)
    if not text or missing <= 1:
        return kept
    return f"{kept}\n… {missing} more characters" + (f", {missing_lines} more lines" if missing_lines > 0 else "")


def cut_middle(text: str) -> str:
    """Cut a message at 4000 characters, in its middle: it begins with the place, and ends with what to do."""
    half = _CHARACTERS // 2
    return text if len(text) <= _CHARACTERS else f"{text[:half]} … {text[-half:]}"


def render_excerpt(body: bytes, redact: Redactor) -> str:
    """Return the beginning of a body as text, redacted, without looking at all of a long one."""
    text = render_body(body)
    if len(text) <= _CHARACTERS:
        return cut(redact(text))
    kept = cut(redact.head(text, _CHARACTERS))
    return f"{kept}\n… {len(text)} characters in all"


def shorten(value: str) -> str:
    """Shorten a value in the middle to 40 characters, on one line."""
    value = " ".join(value.split())
    if len(value) <= _VALUE:
        return value
    half = (_VALUE - 1) // 2
    return f"{value[: _VALUE - 1 - half]}…{value[-half:]}"


def render_request(request: HttpRequest, redact: Redact) -> str:
    """Return a whole request: method and URL, headers, body. Credentials and cookies in headers are never shown."""
    return _message(f"{request.method} {request.url}", request.headers, request.body, redact)


def render_response(response: HttpResponse, redact: Redact) -> str:
    """Return a whole response: status, headers, body."""
    return _message(f"{response.status} {response.reason}".strip(), response.headers, response.body, redact)


def _message(first: str, headers: Headers, body: bytes, redact: Redact) -> str:
    lines = [redact(first), *(redact(f"{name}: {header_value(name, value)}") for name, value in headers)]
    if body:
        lines += ("", redact(render_body(body)))
    return "\n".join(lines)


def header_value(name: str, value: str) -> str:
    """Return the value of a header without the credentials and cookies in it."""
    match name.lower():
        case "authorization" | "proxy-authorization":
            scheme, space, _ = value.partition(" ")
            return f"{scheme} {MASK}" if space else MASK
        case "cookie":
            return re.sub("=[^;]*", f"={MASK}", value)
        case "set-cookie":
            return re.sub("=[^;]*", f"={MASK}", value, count=1)
        case _:
            return value
