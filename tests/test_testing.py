"""`pcc.testing`, as its users have it: tests of a project of their own, in processes of their own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cli.shell import NOTES, PYPROJECT
from pcc.postman import read_collection, write_collection

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[1]
BUILT = ROOT / "out" / "refresh-token-grant.postman_collection.json"
STORED = Path("__snapshots__/test_it/test_workflow.json")

OF_A_FIXTURE = """
from pathlib import Path
import pytest
from pcc.testing import CollectionSnapshot

@pytest.fixture
def snapshot(snapshot):
    return snapshot.use_extension(CollectionSnapshot)

def test_workflow(snapshot):
    assert Path("x.json") == snapshot
"""

OF_A_FILE = """
from pathlib import Path
from pcc.testing import CollectionSnapshot

def test_workflow(snapshot):
    assert Path("x.json") == snapshot(extension_class=CollectionSnapshot)
"""


@pytest.fixture(params=[OF_A_FILE, OF_A_FIXTURE], ids=["in the call", "as a fixture"])
def project(pytester: pytest.Pytester, request: pytest.FixtureRequest) -> pytest.Pytester:
    pytester.makefile(".json", x=BUILT.read_text(encoding="utf-8"))
    pytester.makepyfile(test_it=request.param)
    return pytester


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.run(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments)


def edit(pytester: pytest.Pytester, old: str, new: str) -> None:
    file = pytester.path / "x.json"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_snapshot_is_written_as_a_build_writes_it_and_is_still_there_afterwards(project: pytest.Pytester) -> None:
    run(project, "--snapshot-update").assert_outcomes(passed=1)
    assert (project.path / STORED).read_bytes() == BUILT.read_bytes()
    run(project).assert_outcomes(passed=1)
    run(project, "--snapshot-update").assert_outcomes(passed=1)
    assert (project.path / STORED).read_bytes() == BUILT.read_bytes()
    assert [path.name for path in (project.path / "__snapshots__").rglob("*.json")] == ["test_workflow.json"]


def test_a_missing_snapshot_fails_and_says_what_writes_it(project: pytest.Pytester) -> None:
    done = run(project)
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["*Snapshot 'test_workflow' does not exist!*", "*pytest --snapshot-update writes*"])


def test_a_failing_snapshot_shows_what_a_reader_would_notice(project: pytest.Pytester) -> None:
    run(project, "--snapshot-update")
    edit(project, '"method": "GET"', '"method": "PUT"')
    done = run(project)
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["*breaking   method-changed * method: GET → PUT", "*1 change: 1 breaking*"])
    done.stdout.no_fnmatch_line("*_postman_id*")
    done.stdout.no_fnmatch_line("*Traceback*")
    run(project, "--snapshot-update").assert_outcomes(passed=1)
    run(project).assert_outcomes(passed=1)


def test_ids_layout_and_order_of_keys_are_no_change_and_rewrite_nothing(project: pytest.Pytester) -> None:
    run(project, "--snapshot-update")
    document = json.loads(BUILT.read_text(encoding="utf-8"))
    for entry in document["item"]:
        entry["id"] = f"other {entry['id']}"
    text = json.dumps(dict(reversed(document.items())))
    (project.path / "x.json").write_text(text, encoding="utf-8")
    run(project).assert_outcomes(passed=1)
    run(project, "--snapshot-update").assert_outcomes(passed=1)
    assert (project.path / STORED).read_bytes() == BUILT.read_bytes()


def test_a_damaged_snapshot_fails_with_the_reason_and_is_written_anew(project: pytest.Pytester) -> None:
    run(project, "--snapshot-update")
    (project.path / STORED).write_text("{", encoding="utf-8")
    done = run(project)
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["*the snapshot cannot be read: this is not JSON*"])
    done.stdout.no_fnmatch_line("*Traceback*")
    run(project, "--snapshot-update").assert_outcomes(passed=1)
    assert (project.path / STORED).read_bytes() == BUILT.read_bytes()


OF_A_BUILD = """
import pcc
from pcc.postman import read_collection
from pcc.testing import CollectionSnapshot

def test_workflow(snapshot):
    built = pcc.build("take-notes", check=True)
    collections = snapshot.use_extension(CollectionSnapshot)
    assert built == collections
    assert read_collection(built.files[0].text) == collections(name="again")
    assert "out/take-notes.postman_collection.json" == collections(name="again")
"""


def test_a_build_a_collection_and_a_path_are_all_collections(pytester: pytest.Pytester) -> None:
    (pytester.path / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (pytester.path / "collections").mkdir()
    (pytester.path / "collections/take_notes.py").write_text(NOTES, encoding="utf-8")
    # Nothing that stands in the folder counts for a build that would write it anew.
    stale = pytester.path / "out/take-notes.postman_collection.json"
    stale.parent.mkdir()
    stale.write_text("{}", encoding="utf-8")
    pytester.makepyfile(test_it=OF_A_BUILD.replace('"out/', '"built/'))
    pytester.run(sys.executable, "-m", "pcc", "build", "--out", "built")
    run(pytester, "--snapshot-update").assert_outcomes(passed=1)
    run(pytester, "-n", "2").assert_outcomes(passed=1)
    built = (pytester.path / "built/take-notes.postman_collection.json").read_bytes()
    folder = pytester.path / "__snapshots__/test_it"
    assert {path.name: path.read_bytes() == built for path in folder.iterdir()} == {
        "test_workflow.json": True,
        "test_workflow[again].json": True,
    }


OF_TEXT = """
from pathlib import Path
from pcc.testing import CollectionSnapshot

def test_text(snapshot):
    text = Path("x.json").read_text(encoding="utf-8")
    assert text == snapshot(extension_class=CollectionSnapshot)
    assert text.replace('"GET"', '"PUT"', 1) == snapshot(extension_class=CollectionSnapshot, diff=0)

def test_number(snapshot):
    assert 7 == snapshot(extension_class=CollectionSnapshot)
"""


def test_text_a_difference_of_snapshots_and_what_is_no_collection(pytester: pytest.Pytester) -> None:
    pytester.makefile(".json", x=BUILT.read_text(encoding="utf-8"))
    pytester.makepyfile(test_it=OF_TEXT)
    run(pytester, "--snapshot-update").assert_outcomes(passed=1, failed=1)
    done = run(pytester)
    done.assert_outcomes(passed=1, failed=1)
    done.stdout.fnmatch_lines(
        ["*TypeError: expected a collection, a build of one workflow, a path or a text, found int*"]
    )
    stored = (pytester.path / "__snapshots__/test_it/test_text.1.json").read_text(encoding="utf-8")
    assert "method: GET → PUT" in stored


def test_the_stored_text_is_a_function_of_the_collection() -> None:
    text = BUILT.read_text(encoding="utf-8")
    assert write_collection(read_collection(text)) == text


def test_the_pytest_plugin_does_not_load_syrupy() -> None:
    code = "import sys, pcc.pytest_plugin; sys.exit('syrupy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
