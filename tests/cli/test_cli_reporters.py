"""`pcc replay -r`: which reporters tell of a run, where their files are, and that one is written whatever happens."""

import json
import re
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from typing import Any, ClassVar
from xml.etree import ElementTree as ET

import pytest

from cli.notes_service import NotesService
from cli.shell import Outcome, Project, run_pcc
from pcc.model.ports import HttpRequest, TransportError
from pcc.runner import ItemFinished, RunEvent
from pcc.runner.report import ReporterOptions, registry
from pcc.runner.report.protocol import Write

FILE = "out/take-notes.postman_collection.json"
ALL = "cli,json,junit,har"
FILES = {"pcc-report.json", "pcc-report.xml", "pcc-report.har"}


def replay(*arguments: object, reporters: str = ALL, terminal: bool = False) -> Outcome:
    return run_pcc("replay", "-r", reporters, *arguments, terminal=terminal)


def written(notes: Project) -> set[str]:
    return {path.name for path in notes.root.glob("*report*")}


def read_json(notes: Project, name: str = "pcc-report.json") -> Any:
    return json.loads((notes.root / name).read_text(encoding="utf-8"))


def items(notes: Project) -> dict[str, list[str]]:
    """The items in each of the three files; that they can be read is part of it."""
    document = read_json(notes)
    executions = [entry for run in document.get("runs", [document]) for entry in run["run"]["executions"]]
    suites = ET.parse(notes.root / "pcc-report.xml").getroot()
    entries = read_json(notes, "pcc-report.har")["log"]["entries"]
    return {
        "json": [execution["item"]["name"] for execution in executions],
        "junit": [suite.attrib["name"].rpartition(" / ")[2] for suite in suites],
        "har": [entry["comment"].rpartition(" / ")[2] for entry in entries],
    }


STEPS = ["Step 1: Create a note", "Step 2: Read the note", "Delete the note"]


def test_several_reporters_tell_of_one_run(notes: Project, network: NotesService) -> None:
    done = replay()
    assert (done.code, done.err) == (0, "")
    assert "✓ Step 1: Create a note" in done.out
    assert written(notes) == FILES
    assert items(notes) == dict.fromkeys(("json", "junit", "har"), STEPS)
    assert done.out.splitlines()[-3:] == [
        "json report: pcc-report.json",
        "junit report: pcc-report.xml",
        "har report: pcc-report.har",
    ]


def test_without_the_console_nothing_is_printed(notes: Project, network: NotesService) -> None:
    done = replay(reporters="json")
    assert (done.code, done.text) == (0, "")
    assert written(notes) == {"pcc-report.json"}


def test_silent_still_writes_files(notes: Project, network: NotesService) -> None:
    assert replay("--silent").text == ""
    assert written(notes) == FILES


def test_a_report_may_be_the_output(notes: Project, network: NotesService, capfd: pytest.CaptureFixture[str]) -> None:
    assert replay("--reporter-json-export", "/dev/stdout", reporters="json").code == 0
    assert json.loads(capfd.readouterr().out)["run"]["stats"]["requests"]["total"] == 3


def test_export_says_where(notes: Project, network: NotesService) -> None:
    (notes.root / "folder").mkdir()
    done = replay(
        "--reporter-json-export", "made/of/run.json", "--reporter-junit-export=folder", reporters="json,junit"
    )
    assert done.code == 0
    assert (notes.root / "made/of/run.json").is_file()
    assert (notes.root / "folder/pcc-report.xml").is_file()
    assert written(notes) == set()


def test_one_file_holds_all_runs(notes: Project, network: NotesService) -> None:
    assert replay("take-notes", FILE, "-e", "out/notes.postman_environment.json").code == 0
    assert items(notes) == dict.fromkeys(("json", "junit", "har"), STEPS * 2)
    assert len(read_json(notes)["runs"]) == 2
    assert len(read_json(notes, "pcc-report.har")["log"]["pages"]) == 2


def test_a_failed_run_is_reported(notes: Project, network: NotesService) -> None:
    network.text = "other"
    assert replay("--bail").code == 1
    (failure,) = read_json(notes)["run"]["failures"]
    assert failure["error"]["test"] == "$.text equals hello"
    assert items(notes)["junit"] == STEPS[:2]


