"""`pcc simulate`, in a process of its own."""

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

import pcc
from cli.shell import run_pcc
from pcc.simulator import SECRETS

ROOT = Path(__file__).parents[2]


@contextmanager
def simulating(folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "pcc", "simulate", *options],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Whoever started the tests may have told the shell to pass over Ctrl-C; the command must not inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        env={**os.environ, "PYTHONUNBUFFERED": ""},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def read_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().rstrip("\n")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    assert pcc.build("refresh-token-grant", project=ROOT, out=out).valid
    return out / "refresh-token-grant.postman_collection.json"


def test_a_replay_against_the_served_simulator_passes_and_ctrl_c_stops_it(tmp_path: Path, built: Path) -> None:
    with simulating(tmp_path, "--write-environment", "env/simulator.json") as process:
        assert read_line(process).startswith("PingOne simulator on http://127.0.0.1:")
        assert read_line(process) == "environment written to env/simulator.json"
        environment = tmp_path / "env/simulator.json"
        values = {entry["key"]: entry["value"] for entry in json.loads(environment.read_text())["values"]}
        replayed = run_pcc("replay", built, "-e", environment)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert replayed.code == 0, replayed.text
    lines = replayed.out.splitlines()
    assert lines[0].endswith(f"→  {values['authPath']}")
    created = lines[lines.index(f"Created in {values['authPath']}:") + 1 :]
    assert [line.split(": ")[0:2] for line in created] == [
        ["  Step 1", "Create an application"],
        ["  Step 3", "Create a population"],
        ["  Step 4", "Create user"],
    ]
    assert all(f"{values['apiPath']}/environments/{values['envID']}/" in line for line in created)
    assert values["adminAppSecret"] not in replayed.text
    assert (process.returncode, err) == (0, "")
    requests = out.splitlines()
    assert requests[-1] == "stopped"
    assert requests[0].startswith(f"POST   /{values['adminEnvID']}/as/token 200 (")
    assert values["adminAppSecret"] not in out


def test_without_a_file_the_environment_is_printed(tmp_path: Path) -> None:
    with simulating(tmp_path, "--silent") as process:
        base = read_line(process).split()[3].rstrip(",")
        names = [read_line(process).split(" = ") for _ in range(7)]
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert dict(names)["  apiPath"] == f"{base}/v1"
    assert {name.strip() for name, _ in names} >= SECRETS
    assert (process.returncode, out, err) == (0, "stopped\n", "")


def test_a_port_that_is_taken_ends_with_4(tmp_path: Path) -> None:
    with simulating(tmp_path) as process:
        port = read_line(process).rpartition(":")[2].split(",")[0]
        shown = run_pcc("simulate", "--port", port)
    assert (shown.code, shown.out) == (4, "")
    assert f"cannot listen on 127.0.0.1 port {port}: " in shown.err
    assert shown.err.endswith("choose another port\n")


def test_a_folder_that_cannot_be_written_ends_with_4(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    shown = run_pcc("simulate", "--write-environment", tmp_path / "taken/env.json")
    assert shown.code == 4
    assert "error: cannot write" in shown.err


def answer_of(base: str, path: str) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection(base.removeprefix("http://"), timeout=60)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()


def base_of(process: subprocess.Popen[str]) -> str:
    return read_line(process).split()[3].rstrip(",")


def test_faults_of_the_command_line_are_planted_and_told_in_the_log(tmp_path: Path) -> None:
    with simulating(
        tmp_path, "--fault", "error status=502 path=/first$", "--fault", "rate-limit path=/second$"
    ) as process:
        base = base_of(process)
        assert [answer_of(base, path)[0] for path in ("/first", "/second", "/third")] == [502, 429, 404]
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert [line.partition(" (")[0] for line in out.splitlines()[-4:-1]] == [
        "GET    /first 502 UNEXPECTED_ERROR",
        "GET    /second 429 REQUEST_LIMITED",
        "GET    /third 404 NOT_FOUND",
    ]
    assert err == ""


def test_a_fault_that_is_not_understood_ends_with_2_before_anything_is_served() -> None:
    shown = run_pcc("simulate", "--fault", "delai seconds=2")
    assert (shown.code, shown.out) == (2, "")
    assert "the fault 'delai seconds=2' is not understood: fault: must be one of delay, " in shown.err


def test_other_machines_are_refused_without_the_flag() -> None:
    shown = run_pcc("simulate", "--host", "0.0.0.0")
    assert (shown.code, shown.out) == (2, "")
    assert "loopback only" in shown.err
    assert "--allow-remote" in shown.err


def test_with_the_flag_the_simulator_says_who_can_reach_it(tmp_path: Path) -> None:
    with simulating(tmp_path, "--host", "0.0.0.0", "--allow-remote", "--public-url", "http://pingone.test") as process:
        assert base_of(process) == "http://pingone.test"
        assert read_line(process) == "other machines can reach it, its control endpoints too"
        assert read_line(process).startswith("  tld = ")


def test_sigterm_stops_it_like_ctrl_c(tmp_path: Path) -> None:
    with simulating(tmp_path) as process:
        base_of(process)
        for _ in range(7):
            read_line(process)
        process.terminate()
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, "stopped\n", "")
