"""`pcc replay`: what is run, with which options, and what it prints."""

import json
import re
from pathlib import Path

import pytest

from cli.notes_service import NotesService
from cli.shell import NOTES, Project, run_pcc
from pcc.model.ports import HttpRequest, TransportError

ALL = [
    "POST https://notes.example.com/notes",
    "GET https://notes.example.com/notes/n1",
    "DELETE https://notes.example.com/notes/n1",
]
FILE = "out/take-notes.postman_collection.json"
ENVIRONMENT = "out/notes.postman_environment.json"


@pytest.mark.parametrize("targets", [(), ("take-notes",), ("take_notes",)])
def test_a_workflow_is_replayed_by_slug_by_module_and_without_a_name(
    notes: Project, network: NotesService, targets: tuple[str, ...]
) -> None:
    done = run_pcc("replay", *targets)
    assert (done.code, done.err) == (0, "")
    assert network.requests == ALL


def test_the_first_line_names_the_collection_and_its_target(notes: Project, network: NotesService) -> None:
    assert run_pcc("replay").out.splitlines()[0] == "Take notes  →  https://notes.example.com"
    overridden = run_pcc("replay", "--env-var", "baseUrl=http://localhost:8080/v1")
    assert overridden.out.splitlines()[0] == "Take notes  →  http://localhost:8080"
    bare = run_pcc("replay", FILE)
    assert bare.out.splitlines()[0] == "Take notes  →  http://{{baseUrl}}"


def test_a_file_runs_with_the_environment_that_is_given(notes: Project, network: NotesService, tmp_path: Path) -> None:
    copy = tmp_path / "copy.json"
    copy.write_bytes((notes.root / FILE).read_bytes())
    done = run_pcc("replay", copy, "-e", ENVIRONMENT)
    assert done.code == 0
    assert network.requests == ALL


