"""Typed access to JSON of unknown shape: what is not as expected is a FormatError with a pointer to it."""

from typing import Any, TypeAlias

from pcc.errors import FormatError
from pcc.model.json import JsonObject, JsonValue
from pcc.model.template import EMPTY, Template
from pcc.templating import parse_postman
from pcc.values import to_text

__all__ = [
    "At",
    "get_count",
    "get_description",
    "get_flag",
    "get_integer",
    "get_optional_flag",
    "get_optional_integer",
    "get_optional_text",
    "get_template",
    "get_text",
    "pointer",
    "read_list",
    "read_object",
    "read_template",
    "refuse",
]

At: TypeAlias = "tuple[str | int, ...]"
"""Where a value stands in its file: the keys and indices that lead to it."""


def pointer(at: At) -> str:
    """Return a place as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in at)


def refuse(value: Any, at: At, expected: str) -> FormatError:
    """Return the error for a value that is not what was expected."""
    return FormatError(f"expected {expected}, found {_kind(value)}", pointer=pointer(at))


def _kind(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case _:
            return "an object"


def read_object(value: Any, at: At, expected: str = "an object") -> JsonObject:
    """Return the value, which must be an object."""
    if isinstance(value, dict):
        return value
    raise refuse(value, at, expected)


def read_list(value: Any, at: At) -> list[Any]:
    """Return the value, which must be a list; null is an empty one."""
    if value is None:
        return []
    if isinstance(value, list):
        return value
    raise refuse(value, at, "a list")


def get_text(source: JsonObject, key: str, at: At) -> str:
    """Return the text at a key; null or no key is empty text."""
    return get_optional_text(source, key, at) or ""


def get_optional_text(source: JsonObject, key: str, at: At) -> str | None:
    """Return the text at a key, None for null or no key."""
    value = source.get(key)
    if value is None or isinstance(value, str):
        return value
    raise refuse(value, (*at, key), "text")


def get_flag(source: JsonObject, key: str, at: At) -> bool:
    """Return the boolean at a key; null or no key is false."""
    return get_optional_flag(source, key, at) or False


def get_optional_flag(source: JsonObject, key: str, at: At) -> bool | None:
    """Return the boolean at a key, None for null or no key."""
    value = source.get(key)
    if value is None or isinstance(value, bool):
        return value
    raise refuse(value, (*at, key), "true or false")


def get_integer(source: JsonObject, key: str, at: At) -> int:
    """Return the integer at a key; null or no key is 0."""
    return get_optional_integer(source, key, at) or 0


def get_optional_integer(source: JsonObject, key: str, at: At) -> int | None:
    """Return the integer at a key, however it is written (`5.0`), None for null or no key."""
    value = source.get(key)
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise refuse(value, (*at, key), "a whole number")


# What a timer of Node takes, and more redirects than anybody follows.
_LARGEST = 2**31 - 1


def get_count(source: JsonObject, key: str, at: At) -> int | None:
    """Return the integer at a key, from 0 to 2147483647, None for null or no key."""
    count = get_optional_integer(source, key, at)
    if count is not None and not 0 <= count <= _LARGEST:
        raise FormatError(f"expected a whole number from 0 to {_LARGEST}, found another", pointer=pointer((*at, key)))
    return count


def get_template(source: JsonObject, key: str, at: At) -> Template:
    """Return the text at a key as a template, as `read_template` does."""
    return read_template(source.get(key), (*at, key))


def read_template(value: JsonValue, at: At) -> Template:
    """Read a text with references. Null is empty; a number or boolean is the text that Postman makes of it."""
    if isinstance(value, str):
        return parse_postman(value)
    if value is None:
        return EMPTY
    if isinstance(value, bool | int | float):
        return Template.of(to_text(value))
    raise refuse(value, at, "text")


def get_description(source: JsonObject, at: At) -> str:
    """Return the description of an object: text, null, or an object that holds the text as `content`."""
    value = source.get("description")
    if isinstance(value, dict):
        return get_text(value, "content", (*at, "description"))
    if value is None or isinstance(value, str):
        return value or ""
    raise refuse(value, (*at, "description"), "text, null or an object with `content`")
