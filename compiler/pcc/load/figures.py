"""The figures of a load run, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Figures", "LoadResult", "Reason", "round_time"]


def round_time(ms: float) -> float:
    """Round a response time to three digits: so many different ones can be counted and sent between processes."""
    if ms < 100:
        return round(ms, 1)
    if ms < 1000:
        return int(ms + 0.5)
    magnitude: int = 10 ** (len(str(int(ms))) - 3)
    return int(ms / magnitude + 0.5) * magnitude


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted of one step, or of all. Times are in ms; `times` counts how often each rounded one was seen."""

    method: str
    step: str
    count: int
    failures: int = 0
    rate: float = 0.0
    average_ms: float = 0.0
    fastest_ms: float = 0.0
    slowest_ms: float = 0.0
    times: Mapping[float, int] = field(default_factory=dict)

    def percentile(self, percent: float) -> float | None:
        """Return the time within which so many percent of the requests were answered; None when nothing was sent.

        As Locust defines it: the longest time that no more than this share of all requests fell short of.
        """
        allowed = int(sum(self.times.values()) * percent / 100)
        below = 0
        found = None
        for time in sorted(self.times):
            if below > allowed:
                break
            found = time
            below += self.times[time]
        return found


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a step failed, and how often."""

    step: str
    method: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class LoadResult:
    """A whole load run, secrets masked.

    `requests` are those that went out, `busiest` is the largest share of a core that a process of users needed, and
    `losses` say in sentences what is missing in the figures. `processes` counts those of users.
    """

    total: Figures
    steps: tuple[Figures, ...] = ()
    reasons: tuple[Reason, ...] = ()
    requests: int = 0
    iterations: int = 0
    users: int = 0
    elapsed_s: float = 0.0
    processes: int = 1
    busiest: float = 0.0
    losses: tuple[str, ...] = ()
    interrupted: bool = False
