"""The json reporter: Newman's summary (reference newman.md, section 1.2), which many tools read.

Where it is not Newman's: bodies are text and bounded, secrets are masked, an item that was not sent is there, requests
that scripts sent stand below their item instead of repeating it, and `collection` says of an item only what it asks.
Several runs are the elements of `runs`.
"""

from collections.abc import Iterator
from typing import Any, TextIO

from pcc.model.collection import Child, Collection, Item
from pcc.model.environment import Environment
from pcc.model.ids import stable_id
from pcc.model.json import JsonValue
from pcc.runner.events import ItemFinished, ItemStarted, RunEvent, RunFinished, RunStarted
from pcc.runner.redact import MASK, Redactor
from pcc.runner.report.files.executions import Execution, failures_of, with_url_parts
from pcc.runner.report.files.export import export_path, write_report
from pcc.runner.report.files.messages import body_limit
from pcc.runner.report.files.records import Records, redact_json, render_json
from pcc.runner.report.protocol import ReporterOptions, Write
from pcc.runner.report.tally import Count, Spread, Tally
from pcc.templating import render_postman
from pcc.values import to_text

__all__ = ["NewmanReporter"]


class NewmanReporter:
    """Writes a file of JSON when it is closed, if a run has begun; options `export`, `body-limit`."""

    def __init__(self, options: ReporterOptions, write: Write) -> None:
        self._write = write
        self._path = export_path(options, "json")
        self._limit = body_limit(options)
        self._redact = options.redact
        self._runs: list[_Summary] = []

    def handle(self, event: RunEvent) -> None:
        """Fold the event into its run."""
        if isinstance(event, RunStarted):
            self._runs.append(_Summary(event, self._limit, self._redact))
        self._runs[-1].add(event)

    def close(self) -> None:
        """Write the file. Raises RunError when the disk refuses."""
        if not self._runs:
            return
        with write_report(self._path) as stream:
            if len(self._runs) == 1:
                self._runs[0].write(stream)
            else:
                stream.write('{\n"runs": [')
                for index, run in enumerate(self._runs):
                    stream.write(",\n" if index else "\n")
                    run.write(stream)
                stream.write("\n]}")
            stream.write("\n")
        self._write(f"json report: {self._path}\n")


class _Summary:
    """One run."""

    def __init__(self, started: RunStarted, limit: int, redact: Redactor) -> None:
        self._started = started
        self._limit = limit
        self._redact = redact
        self._executions = Records(redact)
        self._failures = Records(redact)
        self._tally = Tally()
        self._item = ItemStarted(0, "")
        self._finished: RunFinished | None = None

    def add(self, event: RunEvent) -> None:
        self._tally.add(event)
        match event:
            case ItemStarted():
                self._item = event
            case ItemFinished():
                cursor = self._cursor(event)
                self._executions.add(
                    Execution(event.result, cursor, self._limit, self._redact, self._started.source).data()
                )
                for failure in failures_of(event.result, cursor):
                    self._failures.add(failure)
            case RunFinished():
                self._finished = event

    def _cursor(self, event: ItemFinished) -> dict[str, Any]:
        place = (event.iteration, self._item.position)
        return {
            "ref": stable_id("execution", *map(str, place)),
            "length": self._started.items,
            "cycles": self._started.iterations,
            "position": self._item.position,
            "iteration": event.iteration,
        }

    def write(self, stream: TextIO) -> None:
        """Write the run as an object, executions and failures one a line."""
        head = {
            "collection": _collection(self._started),
            "environment": _environment(self._started.environment, self._finished, self._redact),
            "globals": {"id": stable_id("globals"), "values": []},
        }
        for key, value in head.items():
            stream.write("{\n" if key == "collection" else ",\n")
            stream.write(f'"{key}": {render_json(redact_json(value, self._redact))}')
        stream.write(f',\n"run": {{\n"stats": {render_json(self._stats())},\n"timings": {render_json(self._timings())}')
        executions = map(with_url_parts, self._executions)
        for key, records in (("executions", executions), ("failures", iter(self._failures))):
            stream.write(f',\n"{key}": [')
            for index, record in enumerate(records):
                stream.write(f"{',' if index else ''}\n{render_json(record)}")
            stream.write("\n]")
        self._executions.close()
        self._failures.close()
        stream.write(f',\n"transfers": {{"responseTotal": {self._tally.received}}}')
        stream.write(f',\n"error": {render_json(redact_json(self._error(), self._redact))}\n}}}}')

    def _stats(self) -> dict[str, Any]:
        tally = self._tally
        scripts = Count(tally.tests.total + tally.prerequests.total, tally.tests.failed + tally.prerequests.failed)
        # Newman's iterations, items, prerequests and tests are events that cannot fail.
        events = Count(tally.items.total)
        counts = {
            "iterations": Count(tally.iterations.total),
            "items": events,
            "scripts": scripts,
            "prerequests": events,
            "requests": tally.requests,
            "tests": events,
            "assertions": tally.assertions,
            "testScripts": tally.tests,
            "prerequestScripts": tally.prerequests,
        }
        return {
            name: {"total": count.total, "pending": tally.pending if count is events else 0, "failed": count.failed}
            for name, count in counts.items()
        }

    def _timings(self) -> dict[str, Any]:
        started = round(self._started.started * 1000)
        elapsed = self._finished.elapsed_ms if self._finished else 0.0
        # Nothing looks up names or waits for a first byte separately: as in Newman, that is zero.
        kinds = {"response": self._tally.responses, "dns": Spread(), "firstByte": Spread()}
        timings: dict[str, Any] = {}
        for kind, spread in kinds.items():
            timings[f"{kind}Average"] = spread.average
            timings[f"{kind}Min"] = spread.least
            timings[f"{kind}Max"] = spread.greatest
            timings[f"{kind}Sd"] = spread.deviation
        return {**timings, "started": started, "completed": started + round(elapsed)}

    def _error(self) -> dict[str, str] | None:
        if self._finished is None:
            return {"name": "Error", "message": "the run did not reach its end"}
        aborted = self._finished.result.aborted
        return {"name": "Error", "message": aborted} if aborted else None


def _collection(started: RunStarted) -> dict[str, Any]:
    source = started.source or Collection(started.collection, ())
    return {"info": {"_postman_id": source.id, "name": source.name}, "item": list(map(_child, source.items))}


def _child(child: Child) -> dict[str, Any]:
    if isinstance(child, Item):
        request = {"method": child.request.method, "url": {"raw": render_postman(child.request.url.base)}}
        return {"id": child.id, "name": child.name, "request": request}
    return {"id": child.id, "name": child.name, "item": list(map(_child, child.items))}


def _environment(declared: Environment | None, finished: RunFinished | None, redact: Redactor) -> dict[str, Any]:
    """The values that the run ended with."""
    secret = {variable.key for variable in declared.variables if variable.secret} if declared else set()
    values = finished.result.environment if finished else {}
    return {
        "id": declared.id if declared else stable_id("environment"),
        "name": declared.name if declared else "",
        "values": list(_values(values, secret, redact)),
    }


def _values(values: dict[str, JsonValue], secret: set[str], redact: Redactor) -> Iterator[dict[str, Any]]:
    for key, value in values.items():
        hidden = key in secret or redact(to_text(value)) != to_text(value)
        yield {"key": key, "value": MASK if hidden else value, "type": "any", "enabled": True}
