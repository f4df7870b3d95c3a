"""URLs on the wire. The tables hold what Newman 6.2.2 sent for the same request, recorded at a raw socket."""

import pytest

from pcc.model.collection import Settings
from pcc.model.request import ApiKeyAuth, QueryParam, Url
from pcc.runner.request import UnsendableError
from pcc.runner.request.url import resolve_location
from pcc.templating import parse_postman
from runner.fakes import built, item, url

VALUES = {
    "u": "http://h.test",
    "sp": "a b",
    "amp": "x&y=z",
    "hash": "p#q",
    "pct": "100%",
    "enc": "%41&=",
    "uni": "né€😀",
    "q": "what?now",
    "sl": "a/b",
    "col": ":id",
    "plus": "a+b",
    "quote": 'it\'s "q"',
    "brace": "a{b}|c^d`e[f]\\g",
    "empty": "",
    "n": "5",
}

RECORDED = [
    (url("{{u}}"), "/"),
    (url("{{u}}/"), "/"),
    (url("{{u}}/p q/{{sp}}"), "/p%20q/a%20b"),
    (url("{{u}}/{{brace}}"), "/a%7Bb%7D|c^d%60e[f]/g"),
    (url("{{u}}/a;b=c:d@e!$&'()*+,~_-.<>\""), "/a;b=c:d@e!$&'()*+,~_-.%3C%3E%22"),
    (url("{{u}}/{{uni}}"), "/n%C3%A9%E2%82%AC%F0%9F%98%80"),
    (url("{{u}}/{{pct}}/%41%zz%2f"), "/100%/%41%zz%2f"),
    (url("{{u}}/x/{{sl}}/y"), "/x/a/b/y"),
    (url("{{u}}/x/{{q}}/y"), "/x/what?now/y"),
    (url("{{u}}/x/{{hash}}/y"), "/x/p"),
    (url("{{u}}/a/../b/./c//d"), "/a/../b/./c//d"),
    (url("{{u}}/{{nope}}", ("a", "{{nope2}}")), "/%7B%7Bnope%7D%7D?a={{nope2}}"),
    (url("{{u}}/:id/x/:id.json/:nov", id="{{sp}}"), "/a%20b/x/a%20b.json/:nov"),
    (url("{{u}}/:id", id="a/b?c#d"), "/a/b?c"),
    (url("{{u}}/:id/z", id=""), "/:id/z"),
    (url("{{u}}/{{col}}", id="X"), "/:id"),
    (url("{{u}}/p", ("a b", "c d"), ("e", "{{sp}}")), "/p?a%20b=c%20d&e=a%20b"),
    (url("{{u}}/p", ("a", "1&2=3"), ("b", "{{amp}}")), "/p?a=1%262=3&b=x&y=z"),
    (url("{{u}}/p", ("a", "1#2"), ("b", "{{hash}}"), ("c", "d")), "/p?a=1%232&b=p"),
    (url("{{u}}/p", ("a=b", "c=d")), "/p?a%3Db=c=d"),
    (url("{{u}}/p", ("a", "{{pct}}"), ("b", "{{enc}}"), ("c", "%zz%4")), "/p?a=100%&b=%41&=&c=%zz%4"),
    (
        url("{{u}}/p", ("a", "{{brace}}"), ("b", "{{quote}}"), ("c", "<>;:@!$*(),/?~-_."), ("d", "{{plus}}")),
        "/p?a=a{b}|c^d`e[f]\\g&b=it%27s%20%22q%22&c=%3C%3E;:@!$*(),/?~-_.&d=a+b",
    ),
    (url("{{u}}/p", ("a", "{{uni}}")), "/p?a=n%C3%A9%E2%82%AC%F0%9F%98%80"),
    (url("{{u}}/p", ("a", None), ("b", ""), ("", "v"), ("", "")), "/p?a&b=&=v&="),
    (url("{{u}}/p", ("", "")), "/p?="),
    (url("{{u}}/p", ("{{amp}}", "v"), ("n{{n}}", "{{n}}")), "/p?x&y=z=v&n5=5"),
    (url("{{u}}/p", ("a", "{{q}}")), "/p?a=what?now"),
    (url("{{u}}/p", ("a", "b"), fragment="frag ment"), "/p?a=b"),
    (url("http://h.test/s p/:id", ("a", "b c"), ("d", None), ("e", ""), ("", None), ("f", "g")), None),
    (url("http:\\\\h.test\\a\\b"), "/a/b"),
    (url("{{u}}/{{empty}}/x"), "//x"),
    (url("{{u}}/a\tb\nc", ("k", "a\tb\r\nc")), "/a%09b%0Ac?k=a%09b%0D%0Ac"),
    (url("  {{u}}/lead"), "/lead"),
    (url("{{u}}/trail  "), "/trail%20%20"),
    (url("h.test/x"), "/x"),
    (url("HTTP://H.TEST/UP"), "/UP"),
]

