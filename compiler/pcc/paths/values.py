"""JSON values as RFC 9535 compares them (section 2.3.5.2.2), and the value of a query that matched nothing."""

from enum import Enum
from typing import Final

__all__ = ["MISSING", "Missing", "eval_equals", "eval_less"]

_LARGEST_EXACT = 2**53


class Missing(Enum):
    """The type of `MISSING`."""

    MISSING = "missing"

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing.MISSING
"""What a path finds where nothing matches. JSON `null` is a value and a match; this is neither."""


def eval_equals(left: object, right: object) -> bool:
    """Say whether two values are equal: `MISSING` equals only itself, a boolean is no number, numbers are doubles."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, int | float):
        return isinstance(right, int | float) and _double(left) == _double(right)
    if isinstance(left, str):
        return left == right
    if isinstance(left, list):
        return isinstance(right, list) and len(left) == len(right) and all(map(eval_equals, left, right))
    if isinstance(left, dict):
        return isinstance(right, dict) and _same_members(left, right)
    return left is right


def eval_less(left: object, right: object) -> bool:
    """Say whether `left` is below `right`: numbers as doubles, strings by code point, nothing else has an order."""
    if isinstance(left, bool) or isinstance(right, bool):
        return False
    if isinstance(left, int | float) and isinstance(right, int | float):
        return _double(left) < _double(right)
    return isinstance(left, str) and isinstance(right, str) and left < right


def _same_members(left: dict[str, object], right: dict[str, object]) -> bool:
    return left.keys() == right.keys() and all(eval_equals(value, right[name]) for name, value in left.items())


def _double(number: float) -> float:
    # Python compares integers exactly; JavaScript has already rounded what lies beyond 2^53.
    if isinstance(number, int) and not -_LARGEST_EXACT <= number <= _LARGEST_EXACT:
        try:
            return float(number)
        except OverflowError:
            return float("inf") if number > 0 else float("-inf")
    return number
