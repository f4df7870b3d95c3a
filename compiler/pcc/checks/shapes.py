"""Tokens that are known by their shape, wherever they stand: each kind begins in a way of its own."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pcc.checks.words import entropy, is_placeholder

__all__ = ["Secret", "find_shapes"]


_SHORTEST = 11


class Secret(NamedTuple):
    """A secret that was found: what it is, and its text, which must not be shown."""

    kind: str
    text: str


class _Shape(NamedTuple):
    """A kind of token: text without the marker holds none; `holds` has the last word."""

    kind: str
    marker: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool]


def find_shapes(text: str) -> Iterator[Secret]:
    """Return the tokens in a text that their shape gives away; what documentation uses as an example is none."""
    if len(text) < _SHORTEST:
        return
    for shape in _SHAPES:
        if shape.marker in text:
            for match in shape.pattern.finditer(text):
                found = match[1] if match.lastindex else match[0]
                if shape.holds(found):
                    yield Secret(shape.kind, found)


def _is_random(text: str) -> bool:
    return not is_placeholder(text) and entropy(text) >= 3 and any(char.isdigit() for char in text)


def _is_jwt(text: str) -> bool:
    header, payload, signature = text.split(".")
    head, claims = _decoded(header), _decoded(payload)
    if not isinstance(head, dict) or "alg" not in head or len(signature) < 16:
        return False
    # The example of the standard's best known debugger.
    return not (isinstance(claims, dict) and claims.get("sub") == "1234567890")


def _decoded(text: str) -> object:
    try:
        return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, RecursionError):
        return None


def _is_basic(text: str) -> bool:
    try:
        user, colon, password = base64.b64decode(text, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return False
    return bool(colon) and (user + password).isprintable() and bool(password) and not is_placeholder(password)


def _is_key(text: str) -> bool:
    body = re.sub(r"-----.*?-----|\\n|\s", "", text)
    return len(body) >= 48 and not is_placeholder(body[:40])


def _shape(kind: str, marker: str, pattern: str, holds: Callable[[str], bool] = _is_random) -> _Shape:
    return _Shape(kind, marker, re.compile(pattern), holds)


_SHAPES = (
    _shape("a JWT", "eyJ", r"(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+", _is_jwt),
    _shape("an access key of AWS", "AKIA", r"(?<![A-Z0-9])AKIA[A-Z0-9]{16}(?![A-Z0-9])", lambda t: "EXAMPLE" not in t),
    _shape("an access key of AWS", "ASIA", r"(?<![A-Z0-9])ASIA[A-Z0-9]{16}(?![A-Z0-9])", lambda t: "EXAMPLE" not in t),
    _shape("a token of GitHub", "gh", r"(?<!\w)gh[pousr]_[A-Za-z0-9]{36,}"),
    _shape("a token of GitHub", "github_pat_", r"(?<!\w)github_pat_\w{40,}"),
    _shape("a token of GitLab", "glpat-", r"(?<!\w)glpat-[\w-]{20,}"),
    _shape("a token of Slack", "xox", r"(?<!\w)xox[abeoprs]-[\w-]{20,}"),
    _shape("a webhook of Slack", "hooks.slack.com", r"hooks\.slack\.com/services/(T\w{6,}/B\w{6,}/\w{16,})"),
    _shape("an API key of Google", "AIza", r"(?<!\w)AIza[\w-]{35}"),
    _shape("an access token of Google", "ya29.", r"(?<!\w)ya29\.[\w-]{30,}"),
    _shape("a key of Stripe", "k_live_", r"(?<!\w)[rs]k_live_[A-Za-z0-9]{16,}"),
    _shape("a key of SendGrid", "SG.", r"(?<!\w)SG\.[\w-]{20,}\.[\w-]{30,}"),
    _shape("a token of npm", "npm_", r"(?<!\w)npm_[A-Za-z0-9]{36}"),
    _shape("an API key of OpenAI's kind", "sk-", r"(?<![\w-])sk-[\w-]{24,}"),
    _shape("an API key of Postman", "PMAK-", r"(?<!\w)PMAK-[0-9a-f]{24}-[0-9a-f]{34}"),
    _shape(
        "a private key",
        "PRIVATE KEY",
        r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?:(?!-----)[\s\S]){1,8192}-----END",
        _is_key,
    ),
    _shape("a bearer token", "earer ", r"[Bb]earer ([\w.~+/-]{16,}=*)(?![\w{<])"),
    _shape("user name and password in base64", "asic ", r"[Bb]asic ([A-Za-z0-9+/]{8,}={0,2})(?![\w{<])", _is_basic),
    _shape(
        "a password in a URL",
        "://",
        r"(?<![a-z0-9+])[a-z][a-z0-9+]*://[^\s/:@{}<>\"']+:([^\s/@{}<>\"']{4,})@",
        lambda text: not is_placeholder(text),
    ),
)
