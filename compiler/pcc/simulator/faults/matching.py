"""What a fault is, and which requests it fits."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from pcc.simulator.http import SimulatorRequest, SimulatorResponse, split_url

__all__ = ["Answer", "Fault", "Match", "counter"]

Answer = Callable[[SimulatorRequest], SimulatorResponse]
"""The honest answer to a request, and all that goes with it in the state."""

Fault = Callable[[SimulatorRequest, Answer], SimulatorResponse]
"""Answers in place of `Answer`, which it may call with this request, with another one, or not at all.

A refusal that it raises is sent like one of the service's own.
"""


@dataclass(frozen=True, slots=True)
class Match:
    """Which requests a fault fits: method, a regular expression found in the path (not the query), and which of them.

    An empty method or path fits all. Over the requests that fit since the fault was made, counted from 1, `nth` chooses
    one, `times` the first few; None means all of them.
    """

    method: str = ""
    path: str = ""
    nth: int | None = None
    times: int | None = None


def counter(match: Match) -> Callable[[SimulatorRequest], bool]:
    """Return a function that tells whether a request is one of those that `match` means, counting as it goes."""
    pattern, method = re.compile(match.path), match.method.upper()
    seen = 0

    def fits(request: SimulatorRequest) -> bool:
        nonlocal seen
        if method not in ("", request.method.upper()) or not pattern.search(split_url(request.url)[0]):
            return False
        seen += 1
        return match.nth in (None, seen) and (match.times is None or seen <= match.times)

    return fits
