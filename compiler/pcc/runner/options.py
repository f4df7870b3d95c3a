"""What a run is given: its options, and the ports through which it reaches the world."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from pcc.model.ports import Clock, Randomness, Transport
from pcc.runner.certificates import CertificateRule
from pcc.runner.system import SystemClock, SystemRandomness

if TYPE_CHECKING:
    from pcc.runner.engine import ScriptEngine

__all__ = ["Ports", "RunOptions", "Unresolved"]


class Unresolved(StrEnum):
    """What a reference is that nothing resolves: a failure of its item, which is not sent; a warning; nothing."""

    ERROR = "error"
    WARN = "warn"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How to run. Limits are in ms, None or 0 is no limit; relative paths of files to send start at `working_dir`.

    Without `insecure_file_read` files outside of it are refused. `delay_request_ms` is waited for before each item.
    `max_response_bytes` limits a decoded body, None does not. `certificates` are shown by URL, the first match counts;
    `extra_ca_certs` is a PEM file of roots to trust beside the usual ones.


    Without `iterations` there is one for each row of the data, or one without data. A `seed` takes the place of the
    port's randomness: with the same one a run draws the same values again. The run is aborted when an iteration runs
    `most_items` more than the collection has: scripts may jump back for ever.

    `bail` ends the run after the first script that fails, or that had a failed test, and after a request that got no
    response. `unresolved` says what a reference that nothing resolves is. Without `native` every script goes to the
    JavaScript engine, which is slower and comes to the same. Without `keep_results` the result of the run has no
    iterations: who follows the events of a long run needs none.
    """

    iterations: int | None = None
    folders: tuple[str, ...] = ()
    bail: bool = False
    timeout_request_ms: float | None = None
    timeout_script_ms: float | None = None
    timeout_ms: float | None = None
    insecure: bool = False
    working_dir: Path = Path()
    seed: int | None = None
    most_items: int = 10_000
    insecure_file_read: bool = True
    ignore_redirects: bool = False
    delay_request_ms: float | None = None
    max_response_bytes: int | None = 100_000_000
    certificates: tuple[CertificateRule, ...] = ()
    extra_ca_certs: Path | None = None
    unresolved: Unresolved = Unresolved.WARN
    native: bool = True
    keep_results: bool = True


@dataclass(frozen=True, slots=True)
class Ports:
    """What a run needs of the world. Whoever opened the transport, or made the engine, closes it.

    Without an `engine` only native scripts run.
    """

    transport: Transport
    clock: Clock = field(default_factory=SystemClock)
    randomness: Randomness = field(default_factory=SystemRandomness)
    engine: "ScriptEngine | None" = None
