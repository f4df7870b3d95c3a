"""Whole load runs against a server that counts: nothing is lost, nothing is counted twice, nothing is told away."""

import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.shell import Outcome, run_pcc
from load.service import STATUS, Service, item, script, serving, write_collection
from loopback_tls import Authority, serve_tls
from pcc.model.statement import Assertion, Capture, Comparison, JsonPath, Literal, Operator

ROOT = Path(__file__).parents[2]


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as made:
        yield made


def run_load(file: Path | str, service: Service, *arguments: object) -> Outcome:
    """Load in this process, which starts the load process."""
    return run_pcc("load", file, "--env-var", f"base={service.base}", "-r", 1000, "--color", "off", *arguments)


def table(text: str) -> dict[str, tuple[int, str]]:
    """Steps and failures of each row of the table."""
    rows = re.findall(r"^(?:[A-Z]+|-|)\s+(\S.*?)\s{2,}([\d,]+)\s+([\d.]+%)", text, flags=re.MULTILINE)
    return {step: (int(count.replace(",", "")), failed) for step, count, failed in rows}


def things(folder: Path) -> Path:
    made = item(
        "Step 1: Make it",
        "POST",
        "/things",
        body='{"name": "{{$guid}}"}',
        test=(*STATUS, "", *script(Capture("id", JsonPath("$.id")))),
    )
    return write_collection(folder, made, item("Step 2: Read it", "GET", "/things/{{id}}", test=STATUS))


def test_the_steps_add_up_to_what_the_server_counted(service: Service, tmp_path: Path) -> None:
    done = run_load(things(tmp_path), service, "-u", 4, "-n", 5)
    assert done.code == 0, done.text
    counted = service.counted()
    assert counted.pop("POST /things") == 20
    assert table(done.out) == {"Step 1: Make it": (20, "0.0%"), "Step 2: Read it": (20, "0.0%"), "all": (40, "0.0%")}
    # Each user reads what it made itself, in the same iteration.
    assert sum(counted.values()) == len(counted) == 20
    assert "40 requests in" in done.out
    assert "20 whole iterations by 4 users" in done.out


def test_two_processes_lose_nothing_and_count_nothing_twice(service: Service, tmp_path: Path) -> None:
    done = run_load(things(tmp_path), service, "-u", 6, "-n", 50, "--processes", 2)
    assert done.code == 0, done.text
    assert table(done.out)["all"] == (600, "0.0%")
    assert sum(service.counted().values()) == 600
    assert "600 requests in" in done.out
    assert "300 whole iterations by 6 users" in done.out


def test_a_time_that_is_over_loses_no_request(service: Service, tmp_path: Path) -> None:
    done = run_load(things(tmp_path), service, "-u", 5, "-t", "2s", "--processes", 2)
    assert done.code == 0, done.text
    assert table(done.out)["all"][0] == sum(service.counted().values()) > 0


def test_the_library_stays_out_of_this_process(service: Service, tmp_path: Path) -> None:
    run_load(things(tmp_path), service, "-n", 1)
    assert {"gevent", "locust"} & set(sys.modules) == set()


def test_names_are_unique_and_cookies_last_for_an_iteration(service: Service, tmp_path: Path) -> None:
    done = run_load(things(tmp_path), service, "-u", 3, "-n", 4, "--processes", 2)
    assert done.code == 0, done.text
    told = service.told()
    assert len(set(told["bodies"])) == 12
    # The second step brings the cookie of the first one, and nobody else's; the first one brings none.
    assert set(told["cookies"].values()) == {1}
    assert len(told["cookies"]) == 12


def test_hops_of_a_redirect_are_requests_of_one_step(service: Service, tmp_path: Path) -> None:
    done = run_load(write_collection(tmp_path, item("Follow", "GET", "/again/2")), service, "-n", 3)
    assert table(done.out)["Follow"] == (3, "0.0%")
    assert "9 requests in" in done.out
    assert sum(service.counted().values()) == 9


