"""Serving over a socket: the same answers, a quick stop, and nothing left behind."""

import contextlib
import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Iterator

import pytest
import uvicorn

from pcc.errors import RunError, UsageError
from pcc.simulator import Limits, Simulator, faults
from pcc.simulator.serving import Server
from simulator.sim_client import Client


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


def connect(server: Server) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)


def test_a_served_simulator_is_at_home_at_its_address(server: Server) -> None:
    variables = server.simulator.variables()
    assert server.base_url == f"http://127.0.0.1:{server.port}"
    assert variables["apiPath"] == f"{server.base_url}/v1"
    assert variables["authPath"] == server.base_url


def test_a_worker_token_and_an_application_over_one_connection() -> None:
    lines: list[str] = []
    with Server(log=lines.append) as server:
        v = server.simulator.variables()
        connection = connect(server)
        basic = b64encode(f"{v['adminAppID']}:{v['adminAppSecret']}".encode()).decode()
        form = {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", f"/{v['adminEnvID']}/as/token?secret=x", "grant_type=client_credentials", form)
        answer = connection.getresponse()
        assert answer.status == 200
        token = json.load(answer)["access_token"]
        bearer = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        path = f"/v1/environments/{v['envID']}/populations"
        connection.request("POST", path, json.dumps({"name": "Köln"}), bearer)
        created = connection.getresponse()
        assert created.status == 201
        assert created.getheader("Transfer-Encoding") == "chunked"
        assert len(created.headers.get_all("Date") or []) == 1
        assert created.getheader("Server") is None
        found = json.load(created)
        assert found["_links"]["self"]["href"] == f"{server.base_url}{path}/{found['id']}"
        connection.request("DELETE", f"{path}/{found['id']}", headers=bearer)
        deleted = connection.getresponse()
        assert (deleted.status, deleted.read()) == (204, b"")
        connection.close()
    assert [line.rpartition(" (")[0] for line in lines] == [
        f"POST   /{v['adminEnvID']}/as/token 200",
        f"POST   {path} 201",
        f"DELETE {path}/{found['id']} 204",
    ]


def test_an_answer_does_not_wait_for_nagle(server: Server) -> None:
    connection = connect(server)
    path = f"/{server.simulator.variables()['envID']}/as/.well-known/openid-configuration"
    spent = []
    for _ in range(20):
        start = time.perf_counter()
        connection.request("GET", path)
        connection.getresponse().read()
        spent.append(time.perf_counter() - start)
    connection.close()
    # With Nagle's algorithm every answer takes 40 ms or more.
    assert sorted(spent)[5] < 0.03


def test_a_given_simulator_is_served_as_it_is() -> None:
    simulator = Simulator()
    with Server(simulator=simulator) as server:
        assert server.simulator is simulator
        connection = connect(server)
        connection.request("GET", f"/{simulator.variables()['envID']}/as/jwks")
        assert json.load(connection.getresponse())["keys"]
        connection.close()


def test_the_server_stops_and_leaves_no_thread() -> None:
    with Server() as server:
        name = f"pcc-simulator-{server.port}"
        assert name in {thread.name for thread in threading.enumerate()}
        port = server.port
        idle = socket.create_connection(("127.0.0.1", port))
        kept = connect(server)
        kept.request("GET", "/")
        kept.getresponse().read()
    assert name not in {thread.name for thread in threading.enumerate()}
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
    idle.close()
    kept.close()


def test_a_server_can_be_entered_again() -> None:
    server = Server()
    for _ in range(2):
        with server:
            connection = connect(server)
            connection.request("GET", "/")
            assert connection.getresponse().status == 404
            connection.close()


def test_a_client_that_goes_away_early_does_no_harm(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as early:
        early.sendall(b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
    connection = connect(server)
    connection.request("GET", "/")
    assert connection.getresponse().status == 404
    connection.close()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.com", ""])
def test_only_loopback_is_served(host: str) -> None:
    with pytest.raises(UsageError, match="loopback only"):
        Server(host=host)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_is_in_range(port: int) -> None:
    with pytest.raises(UsageError, match="there is no port"):
        Server(port)


def test_a_taken_port_is_told(server: Server) -> None:
    with pytest.raises(RunError, match=f"cannot listen on 127.0.0.1 port {server.port}"), Server(server.port):
        pass


def test_a_server_that_cannot_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(self: uvicorn.Server, sockets: list[socket.socket] | None = None) -> None:
        raise SystemExit(3)

    monkeypatch.setattr(uvicorn.Server, "run", run)
    with pytest.raises(RunError, match="could not be served"), Server():
        pass


def test_localhost_and_ipv6_are_loopback() -> None:
    with Server(host="localhost") as server:
        assert server.base_url == f"http://localhost:{server.port}"
    if socket.has_ipv6:
        try:
            with Server(host="::1") as server:
                assert server.base_url == f"http://[::1]:{server.port}"
        except RunError:
            pytest.skip("this machine has no IPv6 loopback address")


def test_waiting_ends_with_an_interrupt(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(self: threading.Thread, timeout: float | None = None) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "join", interrupted)
        server.wait()
    client = Client(server.simulator)
    assert client.worker_token().status == 200


def test_importing_the_simulator_is_cheap() -> None:
    heavy = "joserfc", "cryptography", "uvicorn", "asyncio"
    code = f"import sys, pcc.simulator.serving; print([name for name in {heavy!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_a_delayed_answer_keeps_nobody_else_waiting(server: Server) -> None:
    server.simulator.plant(faults.delay(faults.Match(path="/slow$"), seconds=3600))
    slow, quick = connect(server), connect(server)
    slow.request("GET", "/slow")
    quick.request("GET", "/quick")
    assert quick.getresponse().status == 404
    slow.close()
    quick.close()


def test_a_reset_breaks_the_connection_within_the_body(server: Server) -> None:
    server.simulator.plant(faults.reset(faults.Match(), after=5))
    connection = connect(server)
    connection.request("GET", f"/{server.simulator.variables()['envID']}/as/jwks")
    answer = connection.getresponse()
    assert answer.status == 200
    with pytest.raises((ConnectionResetError, http.client.IncompleteRead)):
        answer.read()
    connection.close()
    server.simulator.clear_faults()
    again = connect(server)
    again.request("GET", "/")
    assert again.getresponse().status == 404
    again.close()


def test_a_reset_says_nothing_on_standard_error(server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    server.simulator.plant(faults.reset(faults.Match()))
    connection = connect(server)
    connection.request("GET", "/")
    with pytest.raises((ConnectionResetError, http.client.HTTPException)):
        connection.getresponse().read()
    connection.close()
    assert capfd.readouterr().err == ""


def test_a_body_that_never_ends_is_refused_early() -> None:
    with Server(limits=Limits(body_bytes=1000)) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as endless:
            endless.sendall(b"POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            endless.sendall(b"400\r\n" + b"x" * 1024 + b"\r\n")
            assert endless.recv(100).startswith(b"HTTP/1.1 413 ")
        connection = connect(server)
        connection.request("POST", "/x", b"x" * 1001)
        assert json.load(connection.getresponse())["code"] == "REQUEST_TOO_LARGE"
        connection.close()


def test_garbage_on_one_connection_leaves_the_others_alone(server: Server) -> None:
    kept = connect(server)
    kept.request("GET", "/")
    assert kept.getresponse().read()
    for garbage in (b"\x00\xff\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /" + b"x" * 100_000 + b"\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as hostile:
            hostile.sendall(garbage)
            assert hostile.recv(100).startswith(b"HTTP/1.1 4")
    kept.request("GET", "/")
    assert kept.getresponse().status == 404
    kept.close()


def test_other_machines_are_let_in_only_when_said_so() -> None:
    with Server(host="0.0.0.0", allow_remote=True) as server:
        assert server.base_url == f"http://{socket.gethostname()}:{server.port}"
        connection = connect(server)
        connection.request("GET", "/")
        assert connection.getresponse().status == 404
        connection.close()


def test_a_public_url_is_what_the_environment_and_the_links_say() -> None:
    with Server(public_url="https://pingone.example/") as server:
        variables = server.simulator.variables()
        assert (variables["apiPath"], variables["authPath"]) == (
            "https://pingone.example/v1",
            "https://pingone.example",
        )


@pytest.mark.parametrize("url", ["pingone.example", "ftp://x", "http://", "http://x/path", "http://x/?q"])
def test_a_public_url_is_a_base(url: str) -> None:
    with pytest.raises(UsageError, match="no base URL"):
        Server(public_url=url)


def test_a_line_tells_the_codes_of_a_refusal_and_what_a_fault_did() -> None:
    lines: list[str] = []
    with Server(log=lines.append) as server:
        v = server.simulator.variables()
        server.simulator.plant(faults.reset(faults.Match(path="/jwks$"), after=3))
        connection = connect(server)
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        for method, path, body, headers in (
            ("GET", f"/v1/environments/{v['envID']}/users", None, {}),
            ("POST", f"/{v['envID']}/as/token", "grant_type=client_credentials&client_id=x", form),
            ("GET", f"/{v['envID']}/as/jwks", None, {}),
        ):
            connection.request(method, path, body, headers)
            with contextlib.suppress(ConnectionError, http.client.HTTPException):
                connection.getresponse().read()
        connection.close()
    assert [line.partition(" (")[0] for line in lines] == [
        f"GET    /v1/environments/{v['envID']}/users 401 ACCESS_FAILED INVALID_TOKEN Authentication Credentials",
        f"POST   /{v['envID']}/as/token 401 invalid_client",
        f"GET    /{v['envID']}/as/jwks 200 reset after 3 bytes",
    ]
