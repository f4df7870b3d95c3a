"""The end of a run in figures: one line after a short run; a table and all failures once more after a long one."""

from collections.abc import Iterator

from pcc.model.result import ItemResult
from pcc.printing import count
from pcc.runner.events import ItemFinished
from pcc.runner.report.bodies import cut
from pcc.runner.report.tally import Tally

__all__ = ["FailureList", "is_long", "render_counts", "render_table"]

# What ran longer has left the screen by its end.
_LONG = 30
_LISTED = 20


def is_long(tally: Tally) -> bool:
    """Whether a run had more items than a reader still sees at its end."""
    return tally.items.total > _LONG


def render_counts(tally: Tally, elapsed_ms: float) -> str:
    """Return the one line that every run ends with. Each redirect counts as a request."""
    counts = [
        count(tally.exchanges, "request"),
        count(tally.assertions.total, "assertion"),
        f"{tally.failures} failed",
    ]
    if tally.skipped or tally.skipped_tests:
        counts.append(f"{tally.skipped + tally.skipped_tests} skipped")
    if tally.not_run:
        counts.append(f"{tally.not_run} not run")
    return ", ".join((*counts, f"{elapsed_ms / 1000:.2f} s"))


def render_table(tally: Tally) -> str:
    """Return what was executed and what of it failed, as Newman counts, and what the answers were like."""
    rows = {
        "iterations": tally.iterations,
        "requests": tally.requests,
        "test scripts": tally.tests,
        "prerequest scripts": tally.prerequests,
        "assertions": tally.assertions,
    }
    lines = [f"{'':18}{'executed':>10}{'failed':>8}"]
    lines += [f"{name:18}{count.total:>10}{count.failed:>8}" for name, count in rows.items()]
    times = tally.responses
    spread = f"{times.average:.0f} ms on average, {times.least:.0f} to {times.greatest:.0f} ms"
    return "\n".join((*lines, f"{_size(tally.received)} received; responses took {spread}"))


class FailureList:
    """What failed, and where, for the end of a long run: the first 20 in words, the others as a number."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._more = 0

    def add(self, event: ItemFinished, *, iterations: int) -> None:
        """Keep the failures of an item."""
        place = _place(event.result, event.iteration if iterations > 1 else None)
        for failure in event.result.failures:
            if len(self._lines) < _LISTED:
                self._lines.append(f"{place}: {cut(failure)}")
            else:
                self._more += 1

    def lines(self) -> Iterator[str]:
        """The list, with its heading; nothing when nothing failed."""
        if self._lines:
            yield "Failed:"
        yield from self._lines
        if self._more:
            yield f"… and {self._more} more"


def _place(result: ItemResult, iteration: int | None) -> str:
    path = " / ".join((*result.path, result.name))
    return path if iteration is None else f"iteration {iteration + 1}, {path}"


def _size(size: int) -> str:
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
