"""The jar as scripts and files see it: tough-cookie's store, and its JSON."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcc.errors import FormatError
from pcc.runner.cookie_files import read_cookie_jar, write_cookie_jar
from pcc.runner.cookies import CookieJar
from runner.fakes import FakeClock

AT = "https://auth.example.test/env/as/authorize"
NOW = "2023-11-14T22:13:20.500Z"


def jar_with(*cookies: str, url: str = AT, clock: FakeClock | None = None) -> CookieJar:
    jar = CookieJar(clock or FakeClock())
    jar.store(url, tuple(("set-cookie", cookie) for cookie in cookies))
    return jar


def test_a_cookie_is_the_json_object_of_tough_cookie() -> None:
    jar = jar_with("a=1; Domain=example.test; Max-Age=60; Secure; HttpOnly; SameSite=Lax; Priority=High; ; x")
    assert jar.all_cookies() == [
        {
            "key": "a",
            "value": "1",
            "maxAge": 60,
            "domain": "example.test",
            "path": "/env/as",
            "secure": True,
            "httpOnly": True,
            "extensions": ["Priority=High", "x"],
            "hostOnly": False,
            "pathIsDefault": True,
            "creation": NOW,
            "lastAccessed": NOW,
            "sameSite": "lax",
        }
    ]


@pytest.mark.parametrize(
    ("header", "expires"),
    [
        ("Wed, 09 Nov 2033 23:12:40 GMT", "2033-11-09T23:12:40.000Z"),
        ("Wednesday, 09-Nov-33 23:12:40 GMT", "2033-11-09T23:12:40.000Z"),
        ("Nov 9 23:12:40 2033", "2033-11-09T23:12:40.000Z"),
        ("2033 nov 9 3:2:1x", "2033-11-09T03:02:01.000Z"),
        ("9 Nov 2033 23:12:40 +0500", "2033-11-09T23:12:40.000Z"),
        ("31 Nov 2033 00:00:00", "2033-12-01T00:00:00.000Z"),
        ("9 Nov 2033", None),
        ("9 Nov 2033 24:00:00", None),
        ("32 Nov 2033 00:00:00", None),
        ("never", None),
    ],
)
def test_dates_are_read_part_by_part(header: str, expires: str | None) -> None:
    (cookie,) = jar_with(f"a=1; Expires={header}").all_cookies()
    assert cookie.get("expires") == expires


@pytest.mark.parametrize(
    ("header", "pair"),
    [
        ("=v", ("", "v")),
        ("=a=b", ("a", "b")),
        ("bare", ("", "bare")),
        (" a = b c ; x", ("a", "b c")),
        ("a=1; a=2", ("a", "1")),
        ('a="q;r"', ("a", '"q')),
        ("a=", ("a", "")),
    ],
)
def test_a_pair_is_read_loosely(header: str, pair: tuple[str, str]) -> None:
    (cookie,) = jar_with(header).all_cookies()
    assert (cookie.get("key", ""), cookie.get("value", "")) == pair


@pytest.mark.parametrize(
    "header",
    ["", "a=\x01", "__Secure-a=1", "__Host-a=1; Secure", "__Host-a=1; Secure; Path=/; Domain=auth.example.test"],
)
def test_what_is_no_cookie_is_left_out(header: str) -> None:
    assert jar_with(header).all_cookies() == []


@pytest.mark.parametrize("header", ["__Secure-a=1; Secure", "__Host-a=1; Secure; Path=/"])
def test_a_name_that_keeps_its_promise_is_taken(header: str) -> None:
    assert len(jar_with(header).all_cookies()) == 1


def test_a_cookie_that_is_set_again_keeps_its_place_and_counts_its_age_anew() -> None:
    clock = FakeClock()
    jar = jar_with("a=1; Max-Age=60; Path=/", "b=1; Path=/", clock=clock)
    clock.seconds += 50
    jar.store(AT, (("Set-Cookie", "a=2; Max-Age=60; Path=/"),))
    clock.seconds += 50
    assert jar.header(AT) == "a=2; b=1"
    again = read_cookie_jar(write_cookie_jar(jar), clock)
    clock.seconds += 9
    assert again.header(AT) == "a=2; b=1"
    clock.seconds += 2
    assert again.header(AT) == jar.header(AT) == "b=1"


def test_the_store_finds_by_place_and_by_host() -> None:
    jar = jar_with("a=1; Domain=example.test; Path=/", "b=2", "c=3; Path=/other")

    def keys(domain: str, path: str | None) -> list[str]:
        return [cookie["key"] for cookie in jar.find_cookies(domain, path)]

    assert keys("auth.example.test", None) == ["a", "b", "c"]
    assert keys("auth.example.test", "/env/as/token") == ["a", "b"]
    assert keys("x.example.test", None) == ["a"]
    assert keys("test", None) == []
    found = jar.find_cookie("example.test", "/", "a")
    assert found is not None
    assert found["value"] == "1"
    assert jar.find_cookie("auth.example.test", "/", "a") is None


def test_the_store_puts_and_removes() -> None:
    jar = CookieJar(FakeClock())
    jar.put_cookie({"key": "a", "value": "1", "domain": "example.test", "path": "/", "hostOnly": False})
    jar.put_cookie({"key": "b", "value": "2", "domain": "auth.example.test"})
    jar.put_cookie({"key": "a", "value": "3", "domain": "example.test", "path": "/"})
    assert jar.header(AT) == "a=3; b=2"
    jar.remove_cookie("example.test", "/", "a")
    jar.remove_cookie("example.test", "/", "nobody")
    assert jar.header(AT) == "b=2"
    jar.remove_cookies("auth.example.test", "/other")
    assert jar.header(AT) == "b=2"
    jar.remove_cookies("auth.example.test", None)
    assert jar.all_cookies() == []
    jar.put_cookie({"key": "a", "domain": "x.test"})
    jar.remove_all_cookies()
    assert jar.all_cookies() == []


@pytest.mark.parametrize(
    ("cookie", "reason"),
    [
        ({}, "has a `domain`"),
        ({"domain": "a.test", "value": 5}, "the `value` of a cookie is text"),
        ({"domain": "a.test", "expires": "soon"}, "the `expires` of a cookie is a date"),
        ({"domain": "a.test", "maxAge": "long"}, "the `maxAge` of a cookie is a number"),
    ],
)
def test_what_is_no_cookie_is_refused(cookie: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CookieJar(FakeClock()).put_cookie(cookie)
    with pytest.raises(FormatError, match=f"jar.json at /cookies/0: .*{reason}"):
        read_cookie_jar(json.dumps({"cookies": [cookie]}), FakeClock(), file="jar.json")


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"cookies": {}}'])
def test_a_file_that_is_no_jar_is_refused(text: str) -> None:
    with pytest.raises(FormatError, match=r"jar\.json: "):
        read_cookie_jar(text, FakeClock(), file="jar.json")


_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=";=,"), max_size=8).map(str.strip)
_ATTRIBUTES = st.sampled_from(
    [
        "Domain=example.test",
        "Domain=.auth.example.test",
        "Path=/",
        "Path=/env",
        "Secure",
        "HttpOnly",
        "Max-Age=5",
        "Max-Age=99999999999",
        "Expires=Wed, 09 Nov 2033 23:12:40 GMT",
        "SameSite=Strict",
        "SameSite=odd",
        "Priority=High",
    ]
)
_COOKIES = st.tuples(_TEXTS, _TEXTS, st.lists(_ATTRIBUTES, max_size=5)).map(
    lambda cookie: "; ".join((f"{cookie[0]}={cookie[1]}", *cookie[2]))
)


@given(st.lists(st.tuples(_COOKIES, st.integers(0, 4000)), max_size=6))
def test_a_jar_survives_its_file(cookies: list[tuple[str, int]]) -> None:
    clock = FakeClock()
    jar = CookieJar(clock)
    for cookie, wait in cookies:
        jar.store(AT, (("Set-Cookie", cookie),))
        clock.seconds += wait / 1000
    again = read_cookie_jar(write_cookie_jar(jar), clock)
    assert again.all_cookies() == jar.all_cookies()
    for step in (0, 3, 10, 10**6, 10**9):
        clock.seconds += step
        for url in (AT, "http://auth.example.test/", "https://x.example.test/env/y"):
            assert again.header(url) == jar.header(url)
