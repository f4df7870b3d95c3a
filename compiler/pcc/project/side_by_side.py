"""The same work on many things, side by side in processes where that is sooner done."""

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from pcc.errors import RunError

__all__ = ["map_in_order", "split"]

Given = TypeVar("Given")
Made = TypeVar("Made")


def split(things: Sequence[Given], *, worth: int) -> list[Sequence[Given]]:
    """Return the things in as many parts as there are processes to do them; each holds what is `worth` a process."""
    size = -(-len(things) // _processes(things, worth))
    return [things[start : start + size] for start in range(0, len(things), size)]


def map_in_order(
    function: Callable[[Given], Made], things: Sequence[Given], *, worth: int, at_once: int = 16
) -> Iterator[Made]:
    """Yield what the function makes of each, in order. It may run in other processes, so it must change nothing.

    `worth` is how many are worth a process: fewer are done before it has started and its results have come over. A
    process takes so many `at_once`. Raises RunError when a process is ended from outside.
    """
    processes = _processes(things, worth)
    if processes == 1:
        yield from map(function, things)
        return
    # Most calls need one process, and not the machinery for several.
    import multiprocessing
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

    with ProcessPoolExecutor(processes, multiprocessing.get_context("fork"), _leave_interrupts) as pool:
        # A forked process has what its parent has: neither the function nor the things need to be sent to it.
        _work.append(lambda index: function(things[index]))
        # What the parent has, no child needs to look through for garbage, which would copy the pages that it is in.
        gc.freeze()
        try:
            made = pool.map(_do, range(len(things)), chunksize=at_once)
        finally:
            gc.unfreeze()
            _work.pop()
        try:
            yield from made
        except BrokenExecutor as error:
            raise RunError("a process that did a part of the work was ended from outside: is there memory?") from error


_work: list[Callable[[int], Any]] = []


def _do(index: int) -> Any:
    return _work[-1](index)


def _leave_interrupts() -> None:
    # Ctrl-C reaches every process of a terminal; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _processes(things: Sequence[Any], worth: int) -> int:
    return max(min(_cores(), len(things) // worth), 1) if _can_fork() else 1


def _cores() -> int:
    # Containers and batch systems allow a process fewer than the machine has.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _can_fork() -> bool:
    # A forked process has only one of its parent's threads, and macOS's libraries do not stand it.
    return sys.platform == "linux" and threading.active_count() == 1
