"""The junit reporter: what CI systems read as test results (Jenkins' junit-10.xsd).

A test suite is one item in one iteration of one run; a test case is one of its tests. Tests of one name stay apart. A
request or a script that broke is a case of its own, with an error; an item without any test is one case that passes
when an answer came.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from pcc.model.result import AssertionResult, ItemResult
from pcc.printing import printable
from pcc.runner.events import ItemFinished, ItemStarted, RunEvent, RunFinished, RunStarted
from pcc.runner.redact import Redactor
from pcc.runner.report.bodies import render_excerpt
from pcc.runner.report.files.export import export_path, write_report
from pcc.runner.report.files.messages import timestamp
from pcc.runner.report.files.records import Records
from pcc.runner.report.protocol import ReporterOptions, Write
from pcc.runner.report.tally import elapsed_ms

__all__ = ["JunitReporter"]

# Beside control characters, these two cannot stand in XML 1.0.
_NOT_XML = re.compile("[\ufffe\uffff]")

# A test case until it is written: `name`, and `skipped`, or `failure` or `error` with type, message and detail.
_Case = dict[str, Any]


class JunitReporter:
    """Writes a file of XML when it is closed, if a run has begun; option `export`."""

    def __init__(self, options: ReporterOptions, write: Write) -> None:
        self._write = write
        self._path = export_path(options, "xml")
        self._redact = options.redact
        self._suites = Records(options.redact)
        self._totals = _Counts()
        self._names: list[str] = []
        self._iterations = 1
        self._item = ItemStarted(0, "")
        self._broken_before = 0
        self._running = False

    def handle(self, event: RunEvent) -> None:
        """Keep the tests of an item."""
        match event:
            case RunStarted():
                self._names.append(event.collection)
                self._iterations = event.iterations
                self._broken_before = self._totals.broken
                self._running = True
                self._item = ItemStarted(0, "", started=event.started)
            case ItemStarted():
                self._item = event
            case ItemFinished():
                self._add(event)
            case RunFinished():
                self._running = False
                self._end_run(event.result.aborted)

    def close(self) -> None:
        """Write the file. Raises RunError when the disk refuses."""
        if not self._names:
            return
        if self._running:
            self._end_run("it broke off")
        name = self._redact(", ".join(dict.fromkeys(self._names)))
        root = ET.Element("testsuites", _attributes({"name": name, **self._totals.attributes()}))
        opening, _, closing = ET.tostring(root, "unicode", short_empty_elements=False).partition("></")
        with write_report(self._path) as stream:
            stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{opening}>\n')
            for suite in self._suites:
                element = _suite_element(suite)
                ET.indent(element)
                stream.write(f"{ET.tostring(element, 'unicode')}\n")
            stream.write(f"</{closing}\n")
        self._suites.close()
        self._write(f"junit report: {self._path}\n")

    def _add(self, event: ItemFinished) -> None:
        result = event.result
        name = " / ".join((*result.path, result.name))
        if self._iterations > 1:
            name += f" (iteration {event.iteration + 1})"
        elapsed = elapsed_ms(result.exchanges)
        self._keep(name, list(_cases(result, self._redact)), elapsed_ms=elapsed, output="\n".join(_console(result)))

    def _end_run(self, aborted: str | None) -> None:
        """A run that ended early is an error where it would look green: everything until then held."""
        if aborted and self._totals.broken == self._broken_before:
            self._keep("Run", [{"name": "the run reaches its end", "error": ("RunError", aborted, "")}])

    def _keep(self, name: str, cases: list[_Case], *, elapsed_ms: float = 0.0, output: str = "") -> None:
        counts = _Counts()
        counts.add(cases, elapsed_ms)
        self._totals.add(cases, elapsed_ms)
        attributes = {
            "name": name,
            "package": self._names[-1],
            "id": len(self._suites),
            "timestamp": self._item.started,
            **counts.attributes(),
            "skipped": sum("skipped" in case for case in cases),
        }
        self._suites.add({"attributes": attributes, "cases": list(_distinct(cases)), "output": output})


@dataclass(slots=True)
class _Counts:
    tests: int = 0
    failures: int = 0
    errors: int = 0
    elapsed_ms: float = 0.0

    def add(self, cases: list[_Case], elapsed_ms: float) -> None:
        self.tests += len(cases)
        self.failures += sum("failure" in case for case in cases)
        self.errors += sum("error" in case for case in cases)
        self.elapsed_ms += elapsed_ms

    @property
    def broken(self) -> int:
        return self.failures + self.errors

    def attributes(self) -> dict[str, Any]:
        seconds = f"{self.elapsed_ms / 1000:.3f}"
        return {"tests": self.tests, "failures": self.failures, "errors": self.errors, "time": seconds}


def _cases(result: ItemResult, redact: Redactor) -> Iterator[_Case]:
    if result.skipped:
        yield {"name": "the request is sent", "skipped": "a script skipped the request"}
    if result.error:
        missing = f"{result.not_run} tests did not run" if result.not_run else ""
        yield {"name": "the request is answered", "error": ("RequestError", result.error, missing)}
    for script in result.scripts:
        yield from (_case(assertion, result, redact) for assertion in script.assertions)
        if script.error:
            yield {"name": f"the {script.listen} script runs", "error": ("ScriptError", script.error, "")}
    if not (result.skipped or result.failures or result.assertions):
        yield {"name": "the request is answered"}


def _case(assertion: AssertionResult, result: ItemResult, redact: Redactor) -> _Case:
    if assertion.skipped:
        return {"name": assertion.name, "skipped": "skipped by its script"}
    if assertion.passed:
        return {"name": assertion.name}
    return {"name": assertion.name, "failure": ("AssertionError", assertion.error, _detail(result, redact))}


def _detail(result: ItemResult, redact: Redactor) -> str:
    """What was asked and answered, for whoever has nothing but the report."""
    if result.response is None:
        return ""
    request, response = result.exchanges[0].request, result.response
    head = f"{request.method} {request.url} → {response.status} {response.reason}".strip()
    return f"{head}\n{render_excerpt(response.body, redact)}".strip()


def _console(result: ItemResult) -> Iterator[str]:
    for script in result.scripts:
        yield from (f"{message.level}: {message.text}" for message in script.console)


def _distinct(cases: list[_Case]) -> Iterator[_Case]:
    """The cases with a number behind the second and later ones of a name: readers take equal names for one test."""
    taken = {case["name"] for case in cases}
    seen: set[str] = set()
    for case in cases:
        name, count = case["name"], 1
        while name in seen:
            count += 1
            candidate = f"{case['name']} #{count}"
            name = candidate if candidate not in taken else name
        seen.add(name)
        yield {**case, "name": name}


def _suite_element(suite: _Case) -> ET.Element:
    # A number until now, so that no secret is found in it; the schema knows no time zone.
    attributes = {**suite["attributes"], "timestamp": timestamp(suite["attributes"]["timestamp"])[:19]}
    element = ET.Element("testsuite", _attributes(attributes))
    owner = ".".join(part.replace(".", "_") for part in (attributes["package"], attributes["name"]))
    seconds = attributes["time"]
    for case in suite["cases"]:
        named = _attributes({"name": case["name"], "classname": owner, "time": seconds})
        _add_outcome(ET.SubElement(element, "testcase", named), case)
        # The time belongs to the request, not to one of its tests: readers that add up cases find it once.
        seconds = "0.000"
    if suite["output"]:
        ET.SubElement(element, "system-out").text = _xml_text(suite["output"])
    return element


def _add_outcome(element: ET.Element, case: _Case) -> None:
    if "skipped" in case:
        ET.SubElement(element, "skipped", _attributes({"message": case["skipped"]}))
    for outcome in case.keys() & {"failure", "error"}:
        kind, message, detail = case[outcome]
        child = ET.SubElement(element, outcome, _attributes({"type": kind, "message": message}))
        child.text = _xml_text(f"{message}\n{detail}".strip())


def _attributes(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: _xml_text(str(value)) for name, value in values.items()}


def _xml_text(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", printable(text))
