"""Collections as teams write them: no error and no warning is found in any."""

from pathlib import Path

import pytest

from pcc.checks.catalog import run_checks
from pcc.checks.subject import Subject
from pcc.diagnostics import Level, render_diagnostic
from pcc.postman import read_collection, read_environment

FOREIGN = sorted((Path(__file__).parent / "foreign").glob("*.postman_collection.json"))


def test_there_are_twenty_of_them() -> None:
    assert len(FOREIGN) >= 20


@pytest.mark.parametrize("file", FOREIGN, ids=lambda file: file.name.partition(".")[0])
@pytest.mark.parametrize("with_environment", [True, False], ids=["with its environment", "alone"])
def test_a_realistic_collection_raises_no_alarm(file: Path, with_environment: bool) -> None:
    beside = file.with_name(file.name.replace("_collection", "_environment"))
    environment = None
    if with_environment and beside.exists():
        environment = read_environment(beside.read_text(encoding="utf-8"))
    collection = read_collection(file.read_text(encoding="utf-8"))
    subject = Subject(collection, environment, str(file), str(beside) if environment else "")
    alarms = [found for found in run_checks(subject) if found.level is not Level.NOTE]
    assert [render_diagnostic(found) for found in alarms] == []