def test_a_request_error_is_reported(notes: Project, network: NotesService) -> None:
    def fail(_: HttpRequest) -> None:
        raise TransportError("refused")

    network.before = fail
    assert replay().code == 1
    assert ET.parse(notes.root / "pcc-report.xml").getroot().attrib["errors"] == "3"
    assert {entry["_error"] for entry in read_json(notes, "pcc-report.har")["log"]["entries"]} == {"refused"}


def test_an_interrupted_run_is_reported(notes: Project, network: NotesService) -> None:
    def interrupt(request: HttpRequest) -> None:
        if request.method == "GET":
            raise KeyboardInterrupt

    network.before = interrupt
    assert replay().code == 130
    assert read_json(notes)["run"]["error"]["message"] == "interrupted"
    assert items(notes) == dict.fromkeys(("json", "junit", "har"), STEPS[:2])


def test_a_later_run_that_cannot_start_leaves_the_report_of_the_first(notes: Project, network: NotesService) -> None:
    notes.write("broken.json", "{}")
    done = replay("take-notes", "broken.json")
    assert done.code == 3
    assert items(notes) == dict.fromkeys(("json", "junit", "har"), STEPS)


def test_a_run_that_never_began_writes_nothing(notes: Project, network: NotesService) -> None:
    assert replay("no-such").code == 2
    assert written(notes) == set()


def test_a_path_that_cannot_be_written_is_told_after_the_run(notes: Project, network: NotesService) -> None:
    notes.write("file", "")
    done = replay("--reporter-json-export", "file/report.json")
    assert done.code == 4
    assert re.fullmatch(r"error: reporter json: cannot write file/report\.json: .+\n", done.err)
    assert len(network.sent) == 3
    assert written(notes) == FILES - {"pcc-report.json"}


def test_an_unknown_reporter_is_wrong_use_and_sends_nothing(notes: Project, network: NotesService) -> None:
    done = replay(reporters="cli,html")
    assert (done.code, done.out) == (2, "")
    assert "no reporter 'html': there are cli, json, junit, har" in done.err
    assert network.sent == []


@pytest.mark.parametrize(
    ("reporters", "arguments", "says"),
    [
        ("cli", ["--reporter-json-export", "x"], "no chosen reporter has the option --reporter-json-export: add json"),
        ("json", ["--reporter-json-color"], "the reporter json has no option --reporter-json-color"),
        ("json", ["--reporter-jsn-export=x"], "no chosen reporter has the option --reporter-jsn-export; chosen are js"),
        ("json", ["--reporter-json-body-limit", "1k"], "body-limit is a number of bytes, not '1k'"),
        ("json,har", ["--reporter-json-export=x", "--reporter-har-export=./x"], "would write the same file"),
        (" ,", [], "-r takes the names of reporters"),
    ],
)
def test_options_that_are_wrong_are_told_before_anything_is_sent(
    notes: Project, network: NotesService, reporters: str, arguments: list[str], says: str
) -> None:
    done = replay(*arguments, reporters=reporters)
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert network.sent == []


def test_options_of_the_console_reach_it(notes: Project, network: NotesService) -> None:
    done = replay("--reporter-cli-no-banner", "--reporter-cli-no-summary", reporters="cli")
    assert done.out.startswith("✓ Step 1")
    assert "requests" not in done.out
    assert replay("--reporter-cli-silent", reporters="cli").out == ""


class Recorder:
    """A reporter of another package."""

    made: ClassVar[list[dict[str, str | bool]]] = []

    def __init__(self, options: ReporterOptions, write: Write) -> None:
        self.made.append(dict(options.values))
        self.write = write
        self.fail = options.flag("fail")

    def handle(self, event: RunEvent) -> None:
        if isinstance(event, ItemFinished):
            if self.fail:
                raise RuntimeError("out of dots")
            self.write(f"<{event.result.name} {dict(event.result.exchanges[0].request.headers)}>\n")

    def close(self) -> None:
        self.write("closed\n")


