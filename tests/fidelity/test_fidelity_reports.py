"""Our json and junit reports beside Newman's: the same numbers, executions and failures; every difference is named."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

import pcc
from fidelity.newman_driver import Newman, NewmanJob
from fidelity.simulated import Planter, normalise, serve_simulator, write_environment
from fidelity.test_fidelity_faults import CASES, Case
from fidelity.test_fidelity_workflows import ENVIRONMENT, WORKFLOWS
from pcc.runner import Redactor, RunOptions
from pcc.runner.report import Fanout, ReporterOptions, find_reporter

FAULTS = [next(case for case in CASES if case.workflow == workflow) for workflow in WORKFLOWS]

# What Newman writes and we do not, on purpose: docs/reports.md says why.
LEFT_OUT = {
    "collection._",
    "collection.auth",
    "collection.event",
    "collection.info.description",
    "collection.info.schema",
    "collection.item.event",
    "collection.item.item.event",
    "collection.item.item.response",
    "collection.item.protocolProfileBehavior",
    "collection.item.response",
    "collection.variable",
    "environment._",
    "environment.values.description",
    "run.executions.cursor.bof",
    "run.executions.cursor.cr",
    "run.executions.cursor.empty",
    "run.executions.cursor.eof",
    "run.executions.cursor.httpRequestId",
    "run.executions.item.event",
    "run.executions.item.protocolProfileBehavior",
    "run.executions.item.request",
    "run.executions.item.response",
    "run.executions.request.auth",
    "run.executions.request.description",
    "run.executions.request.header.system",
    "run.executions.response.id",
    "run.failures.cursor.execution",
    "run.failures.cursor.httpRequestId",
    "run.failures.cursor.scriptId",
    "run.failures.error.checksum",
    "run.failures.error.id",
    "run.failures.error.stacktrace",
    "run.failures.error.timestamp",
    "run.failures.parent._",
    "run.failures.parent.auth",
    "run.failures.parent.event",
    "run.failures.parent.info",
    "run.failures.parent.item",
    "run.failures.parent.variable",
    "run.failures.source.event",
    "run.failures.source.request",
    "run.failures.source.response",
}
# Objects that are compared as one.
OPAQUE = {
    "collection.item.request",
    "collection.item.item.request",
    "run.executions.request.body",
    "run.executions.response.stream",
    "run.executions.assertions.error",
}


@dataclass
class Reports:
    """The reports of one engine on one run."""

    json: Any
    junit: ET.Element


@dataclass
class Bench:
    """Runs a workflow with both engines, each against a fresh simulator with the same faults."""

    newman: Newman
    built: Path
    folder: Path
    key: rsa.RSAPrivateKey

    def run(self, workflow: str, faults: list[Planter], iterations: int) -> tuple[Reports, Reports]:
        collection = self.built / f"{workflow}.postman_collection.json"
        now = float(int(time.time()))
        found = []
        for engine in (self._judge, self._replay):
            with ExitStack() as stack:
                server = stack.enter_context(serve_simulator(now, self.key, faults))
                environment = write_environment(server, self.built / ENVIRONMENT, self.folder / f"{server.port}.json")
                found.append(engine(collection, environment, iterations))
        return found[0], found[1]

    def _judge(self, collection: Path, environment: Path, iterations: int) -> Reports:
        paths = {name: self.folder / f"newman.{name}" for name in ("json", "junit")}
        self.newman.run(NewmanJob(collection, environment, iterations, reports=paths))
        return _read(paths)

    def _replay(self, collection: Path, environment: Path, iterations: int) -> Reports:
        paths = {name: self.folder / f"pcc.{name}" for name in ("json", "junit")}
        redact = Redactor()
        made = {
            name: find_reporter(name)(ReporterOptions({"export": str(path)}, redact), _drop)
            for name, path in paths.items()
        }
        fanout = Fanout(made, redact)
        pcc.replay(
            collection, environment=environment, options=RunOptions(iterations=iterations), on_event=fanout.handle
        )
        fanout.close()
        assert fanout.failures == []
        return _read(paths)


def _drop(_: str) -> None:
    pass


def _read(paths: dict[str, Path]) -> Reports:
    return Reports(json.loads(paths["json"].read_text(encoding="utf-8")), ET.parse(paths["junit"]).getroot())


@pytest.fixture
def bench(newman: Newman, built: Path, tmp_path: Path, signing_key: rsa.RSAPrivateKey) -> Bench:
    return Bench(newman, built, tmp_path, signing_key)


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_a_green_run_over_iterations_is_reported_alike(workflow: str, bench: Bench) -> None:
    theirs, ours = bench.run(workflow, [], 2)
    assert ours.json["run"]["stats"] == theirs.json["run"]["stats"]
    assert executions(ours) == executions(theirs)
    assert ours.json["run"]["failures"] == theirs.json["run"]["failures"] == []
    assert ours.json["run"]["error"] is theirs.json["run"]["error"] is None
    # Newman merges the iterations; ours has a suite for each.
    assert suites(ours)[: len(ours.junit) // 2] == [(f"{name} (iteration 1)", cases) for name, cases in suites(theirs)]


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: case.workflow)
def test_a_red_run_is_reported_alike(case: Case, bench: Bench) -> None:
    theirs, ours = bench.run(case.workflow, [case.fault], 1)
    assert ours.json["run"]["stats"] == theirs.json["run"]["stats"]
    assert executions(ours) == executions(theirs)
    assert failures(ours) == failures(theirs) != []
    assert suites(ours) == suites(theirs)


def test_every_key_that_is_not_there_is_named(bench: Bench) -> None:
    theirs, ours = bench.run(FAULTS[0].workflow, [FAULTS[0].fault], 1)
    found = set(keys(ours.json))
    missing = {key for key in keys(theirs.json) if key not in found}
    assert {key for key in missing if key.rpartition(".")[0] not in missing} == LEFT_OUT


def test_newmans_counts_in_junit_are_of_scripts_and_ours_of_tests(bench: Bench) -> None:
    theirs, ours = bench.run(WORKFLOWS[0], [], 2)
    tests = theirs.json["run"]["stats"]["assertions"]["total"]
    assert int(ours.junit.attrib["tests"]) == tests == len(ours.junit.findall(".//testcase"))
    assert int(theirs.junit.attrib["tests"]) < tests


def executions(reports: Reports) -> list[Any]:
    return [
        (
            entry["item"],
            {name: entry["cursor"][name] for name in ("length", "cycles", "position", "iteration")},
            entry["request"]["method"],
            entry["response"]["code"],
            entry["response"]["status"],
            [(test["assertion"], test["skipped"], _error(test.get("error"))) for test in entry["assertions"]],
        )
        for entry in map(_slim, reports.json["run"]["executions"])
    ]


def _slim(entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "item": (entry["item"]["id"], entry["item"]["name"])}


def _error(error: dict[str, Any] | None) -> Any:
    if error is None:
        return None
    stack = normalise(error["stack"].partition("\n")[0])
    return error["name"], error["index"], error["test"], normalise(error["message"]), stack


def failures(reports: Reports) -> list[Any]:
    return [
        (failure["at"], failure["source"]["name"], failure["cursor"]["iteration"], _error(failure["error"]))
        for failure in reports.json["run"]["failures"]
    ]


def suites(reports: Reports) -> list[tuple[str, list[tuple[str, str | None]]]]:
    """Each suite with its cases: name, and the message of a failure."""
    return [(suite.attrib["name"], list(_cases(suite))) for suite in reports.junit]


def _cases(suite: ET.Element) -> Iterator[tuple[str, str | None]]:
    for case in suite.findall("testcase"):
        failure = case.find("failure")
        yield case.attrib["name"], None if failure is None else normalise(failure.attrib["message"])


def keys(value: Any, path: str = "") -> Iterator[str]:
    """The paths of all keys; elements of a list count as one."""
    if isinstance(value, list):
        for item in value:
            yield from keys(item, path)
    elif isinstance(value, dict) and path not in OPAQUE:
        for key, item in value.items():
            inner = f"{path}.{key}".lstrip(".")
            yield inner
            yield from keys(item, inner)


def test_paths_of_keys() -> None:
    assert list(keys({"a": [{"b": 1}, {"c": {}}]})) == ["a", "a.b", "a.c"]
