import json
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import pytest

from pcc.paths import Path

# What JavaScript answers for a path and a document: the first match in a list (empty for `undefined`), all matches.
Answer: TypeAlias = tuple[list[Any], list[Any]]
NodeEngine: TypeAlias = Callable[[Sequence[tuple[Path, object]]], list[Answer]]

HARNESS = """
const lines = require("fs").readFileSync(0, "utf8").split("\\n").filter((line) => line);
process.stdout.write(JSON.stringify(lines.map((line) => {
  const { functions, first, matches, document } = JSON.parse(line);
  const run = new Function("json", `"use strict"; ${functions.join("\\n")}\\nreturn [${first}, ${matches}];`);
  const [one, all] = run(JSON.parse(document));
  return [one === undefined ? [] : [one], all];
})));
"""


def ask_node(program: str, lines: Iterable[object]) -> Any:
    """Run a program in one node process; each of `lines` is a line of JSON on its standard input."""
    text = "\n".join(json.dumps(line) for line in lines)
    done = subprocess.run(
        ["node", "-e", program], input=text, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def node_program() -> Callable[[str, Iterable[object]], Any]:
    if shutil.which("node") is None:
        pytest.skip("node is not on PATH")
    return ask_node


@pytest.fixture(scope="session")
def node(node_program: Callable[[str, Iterable[object]], Any]) -> NodeEngine:
    def answer(questions: Sequence[tuple[Path, object]]) -> list[Answer]:
        lines = []
        for path, document in questions:
            script = path.render_script()
            lines.append(
                {
                    "functions": script.functions,
                    "first": script.first,
                    "matches": script.matches,
                    "document": json.dumps(document),
                }
            )
        return [(first, matches) for first, matches in node_program(HARNESS, lines)]

    return answer
