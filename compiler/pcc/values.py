"""JavaScript's view of JSON values: how it decodes them, prints them and compares them.

Scripts mean what JavaScript means (design section 6), so a replay without JavaScript needs its rules: every number is a
double, integer-like keys come first, `String(v)`, `JSON.stringify(v)` (ECMA-262 sections 6.1.6, 7.1.17, 10.1.11, 25.5).
"""

import json
import math
import re
from operator import is_not
from typing import Any, NoReturn

from pcc.model.json import JsonValue

__all__ = ["as_parsed", "as_stored", "decode_json", "same", "stringify", "to_text"]

_MAX_SAFE = 2**53
_DEEPEST = 250
# Digits of an integer that any double holds.
_SHORT = 16
# What Postman takes for one (liquid-json): U+FEFF, one letter that it mistook, and the bytes of a BOM read as Latin-1.
_BOM = re.compile("\\A(?:[\ufeff\ubbbf]|\xfe\xff|\xff\xfe|\xef\xbb\xbf)")


def decode_json(text: str) -> JsonValue:
    """Decode JSON as Postman's `JSON.parse` does, a leading BOM allowed. Raises ValueError when it is not JSON.

    What nests more than 250 levels deep counts as no JSON, so that nothing that walks a value runs out of stack.
    """
    decoder = _ORDERING if _INDEX_KEY.search(text) else _DECODER
    try:
        value: JsonValue = decoder.decode(_BOM.sub("", text).strip(" \t\n\r"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if text.count("[") + text.count("{") > _DEEPEST:
        _check_depth(value)
    return value


def _check_depth(value: JsonValue) -> None:
    level = [value] if isinstance(value, list | dict) else []
    for _ in range(_DEEPEST):
        level = [
            child
            for outer in level
            for child in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(child, list | dict)
        ]
        if not level:
            return
    raise ValueError("nested too deeply")


def _number(text: str) -> int | float:
    value = float(text)
    if value.is_integer() and abs(value) < _MAX_SAFE and not (value == 0 and text.startswith("-")):
        return int(value)
    return value


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    indices = [key for key in result if _is_array_index(key)]
    if not indices:
        return result
    order = sorted(indices, key=int)
    return {key: result[key] for key in (*order, *(key for key in result if not _is_array_index(key)))}


def _is_array_index(key: str) -> bool:
    return key.isascii() and key.isdigit() and (key == "0" or key[0] != "0") and int(key[:11]) < 2**32 - 1


def _integer(text: str) -> int | float:
    # What is this short is exact in a double.
    return int(text) if len(text) < _SHORT and text[0] != "-" else _number(text)


_DECODER = json.JSONDecoder(parse_float=_number, parse_int=_integer, parse_constant=_refuse_constant)
# Only objects with a key that is an index are not in the order in which they are written: most texts have none.
_ORDERING = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_number, parse_int=_integer, parse_constant=_refuse_constant
)
_INDEX_KEY = re.compile(r'"(?:[0-9]|\\u00)[0-9\\u]*"\s*:')


def as_parsed(value: JsonValue) -> JsonValue:
    """Return the value as `JSON.parse` would have given it: numbers are doubles, integer-like keys come first."""
    match value:
        case list():
            return list(map(as_parsed, value))
        case dict():
            return _object([(key, as_parsed(item)) for key, item in value.items()])
        case int() if not isinstance(value, bool) and abs(value) >= _MAX_SAFE:
            return _double(value)
    return value


def as_stored(value: JsonValue) -> JsonValue:
    """Return `JSON.parse(JSON.stringify(value))`, what a variable is once its script has ended.

    JSON has neither Infinity, which becomes null, nor -0. A value without them comes back as the same object.
    """
    match value:
        case list():
            items = list(map(as_stored, value))
            return items if any(map(is_not, items, value)) else value
        case dict():
            members = {key: as_stored(item) for key, item in value.items()}
            return members if any(map(is_not, members.values(), value.values())) else value
        case float() if not math.isfinite(value):
            return None
        case float() if value == 0:
            return 0
    return value


def _double(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def to_text(value: JsonValue) -> str:
    """Return `String(value)`: what a value is where it stands in text."""
    match value:
        case str():
            return value
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return _number_text(value)
        case list():
            return ",".join("" if item is None else to_text(item) for item in value)
        case _:
            return "[object Object]"


def stringify(value: JsonValue) -> str:
    """Return `JSON.stringify(value)`."""
    match value:
        case str():
            return _quote(value)
        case int() | float() if not isinstance(value, bool):
            return _number_text(value) if math.isfinite(_double(value)) else "null"
        case list():
            return "[" + ",".join(map(stringify, value)) + "]"
        case dict():
            return "{" + ",".join(f"{_quote(key)}:{stringify(item)}" for key, item in value.items()) + "}"
        case _:
            return to_text(value)


def _quote(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    # JSON.stringify escapes a lone surrogate, because it has no UTF-8 form; other text stays as it is.
    return "".join(f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in quoted) if _lone(quoted) else quoted


def _lone(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _number_text(value: float) -> str:
    value = _double(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    digits, exponent = _shortest_digits(abs(float(value)))
    return sign + _place_point(digits, exponent)


def _shortest_digits(value: float) -> tuple[str, int]:
    """The shortest digits that read back as the value, and how many of them stand before the point (6.1.6.1.20)."""
    mantissa, _, power = f"{value!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    leading = len(whole + fraction) - len(digits)
    exponent = len(whole) - leading + int(power or 0)
    return digits.rstrip("0"), exponent


def _place_point(digits: str, n: int) -> str:
    if len(digits) <= n <= 21:
        return digits.ljust(n, "0")
    if 0 < n <= 21:
        return f"{digits[:n]}.{digits[n:]}"
    if -6 < n <= 0:
        return f"0.{'0' * -n}{digits}"
    mantissa = digits[0] + (f".{digits[1:]}" if len(digits) > 1 else "")
    return f"{mantissa}e{'+' if n > 0 else '-'}{abs(n - 1)}"


def same(left: JsonValue, right: JsonValue) -> bool:
    """Whether two values are equal as JSON: booleans are not numbers, the order of keys does not count."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(item, right[key]) for key, item in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return left == right
