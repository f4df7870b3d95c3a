"""A limit of time, so that what hangs fails."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["in_time"]

# Of the processor: how busy the machine is does not count. What waits for something is caught by the clock.
COMPUTING_S = 20
WAITING_S = 200


@contextmanager
def in_time() -> Iterator[None]:
    """Raise TimeoutError inside the block when it does not end in time."""

    def stop(signum: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"not done after {COMPUTING_S} s of computing, or {WAITING_S} s of waiting")

    before = {number: signal.signal(number, stop) for number in (signal.SIGPROF, signal.SIGALRM)}
    signal.setitimer(signal.ITIMER_PROF, COMPUTING_S)
    signal.setitimer(signal.ITIMER_REAL, WAITING_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
