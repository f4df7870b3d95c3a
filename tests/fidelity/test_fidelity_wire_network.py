"""TLS, proxies, cookie files: the same options give the same connections in Newman and in pcc."""

import json
from pathlib import Path
from typing import Any

import pytest

import pcc
from fidelity.newman_driver import Newman, NewmanJob
from fidelity.recording import Reply, record_requests
from fidelity.wire_runs import WireCase, collection_of, comparable, replay
from loopback_proxy import serve_proxy
from loopback_tls import Authority, serve_tls
from pcc.model.route import ClientCertificate
from pcc.runner import RunOptions
from pcc.runner.certificates import ALL_URLS, CertificateRule, read_certificate_rules
from pcc.runner.transports.network import NetworkOptions


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates"))


def write(folder: Path, document: dict[str, Any]) -> Path:
    file = folder / "collection.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


def connections(
    newman: Newman,
    folder: Path,
    authority: Authority,
    *,
    theirs: dict[str, Any],
    ours: NetworkOptions,
    settings: dict[str, Any] | None = None,
    insecure: bool = False,
) -> tuple[list[str], list[str]]:
    """What a server saw of both engines: certificate, protocol, cipher."""
    with serve_tls(authority.server_context(asks=True)) as server:
        document = collection_of(WireCase("tls", f"{server.base_url}/x", settings=settings or {}).item(""))
        newman.records(NewmanJob(write(folder, document), options=theirs))
        expected, server.seen = server.seen, []
        replay(document, RunOptions(insecure=insecure), ours)
        return expected, server.seen


def test_trust_is_alike(newman: Newman, tmp_path: Path, authority: Authority) -> None:
    def sees(theirs: dict[str, Any], ours: NetworkOptions, **others: Any) -> tuple[int, int]:
        expected, found = connections(newman, tmp_path, authority, theirs=theirs, ours=ours, **others)
        return len(expected), len(found)

    assert sees({}, NetworkOptions()) == (0, 0)
    assert sees({"sslExtraCaCerts": str(authority.roots)}, NetworkOptions(extra_roots=authority.roots)) == (1, 1)
    assert sees({"insecure": True}, NetworkOptions(), insecure=True) == (1, 1)
    strict = {"strictSSL": True}
    assert sees({"insecure": True}, NetworkOptions(), insecure=True, settings=strict) == (0, 0)
    assert sees({}, NetworkOptions(), settings={"strictSSL": False}) == (1, 1)


def test_client_certificates_are_alike(newman: Newman, tmp_path: Path, authority: Authority) -> None:
    first, second, third = (authority.issue(name, "pass") for name in ("first", "second", "third"))

    def entry(files: tuple[Path, Path, Path], *matches: str) -> dict[str, Any]:
        return {
            "matches": list(matches),
            "cert": {"src": str(files[0])},
            "key": {"src": str(files[1])},
            "passphrase": "pass",
        }

    shown = ClientCertificate(str(third[0]), str(third[1]), passphrase="pass")
    last = CertificateRule((ALL_URLS,), shown)
    single = {"sslClientCert": str(third[0]), "sslClientKey": str(third[1]), "sslClientPassphrase": "pass"}
    pfx = {"matches": [ALL_URLS], "pfx": {"src": str(second[2])}, "passphrase": "pass"}
    cases: list[tuple[list[dict[str, Any]], str]] = [
        ([entry(first, "https://other.test/*"), entry(second, "https://127.0.0.1:*/x")], "second"),
        ([entry(first, "https://127.0.0.1/*")], "third"),
        ([pfx], "second"),
        ([], "third"),
    ]
    for entries, name in cases:
        theirs = {"insecure": True, **single, **({"sslClientCertList": entries} if entries else {})}
        rules = (*read_certificate_rules(json.dumps(entries)), last)
        expected, found = connections(
            newman, tmp_path, authority, theirs=theirs, ours=NetworkOptions(rules), insecure=True
        )
        assert [seen.split()[0] for seen in expected] == [seen.split()[0] for seen in found] == [name]


