"""mypy and pyright on the same files: what an editor must accept, and what it must refuse."""

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PYRIGHT = HERE / "node_modules" / "pyright" / "index.js"


def mypy_errors(*files: Path) -> dict[str, set[int]]:
    """Lines with an error, by file name, as mypy --strict sees them."""
    command = [sys.executable, "-m", "mypy", "--strict", "--output=json", "--enable-error-code=used-before-def"]
    done = subprocess.run([*command, *map(str, files)], cwd=ROOT, capture_output=True, text=True, check=False)
    found: dict[str, set[int]] = {file.name: set() for file in files}
    for line in done.stdout.splitlines():
        entry = json.loads(line) if line.startswith("{") else None
        if entry is not None and entry["severity"] == "error":
            found[Path(entry["file"]).name].add(entry["line"])
    assert done.returncode in (0, 1), done.stderr
    return found


def pyright_errors(*files: Path) -> dict[str, set[int]]:
    """Lines with an error, by file name, as pyright in strict mode sees them."""
    node = require_pyright()
    done = subprocess.run(
        [node, str(PYRIGHT), "--outputjson", "--pythonpath", sys.executable, *map(str, files)],
        cwd=HERE,
        capture_output=True,
        text=True,
        check=False,
    )
    found: dict[str, set[int]] = {file.name: set() for file in files}
    for entry in json.loads(done.stdout)["generalDiagnostics"]:
        if entry["severity"] == "error":
            found[Path(entry["file"]).name].add(entry["range"]["start"]["line"] + 1)
    return found


def require_pyright() -> str:
    """The path of Node, with pyright installed; a skip without Node, in CI a failure."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        message = "pyright needs Node with npm, which is not on the PATH"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    assert npm is not None
    # Several workers may come here at once: the first one installs.
    with (HERE / ".install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not PYRIGHT.is_file():
            subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=HERE, check=True, capture_output=True)
    assert node is not None
    return node


def marked_lines(file: Path) -> set[int]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return {number for number, line in enumerate(lines, 1) if line.endswith("# refused")}


FILES = (HERE / "accepted.py", HERE / "refused.py")


@pytest.mark.parametrize("checker", [mypy_errors, pyright_errors])
def test_both_checkers_refuse_what_is_marked_and_nothing_else(checker: Callable[..., dict[str, set[int]]]) -> None:
    found = checker(*FILES)
    assert found["refused.py"] == marked_lines(HERE / "refused.py")
    assert found["accepted.py"] == set()


def workflows_of_the_docs(folder: Path) -> list[Path]:
    """The complete workflows of the authoring page, each in a file of its own."""
    text = (ROOT / "docs/authoring.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    files = [folder / f"block_{number}.py" for number, _ in enumerate(blocks)]
    for file, block in zip(files, blocks, strict=True):
        file.write_text(block, encoding="utf-8")
    return files


@pytest.mark.parametrize("checker", [mypy_errors, pyright_errors])
def test_both_checkers_accept_the_docs_the_workflows_and_their_shared_steps(
    checker: Callable[..., dict[str, set[int]]], tmp_path: Path
) -> None:
    sources = [*(ROOT / "collections").glob("*.py"), *(ROOT / "collections/pingone").glob("*.py")]
    showcase = ROOT / "tests/project/showcase/collections/showcase.py"
    found = checker(*workflows_of_the_docs(tmp_path), *sources, showcase)
    assert {file: lines for file, lines in found.items() if lines} == {}
    assert found.keys() >= {"block_0.py", "refresh_token_grant.py", "sign_on.py", "showcase.py"}
