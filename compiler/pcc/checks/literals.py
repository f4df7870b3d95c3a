"""Fields with names, and the literal text that is their value: in bodies, and in JavaScript."""

import re
from collections.abc import Iterator

from pcc.checks.shapes import Secret
from pcc.checks.words import entropy, is_password_name, is_placeholder, is_secret_name
from pcc.javascript import NamedText, read_named_texts

__all__ = ["body_fields", "named_secret", "script_fields"]

_JSON_FIELD = re.compile(r'"([^"\\\n]{2,40})"\s*:\s*"((?:[^"\\]|\\.){4,4096})"')
_XML_FIELD = re.compile(r"<(?:[\w.-]+:)?([\w.-]{2,40})(?:\s[^<>]*)?>([^<>]{4,4096})</")
_WORTH_READING = re.compile("pass|pwd|secret|token|key|jwt|credential|bearer|btoa", re.IGNORECASE)
# Samples of RFC 6749, RFC 6750 and OpenID Connect, which everybody copies.
_SAMPLES = frozenset(
    {
        "2YotnFZFEjr1zCsicMWpAA", "tGzv3JOkF0XG5Qx2TlKWIA", "SplxlOBeZQQYbYS6WxSbIA", "7Fjfp0ZBr1KtDRbnfVdmIw",
        "mF_9.B5f-4.1JqM", "SlAV32hkKG", "8xLOxBtZp8", "gX1fBat3bV", "czZCaGRSa3F0MzpnWDFmQmF0M2JW",
    }
)  # fmt: skip


def named_secret(name: str, value: str, *, strict: bool = False) -> Secret | None:
    """Return a literal as a secret when the name of its field says so, and it does not only stand in for one.

    A password has six characters or more, of two kinds; a token, key or other secret has twelve, and looks random.
    `strict` asks for more, where samples are common: in saved responses.
    """
    if not is_secret_name(name) or "{{" in value or value in _SAMPLES or " " in value or is_placeholder(value):
        return None
    kinds = sum(bool(re.search(kind, value)) for kind in ("[a-z]", "[A-Z]", "[0-9]", r"[^\w\s]"))
    if is_password_name(name):
        return Secret(f"the value of {name!r}", value) if len(value) >= 6 and kinds >= 2 and not strict else None
    random = entropy(value) >= (3.5 if strict else 3.0) and any(char.isdigit() for char in value)
    long = len(value) >= (20 if strict else 12)
    return Secret(f"the value of {name!r}", value) if long and random and kinds >= 2 else None


def body_fields(text: str) -> Iterator[tuple[str, str]]:
    """Return name and value of every field of a text in JSON or XML, however deep."""
    if '"' in text:
        yield from _JSON_FIELD.findall(text)
    if "</" in text:
        yield from _XML_FIELD.findall(text)


def script_fields(text: str) -> Iterator[NamedText]:
    """Return the literal texts of a script that have a name, when it speaks of secrets at all."""
    return read_named_texts(text) if _WORTH_READING.search(text) else iter(())
