"""Several reporters of one run: each gets everything, none harms another."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from pcc.errors import RunError
from pcc.runner import ItemFinished, RunEvent, RunFinished
from pcc.runner.redact import Redactor
from pcc.runner.report import Fanout
from runner.told import Told, checked


@dataclass
class Probe:
    """A reporter that keeps what it is told, and raises where it is told to."""

    fail: Callable[[RunEvent], BaseException | None] = lambda _: None
    events: list[RunEvent] = field(default_factory=list)
    closed: int = 0

    def handle(self, event: RunEvent) -> None:
        self.events.append(event)
        error = self.fail(event)
        if error is not None:
            raise error

    def close(self) -> None:
        self.closed += 1


def on_item(error: BaseException) -> Callable[[RunEvent], BaseException | None]:
    return lambda event: error if isinstance(event, ItemFinished) else None


def tell(fanout: Fanout, told: Told | None = None) -> None:
    for event in (told or Told([[checked(), checked()]])).events():
        fanout.handle(event)


def test_every_reporter_sees_every_event_and_is_closed() -> None:
    one, two = Probe(), Probe()
    fanout = Fanout({"one": one, "two": two}, Redactor())
    tell(fanout)
    fanout.close()
    assert one.events == two.events
    assert isinstance(one.events[-1], RunFinished)
    assert (one.closed, two.closed, fanout.failures) == (1, 1, [])


def test_a_reporter_that_raises_is_told_and_left_out_and_the_others_go_on() -> None:
    broken, sound = Probe(on_item(ValueError("no such colour"))), Probe()
    fanout = Fanout({"broken": broken, "sound": sound}, Redactor())
    tell(fanout)
    fanout.close()
    assert fanout.failures == ["reporter broken: ValueError: no such colour"]
    assert (broken.closed, sound.closed) == (0, 1)
    assert len(broken.events) == 3
    assert isinstance(sound.events[-1], RunFinished)


def test_what_a_reporter_says_of_its_failure_is_redacted() -> None:
    fanout = Fanout({"a": Probe(on_item(RunError("cannot write hush-hush")))}, Redactor())
    tell(fanout, Told([[checked()]], secrets=frozenset({"hush-hush"})))
    assert fanout.failures == ["reporter a: cannot write ••••••"]


def test_a_reporter_without_a_close_needs_none() -> None:
    class Bare:
        def handle(self, event: RunEvent) -> None:
            pass

    fanout = Fanout({"bare": Bare()}, Redactor())
    tell(fanout)
    fanout.close()
    assert fanout.failures == []


def test_an_interrupt_comes_through_after_every_reporter_has_seen_the_event() -> None:
    hit, other = Probe(on_item(KeyboardInterrupt())), Probe()
    fanout = Fanout({"hit": hit, "other": other}, Redactor())
    with pytest.raises(KeyboardInterrupt):
        tell(fanout)
    assert hit.events == other.events
    assert isinstance(other.events[-1], ItemFinished)
    fanout.close()
    assert (hit.closed, other.closed, fanout.failures) == (1, 1, [])


def test_without_a_reader_the_console_alone_ends_the_run() -> None:
    with pytest.raises(BrokenPipeError):
        tell(Fanout({"cli": Probe(on_item(BrokenPipeError()))}, Redactor()))


def test_without_a_reader_of_the_console_files_are_still_written() -> None:
    file = Probe()
    fanout = Fanout({"cli": Probe(on_item(BrokenPipeError())), "json": file}, Redactor())
    tell(fanout)
    with pytest.raises(BrokenPipeError):
        fanout.close()
    assert file.closed == 1
    assert isinstance(file.events[-1], RunFinished)


def test_secrets_are_known_before_a_reporter_sees_the_event() -> None:
    redact = Redactor()
    seen: list[str] = []

    class Early:
        def handle(self, event: RunEvent) -> None:
            seen.append(redact("hush-hush"))

    tell(Fanout({"early": Early()}, redact), Told([[checked()]], secrets=frozenset({"hush-hush"})))
    assert set(seen) == {"••••••"}
