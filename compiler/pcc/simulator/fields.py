"""What a request body may hold: fields with their checks, read into values or refused all at once."""

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pcc.simulator.http import Document
from pcc.simulator.problems import Detail, invalid_data, invalid_request

__all__ = [
    "Check",
    "Field",
    "Invalid",
    "boolean",
    "choice",
    "choices",
    "email",
    "instant",
    "integer",
    "lenient_boolean",
    "number",
    "read_fields",
    "record",
    "reference",
    "references",
    "text",
    "texts",
]

Check = Callable[[Any], Any]

_EMAIL = re.compile(r"[^@\s\"<>(),;:\\]+@[^@\s.]+(\.[^@\s.]+)*", re.ASCII)


class Invalid(Exception):  # noqa: N818  # it describes the value, and always becomes a refusal
    """A value is refused. `malformed`: its JSON type is wrong, so that the whole request is malformed."""

    def __init__(
        self, code: str, message: str, *, inner: Mapping[str, Any] | None = None, malformed: bool = False
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.inner, self.malformed = code, message, inner, malformed
        self.target = ""

    def inside(self, name: str) -> "Invalid":
        """Return itself, its target now below the member `name`."""
        self.target = f"{name}.{self.target}" if self.target else name
        return self


@dataclass(frozen=True, slots=True)
class Field:
    """One member of a body. A default of None means: absent from the resource when it is not sent."""

    name: str
    check: Check
    required: bool = False
    default: Any = None


def read_fields(body: Document, fields: tuple[Field, ...]) -> Document:
    """Return the checked values of the known fields. Unknown members are ignored, null counts as absent.

    Refuses with 400: INVALID_REQUEST when a JSON type is wrong, else INVALID_DATA with a detail for every bad field.
    """
    values: Document = {}
    details: list[Detail] = []
    malformed = False
    for field in fields:
        try:
            value = _read(body.get(field.name), field)
        except Invalid as invalid:
            details.append(Detail(invalid.code, invalid.message, invalid.target, invalid.inner))
            malformed = malformed or invalid.malformed
        else:
            if value is not None:
                values[field.name] = value
    if details:
        raise (invalid_request if malformed else invalid_data)(*details)
    return values


def _read(value: Any, field: Field) -> Any:
    if value is None and field.required:
        raise Invalid("REQUIRED_VALUE", "A required value is missing.").inside(field.name)
    if value is None:
        return copy.copy(field.default)
    try:
        return field.check(value)
    except Invalid as invalid:
        raise invalid.inside(field.name) from None


def _wrong_type(expected: str) -> Invalid:
    return Invalid("INVALID_VALUE", f"The value must be {expected}.", malformed=True)


def text(*, maximum: int = 1024, pattern: str = "", blank: bool = False) -> Check:
    """Check a string: not blank unless `blank`, at most `maximum` characters, all of it matching `pattern`."""
    compiled = re.compile(pattern) if pattern else None

    def check(value: Any) -> str:
        if not isinstance(value, str):
            raise _wrong_type("a string")
        if not blank and not value.strip():
            raise Invalid("EMPTY_VALUE", "must not be empty")
        if len(value) > maximum:
            raise Invalid(
                "INVALID_VALUE", f"must have at most {maximum} characters", inner={"rangeMaximumValue": maximum}
            )
        if compiled and not compiled.fullmatch(value):
            raise Invalid("INVALID_VALUE", "has characters that are not allowed", inner={"allowedPattern": pattern})
        return value

    return check


def boolean(value: Any) -> bool:
    """Check a JSON boolean."""
    if not isinstance(value, bool):
        raise _wrong_type("a boolean")
    return value


def lenient_boolean(value: Any) -> bool:
    """Check a boolean that may come as a string, as on sign-on policies (reference section 3.8)."""
    return boolean({"true": True, "false": False}.get(value, value) if isinstance(value, str) else value)


def integer(minimum: int, maximum: int = 2147483647) -> Check:
    """Check a JSON integer within a range; a float is malformed."""

    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise _wrong_type("an integer")
        return int(_in_range(value, minimum, maximum))

    return check


def number(minimum: float, maximum: float) -> Check:
    """Check a JSON number within a range."""

    def check(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _wrong_type("a number")
        return float(_in_range(value, minimum, maximum))

    return check


def _in_range(value: Any, minimum: float, maximum: float) -> Any:
    if not minimum <= value <= maximum:
        inner = {"rangeMinimumValue": minimum, "rangeMaximumValue": maximum}
        raise Invalid("INVALID_VALUE", f"must be between {minimum} and {maximum}", inner=inner)
    return value


def choice(*allowed: str) -> Check:
    """Check one of a set of names."""

    def check(value: Any) -> str:
        if not isinstance(value, str):
            raise _wrong_type("a string")
        if value not in allowed:
            raise Invalid(
                "INVALID_VALUE", f"must be one of {', '.join(allowed)}", inner={"allowedValues": list(allowed)}
            )
        return value

    return check


def choices(*allowed: str) -> Check:
    """Check a list of names out of a set; one that is repeated is kept once."""
    one = choice(*allowed)

    def check(value: Any) -> list[str]:
        return list(dict.fromkeys(one(item) for item in _items(value)))

    return check


def texts(*, pattern: str = "") -> Check:
    """Check a list of strings."""
    one = text(maximum=4096, pattern=pattern)

    def check(value: Any) -> list[str]:
        return [one(item) for item in _items(value)]

    return check


def email(value: Any) -> str:
    """Check an e-mail address, as far as a service does without sending to it."""
    address: str = text(maximum=256)(value)
    if not _EMAIL.fullmatch(address):
        raise Invalid("INVALID_VALUE", "must be a well-formed email address")
    return address


def instant(value: Any) -> float:
    """Check an ISO 8601 time with its offset (`Z` or `+02:00`); return seconds since the epoch."""
    written: str = text(maximum=64)(value)
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise Invalid("INVALID_VALUE", "must be a time of ISO 8601, such as 2026-04-22T00:29:59.348Z") from None
    if moment.tzinfo is None:
        raise Invalid("INVALID_VALUE", "must be a time with its offset, such as 2026-04-22T00:29:59.348Z")
    return moment.timestamp()


def record(*fields: Field) -> Check:
    """Check an object with these fields."""

    def check(value: Any) -> Document:
        if not isinstance(value, dict):
            raise _wrong_type("an object")
        checked = {field.name: _read(value.get(field.name), field) for field in fields}
        return {name: found for name, found in checked.items() if found is not None}

    return check


reference = record(Field("id", text(), required=True))
"""Check `{"id": "…"}`; whether the id exists is the resource's own rule."""


def references(value: Any) -> list[Document]:
    """Check a list of `{"id": "…"}` that holds at least one; one that is repeated is kept once."""
    items = {item["id"]: item for item in map(reference, _items(value))}
    if not items:
        raise Invalid("EMPTY_VALUE", "must not be empty")
    return list(items.values())


def _items(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _wrong_type("an array")
    return value
