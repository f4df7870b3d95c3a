"""Which reporters there are, and how packages add some."""

import re
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from pcc.errors import RunError, UsageError
from pcc.runner import RunEvent
from pcc.runner.report import REPORTERS, ReporterOptions, find_reporter, registry, reporter_names
from pcc.runner.report.protocol import Write

ROOT = Path(__file__).parents[2]


class Dots:
    def __init__(self, options: ReporterOptions, write: Write) -> None:
        self.options = options

    def handle(self, event: RunEvent) -> None:
        pass


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package with reporters: one of its own, one that is broken, one with the name of one of pcc's."""
    found = EntryPoints(
        EntryPoint(name, value, registry.ENTRY_POINT_GROUP)
        for name, value in (("dots", f"{__name__}:Dots"), ("gone", "no_such_module:X"), ("json", f"{__name__}:Dots"))
    )
    monkeypatch.setattr(registry, "entry_points", lambda group: found.select(group=group))


@pytest.mark.parametrize("name", REPORTERS)
def test_every_reporter_of_pccs_own_can_be_made(name: str) -> None:
    assert hasattr(find_reporter(name)(ReporterOptions(), print), "handle")


def test_installed_reporters_come_behind_pccs_own(installed: None) -> None:
    assert reporter_names() == ["cli", "json", "junit", "har", "dots", "gone"]
    assert find_reporter("dots") is Dots
    assert find_reporter("json") is not Dots


def test_an_unknown_reporter_is_wrong_use_that_names_those_there_are(installed: None) -> None:
    with pytest.raises(UsageError, match="no reporter 'html': there are cli, json, junit, har, dots, gone"):
        find_reporter("html")


def test_a_reporter_that_cannot_be_loaded_says_why(installed: None) -> None:
    with pytest.raises(RunError, match="the reporter 'gone' cannot be loaded from no_such_module:X: No module named"):
        find_reporter("gone")


def test_the_table_of_reports_is_the_registry() -> None:
    page = (ROOT / "docs/reports.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", page, flags=re.MULTILINE) == list(REPORTERS)