def test_every_kind_of_failure_is_one_of_its_step_with_the_reason(service: Service, tmp_path: Path) -> None:
    file = write_collection(
        tmp_path,
        item("Wrong status", "GET", "/status/503", test=STATUS),
        item("Nothing to take", "GET", "/x", test=script(Capture("left", JsonPath("$.absent")))),
        item("Nobody sets it", "GET", "/{{nobody}}"),
        {"name": "Nobody answers", "request": {"method": "GET", "url": "http://127.0.0.1:1/"}},
        item("Fine", "GET", "/fine"),
    )
    done = run_load(file, service, "-u", 2, "-n", 1, "--csv", tmp_path / "t/load", "--html", tmp_path / "t/load.html")
    assert done.code == 1
    assert {step: failed for step, (_, failed) in table(done.out).items()} == {
        "Wrong status": "100.0%",
        "Nothing to take": "100.0%",
        "Nobody sets it": "100.0%",
        "Nobody answers": "100.0%",
        "Fine": "0.0%",
        "all": "80.0%",
    }
    for reason in ("expected response to have status code 200", "$.absent", "{{nobody}}", "refused the connection"):
        assert reason in done.out
        assert reason in (tmp_path / "t/load_failures.csv").read_text(encoding="utf-8")
    # What nothing resolves is not sent.
    assert set(service.counted()) == {"GET /status/503", "GET /x", "GET /fine"}
    assert "Wrong status,2,2" in (tmp_path / "t/load_stats.csv").read_text(encoding="utf-8")
    assert "Wrong status" in (tmp_path / "t/load.html").read_text(encoding="utf-8")


def test_thresholds_decide_and_say_what_they_saw(service: Service, tmp_path: Path) -> None:
    file = write_collection(tmp_path, item("A: b, c", "GET", "/a"), item("D", "GET", "/status/500", test=STATUS))
    arguments = ("-u", 2, "-n", 2, "--fail-if", "errors>50%,p95>60s", "--fail-if", "A: b, c:errors>0")
    done = run_load(file, service, *arguments)
    assert done.code == 0
    assert "✓ errors > 50%: 50.00%" in done.out
    crossed = run_load(file, service, *arguments, "--fail-if", "D:errors>=100%")
    assert crossed.code == 1
    assert "✗ D: errors >= 100%: 100.00%" in crossed.out


