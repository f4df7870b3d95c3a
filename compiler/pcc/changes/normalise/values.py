"""JSON values as text, one text for all ways of writing a value."""

from pcc.model.json import JsonValue
from pcc.values import stringify

__all__ = ["canonical"]


def canonical(value: JsonValue) -> str:
    """Return a value as JSON on one line: keys sorted, numbers as JavaScript prints them."""
    return stringify(_sorted(value))


def _sorted(value: JsonValue) -> JsonValue:
    match value:
        case dict():
            return {key: _sorted(value[key]) for key in sorted(value)}
        case list():
            return list(map(_sorted, value))
    return value
