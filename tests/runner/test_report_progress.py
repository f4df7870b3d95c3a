"""The bar of a long run."""

from dataclasses import dataclass, field

from pcc.model.result import ItemResult
from pcc.runner import ItemFinished, RunFinished
from pcc.runner.report import Progress
from runner.fakes import FakeClock
from runner.told import BROKE, Told, checked


@dataclass
class Terminal:
    """Keeps what is on the last line, and how often it was drawn."""

    line: str = ""
    drawn: list[str] = field(default_factory=list)

    def write(self, text: str) -> None:
        if text == "\r\x1b[K":
            self.line = ""
        else:
            self.line += text
            self.drawn.append(text)


def run(results: list[ItemResult], *, iterations: int = 1, seconds: float = 1.0, clearing: bool = True) -> Terminal:
    terminal, clock = Terminal(), FakeClock()
    progress = Progress(terminal.write, clock)
    for event in Told([results] * iterations).events():
        if clearing:
            progress.clear()
            assert terminal.line == ""
        progress.handle(event)
        clock.seconds += seconds if isinstance(event, ItemFinished) else 0
        assert terminal.line.count("[") == (0 if isinstance(event, RunFinished) else 1) or not terminal.drawn
    return terminal


def test_the_bar_says_how_far_the_run_is_and_leaves_nothing() -> None:
    terminal = run([checked("a"), checked("b", BROKE)] * 6, iterations=5)
    assert terminal.drawn[0] == f"[{'-' * 30}] 0 of 60"
    assert f"[{'#' * 15}{'-' * 15}] 30 of 60  15 failed" in terminal.drawn
    assert terminal.line == ""


def test_a_short_run_has_none() -> None:
    assert run([checked()] * 20).drawn == []
    assert run([checked()] * 7, iterations=3).drawn != []


# Four of these steps are the first to be longer than a tenth of a second.
def test_it_is_drawn_ten_times_a_second_at_most() -> None:
    assert len(set(run([checked()] * 1000, seconds=1 / 32).drawn)) == 1 + 250
    assert len(run([checked()] * 1000, seconds=1 / 32, clearing=False).drawn) == 1 + 250
