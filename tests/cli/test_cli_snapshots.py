"""What the commands print, as files. Times, tokens and what else differs from run to run is written in one way."""

import itertools
import re
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

import pcc
from cli.notes_service import NotesService
from cli.shell import NOTES, Project, run_pcc
from pcc import cli
from pcc.simulator import Simulator
from pcc.simulator.faults import Match, status
from snapshots import TextSnapshot

ROOT = Path(__file__).parents[2]


@pytest.fixture
def shown(snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch) -> SnapshotAssertion:
    # Help is wrapped to the width of the terminal.
    monkeypatch.setenv("COLUMNS", "80")
    return snapshot.use_extension(TextSnapshot)


def plain(text: str) -> str:
    """The text without what differs from run to run."""
    text = re.sub(r"\d+(\.\d+)? (ms|s)\b", r"0 \2", text)
    text = re.sub(r"eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+", "<token>", text)
    return re.sub(r'"(exp|iat|auth_time|expires_in)": \d+', r'"\1": 0', text)


@pytest.mark.parametrize("command", ["pcc", *cli.COMMANDS])
def test_help(command: str, shown: SnapshotAssertion) -> None:
    assert run_pcc(*([] if command == "pcc" else [command]), "--help").out == shown


def test_init(project: Project, shown: SnapshotAssertion) -> None:
    assert run_pcc("init", "new").out == shown


def test_list(shown: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert run_pcc("list").out == shown


def test_build(project: Project, shown: SnapshotAssertion) -> None:
    project.write("collections/take_notes.py", NOTES)
    assert run_pcc("build").out == shown


def test_build_with_findings(project: Project, shown: SnapshotAssertion) -> None:
    project.write("collections/take_notes.py", NOTES.replace("{note}", "<<noteIDD>>"))
    assert run_pcc("build").err == shown


def test_build_with_an_invalid_workflow(project: Project, shown: SnapshotAssertion) -> None:
    project.write("collections/take_notes.py", NOTES.replace("{note}", "{created}"))
    assert run_pcc("build").err == shown


def test_check(notes: Project, shown: SnapshotAssertion) -> None:
    notes.write("out/old.md", "old")
    notes.write("out/take-notes.md", "changed")
    (notes.root / "out/notes.postman_environment.json").unlink()
    assert run_pcc("build", "--check").out == shown


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    assert pcc.build("refresh-token-grant", project=ROOT, out=out).valid
    return out / "refresh-token-grant.postman_collection.json"


@pytest.fixture
def simulator(monkeypatch: pytest.MonkeyPatch) -> Simulator:
    """A simulator that makes the same things in every run, and counts where a run would draw."""
    ids, guids = itertools.count(1), itertools.count(1)
    made = Simulator(now=lambda: 1_760_000_000.0, new_id=lambda: f"00000000-0000-4000-8000-{next(ids):012d}")
    monkeypatch.setattr("pcc.simulator.Simulator", lambda: made)
    monkeypatch.setattr(
        "pcc.runner.system.SystemRandomness.guid", lambda self: f"11111111-0000-4000-8000-{next(guids):012d}"
    )
    return made


def test_replay_green(built: Path, simulator: Simulator, shown: SnapshotAssertion) -> None:
    done = run_pcc("replay", built, "--simulator")
    assert done.code == 0
    assert plain(done.out) == shown


def test_replay_red(built: Path, simulator: Simulator, shown: SnapshotAssertion) -> None:
    simulator.plant(status(Match("POST", "/populations$"), 500))
    done = run_pcc("replay", built, "--simulator")
    assert done.code == 1
    assert plain(done.out) == shown


def test_replay_verbose(built: Path, simulator: Simulator, shown: SnapshotAssertion) -> None:
    done = run_pcc("replay", built, "--simulator", "--verbose")
    assert done.code == 0
    assert plain(done.out) == shown


def test_replay_over_the_network(notes: Project, network: NotesService, shown: SnapshotAssertion) -> None:
    network.text = "other"
    done = run_pcc("replay", "take-notes", "take-notes", "-n", "2")
    assert done.code == 1
    assert plain(done.out) == shown
