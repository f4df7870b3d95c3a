"""The workflows of this project raise no alarm: their sources, what they compile to, and without one suppression."""

from pathlib import Path

import pytest

from pcc.checks.catalog import run_checks
from pcc.checks.subject import Subject
from pcc.diagnostics import Level, render_diagnostic
from pcc.postman import read_collection, read_environment
from pcc.project.sources import Source, read_sources

ROOT = Path(__file__).parents[2]
SOURCES = read_sources([], project=ROOT)
BUILT = sorted((ROOT / "out").glob("*.postman_collection.json"))


def alarms(subject: Subject) -> list[str]:
    return [render_diagnostic(found) for found in run_checks(subject) if found.level is not Level.NOTE]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_workflow_raises_no_alarm(source: Source) -> None:
    assert alarms(Subject(source.collection, source.environment)) == []


@pytest.mark.parametrize("file", BUILT, ids=lambda file: file.name.partition(".")[0])
@pytest.mark.parametrize("with_environment", [True, False], ids=["with its environment", "alone"])
def test_what_it_compiles_to_raises_none(file: Path, with_environment: bool) -> None:
    beside = ROOT / "out/pingone.postman_environment.json"
    environment = read_environment(beside.read_text(encoding="utf-8")) if with_environment else None
    collection = read_collection(file.read_text(encoding="utf-8"))
    assert alarms(Subject(collection, environment, str(file), str(beside) if environment else "")) == []


def test_there_are_five() -> None:
    assert len(SOURCES) == len(BUILT) == 5
