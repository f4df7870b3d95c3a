"""Bodies as text: what `pm.response.text()` gives for the bytes of a body, in the charset that its header names.

Postman decodes with iconv-lite, whose UTF-8 is that of its sandbox's `Buffer`: every byte that belongs to no character
becomes a U+FFFD of its own, where Python would merge them.
"""

import codecs
import re
from contextlib import suppress
from functools import lru_cache

__all__ = ["decode_body", "decode_utf8"]

# npm's `charset`, which Postman reads the header with.
_NAMED = re.compile(r"""(?:charset|encoding)\s{0,10}=\s{0,10}['"]?[ ]{0,10}([\w-]{1,100})""", re.IGNORECASE | re.ASCII)
_WIDE = {"utf16": "", "utf16le": "le", "ucs2": "le", "utf16be": "be"}
# Encodings of Python that are no charsets.
_PYTHON_ONLY = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
# A character that is cut off by the end of the body counts as one.
_CUT_OFF = re.compile(rb"(?:[\xc0-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf7][\x80-\xbf]{0,2})\Z")
_BOM = "\ufeff"


def _replace_byte(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "\ufffd", error.start + 1


codecs.register_error("pcc.bytewise", _replace_byte)


def decode_utf8(content: bytes) -> str:
    """Return `Buffer.from(content).toString()` of Postman's sandbox. Nothing raises."""
    return content.decode(errors="pcc.bytewise")


def decode_body(content: bytes, content_type: str) -> str:
    """Return the text of a body; `content_type` is its header, empty without one.

    A charset that nobody knows is UTF-8. What of the bytes is no text in their charset becomes U+FFFD.
    """
    charset, plain = _charset(content_type)
    if plain == "utf8":
        with suppress(UnicodeDecodeError):
            return content.decode().removeprefix(_BOM)
        found = _CUT_OFF.search(content[-3:])
        whole = content[: -len(found[0])] if found else content
        return (decode_utf8(whole) + ("\ufffd" if found else "")).removeprefix(_BOM)
    if plain in _WIDE:
        return _decode_wide(content, _WIDE[plain])
    try:
        known = codecs.lookup(charset).name not in _PYTHON_ONLY
        return content.decode(charset, errors="pcc.bytewise") if known else decode_utf8(content)
    except (LookupError, UnicodeError):
        return decode_utf8(content)


@lru_cache(maxsize=128)
def _charset(content_type: str) -> tuple[str, str]:
    """The charset as it is named, and its letters and digits alone."""
    named = _NAMED.search(content_type)
    charset = named[1].lower() if named else "utf-8"
    return charset, re.sub("[^a-z0-9]", "", charset)


def _decode_wide(content: bytes, order: str) -> str:
    order = order or ("be" if _is_big_endian(content) else "le")
    # Half a unit at the end is dropped; a surrogate may stand alone in JavaScript.
    even = content[: len(content) // 2 * 2]
    return even.decode(f"utf-16-{order}", errors="surrogatepass").removeprefix(_BOM)


def _is_big_endian(content: bytes) -> bool:
    """Whether a BOM says so or, without one, most of the first hundred units with one zero byte."""
    if content.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        return content.startswith(codecs.BOM_UTF16_BE)
    units = zip(content[:200:2], content[1:200:2], strict=False)
    return sum((second != 0) - (first != 0) for first, second in units if not (first and second)) > 0
