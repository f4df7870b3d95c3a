"""Masking: what a secret looks like in a change. It is known by its name, by its looks, or by its value."""

import re
from collections.abc import Iterable
from typing import Any

from pcc.templating.notation import TOKEN

__all__ = ["conceal", "is_secret_name", "mask", "mask_json", "mask_looks", "mask_text"]

_LONG = 24
_KNOWN = 4
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_SECRET_WORDS = {
    *("authorization", "cookie", "jwt", "passcode", "passphrase", "passwd", "password", "pin", "pwd", "secret"),
    *("token", "apikey"),
}
_SECRET_PAIRS = {("access", "key"), ("api", "key"), ("auth", "key"), ("private", "key"), ("secret", "key")}
_SCHEME = re.compile(r"\A(?:Basic|Bearer|Digest|Token|ApiKey)\s+", re.IGNORECASE)
# What is a secret by its looks, wherever it stands; the last group is what must not be seen.
_LOOKS = [
    re.compile(r"(?<![\w-])(eyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?)"),
    re.compile(r"(-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z))", re.DOTALL),
    re.compile(r"\b((?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_\w{20,}|github_pat_\w{20,}|xox[a-z]-[\w-]{10,})"),
    re.compile(r"\b((?:sk|rk|pk)_(?:live|test)_\w{10,}|PMAK-[\w-]{20,}|AIza[\w-]{30,}|glpat-[\w-]{16,})"),
    re.compile(r"(?i)\b(?:bearer|basic)\s+([\w.~+/-]{16,}=*)"),
    re.compile(r"://[^/\s:@{}]*:([^/\s@{}]+)@"),
    re.compile(r"""(?i)(?:password|passphrase|secret|token|api[_-]?key)["']?\)?\s*[,:=]\s*["']([^"'{}]{4,})["']"""),
]


def is_secret_name(name: str) -> bool:
    """Return whether what has this name is a secret: `client_secret`, `X-Api-Key`, but not `tokenLifetime`."""
    words = [word.lower() for word in _WORD.findall(name)]
    return bool(words) and (words[-1] in _SECRET_WORDS or tuple(words[-2:]) in _SECRET_PAIRS)


def mask(value: str) -> str:
    """Return what is shown of a secret: its length, of a long one the first four characters, too."""
    if not value:
        return ""
    return f"{value[:4] if len(value) >= _LONG else ''}•••• ({len(value)} characters)"


def mask_text(text: str) -> str:
    """Mask a text except for its references and the name of its scheme: `Bearer {{token}}` stays what it is."""
    scheme = _SCHEME.match(text)
    start = scheme.end() if scheme else 0
    pieces, end = [text[:start]], start
    for match in TOKEN.finditer(text, start):
        pieces += (_mask_piece(text[end : match.start()]), match[0])
        end = match.end()
    return "".join((*pieces, _mask_piece(text[end:])))


def _mask_piece(text: str) -> str:
    # Between two references there is often one separator, which is no secret.
    return mask(text) if len(text.strip()) > 1 else text


def mask_json(value: Any, name: str = "") -> Any:
    """Return a JSON value in which the texts of secret fields are masked."""
    match value:
        case str():
            return mask_text(value) if is_secret_name(name) else mask_looks(value)
        case list():
            return [mask_json(item, name) for item in value]
        case dict():
            return {key: mask_json(item, key) for key, item in value.items()}
    return value


def mask_looks(text: str) -> str:
    """Mask everything in a text that looks like a secret."""
    for pattern in _LOOKS:
        text = pattern.sub(_mask_group, text)
    return text


def _mask_group(match: re.Match[str]) -> str:
    start, end = match.start(1) - match.start(), match.end(1) - match.start()
    # What is masked already has lost its look, but not its neighbours.
    secret = match[1] if "••••" in match[1] else mask(match[1])
    return match[0][:start] + secret + match[0][end:]


def conceal(text: str, secrets: Iterable[str]) -> str:
    """Mask known values wherever they stand, the longest first; shorter than four characters is no secret."""
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= _KNOWN:
            text = text.replace(secret, mask(secret))
    return text
