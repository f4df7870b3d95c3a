"""Bytes and text, encoded as HTTP carries them."""

import base64
from urllib.parse import quote

__all__ = ["encode_base64", "percent_encode"]


def encode_base64(data: bytes) -> str:
    """Return bytes in the standard alphabet, padded (RFC 4648, section 4)."""
    return base64.b64encode(data).decode("ascii")


def percent_encode(text: str) -> str:
    """Return text with all but the unreserved characters percent-encoded (RFC 3986, 2.3); half a character is `?`."""
    return quote(text, safe="", errors="replace")