UNENCODED = [
    (url("{{u}}/{{brace}}"), "/a{b}|c^d`e[f]/g"),
    (url("{{u}}/p", ("a", "1&2=3"), ("b", "{{amp}}")), "/p?a=1%262=3&b=x&y=z"),
    (url("{{u}}/p", ("a", "{{pct}}"), ("b", "{{enc}}"), ("c", "%zz%4")), "/p?a=100%&b=%41&=&c=%zz%4"),
]


@pytest.mark.parametrize(("written", "target"), RECORDED)
def test_a_url_goes_out_as_newman_sends_it(written: Url, target: str | None) -> None:
    expected = "/s%20p/:id?a=b%20c&d&e=&&f=g" if target is None else target
    assert built(item("a", written), VALUES).http.url == f"http://h.test{expected}"


@pytest.mark.parametrize(("written", "target"), UNENCODED)
def test_a_url_whose_encoding_is_off_goes_out_as_newman_sends_it(written: Url, target: str) -> None:
    step = item("a", written, settings=Settings(disable_url_encoding=True))
    assert built(step, VALUES).http.url == f"http://h.test{target}"


def test_disabled_parameters_are_left_out_with_their_question_mark() -> None:
    disabled = QueryParam(parse_postman("x"), parse_postman("y"), disabled=True)
    assert built(item("a", Url(parse_postman("http://h.test/p"), (disabled,)))).http.url == "http://h.test/p"


def test_an_api_key_in_the_query_replaces_parameters_of_its_name() -> None:
    written = url("http://h.test/akq", ("k%20y", "old"), ("k y", "old2"), ("z", "1"), fragment="frag")
    step = item("a", written, auth=ApiKeyAuth(parse_postman("k y"), parse_postman("a&b=c#d{{sp}}"), in_query=True))
    assert built(step, VALUES).http.url == "http://h.test/akq?k%20y=old&z=1&k%20y=a%26b=c%23da%20b"


def test_credentials_of_a_url_become_a_header() -> None:
    sent = built(item("a", url("http://u%20s:p%40:x@h.test:81/ui"))).http
    assert sent.url == "http://h.test:81/ui"
    assert ("Authorization", "Basic dSBzOnBAOng=") in sent.headers


def test_a_host_of_other_scripts_is_sent_in_ascii() -> None:
    assert built(item("a", url("https://bücher.test:8443/x"))).http.url == "https://xn--bcher-kva.test:8443/x"


def test_an_ipv6_address_keeps_its_brackets() -> None:
    assert built(item("a", url("http://[::1]:8080/x"))).http.url == "http://[::1]:8080/x"


@pytest.mark.parametrize(
    ("written", "settings", "reason"),
    [
        ("{{host}}/x", Settings(), "nothing sets {{host}}"),
        ("ftp://h.test/x", Settings(), "“ftp” is not a scheme"),
        ("http:///", Settings(), "no host"),
        ("http://a b/", Settings(), "“a b” is not a host name"),
        ("http://00[/", Settings(), "“00.” is not a host name"),
        ("http://[::x]/", Settings(), "is not a host name"),
        ("http://h.test:8x/", Settings(), "“8x” is not a port"),
        ("http://h.test/a b", Settings(disable_url_encoding=True), "must be encoded"),
    ],
)
def test_a_url_that_cannot_be_sent_says_why(written: str, settings: Settings, reason: str) -> None:
    with pytest.raises(UnsendableError, match=reason):
        built(item("a", url(written), settings=settings))


@pytest.mark.parametrize(
    ("location", "absolute"),
    [
        ("http://o.test/x", "http://o.test/x"),
        ("app://callback?code=1", "app://callback?code=1"),
        ("//o.test/x", "http://o.test/x"),
        ("/x?y", "http://h.test:8/x?y"),
        ("x", "http://h.test:8/a/x"),
        ("../x", "http://h.test:8/a/../x"),
        ("?q", "http://h.test:8/a/b?q"),
        ("#f", "http://h.test:8/a/b?c=/d#f"),
        ("", "http://h.test:8/a/b?c=/d"),
    ],
)
def test_a_location_is_seen_from_the_url_that_answered(location: str, absolute: str) -> None:
    assert resolve_location("http://h.test:8/a/b?c=/d", location) == absolute
