"""`pcc replay`: what ends a run early, what it exits with, and what it leaves behind."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.notes_service import NotesService
from cli.shell import Project, run_pcc
from pcc.errors import EngineMissingError
from pcc.sandbox import find_engine


def values(path: Path, members: str = "values") -> dict[str, Any]:
    return {entry["key"]: entry["value"] for entry in json.loads(path.read_text(encoding="utf-8"))[members]}


def write_scripted(folder: Path, *scripts: str, **more: Any) -> Path:
    """A collection whose items have these test scripts."""
    items = [
        {
            "name": f"item {index}",
            "request": {"method": "GET", "url": "https://notes.example.com/{{path}}"},
            "event": [{"listen": "test", "script": {"exec": [script]}}] if script else [],
        }
        for index, script in enumerate(scripts)
    ]
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    path = folder / "scripted.json"
    path.write_text(
        json.dumps({"info": {"name": "Scripted", "schema": schema}, "item": items, **more}), encoding="utf-8"
    )
    return path


def test_the_environment_is_exported_with_its_secrets_and_runs_again(
    notes: Project, network: NotesService, tmp_path: Path
) -> None:
    target = tmp_path / "new" / "after.json"
    done = run_pcc("replay", "--env-var", "apiToken=s3cret-token", "--export-environment", target)
    assert done.code == 0
    found = values(target)
    assert (found["noteID"], found["apiToken"], found["baseUrl"]) == ("n1", "s3cret-token", "https://notes.example.com")
    assert "s3cret-token" not in done.text
    document = json.loads(target.read_text(encoding="utf-8"))
    assert document["name"] == "Notes"
    assert next(entry["type"] for entry in document["values"] if entry["key"] == "apiToken") == "secret"
    network.sent.clear()
    assert run_pcc("replay", "-e", target).code == 0
    assert ("Authorization", "Bearer s3cret-token") in network.sent[0].headers


def test_globals_and_the_collection_are_exported(network: NotesService, tmp_path: Path) -> None:
    shared = tmp_path / "globals.json"
    shared.write_text(json.dumps({"name": "Shared", "values": [{"key": "g", "value": "1"}]}), encoding="utf-8")
    collection = write_scripted(tmp_path, "", variable=[{"key": "path", "value": "x"}, {"key": "n", "value": 5}])
    targets = tmp_path / "g.json", tmp_path / "c.json"
    done = run_pcc(
        "replay", collection, "-g", shared, "--global-var", "h=2",
        "--export-globals", targets[0], "--export-collection", targets[1],
    )  # fmt: skip
    assert done.code == 0
    assert values(targets[0]) == {"g": "1", "h": "2"}
    assert json.loads(targets[0].read_text(encoding="utf-8"))["_postman_variable_scope"] == "globals"
    assert values(targets[1], "variable") == {"path": "x", "n": 5}
    assert run_pcc("replay", targets[1], "-g", targets[0]).code == 0


def test_a_failed_and_an_interrupted_run_are_exported_too(
    notes: Project, network: NotesService, tmp_path: Path
) -> None:
    failed, interrupted = tmp_path / "failed.json", tmp_path / "interrupted.json"
    network.text = "other"
    assert run_pcc("replay", "--export-environment", failed).code == 1
    assert values(failed)["noteID"] == "n1"

    def press(_: object) -> None:
        if len(network.sent) > 3:
            raise KeyboardInterrupt

    network.before = press
    assert run_pcc("replay", "--export-environment", interrupted).code == 130
    assert values(interrupted)["noteID"] == "n4"


def test_several_runs_are_not_exported_to_one_file(notes: Project, network: NotesService, tmp_path: Path) -> None:
    target = tmp_path / "after.json"
    done = run_pcc("replay", "take-notes", "take-notes", "--export-environment", target)
    assert done.code == 2
    assert "2 runs cannot be exported to one file: name one workflow" in done.err
    assert network.sent == []
    assert not target.exists()


def test_a_folder_that_cannot_be_written_is_told(notes: Project, network: NotesService, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run_pcc("replay", "--export-environment", tmp_path / "file" / "after.json")
    assert done.code == 4
    assert "cannot write" in done.err


@pytest.mark.parametrize("flag", ["-x", "--suppress-exit-code"])
def test_failures_may_exit_with_0(notes: Project, network: NotesService, flag: str) -> None:
    network.text = "other"
    assert run_pcc("replay").code == 1
    done = run_pcc("replay", flag)
    assert done.code == 0
    assert "failed" in done.out


def test_wrong_use_and_ctrl_c_keep_their_exit_codes(notes: Project, network: NotesService) -> None:
    assert run_pcc("replay", "-x", "--folder", "nobody").code == 2

    def press(_: object) -> None:
        raise KeyboardInterrupt

    network.before = press
    assert run_pcc("replay", "-x").code == 130


@pytest.mark.parametrize(
    "given",
    [("--bail",), ("--bail", "failure"), ("--bail=failure",), ("--bail", "folder,failure"), ("--bail", "take-notes")],
)
def test_bail_stops_after_a_failure(notes: Project, network: NotesService, given: tuple[str, ...]) -> None:
    network.text = "other"
    assert run_pcc("replay", *given).code == 1
    assert len(network.sent) == 2


def test_bail_folder_stops_at_an_unknown_folder_alone(notes: Project, network: NotesService) -> None:
    network.text = "other"
    assert run_pcc("replay", "--bail", "folder").code == 1
    assert len(network.sent) == 3
    assert run_pcc("replay", "--bail", "folder", "--folder", "nobody").code == 2


def test_bail_takes_no_other_word(notes: Project) -> None:
    done = run_pcc("replay", "--bail=item")
    assert done.code == 2
    assert "'item' is neither of folder and failure" in done.err


def test_a_reference_that_nothing_resolves_is_a_line_a_failure_or_nothing(
    network: NotesService, tmp_path: Path
) -> None:
    collection = write_scripted(tmp_path, "", "")
    for mode in ((), ("--unresolved", "warn")):
        warned = run_pcc("replay", collection, *mode)
        assert warned.code == 0
        assert "path" in warned.out
    assert len(network.sent) == 4
    ignored = run_pcc("replay", collection, "--unresolved", "ignore")
    assert (ignored.code, "path" in ignored.out) == (0, False)
    network.sent.clear()
    failed = run_pcc("replay", collection, "--unresolved", "error")
    assert failed.code == 1
    assert "nothing resolves {{path}}" in failed.out
    assert network.sent == []


@pytest.mark.parametrize(
    "given",
    [("-n", "0"), ("-n", "-1"), ("-n", "x"), ("--timeout-script", "0"), ("--unresolved", "fail"), ("--unresolved",)],
)
def test_values_without_a_meaning_are_wrong_use(notes: Project, network: NotesService, given: tuple[str, ...]) -> None:
    assert run_pcc("replay", *given).code == 2
    assert network.sent == []


def test_a_script_has_a_limit(network: NotesService, tmp_path: Path) -> None:
    try:
        find_engine()
    except EngineMissingError as error:
        pytest.skip(str(error))
    collection = write_scripted(tmp_path, "while (true) {}", "pm.test('next', () => {});")
    done = run_pcc("replay", collection, "--timeout-script", "200", "--env-var", "path=x")
    assert done.code == 1
    assert "the script ran longer than 200 ms" in done.out
    assert len(network.sent) == 2
