"""Secrets that somebody left on a page or in a workflow: a finding must not spread them."""

import re

__all__ = ["mask_secrets"]

_SECRET = re.compile(
    r"\beyJ[\w-]{8,}(?:\.[\w-]+){0,4}"
    r"|(?<=bearer )[\w.+/=~-]{16,}|(?<=basic )[\w.+/=~-]{16,}"
    r"|(?<=secret=)[^\s&{}<>\"'`]+|(?<=password=)[^\s&{}<>\"'`]+|(?<=token=)[^\s&{}<>\"'`]+|(?<=key=)[^\s&{}<>\"'`]+",
    re.IGNORECASE,
)
_KEPT = 4


def mask_secrets(text: str) -> str:
    """Return a text of the same length with tokens and the values of secrets starred out, but for how they begin."""
    return _SECRET.sub(lambda found: found[0][:_KEPT] + "*" * (len(found[0]) - _KEPT), text)
