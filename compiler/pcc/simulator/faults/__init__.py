"""Faults on demand: each takes a `Match` and lies about the requests that it fits, or breaks them.

::

    simulator.plant(faults.status(faults.Match("POST", r"/applications$"), 500))
    simulator.plant(faults.delayed(faults.Match("POST", r"/as/token$", nth=2), simulator, seconds=61))
"""

from pcc.simulator.faults.answers import (
    Keys,
    answer,
    changed,
    claims,
    header,
    location_query,
    stale,
    status,
    with_field,
    without_field,
    without_header,
)
from pcc.simulator.faults.conditions import (
    delay,
    delayed,
    error,
    eventual,
    expired_token,
    rate_limit,
    reset,
    truncate,
)
from pcc.simulator.faults.matching import Answer, Fault, Match

__all__ = [
    "Answer",
    "Fault",
    "Keys",
    "Match",
    "answer",
    "changed",
    "claims",
    "delay",
    "delayed",
    "error",
    "eventual",
    "expired_token",
    "header",
    "location_query",
    "rate_limit",
    "reset",
    "stale",
    "status",
    "truncate",
    "with_field",
    "without_field",
    "without_header",
]
