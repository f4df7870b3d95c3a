"""`pcc check --format`: JSON, SARIF and the commands of GitHub Actions."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from checks.fake_checks import run_fake_checks
from cli.check_projects import MISSPELT, collection, item
from cli.sarif_schema import SARIF
from cli.shell import Project, run_pcc
from pcc.checks.catalog import RULES

LATE = collection(
    item("Read: 50%, a", "https://x.example/{{late}}"),
    item("Set", test="pm.globals.set('late', 1);"),
    item("Quiet", test="// pcc-allow undefined-variable: never"),
    item("Bare", test="// pcc-allow undefined-variable"),
)
ALLOWED = MISSPELT.replace("expect=[status(200)", 'allow={"undefined-variable": "by hand"}, expect=[status(200)', 1)


@pytest.fixture(autouse=True)
def _fake_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pcc.project.judging.run_checks", run_fake_checks)


@pytest.fixture
def checked(project: Project) -> Project:
    """A workflow whose finding is suppressed, and a file with several."""
    project.write("collections/take_notes.py", ALLOWED)
    project.write("a, b/late 1.postman_collection.json", LATE)
    return project


FILE = "a, b/late 1.postman_collection.json"


def document(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run_pcc("check", *arguments).out)
    return found


def test_json_has_every_finding_with_its_place(checked: Project) -> None:
    found = document("--format", "json", "a, b", "take-notes")
    assert found["version"] == 1
    assert found["sources"] == [FILE, "take-notes"]
    assert found["summary"] == {
        "sources": 2,
        "errors": 2,
        "warnings": 1,
        "notes": 0,
        "suppressed": 1,
        "baseline": 0,
        "gone": 0,
    }
    first = found["findings"][0]
    line = LATE.splitlines()[first["line"] - 1]
    assert line[first["column"] - 1 : first["endColumn"] - 1] == "{{late}}"
    assert {key: first[key] for key in ("id", "level", "message", "source", "step", "file", "pointer")} == {
        "id": "undefined-variable",
        "level": "error",
        "message": "nothing sets <<late>>",
        "source": FILE,
        "step": "Read: 50%, a",
        "file": FILE,
        "pointer": "/item/0",
    }
    assert [one["id"] for one in found["findings"]][1:] == ["unused-suppression", "suppression-without-reason"]
    (suppressed,) = found["suppressed"]
    assert suppressed["reason"] == "by hand"
    assert suppressed["file"] == "collections/take_notes.py"
    assert suppressed["pointer"] is None
    assert set(suppressed) == {*first, "reason"}


def test_the_page_names_every_key_of_the_json(checked: Project) -> None:
    found = document("--format", "json", "a, b", "take-notes")
    text = _page("docs/checks.md")
    keys = {*found, *found["summary"], *found["findings"][0], "reason"}
    assert {key for key in keys if f"`{key}`" not in text} == set()


def _page(path: str) -> str:
    return (Path(__file__).parents[2] / path).read_text(encoding="utf-8")


def test_sarif_is_valid_and_names_the_rules_with_their_help(checked: Project) -> None:
    log = document("--format", "sarif", "a, b", "take-notes")
    jsonschema_rs.validate(SARIF, log, validate_formats=True)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in RULES]
    for rule in rules:
        assert rule["help"]["markdown"].startswith(f"## {rule['id']}")
        assert rule["shortDescription"]["text"].endswith(".")
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_sarif_has_places_fingerprints_and_suppressions(checked: Project) -> None:
    found = document("--format", "json", "a, b", "take-notes")
    (run,) = document("--format", "sarif", "a, b", "take-notes")["runs"]
    first, *_, last = run["results"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {
        "uri": "a%2C%20b/late%201.postman_collection.json",
        "uriBaseId": "%SRCROOT%",
    }
    known = found["findings"][0]
    assert place["region"] == {
        "startLine": known["line"],
        "startColumn": known["column"],
        "endColumn": known["endColumn"],
    }
    assert first["partialFingerprints"] == {"pcc/v1": f"{known['fingerprint']}:1"}
    assert "suppressions" not in first
    assert last["suppressions"] == [{"kind": "inSource", "status": "accepted", "justification": "by hand"}]
    assert len({result["partialFingerprints"]["pcc/v1"] for result in run["results"]}) == len(run["results"])


def test_sarif_says_what_the_configuration_suppresses(checked: Project) -> None:
    checked.write(
        "pyproject.toml", '[[tool.pcc.check.allow]]\nid = "undefined-variable"\nsource = "a*"\nreason = "theirs"\n'
    )
    log = document("--format", "sarif", "a, b")
    jsonschema_rs.validate(SARIF, log, validate_formats=True)
    (suppressed,) = [result for result in log["runs"][0]["results"] if "suppressions" in result]
    assert suppressed["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "theirs"}]


def test_what_has_no_line_is_valid_too(checked: Project) -> None:
    log = document("--format", "sarif", "gone.json")
    jsonschema_rs.validate(SARIF, log, validate_formats=True)
    (finding,) = document("--format", "json", "gone.json")["findings"]
    assert (finding["file"], finding["column"]) == ("gone.json", None)
    assert run_pcc("check", "gone.json", "--format", "github").out.startswith("::error file=gone.json,line=1,title=")


def test_github_gets_a_command_for_each_finding_with_everything_escaped(checked: Project) -> None:
    done = run_pcc("check", "--format", "github", "a, b")
    error, warning, bare, summary = done.out.splitlines()
    assert error.startswith("::error file=a%2C b/late 1.postman_collection.json,line=")
    assert ",title=undefined-variable,col=" in error
    assert error.endswith("::nothing sets <<late>>%0Aset 'it' earlier%0Astep \"Read: 50%25, a\" /item/0")
    assert warning.startswith("::warning ")
    assert bare.startswith("::error ")
    assert summary == "1 source: 2 errors, 1 warning"


def test_a_note_is_a_notice(checked: Project) -> None:
    checked.write("pyproject.toml", '[tool.pcc.check]\nlevels = {undefined-variable = "note"}\n')
    assert run_pcc("check", "--format", "github", "a, b").out.startswith("::notice ")
    (run,) = document("--format", "sarif", "a, b")["runs"]
    assert run["results"][0]["level"] == "note"


@pytest.mark.parametrize("output", ["text", "json", "sarif", "github"])
def test_the_format_does_not_change_the_exit_code(checked: Project, output: str) -> None:
    assert run_pcc("check", "a, b", "--format", output).code == 1
    assert run_pcc("check", "take-notes", "--format", output).code == 0
    assert run_pcc("check", "gone.json", "--format", output).code == 3


@pytest.mark.parametrize("output", ["text", "json", "sarif", "github"])
def test_half_a_character_in_a_name_can_be_printed(checked: Project, output: str) -> None:
    late = json.loads(LATE)
    late["item"][0]["name"] = "Read \ud800"
    checked.write("half.json", json.dumps(late))
    done = run_pcc("check", "half.json", "--format", output)
    assert done.code == 1
    done.out.encode()


TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"


@pytest.mark.parametrize("options", [[], ["--ignore", "literal-secret"], ["--select", "secret-over-http"]])
@pytest.mark.parametrize("output", ["text", "json", "sarif", "github"])
def test_a_secret_is_masked_in_the_lines_of_other_findings_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str, options: list[str]
) -> None:
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    request = {"method": "GET", "url": "http://shop.example.com", "header": [{"key": "Authorization", "value": TOKEN}]}
    text = collection({"name": "Ask", "request": request}, indent=None)
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    outcome = run_pcc("check", "x.json", "--format", output, *options)
    assert "secret-over-http" in outcome.out
    assert TOKEN[10:40] not in outcome.text
