"""`pcc check`: what it looks at, what it says, and its exit codes."""

import json
from pathlib import Path

import pytest

from checks.fake_checks import run_fake_checks
from cli.check_projects import MISSPELT, collection, item
from cli.shell import NOTES, Project, run_pcc
from pcc.checks.catalog import RULES, run_checks
from pcc.templating import read_template

ROOT = Path(__file__).parents[2]
LATE = collection(item("Read", "https://x.example/{{late}}"), item("Set", test="pm.globals.set('late', 1);"))
GREEN = collection(item("Ask"))


@pytest.fixture(autouse=True)
def _fake_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pcc.project.judging.run_checks", run_fake_checks)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A folder that is no project."""
    root = tmp_path / "files"
    root.mkdir()
    monkeypatch.chdir(root)
    return Project(root)


def last(text: str) -> str:
    return text.rstrip("\n").rpartition("\n")[2]


# What it looks at --------------------------------------------------------------------------------------------------


def test_without_a_name_all_workflows_are_checked(project: Project) -> None:
    project.write("collections/take_notes.py", NOTES)
    project.write("collections/other.py", MISSPELT.replace("take_notes", "other"))
    done = run_pcc("check")
    assert (done.code, last(done.out)) == (1, "2 sources: 1 error")
    assert run_pcc("check", "take-notes").out == "1 source: nothing found\n"
    assert run_pcc("check", "other", "take_notes", "other").out.endswith("2 sources: 1 error\n")


def test_the_workflows_of_this_project_and_their_files_are_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pcc.project.judging.run_checks", run_checks)
    monkeypatch.chdir(ROOT)
    assert run_pcc("check", "--strict").code == 0
    assert run_pcc("check", "--strict", "out", "-e", "out/pingone.postman_environment.json").code == 0


def test_a_finding_of_a_workflow_is_at_the_authors_line(project: Project) -> None:
    project.write("collections/take_notes.py", MISSPELT)
    number, line = next((n, t) for n, t in enumerate(MISSPELT.splitlines(), 1) if "noteIDD" in t)
    assert run_pcc("check").out.splitlines() == [
        "error[undefined-variable]: nothing sets <<noteIDD>>",
        f'  --> collections/take_notes.py:{number}  step "Step 2: Read the note"',
        "   |",
        f"{number} | {line}",
        f"   | {' ' * line.index('<<noteIDD')}^^^^^^^^^^^ set 'it' earlier",
        "",
        "1 source: 1 error",
    ]


def test_a_finding_of_a_file_is_at_its_pointer_and_its_line(files: Project) -> None:
    files.write("late.postman_collection.json", LATE)
    done = run_pcc("check", "late.postman_collection.json")
    assert done.code == 1
    assert done.out.splitlines()[:5] == [
        "error[undefined-variable]: nothing sets <<late>>",
        '  --> late.postman_collection.json:10  at /item/0  step "Read"',
        "   |",
        '10 |     "url": "https://x.example/{{late}}"',
        f"   | {' ' * 30}^^^^^^^^ set 'it' earlier",
    ]


def test_folders_and_patterns_mean_the_collections_in_them(files: Project) -> None:
    files.write("all/one.postman_collection.json", GREEN)
    files.write("all/deep/two.postman_collection.json", LATE)
    files.write("all/deep/notes.postman_environment.json", "{}")
    files.write("all/.git/three.postman_collection.json", "[")
    files.write("all/node_modules/four.postman_collection.json", "[")
    assert last(run_pcc("check", "all").out) == "2 sources: 1 error"
    assert last(run_pcc("check", "all/").out) == "2 sources: 1 error"
    assert last(run_pcc("check", ".").out) == "2 sources: 1 error"
    assert last(run_pcc("check", "all/*.json").out) == "1 source: nothing found"
    assert last(run_pcc("check", "all/**/t*.postman_collection.json").out) == "1 source: 1 error"
    assert last(run_pcc("check", files.root / "all").out) == "2 sources: 1 error"


def test_a_source_that_is_named_twice_is_checked_once(files: Project) -> None:
    files.write("all/late.postman_collection.json", LATE)
    done = run_pcc("check", "all", "all/late.postman_collection.json", "all/../all/late.postman_collection.json")
    assert last(done.out) == "1 source: 1 error"


def test_a_folder_with_collections_wins_over_a_name(project: Project) -> None:
    project.write("collections/take_notes.py", NOTES)
    (project.root / "take-notes").mkdir()
    assert run_pcc("check", "take-notes").out == "1 source: nothing found\n"
    project.write("take-notes/late.postman_collection.json", LATE)
    assert last(run_pcc("check", "take-notes").out) == "1 source: 1 error"


