"""The machine's own clock and randomness."""

import random
import time
import uuid

__all__ = ["SystemClock", "SystemRandomness"]


class SystemClock:
    """The time of this machine."""

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds from an arbitrary point, never going back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class SystemRandomness:
    """The operating system's randomness; with a seed a row of draws that is the same in every process."""

    def __init__(self, seed: int | None = None) -> None:
        self._source = random.SystemRandom() if seed is None else random.Random(seed)

    def guid(self) -> str:
        """A version 4 UUID in lower case."""
        return str(uuid.UUID(int=self._source.getrandbits(128), version=4))

    def integer(self, low: int, high: int) -> int:
        """An integer between both, each included."""
        return self._source.randint(low, high)
