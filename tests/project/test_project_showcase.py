"""The built files of a workflow that says everything."""

import ast
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

import pcc
from pcc.dsl.expectations import Extraction
from pcc.dsl.requests import StepOptions
from pcc.postman import read_collection, write_collection
from snapshots import JsonSnapshot, MarkdownSnapshot

SHOWCASE = Path(__file__).parent / "showcase"
SOURCE = SHOWCASE / "collections/showcase.py"
# They make nothing that stands in a file.
NOT_IN_A_WORKFLOW = {"PccError", "__version__", "audit", "build", "check", "replay"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("showcase")
    shutil.copytree(SHOWCASE, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", list(sys.path))
        patch.setattr(sys, "dont_write_bytecode", True)
        result = pcc.build(project=root)
    assert result.diagnostics == ()
    return result.out


def test_the_showcase_builds_these_files(built: Path) -> None:
    assert sorted(path.name for path in built.iterdir()) == [
        "library-europe.postman_environment.json",
        "library.postman_environment.json",
        "showcase.md",
        "showcase.postman_collection.json",
    ]


@pytest.mark.parametrize("name", ["showcase.postman_collection", "library.postman_environment"])
def test_built_json(built: Path, name: str, snapshot: SnapshotAssertion) -> None:
    assert (built / f"{name}.json").read_text(encoding="utf-8") == snapshot(extension_class=JsonSnapshot)


def test_built_page(built: Path, snapshot: SnapshotAssertion) -> None:
    assert (built / "showcase.md").read_text(encoding="utf-8") == snapshot(extension_class=MarkdownSnapshot)


def test_the_showcase_reads_back_as_it_was_written(built: Path) -> None:
    text = (built / "showcase.postman_collection.json").read_text(encoding="utf-8")
    assert write_collection(read_collection(text)) == text


def test_no_marker_of_a_reference_is_left(built: Path) -> None:
    for path in built.iterdir():
        assert "#record>>" not in path.read_text(encoding="utf-8")
        assert "<<" not in path.read_text(encoding="utf-8").replace("<<not a variable>>", "")


def test_step_names_are_unique_and_numbered_in_order(built: Path) -> None:
    document = json.loads((built / "showcase.postman_collection.json").read_text(encoding="utf-8"))
    names = [item["name"] for item in items(document)]
    assert len(set(names)) == len(names)
    numbered = [name for name in names if name.startswith("Step ")]
    assert [int(name.split()[1].rstrip(":")) for name in numbered] == list(range(1, len(numbered) + 1))


def items(node: dict[str, Any]) -> list[dict[str, Any]]:
    """Every request below a node."""
    if "request" in node:
        return [node]
    return [found for child in node["item"] for found in items(child)]


@pytest.fixture(scope="module")
def words() -> set[str]:
    """Every name, attribute and keyword of the source."""
    nodes = list(ast.walk(ast.parse(SOURCE.read_text(encoding="utf-8"))))
    return {
        *(node.id for node in nodes if isinstance(node, ast.Name)),
        *(node.attr for node in nodes if isinstance(node, ast.Attribute)),
        *(node.arg for node in nodes if isinstance(node, ast.keyword) and node.arg),
    }


def test_the_showcase_uses_every_public_name(words: set[str]) -> None:
    assert set(pcc.__all__) - NOT_IN_A_WORKFLOW - words == set()


def test_the_showcase_uses_every_option_of_a_step(words: set[str]) -> None:
    assert set(StepOptions.__annotations__) - words == set()


def test_the_showcase_uses_every_assertion(words: set[str]) -> None:
    methods = {name for name in vars(Extraction) if not name.startswith("_")} - {"extractor"}
    assert methods - words == set()


def test_the_showcase_uses_every_method_of_a_workflow(words: set[str]) -> None:
    methods = {name for name in dir(pcc.Workflow) if not name.startswith("_")} - {"build"}
    assert methods - words == set()
