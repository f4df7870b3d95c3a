"""Events of runs as a reporter is told them, with results made up by hand; and what reporters make of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pcc.model.collection import Collection
from pcc.model.environment import Environment
from pcc.model.ports import Headers, HttpRequest, HttpResponse
from pcc.model.result import (
    AssertionResult,
    ConsoleMessage,
    Exchange,
    ItemResult,
    IterationResult,
    RunResult,
    ScriptResult,
)
from pcc.runner import ItemFinished, ItemStarted, IterationFinished, RunEvent, RunFinished, RunStarted
from pcc.runner.report import Fanout, Reporter, ReporterOptions, find_reporter

__all__ = ["START", "Told", "asked", "checked", "exchange", "item_result", "report", "script"]

START = 1_700_000_000.5
HELD = AssertionResult("it holds")
BROKE = AssertionResult("it holds", "expected 1, found 2")


def exchange(
    url: str = "http://host.test/a?x=1",
    status: int | None = 200,
    *,
    body: bytes = b'{"a": 1}',
    sent: bytes = b"",
    headers: Headers = (("Content-Type", "application/json"),),
    method: str = "GET",
    started: float = START,
    error: str | None = None,
    elapsed_ms: float = 12.0,
) -> Exchange:
    """One exchange; without a status nothing came back."""
    request = HttpRequest(method, url, (("Accept", "*/*"),), sent)
    response = None if status is None else HttpResponse(status, "", headers, body, elapsed_ms)
    return Exchange(request, response, error, started)


def script(*assertions: AssertionResult, listen: str = "test", **arguments: Any) -> ScriptResult:
    return ScriptResult(listen, assertions=assertions, **arguments)


def item_result(name: str = "step", *scripts: ScriptResult, **arguments: Any) -> ItemResult:
    exchanges = arguments.pop("exchanges", (exchange(),))
    return ItemResult(name, f"id-{name}", arguments.pop("path", ()), tuple(exchanges), scripts, **arguments)


def checked(name: str = "step", *assertions: AssertionResult, **arguments: Any) -> ItemResult:
    """An item with these tests; one that holds, when none is given."""
    return item_result(name, script(*(assertions or (HELD,))), **arguments)


def asked(text: str, level: str = "log") -> ConsoleMessage:
    return ConsoleMessage(level, text)


@dataclass
class Told:
    """A run: the results of its iterations. `finished` says whether it reached its last event."""

    iterations: Sequence[Sequence[ItemResult]] = ((),)
    collection: str = "Col"
    secrets: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()
    aborted: str | None = None
    finished: bool = True
    source: Collection | None = None
    environment: Environment | None = None
    values: dict[str, Any] = field(default_factory=dict)

    def events(self) -> Iterable[RunEvent]:
        """Yield what is told. `late` secrets are known only at the end."""
        count = len(self.iterations)
        yield RunStarted(
            self.collection,
            "a fake",
            count,
            self.secrets,
            len(self.iterations[0]),
            START,
            self.source,
            self.environment,
        )
        for index, results in enumerate(self.iterations):
            for position, result in enumerate(results):
                yield ItemStarted(index, result.name, result.path, position, START + 1 + index)
                yield ItemFinished(index, result, self.secrets)
            yield IterationFinished(IterationResult(index, tuple(results)))
        if self.finished:
            iterations = tuple(IterationResult(index, tuple(results)) for index, results in enumerate(self.iterations))
            whole = RunResult(
                self.collection, "a fake", iterations, self.values, self.secrets | self.late, self.aborted
            )
            yield RunFinished(whole, 1234.0)


def report(name: str, folder: Path, *runs: Told, **values: str | bool) -> str:
    """Tell a reporter of pcc's own of the runs and return its file."""
    path = folder / f"report.{name}"
    options = ReporterOptions({"export": str(path), **values})
    reporter: Reporter = find_reporter(name)(options, lambda _: None)
    fanout = Fanout({name: reporter}, options.redact)
    for run in runs:
        for event in run.events():
            fanout.handle(event)
    fanout.close()
    assert fanout.failures == []
    return path.read_text(encoding="utf-8")
