"""Which texts of a CSV file are numbers, as JavaScript and Newman see it."""

import math
import re
from typing import Final

__all__ = ["JS_BLANKS", "eval_cell"]

# What `trim` removes and `Number` passes over (ECMA-262, 12.2 and 12.3).
JS_BLANKS: Final = (
    "\t\n\v\f\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_INTEGER = re.compile(r"[+-]?[1-9][0-9]*")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_PREFIXED = re.compile(r"0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)")
_MAX_SAFE = 2**53


def eval_cell(text: str) -> str | int | float:
    """Return the value of an unquoted cell: a number where Newman takes it for one (`007` is 7), the text otherwise."""
    if _INTEGER.fullmatch(text):
        return _number(float(text))
    stripped = text.strip(JS_BLANKS)
    if _PREFIXED.fullmatch(stripped):
        # `Number` reads it all and `parseFloat` stops at the letter; Newman keeps what the second says.
        return 0
    if _DECIMAL.fullmatch(stripped) and math.isfinite(value := float(stripped)):
        return _number(value)
    return text


def _number(value: float) -> int | float:
    exact = value.is_integer() and abs(value) < _MAX_SAFE and not (value == 0 and math.copysign(1, value) < 0)
    return int(value) if exact else value
