"""Dynamic variables that are no words: ids, times, numbers."""

from collections.abc import Mapping
from datetime import UTC, datetime
from string import ascii_lowercase, digits
from typing import Final

from pcc.runner.dynamic.draw import Draw, Generator

__all__ = ["COMMON"]

_DAY_MS = 24 * 3600 * 1000
# Not of the locale's: these are part of the format.
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _timestamp(draw: Draw) -> int:
    # Postman rounds to the nearest second, halves up.
    return int(draw.clock.now() + 0.5)


def _iso(draw: Draw) -> str:
    moment = datetime.fromtimestamp(draw.clock.now(), UTC)
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def _date(draw: Draw, from_ms: int, to_ms: int) -> str:
    """A moment that far from now, as `Date.prototype.toString` writes it in UTC; Postman writes the machine's zone."""
    moment = datetime.fromtimestamp(draw.clock.now() + draw.integer(from_ms, to_ms) / 1000, UTC)
    day, month = _WEEKDAYS[moment.weekday()][:3], _MONTHS[moment.month - 1][:3]
    return f"{day} {month} {moment:%d} {moment.year:04d} {moment:%H:%M:%S} GMT+0000 (Coordinated Universal Time)"


COMMON: Final[Mapping[str, Generator]] = {
    "$guid": lambda draw: draw.randomness.guid(),
    "$randomUUID": lambda draw: draw.randomness.guid(),
    "$timestamp": _timestamp,
    "$isoTimestamp": _iso,
    "$randomInt": lambda draw: draw.integer(0, 1000),
    "$randomBoolean": lambda draw: draw.integer(0, 1) == 1,
    "$randomAlphaNumeric": lambda draw: draw.pick(digits + ascii_lowercase),
    "$randomDatePast": lambda draw: _date(draw, -365 * _DAY_MS, -1000),
    "$randomDateFuture": lambda draw: _date(draw, 1000, 365 * _DAY_MS),
    "$randomDateRecent": lambda draw: _date(draw, -_DAY_MS, -1000),
    "$randomMonth": lambda draw: draw.pick(_MONTHS),
    "$randomWeekday": lambda draw: draw.pick(_WEEKDAYS),
}
