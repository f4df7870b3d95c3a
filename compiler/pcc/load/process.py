"""The load process, seen from outside: started, told what to do, stopped, listened to."""

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from types import FrameType

from pcc.errors import PccError, RunError
from pcc.load.figures import Figures, LoadResult
from pcc.load.plan import LoadPlan
from pcc.load.shape import Command, LoadShape

__all__ = ["check_installed", "run_in_process"]

_INSTALL = "pip install 'postman-collection-compiler[load]'"


def check_installed() -> None:
    """Raise RunError when Locust is not here."""
    if find_spec("locust") is None:
        raise RunError(f"load runs on Locust, which is not installed: {_INSTALL}")


def run_in_process(plan: LoadPlan, shape: LoadShape, *, watched: bool = False) -> LoadResult:
    """Load in a process of its own, because Locust changes the sockets of the whole process; return what was counted.

    Ctrl-C and SIGTERM are passed on, and end the load with its result. Raises RunError when it cannot begin or go on.
    """
    check_installed()
    with _passing_on() as passing:
        passing.process = process = _start()
        answer, _ = process.communicate(pickle.dumps(Command(plan, shape, os.getpid(), watched)))
    if process.returncode and passing.passed:
        # It had not begun.
        return LoadResult(Figures("", "", 0), interrupted=True)
    if process.returncode:
        how = f"signal {-process.returncode}" if process.returncode < 0 else f"exit code {process.returncode}"
        raise RunError(f"the load process ended without a result ({how})")
    result: LoadResult | PccError = pickle.loads(answer)
    if isinstance(result, PccError):
        raise result
    return result


def _start() -> "subprocess.Popen[bytes]":
    # In a session of its own, so that a Ctrl-C of the terminal reaches it once, through us.
    return subprocess.Popen(
        [sys.executable, "-m", "pcc.load"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={name: value for name, value in os.environ.items() if not name.startswith("LOCUST_")},
        start_new_session=True,
    )


@dataclass(slots=True)
class _Passing:
    process: "subprocess.Popen[bytes] | None" = None
    passed: bool = False


@contextmanager
def _passing_on() -> Iterator[_Passing]:
    passing = _Passing()

    def pass_on(number: int, _: FrameType | None) -> None:
        passing.passed = True
        if passing.process is not None and passing.process.poll() is None:
            passing.process.send_signal(number)

    # Only the main thread is asked about signals.
    numbers = (signal.SIGINT, signal.SIGTERM) if threading.current_thread() is threading.main_thread() else ()
    before = {number: signal.signal(number, pass_on) for number in numbers}
    try:
        yield passing
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
