"""Any transport of httpx serves a run."""

import httpx
import pytest

from pcc.model.ports import HttpRequest, HttpResponse, TransportError
from pcc.runner.transports.over_httpx import HttpxTransport


def answer(request: httpx.Request) -> httpx.Response:
    if request.extensions["target"] == b"/late":
        raise httpx.ReadTimeout("late")
    if request.extensions["target"] == b"/gone":
        raise httpx.ConnectError("nobody is there")
    seen = (
        f"{request.method} {request.extensions['target'].decode()} {request.headers['X-A']} {request.content.decode()}"
    )
    return httpx.Response(201, headers=[("X-B", "1"), ("X-B", "2")], text=seen)


def send(path: str) -> HttpResponse:
    transport = HttpxTransport(httpx.MockTransport(answer), timer=lambda: 0.0)
    request = HttpRequest("PUT", f"http://host.test{path}", (("X-A", "a"), ("Host", "host.test")), b"body")
    try:
        return transport.send(request, timeout_ms=500)
    finally:
        transport.close()


def test_what_was_built_goes_through_as_it_is() -> None:
    response = send("/%7e?q=[]")
    assert response.body == b"PUT /%7e?q=[] a body"
    assert [value for name, value in response.headers if name == "X-B"] == ["1", "2"]
    assert (response.status, response.elapsed_ms) == (201, 0.0)


@pytest.mark.parametrize(("path", "said"), [("/late", "timed out after 500 ms"), ("/gone", "nobody is there")])
def test_what_httpx_raises_is_told_in_a_sentence(path: str, said: str) -> None:
    with pytest.raises(TransportError, match=said):
        send(path)
