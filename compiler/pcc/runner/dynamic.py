"""Postman's dynamic variables, a fresh value per occurrence (reference newman.md, 2.4).

Known so far: `$guid`, `$timestamp` (seconds), `$isoTimestamp` (UTC, ms), `$randomInt` (0 to 1000, both included).
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from pcc.model.json import JsonValue
from pcc.model.ports import Clock, Randomness
from pcc.templating.resolve import MISSING, Missing

__all__ = ["eval_dynamic"]


def _iso(clock: Clock, _: Randomness) -> str:
    moment = datetime.fromtimestamp(clock.now(), UTC)
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


_GENERATORS: Final[Mapping[str, Callable[[Clock, Randomness], JsonValue]]] = {
    "$guid": lambda _, randomness: randomness.guid(),
    "$timestamp": lambda clock, _: int(clock.now()),
    "$isoTimestamp": _iso,
    "$randomInt": lambda _, randomness: randomness.integer(0, 1000),
}


def eval_dynamic(name: str, clock: Clock, randomness: Randomness) -> JsonValue | Missing:
    """Return a new value of the dynamic variable, MISSING for a name that is none."""
    generate = _GENERATORS.get(name)
    return MISSING if generate is None else generate(clock, randomness)
