"""The transport itself, with what the request's builder would have stopped: always an error in a sentence."""

import socket

import pytest

from pcc.model.ports import HttpRequest, TransportError
from pcc.runner.transports.network import NetworkTransport


def refusal(url: str, *, timeout_ms: float | None = None) -> str:
    transport = NetworkTransport()
    try:
        with pytest.raises(TransportError) as caught:
            transport.send(HttpRequest("GET", url, (), b""), timeout_ms=timeout_ms)
    finally:
        transport.close()
    return str(caught.value)


@pytest.mark.parametrize("host", ["a..b", ".", "a" * 64, "a." * 200 + "b"])
def test_a_host_that_no_resolver_takes(host: str) -> None:
    said = refusal(f"http://{host}/")
    assert host in said
    assert "is not a host name" in said or "no address was found" in said


@pytest.mark.parametrize("timeout_ms", [1e12, 1e30, 1e308])
def test_a_limit_longer_than_any_clock(timeout_ms: float) -> None:
    with socket.socket() as taken:
        # Bound and not listening: nobody answers there, and nobody else gets the port.
        taken.bind(("127.0.0.1", 0))
        assert "refused the connection" in refusal(f"http://127.0.0.1:{taken.getsockname()[1]}/", timeout_ms=timeout_ms)
