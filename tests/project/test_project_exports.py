"""Exported scopes: what the run began with, variables as they ended."""

import json
from pathlib import Path
from typing import Any

import pytest

from pcc.model.result import RunResult
from pcc.postman import read_collection, read_environment
from pcc.project.exporting import Exports, write_exports
from pcc.runner import SystemClock
from pcc.runner.cookies import CookieJar

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
COLLECTION = {"info": {"name": "C", "schema": SCHEMA, "x-own": 1}, "item": [], "variable": [{"key": "c", "value": 1}]}

JAR = CookieJar(SystemClock())


def exported(tmp_path: Path, began: list[dict[str, Any]], **ended: Any) -> list[dict[str, Any]]:
    """The variables of an exported environment."""
    environment = read_environment(json.dumps({"id": "e", "name": "E", "values": began, "own": [1]}))
    target = tmp_path / "e.json"
    write_exports(
        Exports(environment=target),
        RunResult("C", "t", (), ended),
        collection=read_collection(json.dumps(COLLECTION)),
        environment=environment,
        global_variables=environment,
        jar=JAR,
    )
    document = json.loads(target.read_text(encoding="utf-8"))
    assert (document["id"], document["name"], document["own"]) == ("e", "E", [1])
    found: list[dict[str, Any]] = document["values"]
    return found


def test_a_variable_that_kept_its_value_stays_as_it_was_written(tmp_path: Path) -> None:
    began = [{"key": "a", "value": "{{b}}", "type": "secret", "enabled": True, "own": 1}, {"key": "n", "value": 1.50}]
    assert exported(tmp_path, began, a="{{b}}", n=1.5) == began


def test_new_values_have_their_types(tmp_path: Path) -> None:
    began = [
        {"key": key, "value": "old", "type": kind} for key, kind in (("a", "any"), ("s", "secret"), ("t", "string"))
    ]
    found = exported(tmp_path, began, a={"x": [1, None]}, s="new {{x}}", t=5, more=[True], text="5")
    assert [(entry["key"], entry["value"]) for entry in found] == [
        ("a", {"x": [1, None]}),
        ("s", "new {{x}}"),
        ("t", 5),
        ("more", [True]),
        ("text", "5"),
    ]
    assert found[1]["type"] == "secret"
    again = read_environment(json.dumps({"name": "E", "values": found}))
    assert again.variables[2].value == 5


def test_a_variable_that_was_unset_is_gone_and_a_disabled_one_stays(tmp_path: Path) -> None:
    off = {"key": "gone", "value": "off", "disabled": True, "enabled": False}
    assert exported(tmp_path, [{"key": "gone", "value": 1}, off]) == [off]


def test_of_equal_names_the_last_enabled_one_has_the_value(tmp_path: Path) -> None:
    off = {"key": "a", "value": "off", "disabled": True, "enabled": False}
    found = exported(tmp_path, [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}, off], a="3")
    assert [entry["value"] for entry in found] == ["1", "3", "off"]


def test_a_collection_is_exported_as_it_is_but_for_its_variables(tmp_path: Path) -> None:
    target = tmp_path / "c.json"
    write_exports(
        Exports(collection=target),
        RunResult("C", "t", (), {}, collection_variables={"c": 2, "d": "x"}),
        collection=read_collection(json.dumps(COLLECTION)),
        environment=None,
        global_variables=read_environment(json.dumps({"name": "G", "values": []})),
        jar=JAR,
    )
    document = json.loads(target.read_text(encoding="utf-8"))
    assert [(entry["key"], entry["value"]) for entry in document.pop("variable")] == [("c", 2), ("d", "x")]
    assert document["info"]["x-own"] == 1


def test_without_an_environment_one_is_made(tmp_path: Path) -> None:
    target = tmp_path / "e.json"
    write_exports(
        Exports(environment=target),
        RunResult("C", "t", (), {"a": 1}),
        collection=read_collection(json.dumps(COLLECTION)),
        environment=None,
        global_variables=read_environment(json.dumps({"name": "G", "values": []})),
        jar=JAR,
    )
    found = read_environment(target.read_text(encoding="utf-8"))
    assert [(variable.key, variable.value) for variable in found.variables] == [("a", 1)]


@pytest.mark.parametrize("name", ["environment", "globals", "collection", "cookie_jar"])
def test_one_file_is_an_export(name: str, tmp_path: Path) -> None:
    assert Exports(**{name: tmp_path})
    assert not Exports()
