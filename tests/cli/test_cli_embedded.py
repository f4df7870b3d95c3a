"""`pcc replay` against the embedded simulator: no socket, and it says so."""

import socket
from pathlib import Path
from typing import NoReturn

import pytest

import pcc
from cli.shell import Project, run_pcc
from pcc.project.connecting import SIMULATOR_TARGET
from pcc.simulator import Simulator

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        pytest.fail("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    assert pcc.build("exchange-refresh-token", project=ROOT, out=out).valid
    return out / "exchange-refresh-token.postman_collection.json"


def test_a_file_runs_on_the_simulator_when_told(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run_pcc("replay", built, "--simulator")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Exchange a Refresh Token  →  {SIMULATOR_TARGET}\n")
    assert "Created in" not in done.out


def test_a_project_can_make_the_simulator_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = run_pcc("replay", "exchange-refresh-token", "device_authorization_grant")
    assert done.code == 0, done.text
    assert done.out.count(f"→  {SIMULATOR_TARGET}") == 2
    assert done.out.splitlines()[-1] == "2 runs: 2 passed, 0 failed"


def test_each_iteration_makes_its_own_things(built: Path) -> None:
    assert run_pcc("replay", built, "--simulator", "-n", "2").code == 0


def test_a_host_that_is_not_pingones_is_an_error(notes: Project) -> None:
    done = run_pcc("replay", "out/take-notes.postman_collection.json", "--simulator", "--env-var", "baseUrl=http://h")
    assert done.code == 1
    assert "the embedded simulator does not answer for h" in done.out


@pytest.mark.parametrize("flags", [(), ("--verbose",)])
def test_the_simulators_secret_and_every_token_stay_hidden(
    built: Path, monkeypatch: pytest.MonkeyPatch, flags: tuple[str, ...]
) -> None:
    made: list[Simulator] = []

    def make() -> Simulator:
        made.append(Simulator())
        return made[-1]

    monkeypatch.setattr("pcc.simulator.Simulator", make)
    done = run_pcc("replay", built, "--simulator", *flags)
    assert done.code == 0
    (simulator,) = made
    assert simulator.variables()["adminAppSecret"] not in done.text
    assert "accessToken=••••••" in done.out
    assert '"access_token": "••••••"' in done.out or not flags
