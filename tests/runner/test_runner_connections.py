"""Connections: which are used again, which are opened anew, and what goes along to another host."""

from contextlib import closing
from dataclasses import replace

import pytest

from fidelity.wire_socket import serve_bytes
from pcc.model.ports import HttpRequest, TransportError
from pcc.model.request import Certificate
from pcc.model.route import ClientCertificate
from pcc.runner.transports import network
from pcc.runner.transports.network import NetworkTransport
from runner.fakes import item, reply, run, text

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
def test_a_kept_connection_that_was_closed_is_opened_anew(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The server closes each connection; that it has done so is only seen when the next request is written.
    monkeypatch.setattr(network, "_is_readable", lambda _: False)
    with serve_bytes({"/": ANSWER}) as base, closing(NetworkTransport()) as transport:
        for _ in range(3):
            assert transport.send(HttpRequest(method, f"{base}/", (("Host", "h"),)), timeout_ms=9000).status == 200


def test_what_may_not_be_sent_twice_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "_is_readable", lambda _: False)
    with serve_bytes({"/": ANSWER}) as base, closing(NetworkTransport()) as transport:
        request = HttpRequest("POST", f"{base}/", (("Host", "h"),))
        assert transport.send(request, timeout_ms=9000).status == 200
        with pytest.raises(TransportError, match=r"the connection was (reset|closed)"):
            transport.send(request, timeout_ms=9000)


def test_a_connection_that_was_seen_to_close_is_not_used() -> None:
    with serve_bytes({"/": ANSWER}) as base, closing(NetworkTransport()) as transport:
        request = HttpRequest("POST", f"{base}/", (("Host", "h"),))
        transport.send(request, timeout_ms=9000)
        ((kept,),) = transport._idle.values()
        assert kept.recv(1) == b""
        assert transport.send(request, timeout_ms=9000).status == 200


def test_the_certificate_of_a_request_stays_with_its_host() -> None:
    step = item("a", "https://a.test/a")
    named = replace(step, request=replace(step.request, certificate=Certificate(text("c.pem"))))
    places = {"/a": "/b", "/b": "https://b.test/c"}
    done = run(
        named,
        answer=lambda request: (
            reply(302, None, ("Location", places[request.url[-2:]])) if request.url[-2:] in places else reply()
        ),
    )
    own = ClientCertificate("c.pem")
    assert [request.route.certificate for request in done.sent] == [own, own, None]
