"""`[tool.pcc]`: where it is found, and what is refused."""

from pathlib import Path

import pytest

from pcc.errors import FormatError, RunError, UsageError
from pcc.project.settings import KEYS, ProjectSettings, find_project


def project(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return folder.resolve()


def test_what_is_not_said_has_a_default(tmp_path: Path) -> None:
    root = project(tmp_path, "[tool.pcc]\n")
    assert find_project(root) == ProjectSettings(root, root / "collections", root / "out")


def test_every_key_is_read(tmp_path: Path) -> None:
    text = '[tool.pcc]\nworkflows = "flows"\nout = "built"\nsimulator = true\nenvironment = "env/staging.json"\n'
    root = project(tmp_path, text)
    expected = ProjectSettings(
        root, root / "flows", root / "built", simulator=True, environment=root / "env/staging.json"
    )
    assert find_project(root) == expected
    assert all(key in text for key in KEYS)


def test_the_nearest_project_upwards_is_taken(tmp_path: Path) -> None:
    outer = project(tmp_path, "[tool.pcc]\n")
    inner = project(tmp_path / "inner", "[tool.pcc]\n")
    (inner / "a/b").mkdir(parents=True)
    assert find_project(inner / "a/b").root == inner
    assert find_project(inner.parent).root == outer


def test_a_pyproject_without_the_table_is_passed_over(tmp_path: Path) -> None:
    outer = project(tmp_path, "[tool.pcc]\n")
    inner = project(tmp_path / "inner", "[tool.other]\nx = 1\n")
    assert find_project(inner).root == outer
    project(tmp_path / "inner", "tool = 3\n")
    assert find_project(inner).root == outer


def test_no_project_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="`pcc init` makes one"):
        find_project(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[tool.pcc]\nworkflow = 'x'\n", "/tool/pcc/workflow: unknown key: did you mean 'workflows'"),
        ("[tool.pcc]\nzzz = 'x'\n", "unknown key: the keys are workflows, out, simulator, environment"),
        ("[tool.pcc]\nout = 3\n", "/tool/pcc/out: expected a str, found 3"),
        ("[tool.pcc]\nsimulator = 1\n", "/tool/pcc/simulator: expected a bool, found 1"),
        ("[tool]\npcc = 3\n", "must be a table"),
        ("[tool.pcc\n", "not TOML"),
    ],
)
def test_a_wrong_table_is_named_with_file_and_pointer(tmp_path: Path, text: str, said: str) -> None:
    root = project(tmp_path, text)
    with pytest.raises(FormatError) as caught:
        find_project(root)
    assert said in str(caught.value)
    assert str(root / "pyproject.toml") in str(caught.value)


def test_a_file_that_is_not_utf_8_is_not_toml(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"[tool.pcc]\nout = '\xff'\n")
    with pytest.raises(FormatError, match="not TOML"):
        find_project(tmp_path)


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(tmp_path, "[tool.pcc]\n")

    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(RunError, match=r"cannot read .*pyproject\.toml: Permission denied"):
        find_project(root)
