"""Counting a run, event by event, as Newman's summary counts it (reference: newman, lib/run/summary.js)."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from pcc.model.collection import PREREQUEST
from pcc.model.result import Exchange, ItemResult
from pcc.runner.events import ItemFinished, ItemStarted, IterationFinished, RunEvent

__all__ = ["Count", "Spread", "Tally", "elapsed_ms", "scripted_requests"]


@dataclass(slots=True)
class Count:
    """How many there were, and how many of them failed."""

    total: int = 0
    failed: int = 0

    def add(self, *, failed: bool) -> None:
        """Count one."""
        self.total += 1
        self.failed += failed


@dataclass(slots=True)
class Spread:
    """Average, least, greatest and standard deviation of numbers that are not kept (Welford's algorithm)."""

    count: int = 0
    average: float = 0.0
    least: float = 0.0
    greatest: float = 0.0
    _squares: float = 0.0

    def add(self, value: float) -> None:
        """Take one number."""
        self.count += 1
        delta = value - self.average
        self.average += delta / self.count
        self._squares += delta * (value - self.average)
        self.least = value if self.count == 1 else min(self.least, value)
        self.greatest = max(self.greatest, value)

    @property
    def deviation(self) -> float:
        """The standard deviation of all of them."""
        return math.sqrt(self._squares / self.count) if self.count else 0.0


@dataclass(slots=True)
class Tally:
    """The numbers of a run so far. Times are in ms, `received` is in bytes of decoded bodies.

    `requests` are those of items and those that scripts sent, a chain of redirects being one; `exchanges` counts every
    hop. `iterations` failed when an item of theirs did.
    """

    iterations: Count = field(default_factory=Count)
    items: Count = field(default_factory=Count)
    requests: Count = field(default_factory=Count)
    tests: Count = field(default_factory=Count)
    prerequests: Count = field(default_factory=Count)
    assertions: Count = field(default_factory=Count)
    responses: Spread = field(default_factory=Spread)
    exchanges: int = 0
    failures: int = 0
    skipped: int = 0
    skipped_tests: int = 0
    not_run: int = 0
    received: int = 0
    pending: int = 0
    _red: bool = False

    def add(self, event: RunEvent) -> None:
        """Count what the event tells."""
        match event:
            case ItemStarted():
                self.pending = 1
            case ItemFinished():
                self.pending = 0
                self._add_item(event.result)
            case IterationFinished():
                self.iterations.add(failed=self._red)
                self._red = False

    def _add_item(self, result: ItemResult) -> None:
        passed = result.passed
        self.items.add(failed=not passed)
        if not passed:
            self._red = True
            self.failures += len(result.failures)
        self.skipped += result.skipped
        self.not_run += result.not_run
        if result.exchanges or result.error:
            self._add_request(result.exchanges, failed=result.error is not None)
        for request in scripted_requests(result):
            self._add_request((request,), failed=request.error is not None)
        for script in result.scripts:
            count = self.prerequests if script.listen == PREREQUEST else self.tests
            count.add(failed=script.error is not None)
        for assertion in result.assertions:
            self.assertions.add(failed=not assertion.passed)
            self.skipped_tests += assertion.skipped

    def _add_request(self, exchanges: tuple[Exchange, ...], *, failed: bool) -> None:
        self.requests.add(failed=failed)
        self.exchanges += len(exchanges)
        self.received += sum(len(exchange.response.body) for exchange in exchanges if exchange.response)
        if exchanges and exchanges[-1].response is not None:
            self.responses.add(elapsed_ms(exchanges))


def elapsed_ms(exchanges: tuple[Exchange, ...]) -> float:
    """Return how long the answers took together, over all redirects, in ms."""
    return sum(exchange.response.elapsed_ms for exchange in exchanges if exchange.response)


def scripted_requests(result: ItemResult) -> Iterator[Exchange]:
    """Yield the requests that an item's scripts sent."""
    for script in result.scripts:
        yield from script.requests
