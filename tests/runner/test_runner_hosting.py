"""What scripts may ask of a run: requests without files of this machine, and the cookies of the run."""

from pathlib import Path

import pytest

from pcc.model.json import JsonObject
from pcc.model.ports import HttpRequest, HttpResponse
from pcc.model.result import ConsoleMessage
from pcc.runner.cookies import CookieJar
from pcc.runner.hosting import cookie_objects
from pcc.sandbox.context import SandboxContext
from pcc.sandbox.host import SandboxHost
from pcc.sandbox.result import SandboxResult
from runner.fakes import FakeClock
from runner.test_runner_foreign import FakeEngine, item, run


def sending(request: JsonObject) -> FakeEngine:
    def send(_: SandboxContext, host: SandboxHost) -> SandboxResult:
        host.send_request(request)
        return SandboxResult(finished=True)

    return FakeEngine(send=send)


@pytest.mark.parametrize("kind", ["file", "formdata"])
def test_a_script_cannot_send_a_file_of_this_machine(kind: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("do not send", encoding="utf-8")
    form = [{"key": "f", "type": "file", "src": str(secret)}, {"key": "a", "value": "1", "type": "text"}]
    bodies: dict[str, JsonObject] = {
        "file": {"mode": "file", "file": {"src": str(secret)}},
        "formdata": {"mode": "formdata", "formdata": form},
    }
    engine = sending({"url": "http://host.test/sub", "method": "POST", "body": bodies[kind]})
    result, transport = run(item("a", after="send"), engine=engine, working_dir=tmp_path)
    assert b"do not send" not in transport.sent[1].body
    assert (b'name="a"' in transport.sent[1].body) is (kind == "formdata")
    assert result.items[0].scripts[0].console == (
        ConsoleMessage("warn", "uploading files from scripts is not allowed"),
    )


def test_a_body_goes_out_with_a_get_of_a_script() -> None:
    engine = sending({"url": "http://host.test/sub", "method": "GET", "body": {"mode": "raw", "raw": "x"}})
    _, transport = run(item("a", after="send"), engine=engine)
    assert transport.sent[1].body == b"x"


def test_a_warning_belongs_to_the_script_that_caused_it() -> None:
    engine = sending({"url": "http://host.test/", "body": {"mode": "file", "file": {"src": "x"}}})
    result, _ = run(item("a", before="send", after="other"), engine=engine)
    assert [len(script.console) for script in result.items[0].scripts] == [1, 0]


def test_cookies_are_objects_in_the_order_in_which_they_are_sent() -> None:
    jar = CookieJar(FakeClock())
    headers = ("a=1; Path=/", "empty=; Path=/; HttpOnly", "deep=2; Path=/x; Secure", "other=3; Path=/other")
    jar.store("https://host.test/x/y", tuple(("Set-Cookie", value) for value in headers))
    found = cookie_objects(jar, "https://host.test/x/z")
    assert [(cookie["name"], cookie["value"], cookie["path"]) for cookie in found] == [
        ("deep", "2", "/x"),
        ("a", "1", "/"),
        ("empty", "", "/"),
    ]
    assert [(cookie["secure"], cookie["httpOnly"]) for cookie in found] == [
        (True, False),
        (False, False),
        (False, True),
    ]
    assert cookie_objects(jar, "https://elsewhere.test/") == ()


def test_a_script_shares_the_cookies_of_the_run() -> None:
    def put(_: SandboxContext, host: SandboxHost) -> SandboxResult:
        assert host.cookies is not None
        host.cookies.put_cookie({"key": "own", "value": "v", "domain": "host.test", "path": "/", "hostOnly": True})
        return SandboxResult(finished=True)

    def answer(_: HttpRequest) -> HttpResponse:
        return HttpResponse(200, "OK", (), b"", 1.0)

    _, transport = run(item("a", after="put"), item("b"), engine=FakeEngine(put=put), answer=answer)
    assert [dict(sent.headers).get("Cookie") for sent in transport.sent] == [None, "own=v"]


def test_a_script_cannot_name_a_certificate_of_this_machine(tmp_path: Path) -> None:
    secret = tmp_path / "client.pem"
    secret.write_text("do not read", encoding="utf-8")
    certificate: JsonObject = {"matches": ["*"], "key": {"src": str(secret)}, "cert": {"src": str(secret)}}
    engine = sending({"url": "https://host.test/sub", "certificate": certificate})
    result, transport = run(item("a", after="send"), engine=engine, working_dir=tmp_path)
    assert transport.sent[1].route.certificate is None
    assert result.items[0].scripts[0].console[0].text == "uploading files from scripts is not allowed"
