"""The built files: the same bytes every time, and what Postman's schema says a collection is."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pcc import Environment, Workflow, variable, workflow
from pcc.model.collection import Collection

ROOT = Path(__file__).parents[1]
OUT = ROOT / "out"
SCHEMA = ROOT / "../shared/data/postman-collection-v2.1.0.schema.json"
COLLECTIONS = sorted(path.name for path in OUT.glob("*.postman_collection.json"))
ENVIRONMENTS = sorted(path.name for path in OUT.glob("*.postman_environment.json"))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """The files of two builds, each in a process of its own, with another hash seed, clock zone and locale."""
    folders = []
    for seed, zone, locale in (("1", "UTC", "C.UTF-8"), ("2", "Asia/Kathmandu", "C")):
        folder = tmp_path_factory.mktemp("out")
        command = [sys.executable, "-m", "pcc", "build", "--out", str(folder)]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONUTF8": "0"}
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        folders.append(contents(folder))
    return folders


def test_two_processes_with_two_hash_seeds_write_the_same_bytes(builds: list[dict[str, bytes]]) -> None:
    first, second = builds
    assert first == second


def test_the_committed_files_are_those_of_the_sources(builds: list[dict[str, bytes]]) -> None:
    stale = {name for name in {*builds[0], *contents(OUT)} if builds[0].get(name) != contents(OUT).get(name)}
    assert stale == set(), "run `pcc build`"


def test_every_workflow_has_a_collection_and_a_page() -> None:
    assert len(COLLECTIONS) == 5
    pages = {path.name for path in OUT.glob("*.md")}
    assert pages == {name.replace(".postman_collection.json", ".md") for name in COLLECTIONS}


def load(name: str) -> Any:
    return json.loads((OUT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_collection_is_valid_by_postmans_schema(name: str) -> None:
    if not SCHEMA.is_file():
        pytest.skip(f"the schema of Postman is not at {SCHEMA.name} beside the repository")
    jsonschema_rs = pytest.importorskip("jsonschema_rs")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    validator = jsonschema_rs.validator_for(schema)
    assert [f"{list(error.instance_path)}: {error.message}" for error in validator.iter_errors(load(name))] == []


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_no_secret_variable_has_a_value(name: str) -> None:
    secret = [entry for entry in load(name)["values"] if entry["type"] == "secret"]
    assert [entry["value"] for entry in secret] == [""] * len(secret)
    assert secret


def items(node: dict[str, Any]) -> list[dict[str, Any]]:
    if "request" in node:
        return [node]
    return [found for child in node["item"] for found in items(child)]


@pytest.mark.parametrize("name", COLLECTIONS)
def test_item_names_and_ids_are_unique(name: str) -> None:
    found = items(load(name))
    for key in ("name", "id"):
        values = [item[key] for item in found]
        assert len(set(values)) == len(values)


def test_collection_and_environment_ids_are_unique() -> None:
    ids = [load(name)["info"]["_postman_id"] for name in COLLECTIONS] + [load(name)["id"] for name in ENVIRONMENTS]
    assert len(set(ids)) == len(ids)


class Env(Environment):
    base = variable("baseUrl", "https://api.example.com")


def chapter(w: Workflow, *titles: str) -> None:
    folder = w.folder("Chapter")
    for title in titles:
        folder.get(title, Env().base)


def ids(collection: Collection) -> dict[tuple[str, ...], str]:
    """Ids by folders and title without its number."""
    return {
        (*(folder.name for folder in folders), item.name.partition(": ")[2]): item.id
        for folders, item in collection.walk()
    }


def test_an_inserted_step_changes_no_other_id() -> None:
    def build(*, inserted: bool) -> dict[tuple[str, ...], str]:
        @workflow("Ids", environment=Env)
        def stable_ids(w: Workflow) -> None:
            w.get("First", Env().base)
            if inserted:
                w.get("Inserted", Env().base)
                chapter(w, "Inserted")
            chapter(w, "First", "Second")
            w.get("Second", Env().base)

        return ids(stable_ids.build())

    before, after = build(inserted=False), build(inserted=True)
    assert before.items() <= after.items()
    assert len(set(after.values())) == len(after) == 6


def test_equal_titles_in_one_place_have_ids_of_their_own() -> None:
    @workflow("Ids", environment=Env)
    def equal_titles(w: Workflow) -> None:
        chapter(w, "Again", "Again", "Again")

    found = [item.id for _, item in equal_titles.build().walk()]
    assert len(set(found)) == 3