@pytest.mark.parametrize(
    "settings",
    [
        {"tlsDisabledProtocols": ["TLSv1_3"]},
        {"tlsDisabledProtocols": ["TLSv1", "TLSv1_1", "TLSv1_2"]},
        {"tlsCipherSelection": ["ECDHE-ECDSA-AES256-GCM-SHA384"]},
        {"tlsCipherSelection": ["ECDHE-ECDSA-AES256-GCM-SHA384"], "tlsDisabledProtocols": ["TLSv1_3"]},
        {"tlsCipherSelection": ["ECDHE-ECDSA-CHACHA20-POLY1305"], "tlsDisabledProtocols": ["TLSv1_3"]},
        {"tlsCipherSelection": ["TLS_AES_256_GCM_SHA384"]},
        {"tlsCipherSelection": ["TLS_AES_256_GCM_SHA384", "ECDHE-ECDSA-AES256-GCM-SHA384"]},
        {"tlsPreferServerCiphers": True, "tlsDisabledProtocols": ["TLSv1_3"]},
    ],
)
def test_protocols_and_ciphers_are_alike(
    settings: dict[str, Any], newman: Newman, tmp_path: Path, authority: Authority
) -> None:
    expected, found = connections(
        newman,
        tmp_path,
        authority,
        theirs={"insecure": True},
        ours=NetworkOptions(),
        insecure=True,
        settings=settings,
    )
    assert len(expected) == 1
    protocols = [[seen.split()[1] for seen in seens] for seens in (expected, found)]
    assert protocols[0] == protocols[1]
    if "tlsCipherSelection" in settings:
        assert expected == found


def test_proxies_of_the_environment_are_alike(newman: Newman, tmp_path: Path, authority: Authority) -> None:
    heads: list[list[str]] = []
    with record_requests({}) as plain, serve_tls(authority.server_context()) as secure:
        cases = [WireCase("plain", f"{plain.base_url}/a?b"), WireCase("tls", f"{secure.base_url}/x")]
        document = collection_of(*(case.item("") for case in cases))
        for run_it in ("newman", "pcc"):
            with serve_proxy() as proxy:
                environment = {"HTTP_PROXY": f"http://u:p@{proxy.authority}", "NO_PROXY": "localhost"}
                if run_it == "newman":
                    job = NewmanJob(write(tmp_path, document), options={"insecure": True}, process=environment)
                    newman.records(job, parallel=1)
                else:
                    replay(document, RunOptions(insecure=True), NetworkOptions(proxies=environment))
                heads.append(proxy.lines)
        requests = plain.take()
    assert heads[0] == heads[1]
    assert len(heads[0]) == 2
    assert comparable(requests[0]) == comparable(requests[1])


COOKIES = Reply(
    headers=(
        ("Set-Cookie", "a=1; Path=/; Max-Age=3600"),
        ("Set-Cookie", "b=two words; Path=/x; HttpOnly; SameSite=Lax; Priority=High"),
        ("Set-Cookie", "c=3; Expires=Wed, 09 Nov 2033 23:12:40 GMT"),
        ("Set-Cookie", "d=4; Domain=127.0.0.1; Secure"),
        ("Set-Cookie", "bare"),
    )
)
TIMES = ("creation", "lastAccessed")


def timeless(jar: dict[str, Any]) -> list[dict[str, Any]]:
    cookies = [{key: value for key, value in cookie.items() if key not in TIMES} for cookie in jar["cookies"]]
    return sorted(cookies, key=lambda cookie: str(cookie.get("key")))


def test_cookie_files_go_back_and_forth(newman: Newman, tmp_path: Path) -> None:
    newmans, ours = tmp_path / "newman.json", tmp_path / "pcc.json"
    with record_requests({"/set": COOKIES}) as recorder:
        setting = write(tmp_path, collection_of(WireCase("set", "/set").item(recorder.base_url)))
        newman.records(NewmanJob(setting, options={"exportCookieJar": str(newmans)}))
        pcc.replay(setting, export_cookie_jar=ours)
        recorder.take()
        jars = [json.loads(path.read_text(encoding="utf-8")) for path in (newmans, ours)]
        reading = write(tmp_path, collection_of(WireCase("read", "/x/y").item(recorder.base_url)))
        for path in (newmans, ours):
            newman.records(NewmanJob(reading, options={"cookieJar": str(path)}))
            pcc.replay(reading, cookie_jar=path)
        sent = [dict(request.headers).get("Cookie") for request in recorder.take()]
    assert timeless(jars[0]) == timeless(jars[1])
    assert {key: jars[0][key] for key in jars[0] if key not in ("cookies", "version")} == {
        key: jars[1][key] for key in jars[1] if key not in ("cookies", "version")
    }
    assert set(sent) == {"b=two words; a=1; c=3; d=4; bare"}
    assert len(sent) == 4
