"""One command, run and measured: wall time, CPU time, memory."""

import os
import re
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Measured", "measure"]

_EVERY = 0.01
# What would change how Python or a proxy works, and what makes Node or Python write colours.
_DROPPED = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONOPTIMIZE", "NODE_OPTIONS", "FORCE_COLOR")


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds on the clock, user + system seconds with all children, and the most memory that all held together, in MB.

    Where the system does not say what a tree of processes holds, `memory` is that of the largest of them.
    """

    wall: float
    cpu: float
    memory: float


def measure(command: Sequence[str], folder: Path, *, path: Path) -> Measured:
    """Run a command in a folder, its output thrown away; `path` is where Python finds modules beside its own.

    Raises SystemExit when it fails.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=_environment(path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    watch = _Watch(process.pid)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    held = watch.stop()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    # Without /proc: macOS, which counts in bytes. Elsewhere this holds what our own process had when it began another.
    memory = held if Path("/proc/self").exists() else usage.ru_maxrss / 1024**2
    return Measured(wall, usage.ru_utime + usage.ru_stime, memory)


def _environment(path: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _DROPPED and not name.lower().endswith("_proxy")
    }
    return {**kept, "PYTHONPATH": str(path)}


class _Watch:
    """Looks every now and then what a process and those below it held at most, in a thread."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._most = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        self._ended.set()
        self._thread.join()
        return self._most

    def _look(self) -> None:
        while not self._ended.wait(_EVERY):
            self._most = max(self._most, sum(map(_resident, _tree(self._pid))))


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = file.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _tree(int(child))


def _resident(pid: int) -> float:
    """The most that a process ever held, in MB."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    found = re.search(r"^VmHWM:\s*(\d+) kB", status, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0
