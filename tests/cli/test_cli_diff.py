"""`pcc diff`: what its arguments mean, what it prints, how it ends."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

import pcc
from cli.repository import Repository
from cli.shell import NOTES, PYPROJECT, Outcome, Project, run_pcc
from pcc.errors import UsageError
from snapshots import TextSnapshot

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

FILE = "take-notes.postman_collection.json"
ENVIRONMENT = "notes.postman_environment.json"
METHOD = NOTES.replace("w.get(", "w.put(")
TEXT = NOTES.replace("and read it back.", "and look at it.")
OTHER = NOTES.replace('w.get("Read', 'w.get("Look at')
NOTHING = "No changes a reader would notice.\n"


def collection(*paths: str, name: str = "C") -> str:
    items = [{"name": path, "request": {"method": "GET", "url": f"https://h/{path}"}} for path in paths]
    return json.dumps({"info": {"name": name}, "item": items})


def ids(outcome: Outcome) -> list[tuple[str, str]]:
    return [(change["subject"], change["id"]) for change in json.loads(outcome.out)["changes"]]


def as_json(*arguments: object) -> Outcome:
    return run_pcc("diff", "--format", "json", *arguments)


@pytest.fixture
def repository(notes: Project) -> Repository:
    """The project with its built files, committed on main."""
    made = Repository(notes.root)
    made.git("init", "--quiet", "--initial-branch", "main")
    made.commit("Notes")
    return made


def rebuild(project: Project, source: str) -> None:
    project.write("collections/take_notes.py", source)
    assert run_pcc("build").code == 0


# Files and folders -----------------------------------------------------------------------------------------------


def test_two_files_are_compared_whatever_they_are_called(project: Project) -> None:
    project.write("old.json", collection("a", "b"))
    project.write("new/other.json", collection("a"))
    done = as_json("old.json", "new/other.json")
    assert (done.code, ids(done)) == (1, [("old.json", "step-removed")])


def test_two_environments_are_compared(project: Project) -> None:
    project.write("a.json", json.dumps({"name": "E", "values": []}))
    project.write("b.json", json.dumps({"name": "E", "values": [{"key": "x", "value": "", "type": "secret"}]}))
    done = as_json("a.json", "b.json")
    assert (done.code, ids(done)) == (1, [("a.json", "secret-required")])


def test_a_collection_and_an_environment_cannot_be_compared(notes: Project) -> None:
    done = run_pcc("diff", f"out/{FILE}", f"out/{ENVIRONMENT}")
    assert (done.code, "the other an environment" in done.err) == (2, True)


def test_folders_are_matched_by_file_then_by_title(project: Project) -> None:
    project.write("old/same.json", collection("a", name="One"))
    project.write("old/before.postman_collection.json", collection("a", name="Two"))
    project.write("old/gone.json", collection("a", name="Three"))
    project.write("old/package.json", '{"name": "no collection"}')
    project.write("new/same.json", collection("a", "b", name="One"))
    project.write("new/after.postman_collection.json", collection("a", name="Two"))
    project.write("new/deeper/fresh.json", collection("a", name="Four"))
    project.write("new/.hidden/x.json", collection("a", name="Five"))
    done = as_json("old", "new")
    assert ids(done) == [
        ("after.postman_collection.json", "file-renamed"),
        ("deeper/fresh.json", "collection-added"),
        ("gone.json", "collection-removed"),
        ("same.json", "step-added"),
    ]


def test_a_file_beside_a_folder_is_compared_with_its_namesake(notes: Project) -> None:
    notes.write("kept/" + FILE, (notes.root / "out" / FILE).read_text(encoding="utf-8"))
    notes.write("kept/unrelated.json", collection("a"))
    assert run_pcc("diff", f"out/{FILE}", "kept").out == NOTHING
    assert run_pcc("diff", "kept", f"out/{FILE}").out == NOTHING


def test_a_variable_that_an_environment_brings_is_told_there_alone(project: Project) -> None:
    def request(url: str) -> str:
        items = [{"name": "A", "request": {"method": "GET", "url": url}}]
        return json.dumps({"info": {"name": "C"}, "item": items})

    def variables(*names: str) -> str:
        return json.dumps({"name": "E", "values": [{"key": name, "value": ""} for name in names]})

    project.write("old/c.json", request("https://h"))
    project.write("old/e.json", variables())
    project.write("new/c.json", request("https://h/{{id}}"))
    project.write("new/e.json", variables("id", "unused"))
    assert ids(as_json("old", "new")) == [
        ("c.json", "url-changed"),
        ("e.json", "variable-required"),
        ("e.json", "variable-added"),
    ]


def test_a_folder_alone_is_wrong_use(notes: Project) -> None:
    done = run_pcc("diff", "out")
    assert (done.code, "nothing to compare" in done.err) == (2, True)


@pytest.mark.parametrize("text", ["{", '{"info": {}, "item": [{"name": 7}]}', "[]"])
def test_a_file_that_is_no_collection_ends_with_3(project: Project, text: str) -> None:
    project.write("a.json", collection("a"))
    project.write("b.json", text)
    done = run_pcc("diff", "a.json", "b.json")
    assert (done.code, "b.json" in done.err) == (3, True)


def test_a_missing_file_ends_with_3(project: Project) -> None:
    project.write("a.json", collection("a"))
    done = run_pcc("diff", "a.json", "missing.json")
    assert (done.code, "cannot read missing.json" in done.err) == (3, True)


def test_a_damaged_file_of_a_folder_ends_with_3(project: Project) -> None:
    project.write("old/a.postman_collection.json", "{}")
    project.write("new/a.postman_collection.json", collection("a"))
    done = run_pcc("diff", "old", "new")
    assert (done.code, "a.postman_collection.json" in done.err) == (3, True)


def test_files_need_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").write_text(collection("a"), encoding="utf-8")
    assert run_pcc("diff", "a.json", "a.json").out == NOTHING


# Workflows -------------------------------------------------------------------------------------------------------


def test_without_arguments_the_output_folder_is_compared_with_the_sources(notes: Project) -> None:
    assert run_pcc("diff").out == NOTHING
    notes.write("collections/take_notes.py", METHOD)
    done = as_json()
    assert (done.code, ids(done)) == (1, [(FILE, "method-changed")])


def test_a_name_compares_one_workflow(notes: Project) -> None:
    notes.write("collections/take_notes.py", METHOD)
    notes.write("collections/more.py", NOTES.replace("take_notes", "more").replace("Take notes", "More"))
    for name in ("take-notes", "take_notes"):
        assert ids(as_json(name)) == [(FILE, "method-changed")]
    assert ids(as_json("more")) == [("more.postman_collection.json", "collection-added")]


def test_a_name_beside_a_file_or_a_folder(notes: Project) -> None:
    notes.write("collections/take_notes.py", METHOD)
    for old in (f"out/{FILE}", "out"):
        assert ids(as_json(old, "take-notes")) == [(FILE, "method-changed")]


def test_a_workflow_that_does_not_compile_ends_with_3(notes: Project) -> None:
    notes.write("collections/take_notes.py", NOTES.replace("{note}", "<<noteIDD>>"))
    assert run_pcc("diff").code == 3


def test_what_means_nothing_is_wrong_use(repository: Repository) -> None:
    done = run_pcc("diff", "take-nots")
    assert done.code == 2
    assert "no file, no folder and no revision; no workflow 'take-nots': did you mean 'take-notes'?" in done.err


# Revisions -------------------------------------------------------------------------------------------------------


def test_a_range_compares_what_was_committed(repository: Repository, notes: Project) -> None:
    rebuild(notes, METHOD)
    repository.commit("Change the method")
    notes.write("collections/take_notes.py", "nothing that is Python now")
    for text in ("HEAD~1..HEAD", "HEAD~1..", "main~1...main"):
        assert ids(as_json(text)) == [(FILE, "method-changed")]
    assert ids(as_json("HEAD~1", "HEAD")) == [(FILE, "method-changed")]
    assert run_pcc("diff", "main..HEAD").out == NOTHING


def test_three_dots_leave_out_what_happened_on_the_other_side(repository: Repository, notes: Project) -> None:
    repository.git("checkout", "--quiet", "-b", "topic")
    rebuild(notes, TEXT)
    repository.commit("Change a text")
    repository.git("checkout", "--quiet", "main")
    rebuild(notes, METHOD)
    repository.commit("Change the method")
    assert ids(as_json("main..topic")) == [(FILE, "text-changed"), (FILE, "method-changed")]
    assert ids(as_json("main...topic")) == [(FILE, "text-changed")]


def test_a_revision_alone_is_compared_with_the_folder_as_it_is(repository: Repository, notes: Project) -> None:
    assert run_pcc("diff", "main").out == NOTHING
    rebuild(notes, METHOD)
    assert ids(as_json("main")) == [(FILE, "method-changed")]


def test_a_revision_beside_a_name_or_a_file(repository: Repository, notes: Project) -> None:
    notes.write("collections/take_notes.py", METHOD)
    assert ids(as_json("main", "take-notes")) == [(FILE, "method-changed")]
    assert run_pcc("diff", "main", f"out/{FILE}").out == NOTHING


def test_an_unknown_revision_is_wrong_use(repository: Repository) -> None:
    done = run_pcc("diff", "nope..HEAD")
    assert (done.code, done.err) == (2, "error: there is no revision 'nope' in this repository\n")


def test_outside_of_a_repository_a_range_is_wrong_use(notes: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(notes.root.parent))
    done = run_pcc("diff", "main..HEAD")
    assert done.code == 2
    assert "no revisions here: not a git repository" in done.err


def test_without_git_files_and_workflows_are_compared_all_the_same(
    notes: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert run_pcc("diff", "take-notes").out == NOTHING
    assert run_pcc("diff", f"out/{FILE}", f"out/{FILE}").out == NOTHING
    done = run_pcc("diff", "main..HEAD")
    assert (done.code, "git is not installed" in done.err) == (4, True)


def test_what_is_a_file_and_a_revision_is_refused_as_git_does(repository: Repository, notes: Project) -> None:
    notes.write("main", collection("a"))
    done = run_pcc("diff", "main", "out")
    assert done.code == 2
    assert "both a revision and a file: ./main is a file, refs/heads/main the branch" in done.err
    assert run_pcc("diff", "refs/heads/main", "out").out == NOTHING
    assert ids(as_json("./main", "./main")) == []


def test_what_is_a_workflow_and_a_revision_is_refused(repository: Repository) -> None:
    repository.git("branch", "take-notes")
    done = run_pcc("diff", "take-notes")
    assert (done.code, "both a revision and a workflow" in done.err) == (2, True)
    assert run_pcc("diff", "refs/heads/take-notes").out == NOTHING


def test_a_revision_without_the_folder_is_empty(project: Project) -> None:
    repository = Repository(project.root)
    repository.git("init", "--quiet", "--initial-branch", "main")
    repository.commit("Nothing yet")
    rebuild(project, NOTES)
    repository.commit("Notes")
    assert ids(as_json("HEAD~1..HEAD")) == [(FILE, "collection-added"), (ENVIRONMENT, "environment-added")]


def test_the_folder_is_the_one_that_the_settings_named_then(repository: Repository, notes: Project) -> None:
    notes.write("pyproject.toml", PYPROJECT.replace('"out"', '"built files"'))
    shutil.move(notes.root / "out", notes.root / "built files")
    repository.commit("Move the files")
    assert run_pcc("diff", "HEAD~1..HEAD").out == NOTHING


def test_a_project_within_a_larger_repository_with_odd_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = Repository(tmp_path)
    repository.git("init", "--quiet", "--initial-branch", "main")
    inside = Project(tmp_path / 'sub "ü" *' / "deep\tfolder")
    inside.write("pyproject.toml", PYPROJECT)
    inside.write('out/ä "b"\t*.json', collection("a"))
    inside.write("outside.json", collection("a"))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "not-ours.json").write_text(collection("a"), encoding="utf-8")
    repository.commit("First")
    inside.write('out/ä "b"\t*.json', collection("a", "b"))
    repository.commit("Second")
    monkeypatch.chdir(inside.root / "out")
    assert ids(as_json("HEAD~1..HEAD")) == [('ä "b"\t*.json', "step-added")]


@pytest.mark.parametrize("name", ["--upload-pack=x", "-x", "HEAD; touch x", "$(touch x)", "a\nb", "@{-99}"])
def test_odd_revisions_are_unknown_and_nothing_else(repository: Repository, name: str) -> None:
    done = run_pcc("diff", "--", f"{name}..HEAD")
    assert done.code == 2
    assert not (repository.root / "x").exists()


# Output ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "fail_on", "code"),
    [
        (METHOD, "breaking", 1),
        (METHOD, "never", 0),
        (NOTES, "cosmetic", 0),
        (TEXT, "breaking", 0),
        (TEXT, "behaviour", 0),
        (TEXT, "cosmetic", 1),
        (NOTES.replace("hello", "good day"), "breaking", 0),
        (NOTES.replace("hello", "good day"), "behaviour", 1),
    ],
)
def test_the_exit_code_says_whether_a_change_is_that_bad(notes: Project, source: str, fail_on: str, code: int) -> None:
    notes.write("collections/take_notes.py", source)
    assert run_pcc("diff", "--fail-on", fail_on).code == code


def test_an_unknown_format_is_wrong_use(notes: Project) -> None:
    assert run_pcc("diff", "--format", "xml").code == 2


EDITS = {
    'json={"text": "hello"}': 'json={"text": "good | day", "tags": ["a"]}',
    "expect=[status(204)]": "expect=[]",
    'jsonpath("$.text").equals("hello")': 'jsonpath("$.text").exists()',
    "\n\n\nenv = Notes()": '\n    key = variable("apiKey", secret=True)\n\n\nenv = Notes()',
    '/notes/{note}", expect=[status(200)': '/notes/{note}?key=<<apiKey>>", expect=[status(200)',
}


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_what_is_printed(notes: Project, form: str, snapshot: SnapshotAssertion) -> None:
    source = OTHER
    for old, new in EDITS.items():
        assert old in source
        source = source.replace(old, new)
    notes.write("collections/take_notes.py", source)
    done = run_pcc("diff", "--format", form)
    assert done.code == 1
    assert done.out == snapshot(extension_class=TextSnapshot)


def test_no_secret_is_printed_in_any_format(project: Project) -> None:
    secret, other = "s3cr3t-value-of-somebody", "an0ther-value-of-somebody"

    def environment(value: str) -> str:
        return json.dumps({"name": "E", "values": [{"key": "plain", "value": value, "type": "secret"}]})

    def requests(value: str) -> str:
        auth: dict[str, Any] = {"type": "basic", "basic": [{"key": "password", "value": value}]}
        header = [{"key": "Authorization", "value": f"Bearer {value}"}, {"key": "X-Api-Key", "value": value}]
        body = {"mode": "raw", "raw": json.dumps({"client_secret": value, "list": [{"token": value}]})}
        request = {"method": "POST", "url": f"https://me:{value}@h/", "auth": auth, "header": header, "body": body}
        test = {"listen": "test", "script": {"exec": [f'pm.environment.set("token", "{value}");']}}
        return json.dumps({"info": {"name": "C"}, "item": [{"name": "A", "request": request, "event": [test]}]})

    for folder, value in (("old", secret), ("new", other)):
        project.write(f"{folder}/e.json", environment(value))
        project.write(f"{folder}/c.json", requests(value))
    for form in ("text", "markdown", "json"):
        done = run_pcc("diff", "--format", form, "old", "new")
        assert done.code == 1
        assert secret not in done.text
        assert other not in done.text
    assert len(ids(as_json("old", "new"))) == 8


# The library -----------------------------------------------------------------------------------------------------


def test_the_library_returns_data(notes: Project) -> None:
    notes.write("collections/take_notes.py", METHOD)
    (change,) = pcc.diff("take-notes", project=notes.root).changes
    assert (change.id, change.path, change.before, change.after) == (
        "method-changed",
        "Read the note / method",
        "GET",
        "PUT",
    )
    assert pcc.diff(notes.root / "out", notes.root / "out").changes == ()
    with pytest.raises(UsageError):
        pcc.diff(notes.root / "out")
