"""Faults as text and as JSON: `delay seconds=2 path=/as/token$`, or `{"fault": "delay", "seconds": 2, …}`."""

import json
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pcc.errors import UsageError
from pcc.simulator.faults import conditions
from pcc.simulator.faults.matching import Fault, Match
from pcc.simulator.fields import Field, Invalid, choice, integer, number, read_fields, text
from pcc.simulator.http import Document
from pcc.simulator.problems import ApiRefusal, Detail, invalid_data

if TYPE_CHECKING:
    from pcc.simulator.engine import Simulator

__all__ = ["KINDS", "Kind", "build_fault", "parse_fault", "read_spec"]

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def _expression(value: Any) -> str:
    pattern: str = text(maximum=1000)(value)
    try:
        re.compile(pattern)
    except re.error as error:
        raise Invalid("INVALID_VALUE", f"is no regular expression: {error}") from None
    return pattern


_MATCH = (
    Field("method", choice(*METHODS)),
    Field("path", _expression),
    Field("nth", integer(1)),
    Field("times", integer(1)),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fault: its own options beside those of `Match`, and what builds it."""

    options: tuple[Field, ...]
    build: Callable[["Simulator", Match, Document], Fault]


_RETRY_AFTER = Field("retryAfter", integer(0, 86400), default=1)
_AFTER = Field("after", integer(0))

KINDS: dict[str, Kind] = {
    "delay": Kind(
        (Field("seconds", number(0, 3600), required=True),),
        lambda _, match, options: conditions.delay(match, seconds=options["seconds"]),
    ),
    "rate-limit": Kind(
        (_RETRY_AFTER,), lambda _, match, options: conditions.rate_limit(match, retry_after=options["retryAfter"])
    ),
    "error": Kind(
        (Field("status", integer(500, 599), default=500), _RETRY_AFTER),
        lambda simulator, match, options: conditions.error(
            match, simulator, status=options["status"], retry_after=options["retryAfter"]
        ),
    ),
    "reset": Kind((_AFTER,), lambda _, match, options: conditions.reset(match, after=options.get("after"))),
    "truncate": Kind((_AFTER,), lambda _, match, options: conditions.truncate(match, after=options.get("after"))),
    "eventual": Kind(
        (Field("misses", integer(1, 1000), default=1),),
        lambda _, match, options: conditions.eventual(match, misses=options["misses"]),
    ),
    "expired-token": Kind((), lambda simulator, match, _: conditions.expired_token(match, simulator)),
}
"""Every kind by its name."""


def read_spec(document: Document) -> Document:
    """Return a fault's document checked, with its defaults. Refused with 400 for what it does not know."""
    name = read_fields(document, (Field("fault", choice(*KINDS), required=True),))["fault"]
    fields = (*_MATCH, *KINDS[name].options)
    unknown = sorted(document.keys() - {"fault"} - {field.name for field in fields})
    if unknown:
        known = ", ".join(field.name for field in fields)
        raise invalid_data(Detail("INVALID_VALUE", f"is no option of {name}, which has {known}", unknown[0]))
    return {"fault": name, **read_fields(document, fields)}


def build_fault(spec: Document, simulator: "Simulator") -> Fault:
    """Return the fault that a checked document describes."""
    match = Match(**{field.name: spec[field.name] for field in _MATCH if field.name in spec})
    return KINDS[spec["fault"]].build(simulator, match, spec)


def parse_fault(line: str) -> Document:
    """Return the checked document of a fault as text: its kind, then `option=value` pairs, quoted as in a shell.

    Raises UsageError that says what is wrong, and names what could stand there.
    """
    try:
        kind, *pairs = shlex.split(line) or [""]
        return read_spec({"fault": kind} | dict(_pair(pair) for pair in pairs))
    except ApiRefusal as refusal:
        reasons = "; ".join(f"{detail.target}: {detail.message}" for detail in refusal.details)
        raise UsageError(f"the fault {line!r} is not understood: {reasons}") from None
    except ValueError as error:
        raise UsageError(f"the fault {line!r} is not understood: {error}") from None


def _pair(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise ValueError(f"{text} is not option=value")
    # A path is text even where it looks like a number.
    if name in ("path", "method"):
        return name, value
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value
