"""TLS on loopback, with certificates of the test: trust, client certificates, protocols, ciphers."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from loopback_tls import Authority, TlsServer, serve_tls
from pcc.errors import FormatError
from pcc.model.ports import HttpRequest, HttpResponse, TransportError
from pcc.model.route import ClientCertificate, Route
from pcc.runner.certificates import ALL_URLS, CertificateRule, matches_pattern, read_certificate_rules
from pcc.runner.transports.network import NetworkOptions, NetworkTransport


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def server(authority: Authority) -> Iterator[TlsServer]:
    with serve_tls(authority.server_context(asks=True)) as running:
        yield running


def get(
    server: TlsServer, options: NetworkOptions | None = None, *, route: Route | None = None, verify: bool = True
) -> HttpResponse:
    transport = NetworkTransport(options or NetworkOptions())
    try:
        request = HttpRequest("GET", f"{server.base_url}/x", (("Host", "h"),), route=route or Route())
        return transport.send(request, verify=verify, timeout_ms=10_000)
    finally:
        transport.close()


def test_a_server_of_an_unknown_authority_is_not_trusted(server: TlsServer) -> None:
    with pytest.raises(TransportError, match=r"the certificate of 127\.0\.0\.1:\d+ is not trusted: "):
        get(server)
    assert server.seen == []


def test_further_roots_are_trusted(server: TlsServer, authority: Authority) -> None:
    assert get(server, NetworkOptions(extra_roots=authority.roots)).body == b"none"


def test_trust_can_be_switched_off(server: TlsServer) -> None:
    assert get(server, verify=False).body == b"none"


def test_roots_that_cannot_be_read_are_named(server: TlsServer, tmp_path: Path) -> None:
    broken = tmp_path / "roots.pem"
    broken.write_text("none", encoding="utf-8")
    with pytest.raises(TransportError, match=r"the extra CA certificates cannot be read: .*roots\.pem"):
        get(server, NetworkOptions(extra_roots=broken))


@pytest.mark.parametrize("kind", ["two files", "one file", "PFX"])
@pytest.mark.parametrize("passphrase", ["", "pass é"])
def test_a_client_certificate_is_shown(server: TlsServer, authority: Authority, kind: str, passphrase: str) -> None:
    certificate, key, pfx = authority.issue("client", passphrase)
    if kind == "PFX":
        shown = ClientCertificate(pfx=str(pfx), passphrase=passphrase)
    elif kind == "one file":
        both = certificate.with_suffix(".both")
        both.write_bytes(key.read_bytes() + certificate.read_bytes())
        shown = ClientCertificate(str(both), passphrase=passphrase)
    else:
        shown = ClientCertificate(str(certificate), str(key), passphrase=passphrase)
    rules = (CertificateRule((ALL_URLS,), shown),)
    assert get(server, NetworkOptions(rules), verify=False).body == b"client"
    assert passphrase not in repr(shown) or not passphrase


def test_the_first_certificate_that_matches_is_shown(server: TlsServer, authority: Authority) -> None:
    first, second = (authority.issue(name) for name in ("first", "second"))
    entries = [
        {"name": "other", "matches": ["https://other.test/*"], "cert": {"src": "/nowhere"}, "key": {"src": "/nowhere"}},
        {"matches": ["https://127.0.0.1:*/x"], "cert": {"src": str(first[0])}, "key": {"src": str(first[1])}},
        {"matches": [ALL_URLS], "pfx": {"src": str(second[2])}},
    ]
    rules = read_certificate_rules(json.dumps(entries))
    assert get(server, NetworkOptions(rules), verify=False).body == b"first"
    assert get(server, NetworkOptions(rules[2:]), verify=False).body == b"second"
    assert get(server, NetworkOptions(rules[:1]), verify=False).body == b"none"


def test_the_certificate_of_a_request_wins(server: TlsServer, authority: Authority) -> None:
    own, general = (authority.issue(name) for name in ("own", "general"))
    rules = (CertificateRule((ALL_URLS,), ClientCertificate(str(general[0]), str(general[1]))),)
    route = Route(certificate=ClientCertificate(str(own[0]), str(own[1])))
    assert get(server, NetworkOptions(rules), route=route, verify=False).body == b"own"


@pytest.mark.parametrize(
    ("certificate", "reason"),
    [
        (ClientCertificate("/nowhere.pem"), r"the client certificate cannot be read: /nowhere\.pem: No such file"),
        (ClientCertificate(pfx="/nowhere.pfx"), r"the client certificate cannot be read: /nowhere\.pfx: No such file"),
    ],
)
def test_a_certificate_that_cannot_be_read_is_named(
    server: TlsServer, certificate: ClientCertificate, reason: str
) -> None:
    with pytest.raises(TransportError, match=reason):
        get(server, route=Route(certificate=certificate), verify=False)


def test_a_wrong_passphrase_is_an_error_that_does_not_show_it(server: TlsServer, authority: Authority) -> None:
    certificate, key, pfx = authority.issue("sealed", "right")
    for shown in (
        ClientCertificate(str(certificate), str(key), passphrase="wr0ng"),
        ClientCertificate(pfx=str(pfx), passphrase="wr0ng"),
    ):
        with pytest.raises(TransportError, match="the client certificate cannot be read") as caught:
            get(server, route=Route(certificate=shown), verify=False)
        assert "wr0ng" not in str(caught.value)


@pytest.mark.parametrize(
    ("disabled", "ciphers", "protocol"),
    [
        ((), (), "TLSv1.3"),
        (("SSLv3", "TLSv1", "TLSv1_1"), (), "TLSv1.3"),
        (("TLSv1_3",), (), "TLSv1.2"),
        (("TLSv1_2",), (), "TLSv1.3"),
        ((), ("ECDHE-ECDSA-AES256-GCM-SHA384",), "TLSv1.3"),
        (("TLSv1_3",), ("ECDHE-ECDSA-AES256-GCM-SHA384",), "TLSv1.2 ECDHE-ECDSA-AES256-GCM-SHA384"),
        (("TLSv1_3",), ("ECDHE-ECDSA-CHACHA20-POLY1305",), "TLSv1.2 ECDHE-ECDSA-CHACHA20-POLY1305"),
        ((), ("TLS_AES_128_GCM_SHA256",), "TLSv1.3"),
        ((), ("TLS_AES_128_GCM_SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384"), "TLSv1.3"),
    ],
)
def test_protocols_and_ciphers_are_chosen(
    server: TlsServer, disabled: tuple[str, ...], ciphers: tuple[str, ...], protocol: str
) -> None:
    route = Route(disabled_protocols=disabled, ciphers=ciphers, prefer_server_ciphers=True)
    get(server, route=route, verify=False)
    assert server.seen[0].startswith(f"none {protocol}")


@pytest.mark.parametrize(
    ("route", "reason"),
    [
        (Route(disabled_protocols=("TLSv1_2", "TLSv1_3")), "tlsDisabledProtocols leaves no protocol"),
        (Route(ciphers=("NO-SUCH",)), "tlsCipherSelection names no cipher that is known: NO-SUCH"),
    ],
)
def test_a_choice_that_leaves_nothing_is_an_error(server: TlsServer, route: Route, reason: str) -> None:
    with pytest.raises(TransportError, match=reason):
        get(server, route=route, verify=False)


@pytest.mark.parametrize(
    ("pattern", "url", "matches"),
    [
        (ALL_URLS, "https://a.test/x", True),
        ("https://a.test/*", "https://a.test/x?y", True),
        ("https://a.test/*", "https://a.test:443/x", True),
        ("https://a.test/*", "https://a.test:8443/x", False),
        ("https://a.test:8443/*", "https://a.test:8443/x", True),
        ("https://a.test:443/*", "https://a.test/x", True),
        ("https://a.test:*/*", "https://a.test:8443/", True),
        ("https://*.a.test/*", "https://b.a.test/", True),
        ("https://*.a.test/*", "https://a.test/", True),
        ("https://*.a.test/*", "https://ba.test/", False),
        ("http+https://*/*", "http://any.test/", True),
        ("*://a.test/*", "http://a.test/", True),
        ("http://a.test/*", "https://a.test/", False),
        ("https://a.test/a?c/*", "https://a.test/abc/d", True),
        ("https://a.test/a?c/*", "https://a.test/ac/d", False),
        ("https://a.test", "https://a.test/", False),
        ("a.test/*", "https://a.test/", False),
    ],
)
def test_patterns_match_as_postmans_do(pattern: str, url: str, matches: bool) -> None:
    assert matches_pattern(pattern, url) is matches


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "list.json: not JSON"),
        ("{}", "list.json: expected a list of certificates"),
        ('[{"cert": {"src": "x"}}]', "list.json at /0: a certificate has `matches`"),
        ('[{"matches": []}]', "list.json at /0: a certificate has a file"),
    ],
)
def test_a_list_of_certificates_that_is_none_says_where(text: str, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read_certificate_rules(text, file="list.json")
