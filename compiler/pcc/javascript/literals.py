"""Texts of JavaScript: what a literal means."""

import re

__all__ = ["read_string"]

_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-7]{1,3})|(\r\n|[\s\S]))")
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "\n": "", "\r\n": "", "\r": "",
          "\u2028": "", "\u2029": ""}  # fmt: skip


def read_string(source: str) -> str:
    """Return the text of a literal, quotes included; a template without substitutions is one too."""
    inner = source[1:-1] if len(source) > 1 and source[0] == source[-1] else source[1:]
    if "\\" not in inner:
        return inner
    text = _ESCAPE.sub(_unescape, inner)
    # Two escapes make one character of the astral planes.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescape(match: re.Match[str]) -> str:
    braced, four, two, octal, other = match.groups()
    if octal:
        return chr(int(octal, 8))
    if other is not None:
        return _NAMED.get(other, other)
    code = int(braced or four or two, 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"