def test_no_output_shows_a_secret(service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PCC_VAR_apiKey", "hunter2-hunter2")
    taken = Capture("token", JsonPath("$.token"), secret=True)
    wrong = Assertion(JsonPath("$.token"), Comparison(Operator.EQUALS, Literal("another")))
    file = write_collection(
        tmp_path,
        item("Send hunter2-hunter2", "POST", "/{{apiKey}}", body="{{apiKey}}", test=script(taken)),
        item("Show it", "GET", "/x", test=script(wrong)),
        {"name": "Send it away", "request": {"method": "GET", "url": "http://{{apiKey}}.invalid/"}},
    )
    reports = ("--csv", tmp_path / "o/load", "--html", tmp_path / "o/load.html")
    done = run_load(file, service, "-u", 2, "-n", 1, "--processes", 2, *reports)
    outputs = [done.text, *(path.read_text(encoding="utf-8") for path in (tmp_path / "o").iterdir())]
    assert len(outputs) == 6
    assert table(done.out)["Send ••••••"] == (2, "0.0%")
    (shown,) = [line for line in done.out.splitlines() if "x Show it: " in line]
    assert "••••••" in shown
    for text in outputs:
        assert "hunter2-hunter2" not in text
        assert "sesame-0123456789" not in text


def test_users_are_dealt_rows(service: Service, tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("who\n" + "".join(f"user{number}\n" for number in range(4)), encoding="utf-8")
    file = write_collection(tmp_path, item("Say who", "POST", "/who", body="{{who}}"))
    kept = run_load(file, service, "-u", 4, "-n", 3, "-d", rows, "--processes", 2)
    assert kept.code == 0, kept.text
    assert Counter(service.told()["bodies"]) == {f"user{number}": 3 for number in range(4)}
    dealt = run_load(file, service, "-u", 2, "-n", 4, "-d", rows, "--deal", "iteration")
    assert dealt.code == 0, dealt.text
    assert Counter(service.told()["bodies"]) == {f"user{number}": 5 for number in range(4)}


def test_scripts_and_control_flow_are_those_of_a_replay(service: Service, tmp_path: Path) -> None:
    pytest.importorskip("py_mini_racer")
    file = write_collection(
        tmp_path,
        item("First", "POST", "/first", body="{{mine}}",
             before="pm.environment.set('mine', pm.variables.replaceIn('{{$guid}}'));",
             test=["pm.sendRequest(pm.environment.get('base') + '/extra', () => {});",
                   "pm.test('mine', () => pm.expect(pm.response.json().value).to.eql(pm.environment.get('mine')));",
                   "pm.execution.setNextRequest('Third');"]),
        item("Second", "GET", "/second"),
        item("Third", "GET", "/third", before="pm.execution.skipRequest();"),
    )  # fmt: skip
    done = run_load(file, service, "-u", 6, "-n", 2)
    if "pcc sandbox fetch" in done.err:
        pytest.skip(done.err)
    assert done.code == 0, done.text
    assert service.counted() == {"POST /first": 12, "GET /extra": 12}
    assert table(done.out) == {"First": (12, "0.0%"), "all": (12, "0.0%")}
    assert "24 requests in" in done.out


def start(*arguments: object) -> "subprocess.Popen[str]":
    """Start `pcc load` as a user does."""
    command = [sys.executable, "-m", "pcc", "load", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: "subprocess.Popen[str]") -> Outcome:
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in out + err
    return Outcome(process.returncode, out, err)


def children(pid: int) -> list[int]:
    return [int(found) for found in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the workers in /proc")
def test_a_worker_that_is_killed_is_reported_and_the_others_go_on(tmp_path: Path) -> None:
    with serving(delay_ms=5) as service:
        base = f"base={service.base}"
        running = start(things(tmp_path), "--env-var", base, "-u", 4, "-r", 100, "-n", 60, "--processes", 2)
        service.await_first()
        (load,) = children(running.pid)
        os.kill(children(load)[0], signal.SIGKILL)
        done = finish(running)
        assert done.code == 4
        assert re.search(
            r"lost: worker \d \(.+\) was lost after .* s: \d users? and what it did in its last 3 s", done.out
        )
        counted = sum(service.counted().values())
    # The other one has finished, and all of it was counted.
    assert 2 * 60 * 2 <= table(done.out)["all"][0] <= counted


@pytest.mark.parametrize("processes", [0, 2])
def test_ctrl_c_ends_with_the_summary(service: Service, tmp_path: Path, processes: int) -> None:
    several = ("--processes", processes) if processes else ()
    running = start(things(tmp_path), "--env-var", f"base={service.base}", "-u", 3, "-r", 100, "-t", "60s", *several)
    service.await_first()
    running.send_signal(signal.SIGINT)
    done = finish(running)
    assert done.code == 130
    assert "interrupted" in done.out
    assert table(done.out)["all"][0] == sum(service.counted().values())


def test_a_step_that_is_never_answered_does_not_keep_the_load_from_ending(service: Service, tmp_path: Path) -> None:
    file = write_collection(tmp_path, item("Wait", "GET", "/silent"))
    done = run_load(file, service, "-u", 2, "-t", "1s", "--stop-timeout", 0)
    assert done.code == 1
    assert table(done.out)["Wait"] == (2, "100.0%")
    assert "2x Wait: interrupted" in done.out


def port_of(master: "subprocess.Popen[str]") -> str:
    assert master.stderr is not None
    found = re.search(r"port (\d+)", master.stderr.readline())
    assert found is not None
    return found[1]


def test_workers_on_other_machines_get_their_users_from_the_master(service: Service, tmp_path: Path) -> None:
    file, base = things(tmp_path), f"base={service.base}"
    at = ("--master-bind-host", "127.0.0.1", "--master-bind-port", 0, "--expect-workers", 2)
    master = start(file, "--env-var", base, "-u", 4, "-r", 100, "-n", 10, "--master", *at)
    port = port_of(master)
    workers = [start(file, "--env-var", base, "-n", 10, "--worker", "--master-port", port) for _ in range(2)]
    done = finish(master)
    assert done.code == 0, done.text
    assert table(done.out)["all"] == (80, "0.0%")
    assert sum(service.counted().values()) == 80
    assert [finish(worker).code for worker in workers] == [0, 0]


def test_a_worker_with_another_collection_is_refused(service: Service, tmp_path: Path) -> None:
    file, base = things(tmp_path), f"base={service.base}"
    other = write_collection(tmp_path, item("Other", "GET", "/other"), name="Other")
    at = ("--master-bind-host", "127.0.0.1", "--master-bind-port", 0)
    master = start(file, "--env-var", base, "-n", 1, "--master", *at)
    worker = start(other, "--env-var", base, "--worker", "--master-port", port_of(master))
    done = finish(master)
    assert done.code == 4
    assert "has another collection" in done.err
    assert service.counted() == {}
    finish(worker)


def test_workers_that_do_not_come_end_the_wait(service: Service, tmp_path: Path) -> None:
    at = ("--master-bind-host", "127.0.0.1", "--master-bind-port", 0, "--expect-workers-max-wait", 0.1)
    done = run_load(things(tmp_path), service, "-n", 1, "--master", *at)
    assert done.code == 4
    assert "0 of 1 workers came within 0.1 s" in done.err


def test_a_port_that_is_taken_is_said(service: Service, tmp_path: Path) -> None:
    port = service.base.rpartition(":")[2]
    at = ("--master-bind-host", "127.0.0.1", "--master-bind-port", port)
    done = run_load(things(tmp_path), service, "-n", 1, "--master", *at)
    assert done.code == 4
    assert f"port {port} of 127.0.0.1: Address already in use" in done.err


def test_locust_itself_runs_the_file_that_is_written(service: Service, tmp_path: Path) -> None:
    file = tmp_path / "for locust/locustfile.py"
    written = run_load(things(tmp_path), service, "-n", 3, "--locustfile", file)
    assert written.code == 0, written.text
    assert service.counted() == {}
    options = ["--headless", "--users=2", "--spawn-rate=10", "--run-time=4", "--json", "--skip-log"]
    command = [sys.executable, "-m", "locust", "-f", str(file), *options]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    entries = {entry["name"]: entry["num_requests"] for entry in json.loads(done.stdout)}
    assert entries == {"Step 1: Make it": 6, "Step 2: Read it": 6}
    assert sum(service.counted().values()) == 12


@pytest.mark.parametrize("option", ["--csv", "--html"])
def test_a_report_that_cannot_be_written_is_said_before_anything_is_sent(
    service: Service, tmp_path: Path, option: str
) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    done = run_load(things(tmp_path), service, "-n", 1, option, tmp_path / "taken/load")
    assert done.code == 4
    assert "cannot write" in done.err
    assert service.counted() == {}


def test_a_workflow_loads_the_simulator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = run_pcc("load", "refresh-token-grant", "-u", 2, "-r", 100, "-n", 2, "--color", "off")
    assert done.code == 0, done.text
    assert table(done.out)["Step 4: Create user"] == (4, "0.0%")
    assert "embedded simulator" in done.out


def test_a_simulator_answers_for_itself_alone(tmp_path: Path) -> None:
    file = write_collection(
        tmp_path, {"name": "Away", "request": {"method": "GET", "url": "https://api.pingone.com/v1"}}
    )
    done = run_pcc("load", file, "--simulator", "-n", 1)
    assert done.code == 1
    assert "the embedded simulator does not answer for api.pingone.com" in done.out


def exists(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the processes in /proc")
def test_nothing_goes_on_when_the_command_is_killed(service: Service, tmp_path: Path) -> None:
    running = start(things(tmp_path), "--env-var", f"base={service.base}", "-u", 2, "-t", "60s", "--processes", 2)
    service.await_first()
    (load,) = children(running.pid)
    orphans = [load, *children(load)]
    running.kill()
    running.communicate()
    # They look once a second; asking the server is what this waits with.
    while any(map(exists, orphans)):
        service.counted()


def test_users_reach_a_server_under_tls(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with serve_tls(authority.server_context()) as server:
        file = write_collection(tmp_path, {"name": "Ask", "request": {"method": "GET", "url": f"{server.base_url}/"}})
        done = run_pcc("load", file, "-u", 3, "-r", 100, "-n", 2, "--ssl-extra-ca-certs", authority.roots)
        assert done.code == 0, done.text
        assert table(done.out)["Ask"] == (6, "0.0%")
        distrusted = run_pcc("load", file, "-u", 2, "-r", 100, "-n", 1)
    assert distrusted.code == 1
    assert "is not trusted" in distrusted.out


def test_a_time_limit_is_one_of_the_request(service: Service, tmp_path: Path) -> None:
    file = write_collection(tmp_path, item("Wait", "GET", "/silent"))
    done = run_load(file, service, "-u", 2, "-n", 1, "--timeout-request", 50, "--fail-if", "min<50,errors<100%")
    assert done.code == 0, done.text
    assert "timed out after 50 ms" in done.out