def broken(options: ReporterOptions, write: Write) -> Any:
    raise RuntimeError("no dots")


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str | bool]]:
    """A package that brings reporters."""
    found = EntryPoints(
        EntryPoint(name, f"{__name__}:{value}", registry.ENTRY_POINT_GROUP)
        for name, value in (("rec", "Recorder"), ("rec-two", "Recorder"), ("broken", "broken"))
    )
    monkeypatch.setattr(registry, "entry_points", lambda group: found.select(group=group))
    monkeypatch.setattr(Recorder, "made", [])
    return Recorder.made


def test_a_reporter_of_another_package_gets_its_options(
    notes: Project, network: NotesService, installed: list[dict[str, str | bool]]
) -> None:
    options = ["--reporter-rec-width", "60", "--reporter-rec-two-a=b", "--reporter-rec-flag", "--bail", "take-notes"]
    done = replay(*options, reporters="rec,rec-two")
    assert done.code == 0
    assert installed == [{"width": "60", "flag": True}, {"a": "b"}]
    assert "<Step 1: Create a note " in done.out
    assert done.out.splitlines()[-2:] == ["closed", "closed"]


def test_what_it_prints_is_redacted(
    notes: Project, network: NotesService, installed: list[dict[str, str | bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PCC_VAR_apiToken", "hush-hush")
    done = replay(reporters="rec")
    assert "Bearer ••••••" in done.out
    assert "hush-hush" not in done.text


def test_one_that_breaks_is_told_and_the_others_go_on(
    notes: Project, network: NotesService, installed: list[dict[str, str | bool]]
) -> None:
    done = replay("--reporter-rec-fail", reporters=f"rec,{ALL}")
    assert done.code == 4
    assert done.err == "error: reporter rec: RuntimeError: out of dots\n"
    assert items(notes) == dict.fromkeys(("json", "junit", "har"), STEPS)
    assert "3 requests, 5 assertions, 0 failed" in done.out


def test_one_that_cannot_be_made_stops_before_anything_is_sent(
    notes: Project, network: NotesService, installed: list[dict[str, str | bool]]
) -> None:
    done = replay(reporters="broken")
    assert (done.code, done.err) == (4, "error: the reporter 'broken' cannot be made: RuntimeError: no dots\n")
    assert network.sent == []


@pytest.mark.parametrize(
    ("flags", "env", "terminal", "coloured"),
    [
        ([], {}, True, True),
        ([], {}, False, False),
        ([], {"NO_COLOR": "1"}, True, False),
        (["--color", "on"], {"NO_COLOR": "1"}, False, True),
        (["--color", "off"], {}, True, False),
    ],
)
def test_colours(
    notes: Project,
    network: NotesService,
    monkeypatch: pytest.MonkeyPatch,
    flags: list[str],
    env: dict[str, str],
    terminal: bool,
    coloured: bool,
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[32m" in replay(*flags, reporters="cli", terminal=terminal).out) == coloured


def test_without_unicode_marks_are_ascii(notes: Project, network: NotesService) -> None:
    done = replay("--disable-unicode", reporters="cli")
    assert done.out.isascii()
    assert "+ Step 1: Create a note" in done.out
    assert done.out.startswith("Take notes  ->  https://notes.example.com\n")


@pytest.mark.parametrize(
    ("flags", "env", "terminal", "shown"),
    [
        ([], {}, True, True),
        ([], {}, False, False),
        ([], {"CI": "true"}, True, False),
        (["--silent"], {}, True, False),
    ],
)
def test_a_long_run_draws_a_bar_where_somebody_looks(
    notes: Project,
    network: NotesService,
    monkeypatch: pytest.MonkeyPatch,
    flags: list[str],
    env: dict[str, str],
    terminal: bool,
    shown: bool,
) -> None:
    monkeypatch.delenv("CI", raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    done = replay("-n", "10", *flags, reporters="json", terminal=terminal)
    assert done.code == 0
    assert ("of 30" in done.err) == shown
    assert not shown or done.err.endswith("\r\x1b[K")


def test_what_is_written_where_is_independent_of_the_working_directory_of_the_project(
    notes: Project, network: NotesService, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (notes.root / "below").mkdir()
    monkeypatch.chdir(notes.root / "below")
    assert replay(reporters="json").code == 0
    assert (notes.root / "below/pcc-report.json").is_file()
