"""Where a report goes, and that it is complete or not there."""

import os
import threading
from pathlib import Path

import pytest

from pcc.errors import RunError
from pcc.runner.redact import Redactor
from pcc.runner.report import Fanout, ReporterOptions, find_reporter
from pcc.runner.report.files.export import export_path, write_report
from runner.told import Told, checked, report


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "pcc-report.xml"),
        ({"export": "made/r.xml"}, "made/r.xml"),
        ({"export": "there"}, "there/pcc-report.xml"),
    ],
)
def test_the_path_of_a_report(
    values: dict[str, str], expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    assert export_path(ReporterOptions(values), "xml") == Path(expected)


def test_folders_are_made_and_an_old_report_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a/b/r.json"
    for text in ("old", "new"):
        with write_report(path) as stream:
            stream.write(text)
    assert path.read_text() == "new"
    assert [entry.name for entry in path.parent.iterdir()] == ["r.json"]


def test_an_old_report_stays_when_writing_breaks_off(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text("old")

    def break_off() -> None:
        with write_report(path) as stream:
            stream.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["r.json"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    link, real = tmp_path / "link.json", tmp_path / "real.json"
    real.write_text("old")
    link.symlink_to(real)
    with write_report(link) as stream:
        stream.write("new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_what_is_no_file_is_written_as_it_comes(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    with write_report(pipe) as stream:
        stream.write("through")
    reader.join()
    assert read == ["through"]
    assert not pipe.is_file()


def test_what_the_disk_refuses_is_an_error_that_names_the_path(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match=r"cannot write .*file/r\.json: "), write_report(tmp_path / "file/r.json"):
        pass


@pytest.mark.parametrize("name", ["json", "junit", "har"])
def test_without_a_run_there_is_no_report(name: str, tmp_path: Path) -> None:
    path = tmp_path / "r"
    made = find_reporter(name)(ReporterOptions({"export": str(path)}), print)
    Fanout({name: made}, Redactor()).close()
    assert not path.exists()


@pytest.mark.parametrize("name", ["json", "junit", "har"])
def test_a_report_ends_with_a_newline_and_says_where_it_is(name: str, tmp_path: Path) -> None:
    text = report(name, tmp_path, Told([[checked()]]))
    assert text.endswith("\n")
    assert "\r" not in text
