"""`pcc replay` with iteration data and globals."""

import json
from pathlib import Path

import pytest

from cli.notes_service import NotesService
from cli.shell import Project, run_pcc

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


@pytest.fixture
def foreign(project: Project) -> Path:
    """A collection that sends what its variables say."""
    item = {"name": "a", "request": {"method": "GET", "url": "{{base}}/{{x}}-{{y}}"}}
    return project.write("f.json", json.dumps({"info": {"name": "Foreign", "schema": SCHEMA}, "item": [item]}))


def globals_file(project: Project, **values: str) -> Path:
    document = {
        "name": "Globals",
        "values": [{"key": key, "value": value} for key, value in values.items()],
        "_postman_variable_scope": "globals",
    }
    return project.write("globals.json", json.dumps(document))


@pytest.mark.parametrize("option", ["-d", "--iteration-data"])
def test_each_row_is_an_iteration(project: Project, network: NotesService, foreign: Path, option: str) -> None:
    project.write("rows.csv", '\ufeffx,y\n007,a\n"007",b\n')
    done = run_pcc("replay", option, "rows.csv", "--env-var", "base=http://h", foreign)
    assert (done.code, done.err) == (0, "")
    assert network.requests == ["GET http://h/7-a", "GET http://h/007-b"]
    assert "Iteration 2 of 2" in done.out


@pytest.mark.parametrize("option", ["-n", "--iterations", "--iteration-count"])
def test_the_count_may_be_more_or_less_than_the_rows(
    project: Project, network: NotesService, foreign: Path, option: str
) -> None:
    project.write("rows.json", '[{"base": "http://h", "x": 1, "y": 1}, {"base": "http://h", "x": 2, "y": 2}]')
    assert run_pcc("replay", "-d", "rows.json", option, "3", foreign).code == 0
    assert network.requests == ["GET http://h/1-1", "GET http://h/2-2", "GET http://h/2-2"]
    assert run_pcc("replay", "-d", "rows.json", option, "1", foreign).code == 0
    assert len(network.requests) == 4


@pytest.mark.parametrize("option", ["-g", "--globals"])
def test_globals_come_from_a_file_and_by_name(
    project: Project, network: NotesService, foreign: Path, option: str
) -> None:
    globals_file(project, base="http://h", x="file", y="file")
    done = run_pcc("replay", option, "globals.json", "--global-var", "y=a=b", "--env-var", "x=near", foreign)
    assert (done.code, done.err) == (0, "")
    assert network.requests == ["GET http://h/near-a=b"]
    assert done.out.splitlines()[0] == "Foreign  →  http://h"


def test_the_first_line_names_a_host_of_the_data_only_when_all_rows_agree(
    project: Project, network: NotesService, foreign: Path
) -> None:
    project.write("same.csv", "base,x\nhttp://rows,1\nhttp://rows,2\n")
    project.write("other.csv", "base,x\nhttp://one,1\nhttp://two,2\n")
    near = ("--env-var", "base=http://environment")
    assert run_pcc("replay", "-d", "same.csv", *near, foreign).out.splitlines()[0] == "Foreign  →  http://rows"
    assert run_pcc("replay", "-d", "other.csv", *near, foreign).out.splitlines()[0] == "Foreign  →  http://{{base}}"


WRONG: dict[str, tuple[str, int, str]] = {
    "a quote that is not closed": ('x\n"1', 3, "error: rows.csv: a quoted value is not closed"),
    "no rows": ("x,y\n", 3, "error: rows.csv: this data has no rows"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_data_is_refused_before_anything_is_sent(
    project: Project, network: NotesService, foreign: Path, case: str
) -> None:
    content, code, said = WRONG[case]
    project.write("rows.csv", content)
    done = run_pcc("replay", "-d", "rows.csv", foreign)
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith(said)
    assert network.sent == []


@pytest.mark.parametrize("option", ["-d", "-g"])
def test_a_file_that_is_not_there_or_not_utf_8_is_named(project: Project, foreign: Path, option: str) -> None:
    missing = run_pcc("replay", option, "none.csv", foreign)
    assert (missing.code, missing.err) == (4, "error: cannot read none.csv: No such file or directory\n")
    project.write("rows.csv", "").write_bytes(b"x\n\xff")
    wrong = run_pcc("replay", option, "rows.csv", foreign)
    assert wrong.code == 3
    assert wrong.err.startswith("error: rows.csv: not UTF-8 at byte 2: save it as UTF-8")


def test_a_global_variable_is_name_and_value(project: Project, foreign: Path) -> None:
    done = run_pcc("replay", "--global-var", "s3cret", foreign)
    assert done.code == 2
    assert "--global-var takes NAME=VALUE" in done.err
    assert "s3cret" not in done.text


def test_a_secret_in_a_row_is_masked(
    project: Project, network: NotesService, foreign: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PCC_VAR_x", "from-process")
    project.write("rows.csv", "x,y\nfrom-the-row,1\n")
    done = run_pcc("replay", "--verbose", "-d", "rows.csv", "--env-var", "base=http://h", foreign)
    assert network.requests == ["GET http://h/from-the-row-1"]
    assert "from-the-row" not in done.text


def test_a_variable_that_is_named_secret_is_masked(project: Project, network: NotesService) -> None:
    request = {"method": "GET", "url": "http://h/{{token}}", "header": [{"key": "X", "value": "{{row}}"}]}
    document = {
        "info": {"name": "C", "schema": SCHEMA},
        "item": [{"name": "A", "request": request}],
        "variable": [{"key": "token", "value": "s3cret-one"}],
    }
    project.write("c.json", json.dumps(document))
    project.write("rows.csv", "row\ns3cret-two\n")
    shown = run_pcc("replay", "--verbose", "--secret", "token", "--secret", "row", "-d", "rows.csv", "c.json")
    assert shown.code == 0
    assert "s3cret" not in shown.text
    assert network.sent[0].url == "http://h/s3cret-one"
    public = run_pcc("replay", "--verbose", "-d", "rows.csv", "c.json")
    assert "s3cret-one" in public.text
    assert "s3cret-two" in public.text
