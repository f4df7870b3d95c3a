"""The headless runner: a pure loop over four ports (transport, script engine, clock, randomness) that yields events.

Transports are in `pcc.runner.transports`, reporters in `pcc.runner.report`; both are imported by whoever needs them.
"""

from pcc.runner.events import ItemFinished, ItemStarted, IterationFinished, RunEvent, RunFinished, RunStarted
from pcc.runner.options import Ports, RunOptions, Unresolved
from pcc.runner.redact import Redactor
from pcc.runner.run import follow_run, run_collection
from pcc.runner.scripting import foreign_script
from pcc.runner.system import SystemClock, SystemRandomness

__all__ = [
    "ItemFinished",
    "ItemStarted",
    "IterationFinished",
    "Ports",
    "Redactor",
    "RunEvent",
    "RunFinished",
    "RunOptions",
    "RunStarted",
    "SystemClock",
    "SystemRandomness",
    "Unresolved",
    "follow_run",
    "foreign_script",
    "run_collection",
]