def test_a_file_runs_outside_of_any_project(
    notes: Project, network: NotesService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_pcc("replay", notes.root / FILE, "--environment", notes.root / ENVIRONMENT).code == 0


def test_several_targets_run_one_after_the_other_and_are_summed_up(notes: Project, network: NotesService) -> None:
    done = run_pcc("replay", "take-notes", FILE, "-e", ENVIRONMENT)
    assert done.code == 0
    assert len(network.sent) == 6
    assert done.out.splitlines()[-1] == "2 runs: 2 passed, 0 failed"
    network.text = "other"
    failed = run_pcc("replay", "take-notes", FILE, "-e", ENVIRONMENT)
    assert failed.code == 1
    assert failed.out.splitlines()[-1] == "2 runs: 0 passed, 2 failed"


def test_a_name_that_is_given_twice_runs_twice(notes: Project, network: NotesService) -> None:
    assert run_pcc("replay", "take-notes", "take_notes", "take-notes").code == 0
    assert len(network.sent) == 9


def test_a_module_names_all_of_its_workflows(project: Project, network: NotesService) -> None:
    second = NOTES.partition("env = Notes()")[2].replace("take_notes", "second").replace("Take notes", "Second")
    project.write("collections/both.py", NOTES + second)
    run_pcc("build")
    done = run_pcc("replay", "both")
    assert done.code == 0
    assert [line for line in done.out.splitlines() if "→" in line] == [
        "Take notes  →  https://notes.example.com",
        "Second  →  https://notes.example.com",
    ]


def test_the_environment_of_the_project_is_used_unless_one_is_given(notes: Project, network: NotesService) -> None:
    document = json.loads((notes.root / ENVIRONMENT).read_text())
    document["values"][0]["value"] = "https://staging.example.com"
    notes.write("staging.json", json.dumps(document))
    notes.write("pyproject.toml", '[tool.pcc]\nenvironment = "staging.json"\n')
    run_pcc("replay")
    run_pcc("replay", "-e", ENVIRONMENT)
    assert [request.url for request in network.sent if request.method == "POST"] == [
        "https://staging.example.com/notes",
        "https://notes.example.com/notes",
    ]


def test_the_command_line_wins_over_the_process_and_the_process_over_the_file(
    notes: Project, network: NotesService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PCC_VAR_baseUrl", "https://process.example.com")
    hidden = run_pcc("replay", "--folder", "Step 1: Create a note")
    assert hidden.out.startswith("Take notes  →  http://{{baseUrl}}\n")
    assert "process.example.com" not in hidden.text
    run_pcc("replay", "--folder", "Step 1: Create a note", "--env-var", "baseUrl=https://line.example.com")
    assert [request.url for request in network.sent] == [
        "https://process.example.com/notes",
        "https://line.example.com/notes",
    ]


def test_a_value_may_hold_an_equals_sign_and_be_empty(notes: Project, network: NotesService) -> None:
    run_pcc("replay", "--env-var", "apiToken=a=b", "--env-var", "unused=")
    assert ("Authorization", "Bearer a=b") in network.sent[0].headers


def test_iterations_run_the_collection_again(notes: Project, network: NotesService) -> None:
    done = run_pcc("replay", "-n", "3")
    assert len(network.sent) == 9
    assert [line for line in done.out.splitlines() if line.startswith("Iteration")] == [
        "Iteration 1 of 3",
        "Iteration 2 of 3",
        "Iteration 3 of 3",
    ]


def test_only_the_named_folders_and_items_run(notes: Project, network: NotesService) -> None:
    assert run_pcc("replay", "--folder", "Cleanup", "--env-var", "noteID=n1").code == 0
    assert network.requests == ALL[2:]
    run_pcc("replay", "--folder", "Cleanup", "--folder", "Step 1: Create a note")
    assert len(network.requests) == 3


def test_an_unknown_folder_is_wrong_use_and_sends_nothing(notes: Project, network: NotesService) -> None:
    done = run_pcc("replay", "--folder", "Cleenup")
    assert (done.code, done.out) == (2, "")
    assert "no folder or item of “Take notes” has the name or id “Cleenup”; the nearest is “Cleanup”" in done.err
    assert network.sent == []


def test_bail_stops_after_the_first_failure(notes: Project, network: NotesService) -> None:
    network.text = "other"
    done = run_pcc("replay", "--bail")
    assert done.code == 1
    assert network.requests == ALL[:2]
    assert "stopped: bail: “Step 2: Read the note” failed" in done.out
    run_pcc("replay")
    assert len(network.requests) == 5


def test_the_limit_of_a_request_reaches_the_transport(notes: Project, network: NotesService) -> None:
    run_pcc("replay", "--timeout-request", "1500")
    assert network.timeouts == [1500, 1500, 1500]


def test_the_limit_of_the_run_ends_it(notes: Project, network: NotesService) -> None:
    done = run_pcc("replay", "--timeout", "0.000001")
    assert done.code == 1
    assert "stopped: timed out after 1e-06 ms" in done.out
    assert network.sent == []


@pytest.mark.parametrize(("flags", "verified"), [((), True), (("--insecure",), False)])
def test_certificates_are_verified_unless_told_otherwise(
    notes: Project, network: NotesService, flags: tuple[str, ...], verified: bool
) -> None:
    run_pcc("replay", *flags)
    assert set(network.verified) == {verified}


def test_silent_prints_nothing_at_all(notes: Project, network: NotesService) -> None:
    network.text = "other"
    done = run_pcc("replay", "--silent", "take-notes", FILE)
    assert (done.code, done.text) == (1, "")


def test_verbose_shows_whole_requests_and_responses(notes: Project, network: NotesService) -> None:
    done = run_pcc("replay", "--verbose")
    assert "> POST https://notes.example.com/notes" in done.out
    assert '>   "text": "hello"' in done.out
    assert "< 201" in done.out
    assert '<   "id": "n1"' in done.out
    assert "> POST" not in run_pcc("replay").out


def test_a_failed_assertion_shows_why_and_the_body(notes: Project, network: NotesService) -> None:
    network.text = "other"
    done = run_pcc("replay")
    assert done.code == 1
    lines = [line.strip() for line in done.out.splitlines()]
    assert any(line.startswith("✗ Step 2: Read the note  GET 200") for line in lines)
    assert any("expected" in line and '"other"' in line and '"hello"' in line for line in lines)
    assert '"text": "other"' in lines
    assert lines[-1] != ""


def test_a_request_without_a_response_is_a_failure(notes: Project, network: NotesService) -> None:
    def fail(_: HttpRequest) -> None:
        raise TransportError("notes.example.com refused the connection")

    network.before = fail
    done = run_pcc("replay")
    assert done.code == 1
    assert "refused the connection" in done.out
    assert "not run" in done.out


def test_a_variable_that_nothing_sets_is_told(notes: Project, network: NotesService) -> None:
    done = run_pcc("replay", "--folder", "Cleanup")
    assert "! nothing sets {{noteID}}: it was sent as it is" in done.out


def test_a_run_over_the_network_ends_with_the_list_of_what_it_created(notes: Project, network: NotesService) -> None:
    assert run_pcc("replay").out.splitlines()[-2:] == [
        "Created in https://notes.example.com:",
        "  Step 1: Create a note: https://notes.example.com/notes/n1",
    ]


def test_stale_files_stop_a_replay_before_anything_is_sent(notes: Project, network: NotesService) -> None:
    notes.write("collections/take_notes.py", NOTES.replace("Take notes", "Take other notes"))
    done = run_pcc("replay")
    assert (done.code, done.out) == (1, "")
    assert re.fullmatch(r"error: out/ is stale \(take-notes\..* differs.*\): run `pcc build` first\n", done.err)
    assert network.sent == []
    run_pcc("build")
    assert run_pcc("replay").code == 0


def test_a_project_that_was_never_built_says_what_to_do(project: Project, network: NotesService) -> None:
    project.write("collections/take_notes.py", NOTES)
    done = run_pcc("replay")
    assert done.code == 1
    assert "missing" in done.err
    assert "run `pcc build` first" in done.err


@pytest.mark.parametrize("flag", ["NAME", "=value", ""])
def test_a_variable_without_name_or_value_is_wrong_use(notes: Project, flag: str) -> None:
    done = run_pcc("replay", "--env-var", flag)
    assert (done.code, done.out) == (2, "")
    assert "--env-var takes NAME=VALUE" in done.err


def test_ctrl_c_ends_the_run_with_a_summary(notes: Project, network: NotesService) -> None:
    def interrupt(request: HttpRequest) -> None:
        if request.method == "GET":
            raise KeyboardInterrupt

    network.before = interrupt
    done = run_pcc("replay", "take-notes", FILE)
    assert done.code == 130
    assert "✓ Step 1: Create a note" in done.out
    assert "stopped: interrupted" in done.out
    assert "Created in https://notes.example.com:" in done.out
    assert network.requests == ALL[:1]


def test_colours_are_for_terminals_that_want_them(
    notes: Project, network: NotesService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured = run_pcc("replay", "--verbose", terminal=True).out
    bare = re.sub("\x1b\\[[0-9]+m", "", coloured)
    assert "\x1b[32m✓\x1b[0m" in coloured
    assert "\x1b" not in bare
    assert "\x1b" not in run_pcc("replay", "--verbose").text
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run_pcc("replay", "--verbose", terminal=True).text


def test_a_seed_sends_the_same_random_values_in_every_run(project: Project, network: NotesService) -> None:
    url = "http://h/{{$guid}}/{{$randomInt}}/{{$randomFirstName}}"
    document = {
        "info": {"name": "c", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [{"name": "a", "request": {"method": "GET", "url": url}}],
    }
    project.write("f.json", json.dumps(document))
    for seed in (["--seed", "7"], ["--seed", "7"], ["--seed", "8"], [], []):
        assert run_pcc("replay", *seed, "-n", "2", "f.json").code == 0
    runs = [network.requests[at : at + 2] for at in range(0, 10, 2)]
    assert runs[0] == runs[1]
    assert len({tuple(run) for run in runs}) == 4
    assert len({one for run in runs for one in run}) == 8


def test_a_seed_is_a_whole_number(project: Project) -> None:
    done = run_pcc("replay", "--seed", "x", "f.json")
    assert done.code == 2
    assert "'x' is not a valid integer" in done.err
