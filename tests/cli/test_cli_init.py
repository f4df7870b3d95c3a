"""`pcc init`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.notes_service import NotesService
from cli.shell import run_pcc


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "my-notes"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_a_new_project_builds_at_once_and_its_test_passes(fresh: Path) -> None:
    assert run_pcc("init").out.splitlines() == [
        "wrote pyproject.toml",
        "wrote collections/hello.py",
        "wrote tests/test_workflows.py",
        "next: pcc build",
    ]
    assert run_pcc("build").code == 0
    assert run_pcc("build", "--check").code == 0
    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"],
        cwd=fresh,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert "1 passed" in tested.stdout


def test_the_new_workflow_replays(fresh: Path, network: NotesService) -> None:
    network.text = "hello"
    run_pcc("init")
    run_pcc("build")
    done = run_pcc("replay", "hello", "--env-var", "baseUrl=https://notes.test")
    assert network.requests == ["POST https://notes.test/notes", "GET https://notes.test/notes/n1"]
    # The text is another one in every run; this service always says hello.
    assert done.code == 1
    assert "✗ Step 1: Create a note  POST 201" in done.out


def test_the_new_project_is_named_after_its_folder(fresh: Path) -> None:
    run_pcc("init")
    assert 'name = "my-notes"' in (fresh / "pyproject.toml").read_text()


def test_a_folder_can_be_named_and_is_made(fresh: Path) -> None:
    done = run_pcc("init", "a/b")
    assert done.code == 0
    assert (fresh / "a/b/collections/hello.py").is_file()
    assert "wrote a/b/pyproject.toml" in done.out


def test_a_repository_without_files_counts_as_empty(fresh: Path) -> None:
    (fresh / ".git").mkdir()
    assert run_pcc("init").code == 0


def test_a_folder_that_is_not_empty_is_refused_and_left_alone(fresh: Path) -> None:
    (fresh / "mine.txt").write_text("mine")
    done = run_pcc("init")
    assert (done.code, done.out) == (2, "")
    assert "is not empty: `pcc init` starts a project in an empty folder" in done.err
    assert [path.name for path in fresh.iterdir()] == ["mine.txt"]


def test_a_file_in_the_place_of_the_folder_is_wrong_use(fresh: Path) -> None:
    (fresh / "taken").write_text("mine")
    done = run_pcc("init", "taken")
    assert done.code == 2
    assert "is a file" in done.err
