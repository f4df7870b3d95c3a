"""The layers of docs/architecture.md are those that import-linter enforces."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_imports_keep_to_the_layers() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken" in done.stdout


def test_the_contract_is_the_page() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = [entry for entry in settings["tool"]["importlinter"]["contracts"] if entry["type"] == "layers"]
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    (drawn,) = re.findall(r"```\n(cli\b[^\n]*\n.*?)```", page, flags=re.DOTALL)
    assert [layer for layer in contract["layers"] if layer not in {"__main__", "version"}] == drawn.splitlines()
    assert contract["exhaustive"] is True
