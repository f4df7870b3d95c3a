"""What a run tells while it runs. Reporters fold these events; `secrets` are all values known to be secret by then."""

from dataclasses import dataclass
from typing import TypeAlias

from pcc.model.collection import Collection
from pcc.model.environment import Environment
from pcc.model.result import ItemResult, IterationResult, RunResult

__all__ = ["ItemFinished", "ItemStarted", "IterationFinished", "RunEvent", "RunFinished", "RunStarted"]


@dataclass(frozen=True, slots=True)
class RunStarted:
    """The run begins; `target` says in words what answers the requests.

    `started` is in seconds since the epoch, `items` is how many an iteration has, `source` and `environment` are what
    runs, as it was read.
    """

    collection: str
    target: str
    iterations: int
    secrets: frozenset[str] = frozenset()
    items: int = 0
    started: float = 0.0
    source: Collection | None = None
    environment: Environment | None = None


@dataclass(frozen=True, slots=True)
class ItemStarted:
    """An item begins; `iteration` counts from 0, `path` are its folders from the outside in.

    `started` is in seconds since the epoch, `position` counts the items of the iteration from 0.
    """

    iteration: int
    name: str
    path: tuple[str, ...] = ()
    position: int = 0
    started: float = 0.0


@dataclass(frozen=True, slots=True)
class ItemFinished:
    """An item is done, or was interrupted (its result says so)."""

    iteration: int
    result: ItemResult
    secrets: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class IterationFinished:
    """One pass is over, also when it was cut short."""

    result: IterationResult


@dataclass(frozen=True, slots=True)
class RunFinished:
    """The run is over: always the last event. `elapsed_ms` is the time since it began."""

    result: RunResult
    elapsed_ms: float = 0.0


RunEvent: TypeAlias = "RunStarted | ItemStarted | ItemFinished | IterationFinished | RunFinished"
