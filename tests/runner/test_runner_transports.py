"""Transports: the network over a real socket, the simulator in process."""

import gzip
import socket
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pcc.model.ports import HttpRequest, TransportError
from pcc.runner.transports.embedded import SimulatorTransport
from pcc.runner.transports.network import NetworkTransport
from pcc.simulator import SimulatorRequest, SimulatorResponse
from runner.fakes import header_of


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 5
    release = threading.Event()

    def do_GET(self) -> None:
        if self.path == "/hang":
            self.release.wait(5)
            self.close_connection = True
            return
        body = f"{self.path} {self.client_address[1]}".encode()
        packed = {"/gzip": gzip.compress(body), "/deflate": zlib.compress(body)}.get(self.path, body)
        self.send_response(200, "Fine")
        if packed is not body:
            self.send_header("Content-Encoding", self.path[1:])
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        self.wfile.write(packed)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        head = "\n".join(f"{name}: {value}" for name, value in self.headers.items()).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(head) + len(body) + 2))
        self.end_headers()
        self.wfile.write(head + b"\n\n" + body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def origin() -> Iterator[str]:
    Handler.release = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    Handler.release.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def network() -> Iterator[NetworkTransport]:
    transport = NetworkTransport()
    yield transport
    transport.close()


def get(origin: str, path: str) -> HttpRequest:
    return HttpRequest("GET", origin + path, (("Host", origin.removeprefix("http://")), ("Accept", "*/*")))


def test_a_connection_is_kept_alive(origin: str, network: NetworkTransport) -> None:
    first, second = (network.send(get(origin, "/a")) for _ in range(2))
    assert first.body == second.body
    assert (first.status, first.reason) == (200, "Fine")
    assert first.elapsed_ms > 0
    assert [value for name, value in first.headers if name.lower() == "set-cookie"] == ["a=1", "b=2"]


@pytest.mark.parametrize("path", ["/gzip", "/deflate"])
def test_a_body_comes_decoded(origin: str, network: NetworkTransport, path: str) -> None:
    assert network.send(get(origin, path)).body.startswith(path.encode())


def test_url_headers_and_body_go_out_as_they_are(origin: str, network: NetworkTransport) -> None:
    assert network.send(get(origin, "/a|b/../{c}?q=it's%20[x]&&e")).body.startswith(b"/a|b/../{c}?q=it's%20[x]&&e ")
    sent = (("Host", "other.test"), ("x-lower", "é"), ("X-A", "1"), ("X-A", "2"), ("Content-Length", "3"))
    answer = network.send(HttpRequest("POST", f"{origin}/", sent, b"\x00ab"))
    assert answer.body == "\n".join(f"{name}: {value}" for name, value in sent).encode() + b"\n\n\x00ab"


def test_a_server_that_does_not_answer_times_out(origin: str, network: NetworkTransport) -> None:
    with pytest.raises(TransportError, match="timed out after 20 ms"):
        network.send(get(origin, "/hang"), timeout_ms=20)


def test_a_refused_connection_says_so(network: NetworkTransport) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(TransportError, match=f"{host} refused the connection"):
            network.send(get(f"http://{host}", "/"))


def test_a_host_without_address_says_so(network: NetworkTransport, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(TransportError, match=r"no address was found for the host nowhere\.test"):
        network.send(get("http://nowhere.test", "/"))


def test_a_drip_of_bytes_times_out_as_a_whole(origin: str) -> None:
    ticks = iter(range(100))
    transport = NetworkTransport(timer=lambda: float(next(ticks)))
    with pytest.raises(TransportError, match="timed out after 500 ms"):
        transport.send(get(origin, "/a"), timeout_ms=500)
    transport.close()


class Echo:
    """A simulator that tells what it was asked."""

    def handle(self, request: SimulatorRequest) -> SimulatorResponse:
        return SimulatorResponse(201, (("X", "y"),), f"{request.method} {request.url}".encode() + request.body)

    def variables(self) -> dict[str, str]:
        return {"apiPath": "http://sim.test:8080/v1", "envID": "1234"}


@pytest.mark.parametrize("host", ["https://api.pingone.com", "https://auth.pingone.eu", "http://sim.test:8080"])
def test_the_simulator_answers_in_process(host: str) -> None:
    transport = SimulatorTransport(Echo())  # type: ignore[arg-type]
    answer = transport.send(HttpRequest("POST", f"{host}/x", (("A", "b"),), b"!"))
    assert (answer.status, answer.reason, header_of(answer.headers, "x")) == (201, "Created", "y")
    assert answer.body == f"POST {host}/x!".encode()
    transport.close()


@pytest.mark.parametrize("host", ["example.test", "sim.test", "myapi.pingone.com", "api.pingone.com.evil.test@x.test"])
def test_the_simulator_answers_for_no_other_host(host: str) -> None:
    transport = SimulatorTransport(Echo())  # type: ignore[arg-type]
    with pytest.raises(TransportError, match="the embedded simulator does not answer for"):
        transport.send(HttpRequest("GET", f"https://{host}/", ()))


class Faulty(Echo):
    """A simulator whose answer is late, or broken off."""

    def __init__(self, *, delay: float = 0.0, reset_after: int | None = None) -> None:
        self.answer = SimulatorResponse(200, (), b"body", delay, reset_after)

    def handle(self, request: SimulatorRequest) -> SimulatorResponse:
        return self.answer


def test_a_late_answer_is_waited_for() -> None:
    slept: list[float] = []
    transport = SimulatorTransport(Faulty(delay=2.5), sleep=slept.append)  # type: ignore[arg-type]
    assert transport.send(get("https://api.pingone.com", "/x"), timeout_ms=2500).body == b"body"
    assert slept == [2.5]


def test_an_answer_later_than_the_limit_times_out_at_the_limit() -> None:
    slept: list[float] = []
    transport = SimulatorTransport(Faulty(delay=2.5), sleep=slept.append)  # type: ignore[arg-type]
    with pytest.raises(TransportError, match="timed out after 1000 ms"):
        transport.send(get("https://api.pingone.com", "/x"), timeout_ms=1000)
    assert slept == [1.0]


def test_a_broken_off_answer_is_no_response() -> None:
    transport = SimulatorTransport(Faulty(reset_after=2))  # type: ignore[arg-type]
    with pytest.raises(TransportError, match=r"no response from api\.pingone\.com: the connection was reset"):
        transport.send(get("https://api.pingone.com", "/x"))
