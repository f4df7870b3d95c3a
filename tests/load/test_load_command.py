"""`pcc load` before anything is loaded: what is wrong is said at once."""

import ast
import sys
from pathlib import Path

import pytest

from cli.shell import run_pcc
from load.service import item, write_collection
from pcc.load import process


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_collection(tmp_path, item("Step 1: Ask", "GET", "/"))


def test_it_is_said_how_to_install_what_is_missing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "find_spec", lambda _: None)
    done = run_pcc("load", file, "-n", 1)
    assert done.code == 4
    assert "pip install 'postman-collection-compiler[load]'" in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "say when it is over"),
        (("-t", "soon"), "write 90s, 5m or 1h30m"),
        (("-t", "0s"), "write 90s, 5m or 1h30m"),
        (("-n", 1, "--processes", "many"), "write 2, or auto"),
        (("-n", 1, "--processes", 2, "--master"), "leave out --master and --worker"),
        (("--master", "--worker"), "choose one"),
        (("--worker", "-u", 3, "--fail-if", "p95>1"), "--users, --fail-if: the master says so"),
        (("-n", 1, "--fail-if", "fast"), "is no threshold"),
        (("-n", 1, "--fail-if", "Step 2:p95>1"), "no step is called “Step 2”"),
        (("-n", 1, "--simulator", "--master"), "start `pcc simulate`"),
        (("--simulator", "--locustfile", "x.py"), "start `pcc simulate`"),
        (("-n", 1, "--folder", "Nowhere"), "no folder or item"),
        (("-n", 1, "--env-var", "s3cret"), "--env-var takes NAME=VALUE"),
    ],
)
def test_wrong_use_is_refused(file: Path, arguments: tuple[object, ...], said: str) -> None:
    done = run_pcc("load", file, *arguments)
    assert done.code == 2
    assert said in done.err
    assert "s3cret" not in done.err


def test_a_file_that_is_no_collection_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{}", encoding="utf-8")
    assert run_pcc("load", broken, "-n", 1).code == 3


def test_an_unknown_workflow_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    done = run_pcc("load", "nothing-of-this-name", "-n", 1)
    assert done.code == 2


def test_a_load_process_that_dies_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    done = run_pcc("load", file, "-n", 1)
    assert done.code == 4
    assert "ended without a result (exit code 1)" in done.err


def test_a_locustfile_says_all_but_secrets(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "made/locustfile.py"
    given = ("--env-var", "base=http://x", "--env-var", "apiKey=hunter2-hunter2", "--secret", "apiKey", "-k")
    done = run_pcc("load", file, *given, "--deal", "iteration", "-n", 3, "--locustfile", target)
    assert done.code == 0
    text = target.read_text(encoding="utf-8")
    assert "hunter2" not in text
    assert "set PCC_VAR_apiKey" in text
    (call,) = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    assert {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords} == {
        "collection": "../things.postman_collection.json",
        "variables": {"base": "http://x"},
        "secrets": ("apiKey",),
        "iterations": 3,
        "deal": "iteration",
        "insecure": True,
        "unresolved": "error",
    }
