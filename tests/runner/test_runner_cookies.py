"""The cookie jar: RFC 6265."""

import pytest

from pcc.runner.cookies import CookieJar
from runner.fakes import FakeClock

AT = "https://auth.example.test/env/as/authorize"


def jar_with(*cookies: str, url: str = AT) -> CookieJar:
    jar = CookieJar(FakeClock())
    jar.store(url, tuple(("set-cookie", cookie) for cookie in cookies))
    return jar


@pytest.mark.parametrize(
    ("cookie", "url", "sent"),
    [
        ("a=1", "https://auth.example.test/env/as/token", "a=1"),
        ("a=1", "https://auth.example.test/env/asx", ""),
        ("a=1; Path=/", "https://auth.example.test/", "a=1"),
        ("a=1; Path=/env", "https://auth.example.test/env", "a=1"),
        ("a=1; Path=/env", "https://auth.example.test/environment", ""),
        ("a=1; Path=/; Domain=example.test", "https://api.example.test/", "a=1"),
        ("a=1; Path=/; Domain=.EXAMPLE.test", "https://example.test/", "a=1"),
        ("a=1; Path=/", "https://api.example.test/", ""),
        ("a=1; Path=/; Domain=other.test", "https://other.test/", ""),
        ("a=1; Path=/; Domain=test", "https://auth.example.test/", ""),
        ("a=1; Path=/; Secure; HttpOnly; SameSite=None", "http://auth.example.test/", ""),
        ("a=1; Path=/; secure", "https://auth.example.test/", "a=1"),
        ("a=1; Path=/; Max-Age=60", "https://auth.example.test/", "a=1"),
        ("a=1; Path=/; Max-Age=0", "https://auth.example.test/", ""),
        ("a=1; Path=/; Max-Age=-1", "https://auth.example.test/", ""),
        ("a=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "https://auth.example.test/", ""),
        ("a=1; Path=/; Expires=Wed, 09-Nov-2033 23:12:40 GMT", "https://auth.example.test/", "a=1"),
        ("a=1; Path=/; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "https://auth.example.test/", "a=1"),
        ("a=1; Path=/; Expires=never", "https://auth.example.test/", "a=1"),
        ('a="x=y" ; Path=/', "https://auth.example.test/", 'a="x=y"'),
        ("bare; Path=/", "https://auth.example.test/", "bare"),
    ],
)
def test_a_cookie_goes_where_it_was_meant_for(cookie: str, url: str, sent: str) -> None:
    assert jar_with(cookie).header(url) == sent


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1:8080", "[::1]:8080"])
@pytest.mark.parametrize("domain", ["", "; Domain=localhost", "; Domain=127.0.0.1"])
def test_local_hosts_have_cookies(host: str, domain: str) -> None:
    jar = jar_with(f"a=1; Path=/{domain}", url=f"http://{host}/x")
    foreign = domain and domain.removeprefix("; Domain=") != host.removesuffix(":8080")
    assert jar.header(f"http://{host}/y") == ("" if foreign else "a=1")


def test_the_longest_path_comes_first() -> None:
    jar = jar_with("A=1; Path=/", "B=2", "A=3")
    assert jar.header(AT) == "B=2; A=3; A=1"
    assert jar.cookies_for(AT) == {"A": "1", "B": "2"}


def test_a_cookie_replaces_its_predecessor_and_can_be_removed() -> None:
    jar = jar_with("a=1", "a=2")
    assert jar.header(AT) == "a=2"
    jar.store(AT, (("Set-Cookie", "a=; Max-Age=0"),))
    assert jar.header(AT) == ""


def test_a_cookie_expires_by_the_clock_of_the_run() -> None:
    clock = FakeClock()
    jar = CookieJar(clock)
    jar.store(AT, (("Set-Cookie", "a=1; Max-Age=60"),))
    clock.seconds += 59
    assert jar.header(AT) == "a=1"
    clock.seconds += 2
    assert jar.header(AT) == ""
