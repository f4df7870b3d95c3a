"""The cli reporter: one line a step, live."""

import time
from collections.abc import Iterable, Iterator
from textwrap import indent

from pcc.model.result import CaptureResult, Exchange, ItemResult
from pcc.printing import printable
from pcc.runner.events import ItemFinished, ItemStarted, IterationFinished, RunEvent, RunFinished, RunStarted
from pcc.runner.redact import MASK, Redactor
from pcc.runner.report.bodies import render_excerpt, render_request, render_response, shorten
from pcc.runner.report.created import CreatedList
from pcc.runner.report.protocol import ReporterOptions, Write
from pcc.runner.report.style import Paint
from pcc.runner.report.summary import FailureList, is_long, render_counts, render_table
from pcc.runner.report.tally import Tally, elapsed_ms, scripted_requests
from pcc.values import to_text

__all__ = ["ConsoleReporter"]

_INDENT = "  "


class ConsoleReporter:
    """Writes the events of runs as text. `write` gets whole lines, each with its newline.

    Of the options, `verbose` adds whole requests and responses; for the flags see the registry. Credentials in headers
    are not shown even when nothing marks them as secret.
    """

    def __init__(self, options: ReporterOptions, write: Write) -> None:
        self._write: Write = (lambda _: None) if options.flag("silent") else write
        self._options = options
        self._style = options.style
        self._redact = options.redact
        self._runs: list[bool] = []
        self._run = RunStarted("", "", 1)
        self._begin(self._run)

    def _begin(self, event: RunStarted) -> None:
        self._run = event
        self._tally = Tally()
        self._failures = FailureList()
        self._created = CreatedList(self._redact)
        self._lists_created = self._options.list_created(event.target)
        self._path: tuple[str, ...] = ()
        self._started = event.started

    def handle(self, event: RunEvent) -> None:
        """Write what the event tells."""
        self._tally.add(event)
        match event:
            case RunStarted():
                if self._runs:
                    self._write("\n")
                self._begin(event)
                self._head(event)
            case ItemStarted():
                self._started = event.started
                self._enter(event.path)
            case ItemFinished():
                self._item(event.result)
                self._keep(event)
            case IterationFinished():
                self._path = ()
                self._begin_iteration(event.result.index + 1)
            case RunFinished():
                self._finish(event)
                self._runs.append(event.result.passed)

    def close(self) -> None:
        """Sum up when there was more than one run."""
        if len(self._runs) > 1:
            passed = sum(self._runs)
            self._write(f"\n{len(self._runs)} runs: {passed} passed, {len(self._runs) - passed} failed\n")

    def _line(self, text: str, *, depth: int = 0, paint: Paint | None = None) -> None:
        text = indent(printable(self._redact(text)), _INDENT * depth)
        self._write((paint(text) if paint else text) + "\n")

    def _lines(self, texts: Iterable[str], *, depth: int, paint: Paint) -> None:
        for text in texts:
            self._line(text, depth=depth, paint=paint)

    def _head(self, event: RunStarted) -> None:
        if not self._options.flag("no-banner"):
            self._line(f"{event.collection}  →  {event.target}", paint=self._style.heading)
        self._begin_iteration(0)

    def _begin_iteration(self, index: int) -> None:
        if self._run.iterations > 1 and index < self._run.iterations:
            self._line(f"Iteration {index + 1} of {self._run.iterations}", paint=self._style.heading)

    def _enter(self, path: tuple[str, ...]) -> None:
        shared = 0
        while self._path[: shared + 1] == path[: shared + 1] and shared < len(path):
            shared += 1
        for depth in range(shared, len(path)):
            self._line(path[depth], depth=depth, paint=self._style.heading)
        self._path = path

    def _item(self, result: ItemResult) -> None:
        depth = len(result.path)
        parts = (result.name, _traffic(result), *map(self._capture, result.captures))
        line = printable(self._redact("  ".join(part for part in parts if part)))
        self._write(f"{_INDENT * depth}{self._clock()}{self._mark(result)} {line}\n")
        self._notes(result, depth=depth + 2)
        self._tests(result, depth=depth + 2)
        if self._options.verbose:
            self._messages(result, depth=depth + 2)

    def _mark(self, result: ItemResult) -> str:
        if not result.passed:
            return self._style.bad("✗")
        return self._style.warning("-") if result.skipped else self._style.good("✓")

    def _clock(self) -> str:
        if not self._options.flag("show-timestamps"):
            return ""
        return f"[{time.strftime('%H:%M:%S', time.localtime(self._started))}] "

    def _notes(self, result: ItemResult, *, depth: int) -> None:
        fate = ": it was sent as it is" if result.exchanges else ""
        for name in result.unresolved:
            self._line(f"! nothing sets {{{{{name}}}}}{fate}", depth=depth, paint=self._style.warning)
        for exchange in scripted_requests(result):
            self._line(f"a script sent {_scripted(exchange)}", depth=depth, paint=self._style.dim)
        if not self._options.flag("no-console"):
            for message in (message for script in result.scripts for message in script.console):
                paint = self._style.warning if message.level in {"warn", "error"} else self._style.dim
                self._line(f"{message.level}: {message.text}", depth=depth, paint=paint)

    def _tests(self, result: ItemResult, *, depth: int) -> None:
        if self._options.flag("no-assertions"):
            errors = (result.error, *(script.error for script in result.scripts))
            self._lines(filter(None, errors), depth=depth, paint=self._style.bad)
            return
        skipped = (assertion.name for assertion in result.assertions if assertion.skipped)
        self._lines((f"- skipped: {name}" for name in skipped), depth=depth, paint=self._style.warning)
        self._lines(result.failures, depth=depth, paint=self._style.bad)
        if not (result.passed or self._options.verbose) and result.response is not None and result.response.body:
            self._line(render_excerpt(result.response.body, self._redact), depth=depth, paint=self._style.dim)

    def _capture(self, capture: CaptureResult) -> str:
        if capture.error is not None:
            return ""
        value = MASK if capture.secret else shorten(self._redact(to_text(capture.value)))
        return f"{capture.name}={value}"

    def _messages(self, result: ItemResult, *, depth: int) -> None:
        for exchange in (*result.exchanges, *scripted_requests(result)):
            for text in _verbose(exchange, self._redact):
                self._line(text, depth=depth, paint=self._style.dim)
                self._write("\n")

    def _keep(self, event: ItemFinished) -> None:
        self._failures.add(event, iterations=self._run.iterations)
        if self._lists_created:
            self._created.add(event.result)

    def _finish(self, event: RunFinished) -> None:
        result, style = event.result, self._style
        self._write("\n")
        if result.aborted:
            self._line(f"stopped: {result.aborted}", paint=style.warning)
        long = is_long(self._tally)
        if long and not self._options.flag("no-failures"):
            self._list(self._failures.lines(), paint=style.bad)
        if not self._options.flag("no-summary"):
            if long:
                self._line(render_table(self._tally))
            self._line(render_counts(self._tally, event.elapsed_ms), paint=style.good if result.passed else style.bad)
        self._list(_with_heading(f"Created in {result.target}:", self._created))

    def _list(self, lines: Iterable[str], *, paint: Paint | None = None) -> None:
        for index, line in enumerate(lines):
            self._line(line, depth=min(index, 1), paint=paint)


def _with_heading(heading: str, lines: Iterable[str]) -> Iterator[str]:
    for index, line in enumerate(lines):
        if not index:
            yield heading
        yield line


def _traffic(result: ItemResult) -> str:
    if result.skipped:
        return "skipped"
    if not result.exchanges:
        return "not sent"
    redirects = len(result.exchanges) - 1
    hops = f" after {redirects} redirect{'s' if redirects > 1 else ''}" if redirects else ""
    elapsed = f"{elapsed_ms(result.exchanges):.0f} ms"
    answer = f"{result.response.status}{hops}  {elapsed}" if result.response else f"no response{hops}"
    return f"{result.exchanges[0].request.method} {answer}"


def _scripted(exchange: Exchange) -> str:
    response = exchange.response
    answer = f"{response.status}  {response.elapsed_ms:.0f} ms" if response else f"no response: {exchange.error}"
    return f"{exchange.request.method} {exchange.request.url}  {answer}"


def _verbose(exchange: Exchange, redact: Redactor) -> Iterator[str]:
    yield indent(render_request(exchange.request, redact), "> ", lambda _: True)
    if exchange.response is not None:
        yield indent(render_response(exchange.response, redact), "< ", lambda _: True)