def test_what_the_api_wrapped_has_its_pointers_from_the_root(files: Project) -> None:
    files.write("late.json", f'{{"collection": {LATE}}}')
    assert '--> late.json:10  at /collection/item/0  step "Read"' in run_pcc("check", "late.json").out


# What cannot be checked --------------------------------------------------------------------------------------------


def test_a_source_that_does_not_compile_or_load_stops_no_other(project: Project) -> None:
    project.write("collections/broken.py", "x = (\n")
    project.write("collections/late.py", MISSPELT.replace("take_notes", "late"))
    project.write("collections/take_notes.py", NOTES.replace("{note}", "{created}"))
    project.write(
        "collections/zero.py", NOTES.replace("take_notes", "zero").replace("    created", "    1 / 0\n    created")
    )
    project.write("bad.json", "[")
    project.write("env.json", '{"values": []}')
    done = run_pcc("check")
    assert (done.code, last(done.out)) == (3, "4 sources: 4 errors")
    assert [line.partition(":")[0] for line in done.out.splitlines() if line.startswith("error")] == [
        "error[invalid-workflow]",
        "error[undefined-variable]",
        "error[invalid-workflow]",
        "error[invalid-workflow]",
    ]
    done = run_pcc("check", "bad.json", "late", "env.json", "gone.json", "empty/*.json", "collections/")
    assert (done.code, last(done.out)) == (3, "6 sources: 6 errors")
    for said in (
        "this is not JSON",
        "this is not a Postman collection: it is an environment",
        "cannot read gone.json: No such file",
        "no file has such a name",
        "there is no *.postman_collection.json in this folder",
    ):
        assert said in done.out


def test_text_that_no_file_can_hold_does_not_compile(project: Project) -> None:
    project.write("collections/take_notes.py", NOTES.replace('("Take notes"', '(f"Notes of {env.base}"'))
    assert "stands in text that is no template" in run_pcc("check").out
    project.write("collections/take_notes.py", NOTES.replace("Create a note and", "Create \\ud800 and"))
    assert "half of a character" in run_pcc("check").out
    assert run_pcc("check").code == 3


def test_a_broken_source_beside_the_one_that_is_asked_for_does_not_matter(project: Project) -> None:
    project.write("collections/take_notes.py", NOTES)
    project.write("collections/broken.py", "x = (\n")
    assert run_pcc("check", "take-notes").code == 0
    done = run_pcc("check", "take-notes", "perhaps-broken")
    assert (done.code, last(done.out)) == (3, "2 sources: 1 error")


def test_two_workflows_of_one_name_are_a_finding(project: Project) -> None:
    project.write("collections/one.py", NOTES)
    project.write("collections/two.py", MISSPELT)
    done = run_pcc("check")
    assert (done.code, last(done.out)) == (3, "2 sources: 1 error")
    assert "two workflows are called 'take-notes'" in done.out


def test_a_file_cannot_steer_the_terminal(files: Project) -> None:
    late = LATE.replace('"Read"', '"Re\\u001b[2J\\nad"')
    files.write("late.json", late)
    done = run_pcc("check", "late.json")
    assert "\x1b" not in done.out
    assert 'step "Re\\x1b[2J\\nad"' in done.out


def test_a_file_of_one_line_is_shown_around_the_place(files: Project) -> None:
    items = [item(f"Ask {number}") for number in range(50)]
    files.write(
        "late.json",
        collection(*items, item("Read", "https://x.example/{{late}}"), *json.loads(LATE)["item"][1:], indent=None),
    )
    *_, source, caret = run_pcc("check", "late.json").out.split("\n\n")[0].splitlines()
    assert len(source) < 200
    assert source[caret.index("^") : caret.rindex("^") + 1] == "{{late}}"


# Exit codes and choices --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "code", "strict"), [("error", 1, 1), ("warning", 0, 1), ("note", 0, 0), ("off", 0, 0)]
)
def test_the_level_decides_the_exit_code(project: Project, level: str, code: int, strict: int) -> None:
    project.write("collections/take_notes.py", MISSPELT)
    project.write("pyproject.toml", f'[tool.pcc.check]\nlevels = {{undefined-variable = "{level}"}}\n')
    assert run_pcc("check").code == code
    assert run_pcc("check", "--strict").code == strict
    assert ("nothing found" in run_pcc("check").out) is (level == "off")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ("--select", "undefned-variable"),
            "no check has the id 'undefned-variable': did you mean 'undefined-variable'?",
        ),
        (("--ignore", "zzz"), "no check has the id 'zzz': there are invalid-workflow, "),
        (
            ("--explain", "unused-supression"),
            "no check has the id 'unused-supression': did you mean 'unused-suppression'?",
        ),
        (("--format", "xml"), "'xml' is not one of"),
        (("--baseline", "a", "--write-baseline", "b"), "give one"),
        (("nothing",), "no workflow 'nothing': there are take-notes"),
    ],
)
def test_wrong_use_is_exit_code_2(notes: Project, options: tuple[str, ...], said: str) -> None:
    done = run_pcc("check", *options)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_names_need_a_project_and_files_do_not(files: Project) -> None:
    files.write("late.json", LATE)
    assert run_pcc("check", "late.json").code == 1
    for targets in ((), ("take-notes",), ("late.json", "take-notes")):
        done = run_pcc("check", *targets)
        assert (done.code, done.out) == (2, "")
        assert "no project here" in done.err


