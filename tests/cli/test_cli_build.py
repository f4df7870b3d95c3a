"""`pcc build` and `pcc list`."""

import json
import os
from pathlib import Path

import pytest

from cli.shell import NOTES, Project, run_pcc

SECOND = NOTES.replace("take_notes", "second_one").replace('"Take notes"', '"Second"')


def test_a_build_writes_collection_page_and_environment(project: Project) -> None:
    project.write("collections/take_notes.py", NOTES)
    done = run_pcc("build")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "wrote out/take-notes.postman_collection.json",
        "wrote out/take-notes.md",
        "wrote out/notes.postman_environment.json",
        "1 workflow built, 3 files written",
    ]
    document = json.loads((project.root / "out/take-notes.postman_collection.json").read_text())
    assert document["info"]["name"] == "Take notes"


def test_a_second_build_writes_nothing(notes: Project) -> None:
    before = {path: path.stat().st_mtime_ns for path in (notes.root / "out").iterdir()}
    done = run_pcc("build")
    assert done.out == "1 workflow built, 0 files written\n"
    assert {path: path.stat().st_mtime_ns for path in (notes.root / "out").iterdir()} == before


def test_a_build_works_from_any_folder_of_the_project(notes: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(notes.root / "collections")
    done = run_pcc("build", "--check")
    assert done.code == 0


def test_check_lists_what_is_missing_what_differs_and_what_is_left_over(notes: Project) -> None:
    out = notes.root / "out"
    (out / "take-notes.md").unlink()
    (out / "notes.postman_environment.json").write_text("{}")
    notes.write("out/old.postman_collection.json", "{}")
    notes.write("out/mine.txt", "nobody's business")
    before = notes.files()
    done = run_pcc("build", "--check")
    assert done.code == 1
    assert done.out.splitlines() == [
        "out/ is stale; `pcc build` brings it up to date:",
        "  missing   take-notes.md",
        "  differs   notes.postman_environment.json",
        "  left over old.postman_collection.json",
    ]
    assert notes.files() == before


def test_check_of_an_up_to_date_folder_says_so(notes: Project) -> None:
    done = run_pcc("build", "--check")
    assert (done.code, done.out) == (0, "out/ is up to date (1 workflow)\n")


def test_a_build_names_what_is_left_over_and_leaves_it(notes: Project) -> None:
    notes.write("out/old.postman_collection.json", "{}")
    notes.write("out/old.md", "its page")
    notes.write("out/README.md", "somebody's own")
    done = run_pcc("build")
    assert done.code == 0
    assert "left over out/old.md: no workflow makes it; delete it" in done.out
    assert "left over out/old.postman_collection.json" in done.out
    assert "README" not in done.out
    assert {"old.md", "old.postman_collection.json"} <= notes.files().keys()


@pytest.mark.parametrize("name", ["second-one", "second"])
def test_one_workflow_is_built_by_slug_and_by_module(notes: Project, name: str) -> None:
    notes.write("collections/second.py", SECOND)
    done = run_pcc("build", name)
    assert done.out.splitlines() == [
        "wrote out/second-one.postman_collection.json",
        "wrote out/second-one.md",
        "1 workflow built, 2 files written",
    ]


def test_a_module_names_all_of_its_workflows(project: Project) -> None:
    project.write("collections/both.py", NOTES + "\n\n" + SECOND.partition("env = Notes()")[2].strip() + "\n")
    assert run_pcc("build", "both").out.splitlines()[-1] == "2 workflows built, 5 files written"
    assert run_pcc("list").out.splitlines() == [
        "take-notes    2  Take notes",
        "second-one    2  Second",
    ]


@pytest.mark.parametrize("command", ["build", "replay"])
def test_an_unknown_name_gets_the_nearest_one(notes: Project, command: str) -> None:
    done = run_pcc(command, "take-note")
    assert (done.code, done.err) == (2, "error: no workflow 'take-note': did you mean 'take-notes'?\n")
    assert run_pcc(command, "zzz").err == "error: no workflow 'zzz': there are take-notes\n"


def test_out_is_another_folder(notes: Project, tmp_path: Path) -> None:
    elsewhere = tmp_path / "a/b"
    assert run_pcc("build", "--out", elsewhere, "--check").code == 1
    done = run_pcc("build", "--out", elsewhere)
    assert done.code == 0
    assert f"wrote {elsewhere / 'take-notes.md'}" in done.out
    assert Project(tmp_path).files("a/b") == notes.files()
    assert run_pcc("build", "--out", elsewhere, "--check").code == 0


def test_a_folder_that_cannot_be_written_is_named(notes: Project) -> None:
    notes.write("taken", "a file where the folder should be")
    done = run_pcc("build", "--out", "taken/below")
    assert done.code == 4
    assert done.err.startswith("error: cannot write ")


def test_half_a_file_is_never_seen_and_nothing_is_left_behind(notes: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = notes.files()
    notes.write("collections/take_notes.py", NOTES.replace("Take notes", "Take other notes"))

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", fail)
    done = run_pcc("build")
    assert done.code == 4
    assert "No space left on device" in done.err
    monkeypatch.undo()
    assert {path.name: path.read_bytes() for path in (notes.root / "out").iterdir()} == before


def test_written_files_can_be_read_by_others_and_end_with_one_newline(notes: Project) -> None:
    for path in (notes.root / "out").iterdir():
        assert path.stat().st_mode & 0o777 == 0o644
        assert path.read_text().endswith("\n")
        assert not path.read_text().endswith("\n\n")
        assert b"\r" not in path.read_bytes()


def test_the_list_shows_slug_steps_and_title(notes: Project) -> None:
    notes.write("collections/second.py", SECOND)
    done = run_pcc("list")
    assert done.code == 0
    assert done.out == "second-one    2  Second\ntake-notes    2  Take notes\n"


def test_the_list_names_what_is_invalid_and_lists_the_others(notes: Project) -> None:
    notes.write("collections/second.py", SECOND.replace("{note}", "<<nothing>>"))
    done = run_pcc("list")
    assert done.code == 3
    assert "take-notes" in done.out
    assert "nothing sets <<nothing>>" in done.err


def test_two_environments_of_one_class_are_two_files(project: Project) -> None:
    project.write(
        "collections/take_notes.py",
        NOTES.replace("env = Notes()", 'env = Notes()\nNotes("Notes Europe", base="https://eu.notes.example.com")'),
    )
    assert run_pcc("build").code == 0
    europe = json.loads(project.files()["notes-europe.postman_environment.json"])
    assert europe["values"][0]["value"] == "https://eu.notes.example.com"
    assert "notes.postman_environment.json" in project.files()


def test_two_environments_of_one_file_are_refused(project: Project) -> None:
    project.write("collections/take_notes.py", NOTES)
    project.write("collections/second.py", SECOND.replace("https://notes.", "https://other."))
    done = run_pcc("build")
    assert done.code == 3
    assert "two environments would be written to notes.postman_environment.json" in done.err
    assert project.files() == {}


def test_equal_environments_of_two_sources_are_one_file(project: Project) -> None:
    project.write("collections/take_notes.py", NOTES)
    project.write("collections/second.py", SECOND)
    assert run_pcc("build").out.splitlines()[-1] == "2 workflows built, 5 files written"
