"""Options and settings of a run that reach the wire: files, delays, redirects, the route of a request."""

from pathlib import Path

import pytest

from pcc.model.collection import Collection, ItemGroup, Settings
from pcc.model.request import FileBody, FormdataBody, FormFile
from pcc.model.route import Route
from pcc.runner import RunOptions
from pcc.runner.request import BodyFiles, UnsendableError
from runner.fakes import FakeClock, built, header_of, item, reply, run, text


def test_files_outside_of_the_working_directory_are_refused(tmp_path: Path) -> None:
    inside, outside = tmp_path / "work", tmp_path / "secret.txt"
    (inside / "deep").mkdir(parents=True)
    outside.write_text("secret", encoding="utf-8")
    (inside / "a.txt").write_text("a", encoding="utf-8")
    (inside / "link.txt").symlink_to(outside)
    (inside / "loop.txt").symlink_to(inside / "a.txt")
    guarded, open_files = BodyFiles(inside, insecure_read=False), BodyFiles(inside)
    for path in ("a.txt", "deep/../a.txt", "loop.txt", str(inside / "a.txt")):
        assert guarded.read(path) == b"a"
    for path in ("../secret.txt", str(outside), "link.txt", "deep/../../secret.txt"):
        assert open_files.read(path) == b"secret"
        with pytest.raises(UnsendableError, match=r"is outside of the working directory \(--no-insecure-file-read\)"):
            guarded.read(path)


@pytest.mark.parametrize("body", [FileBody("missing"), FormdataBody((FormFile(text("f"), ("a.txt", "missing")),))])
def test_a_file_that_cannot_be_read_fails_its_item_alone(body: FileBody | FormdataBody, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    done = run(item("a", method="POST", body=body), item("b"), options=RunOptions(working_dir=tmp_path))
    first, second = done.result.items
    assert (first.error or "").startswith(f"the file to send: cannot read {tmp_path / 'missing'}: No such file")
    assert second.passed
    assert len(done.sent) == 1


def test_the_guard_of_files_is_an_option_of_the_run(tmp_path: Path) -> None:
    step = item("a", method="POST", body=FileBody("/etc/hostname"))
    done = run(step, options=RunOptions(working_dir=tmp_path, insecure_file_read=False))
    assert "outside of the working directory" in (done.result.items[0].error or "")


def test_each_item_waits_by_the_clock_of_the_run() -> None:
    clock = FakeClock()
    started = clock.seconds
    done = run(item("a"), item("b"), clock=clock, options=RunOptions(delay_request_ms=250, iterations=2))
    assert len(done.sent) == 4
    assert clock.seconds - started == pytest.approx(1.0)


def test_a_delay_ends_with_the_limit_of_the_run() -> None:
    clock = FakeClock()
    started = clock.seconds
    done = run(item("a"), item("b"), clock=clock, options=RunOptions(delay_request_ms=400, timeout_ms=500))
    assert done.result.aborted == "timed out after 500 ms"
    assert len(done.sent) == 1
    assert clock.seconds - started == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("option", "setting", "followed"),
    [(False, None, True), (True, None, False), (True, True, True), (False, False, False)],
)
def test_an_item_wins_over_the_option_for_redirects(option: bool, setting: bool | None, followed: bool) -> None:
    done = run(
        item("a", settings=Settings(follow_redirects=setting)),
        answer=lambda request: reply(302, None, ("Location", "/b")) if request.url.endswith("/a") else reply(),
        options=RunOptions(ignore_redirects=option),
    )
    assert len(done.sent) == (2 if followed else 1)


def test_settings_of_tls_and_parser_become_the_route_of_a_request() -> None:
    settings = Settings(
        lenient_parser=True, prefer_server_ciphers=True, disabled_protocols=("TLSv1_2",), ciphers=("TLS_X",)
    )
    route = built(item("a", settings=settings)).http.route
    assert route == Route(prefer_server_ciphers=True, disabled_protocols=("TLSv1_2",), ciphers=("TLS_X",), lenient=True)
    redirected = run(
        item("a", settings=settings),
        answer=lambda request: reply(302, None, ("Location", "http://b.test/b")) if "/a" in request.url else reply(),
    )
    assert [request.route for request in redirected.sent] == [route, route]


def test_the_nearest_of_each_setting_wins() -> None:
    inner = item("a", settings=Settings(disabled_headers=()))
    outer = item("b", settings=Settings(disabled_headers=("accept",)))
    folder = ItemGroup("F", (inner, outer, item("c")), settings=Settings(disabled_headers=("connection",)))
    collection = Collection("C", (folder,), settings=Settings(disabled_headers=("host",), disable_body_pruning=True))
    done = run(collection=collection)
    sent = [{name.lower() for name, _ in request.headers} for request in done.sent]
    every = {"user-agent", "accept", "cache-control", "host", "accept-encoding", "connection"}
    assert sent == [every, every - {"accept"}, every - {"connection"}]


def test_a_method_that_is_none_is_an_error() -> None:
    with pytest.raises(UnsendableError, match="“G T” is not a method of HTTP"):
        built(item("a", method="G T"))


def test_a_method_may_be_a_variable() -> None:
    assert built(item("a", method="{{M}}"), {"M": "patch"}).http.method == "PATCH"


def test_a_header_of_several_values_is_sent_together() -> None:
    sent = built(item("a", header=[("X-A", "1"), ("X-B", "2"), ("x-a", "3"), ("X-A", "4")])).http.headers
    assert sent[:4] == (("X-A", "1"), ("X-A", "4"), ("X-B", "2"), ("x-a", "3"))
    assert header_of(sent, "accept") == "*/*"
