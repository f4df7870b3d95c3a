"""Worker processes of this machine: forked before anything else is made, told where their master is, ended."""

import os
import signal
import threading
import time
from collections.abc import Callable

from pcc.errors import RunError

__all__ = ["Children", "end_with_parent", "fork_children"]

_GRACE = 5.0
_TICK = 0.02


class Children:
    """Processes that wait for a port and then work; `pids` are those that are not known to have ended."""

    def __init__(self, pids: list[int], writers: list[int]) -> None:
        self.pids = pids
        self._writers = writers

    def tell_port(self, port: int) -> None:
        """Tell all of them where to connect."""
        for writer in self._writers:
            os.write(writer, str(port).encode())
            os.close(writer)
        self._writers = []

    def find_ended(self) -> list[int]:
        """Return those that have ended since the last time."""
        ended = [pid for pid in self.pids if _has_ended(pid)]
        self.pids = [pid for pid in self.pids if pid not in ended]
        return ended

    def end(self) -> None:
        """Wait until all have ended, for a while; then make them."""
        for writer in self._writers:
            os.close(writer)
        until = time.monotonic() + _GRACE
        while self.pids and time.monotonic() < until:
            self.find_ended()
            time.sleep(_TICK)
        for pid in self.pids:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def fork_children(count: int, work: Callable[[int], None]) -> Children:
    """Start processes that call `work` with the port once it is told to them, and end after it."""
    pids: list[int] = []
    writers: list[int] = []
    parent = os.getpid()
    for _ in range(count):
        reader, writer = os.pipe()
        pid = os.fork()
        if not pid:
            for other in (writer, *writers):
                os.close(other)
            _be_child(parent, reader, work)
        os.close(reader)
        pids.append(pid)
        writers.append(writer)
    return Children(pids, writers)


def _be_child(parent: int, reader: int, work: Callable[[int], None]) -> None:
    code = RunError.exit_code
    try:
        # Ctrl-C is for the parent; what goes to the standard output is its result.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        port = os.read(reader, 16)
        if port:
            end_with_parent(parent)
            work(int(port))
            code = 0
    finally:
        os._exit(code)


def end_with_parent(parent: int) -> None:
    """End this process, from now on, when its parent is gone: one that was killed says goodbye to nobody."""
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(RunError.exit_code)


def _has_ended(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return True
