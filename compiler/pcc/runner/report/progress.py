"""A bar that tells how far a long run is. It is drawn over and over on one line of a terminal, and leaves nothing."""

from pcc.model.ports import Clock
from pcc.runner.events import ItemFinished, RunEvent, RunFinished, RunStarted
from pcc.runner.report.protocol import Write

__all__ = ["Progress"]

_WIDTH = 30
# Runs that are over in a moment need none.
_LONG = 20
_EVERY = 0.1
_CLEAR = "\r\x1b[K"


class Progress:
    """Draws the bar: `clear` before anything else is written to the terminal, `handle` after it."""

    def __init__(self, write: Write, clock: Clock) -> None:
        self._write = write
        self._clock = clock
        self._run = RunStarted("", "", 1)
        self._done = 0
        self._failed = 0
        self._bar = ""
        self._composed = 0.0
        self._shown = False

    def clear(self) -> None:
        """Take the bar off the terminal."""
        if self._shown:
            self._write(_CLEAR)
            self._shown = False

    def handle(self, event: RunEvent) -> None:
        """Draw the bar anew, ten times a second at most."""
        match event:
            case RunStarted():
                self._run = event
                self._done = self._failed = 0
                self._bar = ""
            case ItemFinished():
                self._done += 1
                self._failed += not event.result.passed
            case RunFinished():
                self.clear()
                return
        self._draw()

    def _draw(self) -> None:
        total = self._run.items * self._run.iterations
        if total <= _LONG:
            return
        now = self._clock.monotonic()
        if not self._bar or now - self._composed >= _EVERY:
            self._bar, self._composed = self._compose(total), now
            self.clear()
        if not self._shown:
            self._write(self._bar)
            self._shown = True

    def _compose(self, total: int) -> str:
        filled = _WIDTH * self._done // total
        failed = f"  {self._failed} failed" if self._failed else ""
        return f"[{'#' * filled}{'-' * (_WIDTH - filled)}] {self._done} of {total}{failed}"
