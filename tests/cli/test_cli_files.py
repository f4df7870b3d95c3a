"""`pcc replay FILE` with files that are not what they should be."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.notes_service import NotesService
from cli.shell import Project, run_pcc
from pcc.errors import EngineMissingError
from pcc.sandbox import sandbox
from pcc.sandbox.engine import Engine

ENVIRONMENT = "out/notes.postman_environment.json"
SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def collection(*items: Any, **more: Any) -> str:
    return json.dumps({"info": {"name": "Foreign", "schema": SCHEMA}, "item": list(items), **more})


def script(listen: str, *lines: str) -> dict[str, Any]:
    return {"listen": listen, "script": {"type": "text/javascript", "exec": list(lines)}}


WRONG_FILES: dict[str, tuple[str, int, str]] = {
    "not JSON": ("{", 3, "error: f.json: this is not JSON: "),
    "a list": ("[]", 3, "error: f.json: expected a collection, found a list"),
    "an environment": ('{"name": "e", "values": []}', 3, "it is an environment"),
    "items that are no list": ('{"info": {"name": "x"}, "item": 3}', 3, "f.json at /item: expected a list"),
    "an item of text": (collection("x"), 3, "f.json at /item/0: expected"),
    "a wrong method": (collection({"name": "a", "request": {"method": 3, "url": "http://h"}}), 3, "/request/method"),
    "a key twice": ('{"info": {}, "info": {}, "item": []}', 3, "f.json"),
    "empty": ("", 3, "error: f.json: this is not JSON"),
}


@pytest.mark.parametrize("case", WRONG_FILES)
def test_a_file_that_is_no_collection_is_named_with_the_place(
    project: Project, network: NotesService, case: str
) -> None:
    text, code, said = WRONG_FILES[case]
    project.write("f.json", text)
    done = run_pcc("replay", "f.json")
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert "f.json" in done.err
    assert network.sent == []


def test_a_file_that_is_not_utf_8_is_named_with_the_byte(project: Project) -> None:
    project.write("f.json", "").write_bytes(b'{"a": "\xff"}')
    done = run_pcc("replay", "f.json")
    assert (done.code, done.err) == (
        3,
        "error: f.json: not UTF-8 at byte 7: save it as UTF-8 (UTF-16 and UTF-32 are read too)\n",
    )


def test_a_file_with_a_byte_order_mark_is_read(project: Project, network: NotesService) -> None:
    project.write("f.json", "\ufeff" + collection({"name": "a", "request": {"method": "GET", "url": "http://h/x"}}))
    assert run_pcc("replay", "f.json").code == 0
    assert network.requests == ["GET http://h/x"]


@pytest.mark.parametrize("arguments", [("missing.json",), ("take-notes", "-e", "missing.json"), ("./missing",)])
def test_a_file_that_cannot_be_read_ends_with_4(notes: Project, arguments: tuple[str, ...]) -> None:
    done = run_pcc("replay", *arguments)
    assert (done.code, done.out) == (4, "")
    assert "error: cannot read " in done.err
    assert "missing" in done.err
    assert "No such file or directory" in done.err


def test_a_folder_is_no_file(project: Project) -> None:
    (project.root / "folder.json").mkdir()
    assert run_pcc("replay", "folder.json").code == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "f.json: this is not JSON"),
        (collection(), "this is a collection, not an environment"),
        ('{"name": "e"}', "f.json at /values: expected a list of variables"),
        ('{"name": "e", "values": [{"key": 3, "value": "topsecret"}]}', "f.json at /values/0/key"),
    ],
)
def test_a_wrong_environment_file_is_named_with_the_place(notes: Project, text: str, said: str) -> None:
    notes.write("f.json", text)
    done = run_pcc("replay", "take-notes", "-e", "f.json")
    assert (done.code, done.out) == (3, "")
    assert said in done.err
    assert "topsecret" not in done.text


@pytest.mark.parametrize("listen", ["prerequest", "test"])
@pytest.mark.parametrize("owner", ["item", "folder", "collection"])
def test_foreign_javascript_without_the_engine_ends_with_4_and_sends_nothing(
    project: Project, network: NotesService, listen: str, owner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "find_engine", without_engine)
    first = {"name": "First", "request": {"method": "GET", "url": "http://h/first"}}
    second: dict[str, Any] = {"name": "Second", "request": {"method": "GET", "url": "http://h/second"}}
    folder: dict[str, Any] = {"name": "Folder", "item": [second]}
    event = [script(listen, "pm.test('mine', () => {", "    eval('1');", "});")]
    more: dict[str, Any] = {}
    match owner:
        case "item":
            second["event"] = event
        case "folder":
            folder["event"] = event
        case _:
            more["event"] = event
    project.write("f.json", collection(first, folder, **more))
    done = run_pcc("replay", "f.json")
    assert (done.code, done.out) == (4, "")
    named = "First" if owner == "collection" else "Second"
    assert f"the {listen} script of “{named}” has JavaScript of its own. No engine: run" in done.err
    assert network.sent == []


def without_engine() -> Engine:
    raise EngineMissingError("No engine: run something")


def test_a_block_that_was_edited_in_postman_is_foreign(
    notes: Project, network: NotesService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "find_engine", without_engine)
    file = notes.root / "out/take-notes.postman_collection.json"
    notes.write("edited.json", file.read_text().replace("pm.response.to.have.status(201)", "pm.response.to.be.ok"))
    done = run_pcc("replay", "edited.json", "-e", ENVIRONMENT)
    assert done.code == 4
    assert "“Step 1: Create a note” has JavaScript of its own" in done.err
    assert network.sent == []


def test_the_files_of_all_targets_are_found_before_the_first_runs(notes: Project, network: NotesService) -> None:
    done = run_pcc("replay", "take-notes", "nothing-of-this-name")
    assert done.code == 2
    assert network.sent == []


def test_a_collection_without_items_is_not_green(project: Project, network: NotesService) -> None:
    project.write("f.json", collection())
    done = run_pcc("replay", "f.json")
    assert (done.code, done.out) == (3, "")
    assert done.err == "error: f.json at /item: there is no request in it, so there is nothing to run\n"


def test_paths_with_spaces_and_umlauts_work(notes: Project, network: NotesService, tmp_path: Path) -> None:
    copy = tmp_path / "meine Höfe.json"
    copy.write_bytes((notes.root / "out/take-notes.postman_collection.json").read_bytes())
    assert run_pcc("replay", copy, "-e", ENVIRONMENT).code == 0
