"""Redirects, as Newman 6.2.2 follows them, and cookies over their hops."""

from collections.abc import Callable
from typing import Any

import pytest

from pcc.model.collection import Item, Settings
from pcc.model.ports import HttpRequest, HttpResponse
from pcc.model.request import RawBody
from runner.fakes import Run, header_of, item, ok, reply, run, text


def redirecting(status: int, location: str, *more: tuple[str, str]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer a URL that ends in `start` by a redirect, every other by 200."""

    def answer(request: HttpRequest) -> HttpResponse:
        return reply(status, None, ("Location", location), *more) if request.url.endswith("start") else reply()

    return answer


def step(method: str = "POST", **settings: bool | int) -> Item:
    return item(
        "start",
        method=method,
        body=RawBody(text("{}"), "json"),
        header=[("Authorization", "A"), ("X-A", "1"), ("Cookie", "W=1")],
        settings=Settings(**settings),  # type: ignore[arg-type]
    )


def follow(status: int, location: str = "/landed?a=b c'd", method: str = "POST", **settings: bool | int) -> Run:
    return run(step(method, **settings), answer=redirecting(status, location))


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_redirect_becomes_a_get_without_body(status: int) -> None:
    done = follow(status)
    landed = done.sent[1]
    assert landed.method == "GET"
    assert landed.url == "http://host.test/landed?a=b%20c%27d"
    assert landed.body == b""
    assert header_of(landed.headers, "Content-Type") is None
    assert header_of(landed.headers, "Content-Length") is None
    assert header_of(landed.headers, "Authorization") == "A"
    assert header_of(landed.headers, "Referer") == "http://host.test/start"
    assert [len(result.exchanges) for result in done.result.items] == [2]
    assert done.result.passed


@pytest.mark.parametrize(("status", "settings"), [(307, {}), (308, {}), (302, {"follow_original_method": True})])
def test_a_redirect_that_keeps_the_method_keeps_the_body(status: int, settings: dict[str, Any]) -> None:
    landed = follow(status, **settings).sent[1]
    assert (landed.method, landed.body) == ("POST", b"{}")
    assert header_of(landed.headers, "Content-Type") == "application/json"


def test_head_stays_head() -> None:
    assert [request.method for request in follow(302, method="HEAD").sent] == ["HEAD", "HEAD"]


def test_a_redirect_is_not_followed_when_the_item_says_so() -> None:
    done = follow(302, follow_redirects=False)
    assert len(done.sent) == 1
    assert done.result.items[0].response is not None
    assert done.result.items[0].response.status == 302


def test_credentials_do_not_go_to_another_host() -> None:
    landed = follow(302, "http://other.test/x").sent[1]
    assert header_of(landed.headers, "Authorization") is None
    assert header_of(landed.headers, "Cookie") is None
    assert header_of(landed.headers, "Host") == "other.test"


def test_credentials_go_to_another_host_when_the_item_says_so() -> None:
    landed = follow(302, "http://other.test/x", follow_authorization=True).sent[1]
    assert header_of(landed.headers, "Authorization") == "A"


def test_another_port_of_the_host_is_named_in_the_host_header() -> None:
    landed = follow(302, "http://host.test:8080/x").sent[1]
    assert header_of(landed.headers, "Host") == "host.test:8080"
    assert header_of(landed.headers, "Authorization") == "A"


def test_the_referer_is_left_out_when_the_item_says_so() -> None:
    assert header_of(follow(302, remove_referer=True).sent[1].headers, "Referer") is None


def test_a_loop_of_redirects_ends() -> None:
    done = run(item("a"), answer=lambda request: reply(302, None, ("Location", "/again")))
    assert len(done.sent) == 11
    assert done.result.items[0].error == "redirected more than 10 times"
    assert len(run(item("a", settings=Settings(max_redirects=0)), answer=redirecting(302, "/x")).sent) == 1


def test_a_redirect_out_of_http_is_an_error_that_says_what_to_do() -> None:
    done = follow(302, "app://callback?code=1")
    assert "app://callback?code=1, which is not HTTP" in (done.result.items[0].error or "")


def test_cookies_are_taken_and_sent_at_each_hop() -> None:
    start = redirecting(302, "/landed", ("Set-Cookie", "hop=1; Path=/"))
    done = run(step(), item("next"), answer=start)
    assert [header_of(request.headers, "Cookie") for request in done.sent] == ["W=1", "W=1; hop=1", "hop=1"]


def test_a_location_in_utf_8_is_read_as_such() -> None:
    assert follow(302, "/né".encode().decode("latin-1")).urls[1] == "http://host.test/n%C3%A9"
    assert follow(302, "/n\xe9").urls[1] == "http://host.test/n%C3%A9"


def test_a_cookie_that_cannot_go_back_is_an_error() -> None:
    done = run(item("start"), item("b"), answer=redirecting(200, "", ("Set-Cookie", "a=€")))
    assert done.result.items[1].error == "the value of the header Cookie holds a character that HTTP cannot carry"


def test_cookies_that_are_off_are_neither_taken_nor_sent() -> None:
    start = redirecting(200, "/", ("Set-Cookie", "a=1"))
    off = Settings(disable_cookies=True)
    untaken = run(item("start", settings=off), item("next"), answer=start)
    assert untaken.sent[1].headers == run(item("next")).sent[0].headers
    done = run(item("start"), item("next", settings=off), item("last"), answer=start)
    assert [header_of(request.headers, "Cookie") for request in done.sent] == [None, None, "a=1"]


def test_a_response_without_location_is_no_redirect() -> None:
    assert len(run(item("a"), answer=lambda request: reply(304)).sent) == 1
    assert len(run(item("a"), answer=ok).sent) == 1
