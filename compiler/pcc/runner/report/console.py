"""The console: one line a step, live."""

from collections.abc import Callable, Iterator
from textwrap import indent

from pcc.model.result import CaptureResult, Exchange, ItemResult, RunResult
from pcc.runner.events import ItemFinished, ItemStarted, IterationFinished, RunEvent, RunFinished, RunStarted
from pcc.runner.redact import MASK, Redactor
from pcc.runner.report.bodies import cut, printable, render_body, render_request, render_response, shorten
from pcc.runner.report.created import created_resources
from pcc.runner.report.style import PLAIN, Style
from pcc.values import to_text

__all__ = ["ConsoleReporter"]

_INDENT = "  "


class ConsoleReporter:
    """Writes the events of a run as text. `write` gets whole lines, each with its newline.

    `verbose` adds whole requests and responses, `silent` writes nothing, `list_created` ends with the list of what the
    run created. Nothing is written that was not redacted; credentials in headers are not shown even when nothing marks
    them as secret.
    """

    def __init__(
        self,
        write: Callable[[str], None],
        *,
        verbose: bool = False,
        silent: bool = False,
        style: Style = PLAIN,
        list_created: bool = False,
    ) -> None:
        self._write = write
        self._verbose = verbose
        self._silent = silent
        self._style = style
        self._list_created = list_created
        self._redact = Redactor()
        self._iterations = 1
        self._path: tuple[str, ...] = ()

    def handle(self, event: RunEvent) -> None:
        """Write what the event tells."""
        if self._silent:
            return
        match event:
            case RunStarted():
                self._redact.add(event.secrets)
                self._iterations = event.iterations
                self._line(f"{event.collection}  →  {event.target}", paint=self._style.heading)
                self._begin_iteration(0)
            case ItemStarted():
                self._enter(event.path)
            case ItemFinished():
                self._redact.add(event.secrets)
                self._item(event.result)
            case IterationFinished():
                self._path = ()
                self._begin_iteration(event.result.index + 1)
            case RunFinished():
                self._redact.add(event.result.secrets)
                self._finish(event)

    def _line(self, text: str, *, depth: int = 0, paint: Callable[[str], str] | None = None) -> None:
        text = indent(printable(self._redact(text)), _INDENT * depth)
        self._write((paint(text) if paint else text) + "\n")

    def _begin_iteration(self, index: int) -> None:
        if self._iterations > 1 and index < self._iterations:
            self._line(f"Iteration {index + 1} of {self._iterations}", paint=self._style.heading)

    def _enter(self, path: tuple[str, ...]) -> None:
        shared = 0
        while self._path[: shared + 1] == path[: shared + 1] and shared < len(path):
            shared += 1
        for depth in range(shared, len(path)):
            self._line(path[depth], depth=depth, paint=self._style.heading)
        self._path = path

    def _item(self, result: ItemResult) -> None:
        style, depth = self._style, len(result.path)
        mark = style.good("✓") if result.passed else style.bad("✗")
        parts = (result.name, _traffic(result), *map(self._capture, result.captures))
        line = printable(self._redact("  ".join(part for part in parts if part)))
        self._write(f"{_INDENT * depth}{mark} {line}\n")
        for name in result.unresolved:
            self._line(f"! nothing sets {{{{{name}}}}}: it was sent as it is", depth=depth + 2, paint=style.warning)
        for failure in result.failures:
            self._line(failure, depth=depth + 2, paint=style.bad)
        if self._verbose:
            self._messages(result, depth=depth + 2)
        elif not result.passed and result.response is not None and result.response.body:
            self._line(cut(self._redact(render_body(result.response.body))), depth=depth + 2, paint=style.dim)

    def _capture(self, capture: CaptureResult) -> str:
        if capture.error is not None:
            return ""
        value = MASK if capture.secret else shorten(self._redact(to_text(capture.value)))
        return f"{capture.name}={value}"

    def _messages(self, result: ItemResult, *, depth: int) -> None:
        for exchange in result.exchanges:
            for text in _verbose(exchange, self._redact):
                self._line(text, depth=depth, paint=self._style.dim)
                self._write("\n")

    def _finish(self, event: RunFinished) -> None:
        result, style = event.result, self._style
        self._write("\n")
        if result.aborted:
            self._line(f"stopped: {result.aborted}", paint=style.warning)
        self._line(_summary(result, event.elapsed_ms), paint=style.good if result.passed else style.bad)
        if self._list_created:
            self._created(result)

    def _created(self, result: RunResult) -> None:
        created = list(created_resources(result.items))
        if created:
            self._line(f"Created in {result.target}:")
        for name, url in created:
            self._line(f"{name}: {url}", depth=1)


def _traffic(result: ItemResult) -> str:
    if not result.exchanges:
        return "not sent"
    elapsed = sum(exchange.response.elapsed_ms for exchange in result.exchanges if exchange.response)
    redirects = len(result.exchanges) - 1
    hops = f" after {redirects} redirect{'s' if redirects > 1 else ''}" if redirects else ""
    answer = f"{result.response.status}{hops}  {elapsed:.0f} ms" if result.response else f"no response{hops}"
    return f"{result.exchanges[0].request.method} {answer}"


def _verbose(exchange: Exchange, redact: Redactor) -> Iterator[str]:
    yield indent(render_request(exchange.request, redact), "> ", lambda _: True)
    if exchange.response is not None:
        yield indent(render_response(exchange.response, redact), "< ", lambda _: True)


def _summary(result: RunResult, elapsed_ms: float) -> str:
    items = result.items
    counts = [
        _count(sum(len(item.exchanges) for item in items), "request"),
        _count(sum(len(item.assertions) for item in items), "assertion"),
        f"{sum(len(item.failures) for item in items)} failed",
    ]
    not_run = sum(item.not_run for item in items)
    if not_run:
        counts.append(f"{not_run} not run")
    return ", ".join((*counts, f"{elapsed_ms / 1000:.2f} s"))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
