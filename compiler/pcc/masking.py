"""Secrets that were found in somebody's files: what is said of them must not spread them."""

import re

__all__ = ["mask", "mask_all", "mask_in_place"]

_SECRET = re.compile(
    r"\beyJ[\w-]{8,}(?:\.[\w-]+){0,4}"
    r"|(?<=bearer )[\w.+/=~-]{16,}|(?<=basic )[\w.+/=~-]{16,}"
    r"|(?<=secret=)[^\s&{}<>\"'`]+|(?<=password=)[^\s&{}<>\"'`]+|(?<=token=)[^\s&{}<>\"'`]+|(?<=key=)[^\s&{}<>\"'`]+",
    re.IGNORECASE,
)


def mask(secret: str) -> str:
    """Return how a message names a secret: its first characters, at most a quarter of it, and its length."""
    return f"{_head(secret)}… ({len(secret)} characters)"


def mask_in_place(text: str, secret: str) -> str:
    """Return a text with a secret dotted out, every other character at its place."""
    return text.replace(secret, "•" * len(secret))


def mask_all(text: str) -> str:
    """Return a text of the same length with tokens and the values of secrets dotted out, but for how they begin."""
    return _SECRET.sub(lambda found: _head(found[0]).ljust(len(found[0]), "•"), text)


def _head(secret: str) -> str:
    return "" if "\n" in secret else secret[: min(4, len(secret) // 4)]