def test_only_chosen_ids_are_looked_for(project: Project) -> None:
    text = MISSPELT.replace("expect=[status(204)]", 'expect=[status(204)], allow={"undefined-variable": "because"}')
    project.write("collections/take_notes.py", text)
    assert last(run_pcc("check").out) == "1 source: 1 error, 1 warning"
    assert last(run_pcc("check", "--ignore", "unused-suppression").out) == "1 source: 1 error"
    # What is not looked for is not suppressed in vain.
    assert last(run_pcc("check", "--ignore", "undefined-variable").out) == "1 source: nothing found"
    assert last(run_pcc("check", "--select", "unused-suppression").out) == "1 source: nothing found"


# Given -------------------------------------------------------------------------------------------------------------


GIVEN = {
    "option": (("--given", "noteIDD"), "", {}),
    "globals": (("-g", "g.json"), "", {"g.json": '{"name": "G", "values": [{"key": "noteIDD", "value": ""}]}'}),
    "data": (("-d", "rows.csv"), "", {"rows.csv": "noteIDD,other\n1,2\n"}),
    "json data": (("-d", "rows.json"), "", {"rows.json": '[{"other": 1}, {"noteIDD": 1}]'}),
    "setting": ((), 'given = ["noteIDD"]', {}),
    "setting of globals": (
        (),
        'globals = "g.json"',
        {"g.json": '{"name": "G", "values": [{"key": "noteIDD", "value": ""}]}'},
    ),
}


@pytest.mark.parametrize("how", GIVEN)
def test_what_the_run_brings_from_elsewhere_is_set(project: Project, how: str) -> None:
    options, setting, written = GIVEN[how]
    project.write("collections/take_notes.py", MISSPELT)
    for name, text in written.items():
        project.write(name, text)
    assert run_pcc("check").code == 1
    project.write("pyproject.toml", f"[tool.pcc.check]\n{setting}\n")
    assert run_pcc("check", *options).code == 0


def test_a_variable_of_the_process_is_given(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("collections/take_notes.py", MISSPELT)
    monkeypatch.setenv("PCC_VAR_noteIDD", "secret-value")
    done = run_pcc("check")
    assert done.code == 0
    assert "secret-value" not in done.text


def environment(*names: str) -> str:
    return json.dumps({"name": "Staging", "values": [{"key": name, "value": ""} for name in names]})


def test_a_workflow_is_checked_with_the_environment_that_is_given(notes: Project) -> None:
    notes.write("staging.json", environment("baseUrl"))
    assert run_pcc("check").code == 0
    done = run_pcc("check", "-e", "staging.json")
    assert done.code == 1
    assert "nothing sets <<apiToken>>" in done.out


def test_a_file_is_checked_with_an_environment_and_a_workflow_not_with_that_of_the_settings(notes: Project) -> None:
    notes.write("staging.json", environment("baseUrl"))
    assert run_pcc("check", "out").code == 0
    assert "nothing sets <<apiToken>>" in run_pcc("check", "out", "-e", "staging.json").out
    notes.write("pyproject.toml", '[tool.pcc.check]\nenvironment = "staging.json"\n')
    assert "nothing sets <<apiToken>>" in run_pcc("check", "out").out
    assert run_pcc("check").code == 0
    assert run_pcc("check", "out", "-e", "out/notes.postman_environment.json").code == 0


@pytest.mark.parametrize("option", ["-e", "-g", "-d", "--baseline"])
def test_a_file_beside_the_sources_that_is_wrong_is_an_error(notes: Project, option: str) -> None:
    notes.write("wrong.json", "[")
    assert run_pcc("check", option, "wrong.json").code == 3
    done = run_pcc("check", option, "gone.json")
    assert done.code == 4
    assert "cannot read gone.json" in done.err


# Explanations ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_an_id_is_explained_anywhere(files: Project, rule: object) -> None:
    name = getattr(rule, "id", "")
    done = run_pcc("check", "--explain", name)
    assert (done.code, done.out) == (0, read_template(f"checks/{name}.md"))
