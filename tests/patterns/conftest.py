import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import pytest

# For a pattern and a text: None where nothing matches, else the whole match and the groups.
Found: TypeAlias = list[str | None] | None
NodeSearch: TypeAlias = Callable[[Sequence[tuple[str, str]]], list[Found | str]]

HARNESS = """
const lines = require("fs").readFileSync(0, "utf8").split("\\n").filter((line) => line);
process.stdout.write(JSON.stringify(lines.map((line) => {
  const [pattern, text] = JSON.parse(line);
  try {
    const found = new RegExp(pattern, "u").exec(text);
    return found && Array.from(found, (group) => group === undefined ? null : group);
  } catch (error) {
    return String(error);
  }
})));
"""


@pytest.fixture(scope="session")
def node_search() -> NodeSearch:
    """Answer many searches in one node process; a string is the error of a pattern that node refuses."""
    if shutil.which("node") is None:
        pytest.skip("node is not on PATH")

    def search(questions: Sequence[tuple[str, str]]) -> list[Found | str]:
        lines = "\n".join(json.dumps(question) for question in questions)
        done = subprocess.run(
            ["node", "-e", HARNESS],
            input=lines,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        answers: list[Any] = json.loads(done.stdout)
        return answers

    return search
