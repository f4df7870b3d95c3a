"""Proxies: of the environment and of a request, forwarding and tunnelling."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from fidelity.recording import record_requests
from loopback_proxy import serve_proxy
from loopback_tls import Authority, serve_tls
from pcc.model.ports import HttpRequest, HttpResponse, TransportError
from pcc.model.request import Proxy
from pcc.model.route import ProxyServer, Route
from pcc.model.template import EMPTY
from pcc.postman import read_collection
from pcc.runner.request import UnsendableError
from pcc.runner.transports.network import NetworkOptions, NetworkTransport
from pcc.runner.transports.proxies import find_proxy
from runner.fakes import built, item, text

HTTP, HTTPS = "http://a.test/x", "https://a.test/x"


@pytest.mark.parametrize(
    ("environment", "url", "expected"),
    [
        ({}, HTTP, None),
        ({"HTTP_PROXY": "http://p.test:81"}, HTTP, "p.test:81"),
        ({"http_proxy": "http://p.test:81"}, HTTP, "p.test:81"),
        ({"HTTP_PROXY": "http://p.test:81", "http_proxy": "http://q.test:82"}, HTTP, "p.test:81"),
        ({"HTTP_PROXY": "http://p.test"}, HTTP, "p.test:80"),
        ({"HTTP_PROXY": "p.test:81"}, HTTP, "p.test:81"),
        ({"HTTPS_PROXY": "https://p.test"}, HTTPS, "p.test:443"),
        ({"HTTPS_PROXY": "http://p.test:81"}, HTTP, None),
        ({"HTTP_PROXY": "http://p.test:81"}, HTTPS, "p.test:81"),
        ({"ALL_PROXY": "http://p.test:81"}, HTTP, None),
        ({"HTTP_PROXY": "http://p.test:81", "NO_PROXY": "*"}, HTTP, None),
        ({"HTTP_PROXY": "http://p.test:81", "NO_PROXY": "a.test"}, HTTP, None),
        ({"HTTP_PROXY": "http://p.test:81", "NO_PROXY": "b.test, A.test"}, HTTP, None),
        ({"HTTP_PROXY": "http://p.test:81", "no_proxy": ".test"}, HTTP, None),
        ({"HTTP_PROXY": "http://p.test:81", "NO_PROXY": "test"}, HTTP, None),
        ({"HTTP_PROXY": "http://p.test:81", "NO_PROXY": ".a.test"}, "http://b.a.test/", None),
        ({"HTTP_PROXY": "http://p.test:81", "NO_PROXY": "a.test"}, "http://ba.test/", "p.test:81"),
        ({"HTTP_PROXY": "http://p.test:81", "NO_PROXY": "a.test:80"}, HTTP, None),
        ({"HTTP_PROXY": "http://p.test:81", "NO_PROXY": "a.test:8080"}, HTTP, "p.test:81"),
    ],
)
def test_the_environment_names_the_proxy(environment: dict[str, str], url: str, expected: str | None) -> None:
    found = find_proxy(url, environment)
    assert (None if found is None else f"{found.host}:{found.port}") == expected


def test_a_proxy_that_is_not_spoken_to_over_http_is_an_error_without_its_password() -> None:
    with pytest.raises(TransportError, match=r"not an http:// or https:// one: p\.test$"):
        find_proxy(HTTP, {"HTTP_PROXY": "socks5://user:secret@p.test"})


def send(url: str, options: NetworkOptions | None = None, route: Route | None = None) -> HttpResponse:
    with closing(NetworkTransport(options or NetworkOptions())) as transport:
        return transport.send(
            HttpRequest("GET", url, (("Host", "h.test"),), route=route or Route()), verify=False, timeout_ms=10_000
        )


def test_plain_http_is_forwarded_and_tls_is_tunnelled(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with record_requests({}) as plain, serve_tls(authority.server_context()) as secure, serve_proxy() as proxy:
        environment = {"HTTP_PROXY": f"http://us%40er:pass@{proxy.authority}"}
        assert send(f"{plain.base_url}/a?b", NetworkOptions(proxies=environment)).body == b"{}"
        assert send(f"{secure.base_url}/a", NetworkOptions(proxies=environment)).body == b"none"
    target = secure.base_url.removeprefix("https://")
    assert proxy.lines == [f"GET {plain.base_url}/a?b HTTP/1.1", f"CONNECT {target} HTTP/1.1"]
    assert all("Proxy-Authorization: Basic dXNAZXI6cGFzcw==" in head for head in proxy.heads)
    # The path, the headers and the credentials of a tunnelled request are for its server alone.
    assert "h.test" not in proxy.heads[1]


def test_a_proxy_that_refuses_is_quoted(tmp_path: Path) -> None:
    with serve_proxy(refuses=b"HTTP/1.1 407 Who are you\r\n\r\n") as proxy:
        host, port = proxy.authority.split(":")
        with pytest.raises(TransportError, match=r"the proxy 127\.0\.0\.1:\d+ refused: HTTP/1\.1 407 Who are you"):
            send("https://a.test/", route=Route(proxy=ProxyServer(host, int(port))))


def test_the_proxy_of_a_request_wins_and_may_tunnel_plain_http() -> None:
    with record_requests({}) as plain, serve_proxy() as proxy:
        host, port = proxy.authority.split(":")
        route = Route(proxy=ProxyServer(host, int(port), tunnel=True))
        send(f"{plain.base_url}/a", NetworkOptions(proxies={"HTTP_PROXY": "http://nowhere.test"}), route)
    assert proxy.lines == [f"CONNECT {plain.base_url.removeprefix('http://')} HTTP/1.1"]
    assert [request.target for request in plain.requests] == ["/a"]


def test_a_request_names_its_proxy() -> None:
    source = {
        "host": "http://{{proxy}}",
        "port": 81,
        "tunnel": True,
        "authenticate": True,
        "username": "u",
        "password": "p",
    }
    document = {
        "info": {"name": "C", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [{"name": "I", "request": {"url": "http://h.test/", "proxy": source}}],
    }

    ((_, step),) = read_collection(json.dumps(document)).walk()
    route = built(step, {"proxy": "p.test"}).http.route
    assert route.proxy == ProxyServer("p.test", 81, credentials="u:p", tunnel=True)
    assert "u:p" not in repr(route)


def test_a_disabled_proxy_is_not_used_and_a_wrong_port_is_an_error() -> None:
    step = item("a")

    def through(proxy: Proxy) -> Route:
        return built(replace(step, request=replace(step.request, proxy=proxy))).http.route

    assert through(Proxy(text("p.test"), EMPTY, disabled=True)).proxy is None
    assert through(Proxy(text("p.test"))).proxy == ProxyServer("p.test", 8080)
    with pytest.raises(UnsendableError, match="“x” is not the port of a proxy"):
        through(Proxy(text("p.test"), text("x")))
