"""One cookie: as a `Set-Cookie` header, and as the JSON object of tough-cookie, which scripts and files have."""

import re
from calendar import timegm
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pcc.model.json import JsonObject
from pcc.model.ports import Clock

__all__ = ["Cookie", "milliseconds", "parse_cookie", "read_cookie", "render_cookie"]

_CONTROL = re.compile(r"[\x00-\x1f]")
_NEVER = "Infinity"
_SAME_SITE = ("strict", "lax", "none")


@dataclass(frozen=True, slots=True)
class Cookie:
    """Times are in ms since the epoch, `expires` of None is never; `max_age` (s) counts from `set_at`, and wins."""

    key: str
    value: str
    domain: str = ""
    path: str = ""
    expires: int | None = None
    max_age: float | None = None
    secure: bool = False
    http_only: bool = False
    extensions: tuple[str, ...] = ()
    host_only: bool | None = None
    path_is_default: bool = False
    same_site: str = ""
    creation: int = 0
    set_at: int = 0

    @property
    def place(self) -> tuple[str, str, str]:
        """What tells it from all others."""
        return self.domain, self.path, self.key

    def pair(self) -> str:
        """Return it as it stands in a `Cookie` header."""
        return f"{self.key}={self.value}" if self.key else self.value

    @property
    def deadline(self) -> float | None:
        """When it expires, None for never."""
        if self.max_age is None:
            return self.expires
        return self.set_at + self.max_age * 1000 if self.max_age > 0 else float("-inf")

    def has_expired(self, now: int) -> bool:
        """Whether its time is over."""
        return self.deadline is not None and self.deadline <= now


def milliseconds(clock: Clock) -> int:
    """Return the time in ms, the precision of JavaScript's dates."""
    return int(clock.now() * 1000)


def parse_cookie(header: str, now: int) -> Cookie | None:
    """Read a `Set-Cookie` header as tough-cookie does in its loose mode; None for what is no cookie."""
    pair, *rest = header.strip().split(";")
    name, equals, value = re.split(r"[\r\n\0]", pair)[0].removeprefix("=").partition("=")
    if not equals:
        name, value = "", name
    name, value = name.strip(), value.strip()
    if not header.strip() or _CONTROL.search(name + value):
        return None
    fields: dict[str, Any] = {}
    for part in rest:
        _read_attribute(part.strip(), fields)
    return Cookie(name, value, creation=now, set_at=now, **fields)


def _read_attribute(text: str, fields: dict[str, Any]) -> None:
    """Add one attribute; one that cannot be read leaves an earlier one of its name as it is (section 5.2)."""
    name, _, value = text.partition("=")
    value = value.strip()
    match name.strip().lower():
        case "expires":
            fields |= _known("expires", _read_date(value))
        case "max-age":
            fields |= _known("max_age", int(value) if re.fullmatch("-?[0-9]+", value) else None)
        case "domain":
            fields |= _known("domain", value.removeprefix(".").lower() or None)
        case "path":
            fields["path"] = value if value.startswith("/") else ""
        case "secure":
            fields["secure"] = True
        case "httponly":
            fields["http_only"] = True
        case "samesite":
            fields["same_site"] = value.lower() if value.lower() in _SAME_SITE else ""
        case _ if text:
            fields["extensions"] = (*fields.get("extensions", ()), text)


def _known(name: str, value: Any) -> dict[str, Any]:
    return {} if value is None else {name: value}


