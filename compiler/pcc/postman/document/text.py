"""JSON text in and out, losing nothing: the order of keys, the digits of numbers, lone surrogates."""

import json
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Any

from pcc.errors import FormatError, SourceError
from pcc.model.json import JsonValue
from pcc.postman.document.guard import At, pointer

__all__ = ["MAX_DEPTH", "TOO_DEEP", "Number", "read_json", "write_json"]

# Two levels a folder: far more than anybody nests, and far from Python's own limit on recursion.
MAX_DEPTH = 128
TOO_DEEP = f"nested too deeply: pcc reads at most {MAX_DEPTH} objects and lists inside each other"

# Python refuses to convert longer literals of integers.
_MAX_DIGITS = 4300


class Number(float):
    """A number with the literal that it was read from, where Python would write another (`1e400`, `-0`, `1E5`)."""

    __slots__ = ("literal",)

    def __init__(self, literal: str) -> None:
        self.literal = literal


@dataclass(frozen=True, slots=True)
class _Flaw:
    """Stands in the decoded value where the text holds something that is not JSON, so that its place can be named."""

    message: str
    key: str | None = None


def read_json(text: str) -> JsonValue:
    """Decode JSON (RFC 8259); a leading BOM is allowed.

    Raises FormatError for other text, with line and column, and for a key that occurs twice in an object, for `NaN` and
    `Infinity` and for a value nested deeper than `MAX_DEPTH`, with a pointer.
    """
    flaws: list[_Flaw] = []
    try:
        value: JsonValue = _decoder(flaws).decode(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        reason = f"{error.msg[0].lower()}{error.msg[1:]}" if text.strip("\ufeff \t\r\n") else "it is empty"
        raise FormatError(f"this is not JSON: {reason} ({place})") from None
    except RecursionError:
        raise _too_deep(text) from None
    if flaws:
        raise _find(value)
    if _is_too_deep(value):
        raise _too_deep(text)
    return value


_DEPTH = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]', re.DOTALL)


def _too_deep(text: str) -> FormatError:
    """The error for a text that nests too deeply, with the bracket that is one too many."""
    depth = 0
    for match in _DEPTH.finditer(text):
        depth += match[0] in "[{"
        depth -= match[0] in "]}"
        if depth > MAX_DEPTH:
            line = text.count("\n", 0, match.start()) + 1
            column = match.start() - text.rfind("\n", 0, match.start())
            return FormatError(f"{TOO_DEEP} (line {line}, column {column})")
    return FormatError(TOO_DEEP)


def _decoder(flaws: list[_Flaw]) -> json.JSONDecoder:
    def flaw(message: str, key: str | None = None) -> _Flaw:
        flaws.append(_Flaw(message, key))
        return flaws[-1]

    def make_object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Flaw:
        result = dict(pairs)
        if len(result) == len(pairs):
            return result
        return flaw("this key occurs twice in its object", _first_twice(key for key, _ in pairs))

    def constant(text: str) -> _Flaw:
        return flaw(f"{text} is not JSON")

    return json.JSONDecoder(
        object_pairs_hook=make_object, parse_float=_read_float, parse_int=_read_integer, parse_constant=constant
    )


def _first_twice(keys: Iterable[str]) -> str | None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            return key
        seen.add(key)
    return None


def _read_float(text: str) -> float:
    value = float(text)
    return value if float.__repr__(value) == text else Number(text)


def _read_integer(text: str) -> int | float:
    return Number(text) if text == "-0" or len(text) > _MAX_DIGITS else int(text)


def _find(value: Any) -> FormatError:
    stack: list[tuple[At, Any]] = [((), value)]
    while True:
        at, value = stack.pop()
        if isinstance(value, _Flaw):
            return FormatError(value.message, pointer=pointer(at if value.key is None else (*at, value.key)))
        if isinstance(value, dict):
            stack += reversed([((*at, key), child) for key, child in value.items()])
        elif isinstance(value, list):
            stack += reversed([((*at, index), child) for index, child in enumerate(value)])


def _is_too_deep(value: JsonValue) -> bool:
    # Every value of the document is asked here: a tuple of types answers soonest.
    nesting = (dict, list)
    level: list[Any] = [value] if isinstance(value, nesting) else []
    for _ in range(MAX_DEPTH):
        level = [
            child
            for parent in level
            for child in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(child, nesting)
        ]
        if not level:
            return False
    return True


def write_json(value: JsonValue) -> str:
    """Encode as the app does: tabs, UTF-8 as it is, but a newline at the end. Lone surrogates become escapes.

    Twice as fast as `json.dumps(indent="\\t")`, which leaves its C encoder when it indents. Raises SourceError for what
    has no JSON form or is nested deeper than `read_json` reads.
    """
    pieces: list[str] = []
    try:
        _emit(value, "\n", pieces.append)
    except TypeError:
        raise SourceError("a key of a JSON object is not text") from None
    except ValueError:
        raise SourceError("an integer has more digits than Python writes") from None
    text = "".join((*pieces, "\n"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return text


_SURROGATE = re.compile("[\ud800-\udfff]")


def _emit(value: Any, margin: str, put: Callable[[str], None]) -> None:
    if len(margin) > MAX_DEPTH and isinstance(value, dict | list):
        raise SourceError(
            f"objects and lists are nested deeper than {MAX_DEPTH} levels, which pcc would not read again"
        )
    if not value or not isinstance(value, dict | list):
        put(_write_scalar(value))
    elif isinstance(value, dict):
        _emit_object(value, margin, put)
    else:
        _emit_list(value, margin, put)


def _emit_object(value: dict[str, Any], margin: str, put: Callable[[str], None]) -> None:
    inner = margin + "\t"
    lead = "{" + inner
    for key, item in value.items():
        # Most values are text: no call for them, and one piece with their key.
        if isinstance(item, str):
            put(f"{lead}{encode_basestring(key)}: {encode_basestring(item)}")
        else:
            put(f"{lead}{encode_basestring(key)}: ")
            _emit(item, inner, put)
        lead = "," + inner
    put(margin + "}")


def _emit_list(value: list[Any], margin: str, put: Callable[[str], None]) -> None:
    inner = margin + "\t"
    lead = "[" + inner
    for item in value:
        if isinstance(item, str):
            put(lead + encode_basestring(item))
        else:
            put(lead)
            _emit(item, inner, put)
        lead = "," + inner
    put(margin + "]")


def _write_scalar(value: object) -> str:
    match value:
        case str():
            return encode_basestring(value)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Number():
            return value.literal
        case int():
            return int.__repr__(value)
        case float() if math.isfinite(value):
            return float.__repr__(value)
        case dict():
            return "{}"
        case list():
            return "[]"
    raise SourceError(f"{value!r} has no JSON form")
