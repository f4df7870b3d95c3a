"""Serving over a socket: the same answers, a quick stop, and nothing left behind."""

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
from pcc.simulator import Simulator
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
    assert lines == [
        f"POST /{v['adminEnvID']}/as/token 200",
        f"POST {path} 201",
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
