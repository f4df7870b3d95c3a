"""Faults of the service around an honest answer: slow, busy, broken off, not yet consistent, a token that ran out."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote
from wsgiref.handlers import format_date_time

from pcc.simulator.faults.answers import changed
from pcc.simulator.faults.matching import Answer, Fault, Match, counter
from pcc.simulator.http import SimulatorRequest, SimulatorResponse, split_url
from pcc.simulator.problems import ApiRefusal, not_found, rate_limited, unexpected_error

if TYPE_CHECKING:
    from pcc.simulator.engine import Simulator

__all__ = ["delay", "delayed", "error", "eventual", "expired_token", "rate_limit", "reset", "truncate"]


def delay(match: Match, *, seconds: float) -> Fault:
    """Send the honest answer later. Other requests do not wait for it."""
    return changed(match, lambda response: replace(response, delay=response.delay + seconds))


def rate_limit(match: Match, *, retry_after: int = 1) -> Fault:
    """Refuse with 429 and `Retry-After` in seconds (reference section 1.6); nothing is done."""
    return _instead(match, lambda: rate_limited(retry_after))


def error(match: Match, simulator: "Simulator", *, status: int = 500, retry_after: int = 1) -> Fault:
    """Fail with a 5xx; nothing is done. A 503 carries a `Retry-After` date (reference section 1.6)."""

    def refusal() -> ApiRefusal:
        date = format_date_time(simulator.now() + retry_after)
        return unexpected_error(status, headers=(("Retry-After", date),) if status == 503 else ())

    return _instead(match, refusal)


def reset(match: Match, *, after: int | None = None) -> Fault:
    """Break the connection off behind `after` bytes of the honest answer's body, by default half of it."""
    return changed(match, lambda response: replace(response, reset_after=_within(response, after)))


def truncate(match: Match, *, after: int | None = None) -> Fault:
    """Send an honest answer whose body ends early, behind `after` bytes, by default half of it."""
    return changed(match, lambda response: replace(response, body=response.body[: _within(response, after)]))


def eventual(match: Match, *, misses: int = 1) -> Fault:
    """Know nothing of a new thing for a while (reference section 1.10): 404 to the first `misses` requests about it.

    A thing is new when a request that fits created it; a request is about it when its path or its body names the id.
    """
    creates = counter(match)
    left: dict[str, int] = {}

    def fault(request: SimulatorRequest, proceed: Answer) -> SimulatorResponse:
        about = _named(left, request)
        if about:
            left[about] -= 1
            if not left[about]:
                del left[about]
            raise not_found()
        response = proceed(request)
        if request.method.upper() == "POST" and response.status == 201 and creates(request):
            left[json.loads(response.body)["id"]] = misses
        return response

    return fault


def expired_token(match: Match, simulator: "Simulator") -> Fault:
    """Let the access token of a request run out just before it is handled; it stays so."""
    fits = counter(match)

    def fault(request: SimulatorRequest, proceed: Answer) -> SimulatorResponse:
        if fits(request):
            simulator.expire(_bearer(request))
        return proceed(request)

    return fault


def delayed(match: Match, simulator: "Simulator", *, seconds: float) -> Fault:
    """Move the clock before the request is handled, so that a code or a token expires."""
    fits = counter(match)

    def fault(request: SimulatorRequest, proceed: Answer) -> SimulatorResponse:
        if fits(request):
            simulator.advance(seconds)
        return proceed(request)

    return fault


def _instead(match: Match, refusal: Callable[[], ApiRefusal]) -> Fault:
    fits = counter(match)

    def fault(request: SimulatorRequest, proceed: Answer) -> SimulatorResponse:
        if fits(request):
            raise refusal()
        return proceed(request)

    return fault


def _within(response: SimulatorResponse, after: int | None) -> int:
    return len(response.body) // 2 if after is None else min(after, len(response.body))


def _named(ids: dict[str, int], request: SimulatorRequest) -> str | None:
    path, body = unquote(split_url(request.url)[0]), request.body.decode("utf-8", "replace")
    return next((found for found in ids if found in path or found in body), None)


def _bearer(request: SimulatorRequest) -> str:
    value = next((value for name, value in request.headers if name.lower() == "authorization"), "")
    return value.partition(" ")[2].strip()
