"""What a run is given: its options, and the ports through which it reaches the world."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pcc.model.ports import Clock, Randomness, Transport
from pcc.model.result import ScriptResult
from pcc.model.statement import Statement
from pcc.runner.system import SystemClock, SystemRandomness

if TYPE_CHECKING:
    from pcc.scripts import ScriptContext

__all__ = ["Ports", "RunOptions", "ScriptEngine"]


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How to run. Limits are in ms, None or 0 is no limit; relative paths of files to send start at `working_dir`.

    Without `iterations` there is one for each row of the data, or one without data. A `seed` takes the place of the
    port's randomness: with the same one a run draws the same values again.
    """

    iterations: int | None = None
    folders: tuple[str, ...] = ()
    bail: bool = False
    timeout_request_ms: float | None = None
    timeout_ms: float | None = None
    insecure: bool = False
    working_dir: Path = Path()
    seed: int | None = None


class ScriptEngine(Protocol):
    """Runs a script that is not native: one that holds JavaScript of its own."""

    def run(self, listen: str, statements: Sequence[Statement], context: "ScriptContext") -> ScriptResult:
        """Run the whole script. What goes wrong inside it is its result's `error`, never an exception."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """What a run needs of the world. Whoever opened the transport closes it."""

    transport: Transport
    clock: Clock = field(default_factory=SystemClock)
    randomness: Randomness = field(default_factory=SystemRandomness)
    engine: ScriptEngine | None = None
