"""`pcc replay`: the options that say how requests travel."""

import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from cli.shell import Outcome, run_pcc
from fidelity.recording import Recorded, Recorder, Reply, record_requests
from loopback_tls import Authority, serve_tls

MOVED = Reply(302, (("Location", "/landed"), ("Set-Cookie", "a=c00kie; Path=/")))


def write(folder: Path, *requests: Any) -> Path:
    """Write a collection of these requests."""
    document = {
        "info": {"name": "C", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [{"name": f"I{index}", "request": request} for index, request in enumerate(requests)],
    }
    path = folder / "c.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def targets(recorder: Recorder) -> list[str]:
    return [request.target for request in recorder.take()]


def test_redirects_are_ignored(tmp_path: Path) -> None:
    with record_requests({"/to": MOVED}) as recorder:
        file = write(tmp_path, f"{recorder.base_url}/to")
        assert run_pcc("replay", file).code == 0
        assert targets(recorder) == ["/to", "/landed"]
        assert run_pcc("replay", "--ignore-redirects", file).code == 0
        assert targets(recorder) == ["/to"]


def test_files_start_at_the_working_directory_and_may_not_leave_it(tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (tmp_path / "out.txt").write_text("outside", encoding="utf-8")
    (work / "in.txt").write_text("inside", encoding="utf-8")
    with record_requests({}) as recorder:
        bodies = [{"mode": "file", "file": {"src": src}} for src in ("in.txt", "../out.txt")]
        file = write(tmp_path, *({"method": "POST", "url": recorder.base_url, "body": body} for body in bodies))
        assert run_pcc("replay", "--working-dir", work, file).code == 0
        assert [request.body for request in recorder.take()] == [b"inside", b"outside"]
        refused = run_pcc("replay", "--working-dir", work, "--no-insecure-file-read", file)
        assert [request.body for request in recorder.take()] == [b"inside"]
    assert refused.code == 1
    assert "is outside of the working directory (--no-insecure-file-read)" in refused.out


def test_a_response_past_the_limit_fails_its_item(tmp_path: Path) -> None:
    with record_requests({"/large": Reply(body=b"x" * 100)}) as recorder:
        file = write(tmp_path, f"{recorder.base_url}/large")
        assert run_pcc("replay", "--max-response-size", "100", file).code == 0
        done = run_pcc("replay", "--max-response-size", "99", file)
    assert done.code == 1
    assert "the response is larger than 99 bytes (--max-response-size)" in done.out


def test_items_are_delayed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    with record_requests({}) as recorder:
        file = write(tmp_path, recorder.base_url, recorder.base_url)
        assert run_pcc("replay", "--delay-request", "1500", file).code == 0
    assert waited.count(1.5) == 2


def test_a_request_that_takes_too_long_fails_its_item(tmp_path: Path) -> None:
    release = threading.Event()

    def answer(_: Recorded) -> Reply:
        release.wait(10)
        return Reply()

    with record_requests({"/slow": answer}) as recorder:
        done = run_pcc("replay", "--timeout-request", "50", write(tmp_path, f"{recorder.base_url}/slow"))
        release.set()
    assert done.code == 1
    assert "timed out after 50 ms" in done.out


def test_certificates_are_given_one_by_one_or_as_a_list(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    certificate, key, pfx = authority.issue("client", "s3cret")
    listed = tmp_path / "list.json"
    entry = {"matches": ["https://127.0.0.1:*/*"], "pfx": {"src": str(pfx)}, "passphrase": "s3cret"}
    listed.write_text(json.dumps([entry]), encoding="utf-8")
    single = ("--ssl-client-cert", certificate, "--ssl-client-key", key, "--ssl-client-passphrase")
    with serve_tls(authority.server_context(asks=True)) as server:
        file = write(tmp_path, server.base_url)
        runs: list[Outcome] = [
            run_pcc("replay", file),
            run_pcc("replay", "-k", file),
            run_pcc("replay", "--ssl-extra-ca-certs", authority.roots, file),
            run_pcc("replay", "--insecure", *single, "s3cret", file),
            run_pcc("replay", "-k", "--ssl-client-cert-list", listed, file),
            run_pcc("replay", "-k", *single, "wr0ng", file),
        ]
    assert [done.code for done in runs] == [1, 0, 0, 0, 0, 1]
    assert [seen.split()[0] for seen in server.seen] == ["none", "none", "client", "client"]
    assert "is not trusted" in runs[0].out
    assert "the client certificate cannot be read" in runs[5].out
    assert "wr0ng" not in runs[5].text


def test_cookies_are_read_and_written(tmp_path: Path) -> None:
    jar = tmp_path / "jar.json"
    with record_requests({"/set": Reply(headers=(("Set-Cookie", "a=c00kie; Path=/"),))}) as recorder:
        assert run_pcc("replay", "--export-cookie-jar", jar, write(tmp_path, f"{recorder.base_url}/set")).code == 0
        recorder.take()
        assert run_pcc("replay", "--cookie-jar", jar, write(tmp_path, f"{recorder.base_url}/x")).code == 0
        assert dict(recorder.take()[0].headers)["Cookie"] == "a=c00kie"


def test_cookies_are_written_when_the_run_failed(tmp_path: Path) -> None:
    jar = tmp_path / "jar.json"
    with record_requests({"/set": Reply(headers=(("Set-Cookie", "a=1; Path=/"),))}) as recorder:
        file = write(tmp_path, f"{recorder.base_url}/set", "http://127.0.0.1:1/")
        assert run_pcc("replay", "--export-cookie-jar", jar, file).code == 1
    assert [cookie["key"] for cookie in json.loads(jar.read_text(encoding="utf-8"))["cookies"]] == ["a"]


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (("--ssl-client-key", "c.json"), 2, "--ssl-client-key needs --ssl-client-cert"),
        (("--ssl-client-cert", "missing.pem"), 2, "missing.pem"),
        (("--ssl-client-cert-list", "c.json"), 3, "c.json: expected a list of certificates"),
        (("--cookie-jar", "c.json"), 3, "c.json: expected an object with a list of `cookies`"),
        (("--export-cookie-jar", "c.json/jar.json"), 4, "cannot write"),
        (("--export-cookie-jar", "x.json", "c.json"), 2, "2 runs cannot be exported to one file"),
        (("--max-response-size", "0"), 2, "--max-response-size"),
        (("--working-dir", "missing"), 2, "missing"),
    ],
)
def test_wrong_use_says_what_to_do(
    arguments: tuple[str, ...], code: int, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with record_requests({}) as recorder:
        write(tmp_path, recorder.base_url)
        done = run_pcc("replay", *arguments, "c.json")
    assert done.code == code
    assert reason in done.err