_DELIMITER = re.compile(r"[\x09\x20-\x2f\x3b-\x40\x5b-\x60\x7b-\x7e]")
_TIME = re.compile(r"(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\D.*)?")
_DAY, _YEAR = re.compile(r"(\d{1,2})(?:\D.*)?"), re.compile(r"(\d{2,4})(?:\D.*)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _read_date(text: str) -> int | None:
    """Read a date as RFC 6265 section 5.1.1 does: its parts in any order, the first of each kind."""
    time = day = month = year = None
    for token in filter(None, _DELIMITER.split(text)):
        if time is None and (found := _TIME.fullmatch(token)):
            time = [int(part) for part in found.groups()]
        elif day is None and (found := _DAY.fullmatch(token)):
            day = int(found[1])
        elif month is None and token[:3].lower() in _MONTHS:
            month = _MONTHS.index(token[:3].lower()) + 1
        elif year is None and (found := _YEAR.fullmatch(token)):
            year = int(found[1])
    if time is None or day is None or month is None or year is None:
        return None
    if year < 100:
        year += 1900 if year >= 70 else 2000
    if not (1 <= day <= 31 and year >= 1601 and time[0] <= 23 and time[1] <= 59 and time[2] <= 59):
        return None
    # A day past the end of its month counts into the next one, as in JavaScript.
    return (timegm((year, month, 1, *time, 0, 0, 0)) + (day - 1) * 86400) * 1000


def render_cookie(cookie: Cookie) -> JsonObject:
    """Return the cookie's JSON object; what has tough-cookie's default is left out, as it does."""
    refreshed = cookie.max_age is not None and cookie.set_at != cookie.creation
    # There `maxAge` counts from `creation`: a cookie that was set again says when it expires instead.
    expires = cookie.deadline if refreshed else cookie.expires
    known: JsonObject = {
        "key": cookie.key or None,
        "value": cookie.value or None,
        "expires": None if expires is None else _write_time(expires),
        "maxAge": None if refreshed else cookie.max_age,
        "domain": cookie.domain,
        "path": cookie.path,
        "secure": cookie.secure or None,
        "httpOnly": cookie.http_only or None,
        "extensions": list(cookie.extensions) or None,
        "hostOnly": cookie.host_only,
        "pathIsDefault": cookie.path_is_default or None,
        "creation": _write_time(cookie.creation),
        "lastAccessed": _write_time(cookie.set_at),
        "sameSite": cookie.same_site or None,
    }
    return {name: value for name, value in known.items() if value is not None}


def _write_time(moment: float) -> str:
    try:
        date = datetime.fromtimestamp(moment / 1000, UTC)
    except (OverflowError, ValueError):
        return "9999-12-31T23:59:59.999Z"
    return date.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def read_cookie(source: JsonObject, now: int) -> Cookie:
    """Read a cookie's JSON object. Raises ValueError saying what is no cookie about it."""
    domain = source.get("domain")
    if not isinstance(domain, str) or not domain:
        raise ValueError("a cookie has a `domain`")
    creation = _read_time(source, "creation")
    created = now if creation is None else creation
    accessed = _read_time(source, "lastAccessed")
    max_age = _read_age(source.get("maxAge"))
    return Cookie(
        _read_text(source, "key"),
        _read_text(source, "value"),
        domain.removeprefix(".").lower(),
        _read_text(source, "path") or "/",
        _read_time(source, "expires"),
        max_age,
        secure=bool(source.get("secure")),
        http_only=bool(source.get("httpOnly")),
        extensions=tuple(map(str, source.get("extensions") or ())),
        host_only=None if source.get("hostOnly") is None else bool(source["hostOnly"]),
        path_is_default=bool(source.get("pathIsDefault")),
        same_site=_read_text(source, "sameSite"),
        creation=created,
        # An age counts from the creation there.
        set_at=created if max_age is not None or accessed is None else accessed,
    )


def _read_text(source: JsonObject, name: str) -> str:
    value = source.get(name)
    if value is None or isinstance(value, str):
        return value or ""
    raise ValueError(f"the `{name}` of a cookie is text")


def _read_age(value: Any) -> float | None:
    if value is None or value == _NEVER:
        return None
    if value == f"-{_NEVER}":
        return 0
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise ValueError("the `maxAge` of a cookie is a number of seconds")


def _read_time(source: JsonObject, name: str) -> int | None:
    value = _read_text(source, name)
    if value in ("", _NEVER):
        return None
    try:
        date = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"the `{name}` of a cookie is a date as in 2030-01-31T12:00:00.000Z") from None
    return round(date.replace(tzinfo=date.tzinfo or UTC).timestamp() * 1000)
