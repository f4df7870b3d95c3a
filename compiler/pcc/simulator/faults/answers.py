"""Faults that change the honest answer: another status, field, header, claim."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from pcc.simulator.faults.matching import Answer, Fault, Match, counter
from pcc.simulator.http import SimulatorRequest, SimulatorResponse, render_json

if TYPE_CHECKING:
    from pcc.simulator.engine import Simulator

__all__ = [
    "Keys",
    "answer",
    "changed",
    "claims",
    "header",
    "location_query",
    "stale",
    "status",
    "with_field",
    "without_field",
    "without_header",
]

Keys = tuple[str | int, ...]
"""A path into JSON: member names and array indices."""


def status(match: Match, code: int) -> Fault:
    """Send another status, with the honest headers and body."""
    return changed(match, lambda response: replace(response, status=code))


def answer(match: Match, response: SimulatorResponse) -> Fault:
    """Send another answer altogether."""
    return changed(match, lambda _: response)


def with_field(match: Match, keys: Keys, value: Any) -> Fault:
    """Set a member of the JSON body, adding objects on the way where they are missing."""
    return changed(match, lambda response: _with_document(response, lambda document: _put(document, keys, value)))


def without_field(match: Match, keys: Keys) -> Fault:
    """Remove a member of the JSON body."""
    return changed(match, lambda response: _with_document(response, lambda document: _drop(document, keys)))


def header(match: Match, name: str, value: str) -> Fault:
    """Set a header, in place of any of that name."""
    return changed(match, lambda response: _without(response, name).adding((name, value)))


def without_header(match: Match, name: str) -> Fault:
    """Remove a header."""
    return changed(match, lambda response: _without(response, name))


def location_query(match: Match, name: str, value: str | None) -> Fault:
    """Set a parameter of the Location header's query, or remove it (None)."""
    return changed(match, lambda response: _with_location(response, name, value))


def claims(match: Match, simulator: "Simulator", changes: Mapping[str, Any], *, field: str = "access_token") -> Fault:
    """Sign the token in a field of the answer anew with other claims; a claim set to None is removed."""

    def change(document: Any) -> None:
        document[field] = simulator.reissue(document[field], changes)

    return changed(match, lambda response: _with_document(response, change))


def stale(match: Match, keys: Keys) -> Fault:
    """Answer a member with the value that the first match had: a second application with the first one's id."""
    first: list[Any] = []

    def change(document: Any) -> None:
        first.append(_get(document, keys))
        _put(document, keys, first[0])

    return changed(match, lambda response: _with_document(response, change))


def changed(match: Match, change: Callable[[SimulatorResponse], SimulatorResponse]) -> Fault:
    """Send what `change` makes of the honest answer."""
    fits = counter(match)

    def fault(request: SimulatorRequest, proceed: Answer) -> SimulatorResponse:
        # Asked before the request is handled: a request within the request is not counted twice.
        fitting = fits(request)
        response = proceed(request)
        return change(response) if fitting else response

    return fault


def _with_document(response: SimulatorResponse, change: Callable[[Any], None]) -> SimulatorResponse:
    # An answer without a JSON body has no member to change: 204, a redirect, a page.
    try:
        document = json.loads(response.body)
    except ValueError:
        return response
    # A refusal lacks the members of a success: it is sent as it is.
    try:
        change(document)
    except (LookupError, TypeError, ValueError):
        return response
    return replace(response, body=render_json(document))


def _get(document: Any, keys: Keys) -> Any:
    for key in keys:
        document = document[key]
    return document


def _put(document: Any, keys: Keys, value: Any) -> None:
    for key in keys[:-1]:
        document = document.setdefault(key, {}) if isinstance(document, dict) else document[key]
    document[keys[-1]] = value


def _drop(document: Any, keys: Keys) -> None:
    del _get(document, keys[:-1])[keys[-1]]


def _without(response: SimulatorResponse, name: str) -> SimulatorResponse:
    kept = tuple(pair for pair in response.headers if pair[0].lower() != name.lower())
    return replace(response, headers=kept)


def _with_location(response: SimulatorResponse, name: str, value: str | None) -> SimulatorResponse:
    location = next((text for key, text in response.headers if key.lower() == "location"), None)
    if location is None:
        return response
    parts = urlsplit(location)
    fields = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != name]
    if value is not None:
        fields.append((name, value))
    changed = parts._replace(query=urlencode(fields)).geturl()
    return _without(response, "Location").adding(("Location", changed))
