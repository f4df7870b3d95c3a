"""The machine's own clock and randomness."""

import secrets
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


class SystemRandomness:
    """The operating system's randomness."""

    def guid(self) -> str:
        """A version 4 UUID in lower case."""
        return str(uuid.uuid4())

    def integer(self, low: int, high: int) -> int:
        """An integer between both, each included."""
        return low + secrets.randbelow(high - low + 1)
