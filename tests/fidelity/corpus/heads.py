"""Statuses, times, headers, redirects and cookies."""

from collections.abc import Iterator

from fidelity.recording import Reply
from fidelity.trials import Trial
from pcc.model.statement import (
    Assertion,
    Capture,
    Comparison,
    CookieValue,
    Existence,
    HeaderValue,
    JsonPath,
    Kind,
    Length,
    Literal,
    Matches,
    Operator,
    Pattern,
    Predicate,
    RedirectQuery,
    ResponseTime,
    Statement,
    StatusCode,
    TypeIs,
)

__all__ = ["heads"]

_LOCATIONS = (
    "https://www.example.com?code=abc",
    "https://www.example.com/?code=a+b%20c%2Bd",
    "/relative?code=%zz&state=1",
    "?code=%E9&code2=%C3%A9",
    "https://x/?code=",
    "https://x/?code",
    "https://x/?code&code=2",
    "https://x/?code=1&code=2",
    "https://x/?a=1&b=2#code=3",
    "https://x/#?code=1",
    "https://x/?a=?code=1&code=2",
    "https://x/?code=a=b=c",
    "https://x/?c%6Fde=1",
    "https://x/?+code=1&code+=2",
    "https://x/?%zz=1&code=%41%zz",
    "https://x/?code={{vText}}",
    "https://x/?constructor=1&__proto__=2&=3",
    "https://x/?&&code=1&",
    "https://x/?code=\xe9",
    "https://x/?code=%ED%A0%80",
    "https://x/?code=%00%0A",
    "",
    "?",
    "https://x/?code=1?code=2#code=3#code=4",
)


def heads() -> Iterator[Trial]:
    """Status, time, headers, redirects and cookies."""
    names = ("code", "code2", "state", "constructor", "__proto__", "", "%zz", " code", "code ")
    for location in _LOCATIONS:
        checks: list[Statement] = [Capture("location", HeaderValue("location"))]
        for at, name in enumerate(names):
            checks += [
                Capture(f"query{at}", RedirectQuery(name)),
                Assertion(RedirectQuery(name), Comparison(Operator.EQUALS, Literal("1"))),
                Assertion(RedirectQuery(name), Existence(False)),
            ]
        yield Trial(f"Location {location!r}", checks, Reply(302, (("Location", location),)))
    yield Trial("no Location", [Capture("query", RedirectQuery("code")), Capture("x", HeaderValue("Location"))])
    twice = (("Location", "/?code=1"), ("location", "/?code=2"))
    yield Trial("two Locations", [Capture("query", RedirectQuery("code"))], Reply(302, twice))
    yield from _header_trials()
    yield from _cookie_trials()
    for status in (200, 201, 204, 299, 304, 400, 404, 418, 500, 599):
        predicates: list[Predicate] = [Existence(True), Existence(False), *map(TypeIs, Kind), Length(3), Matches("2")]
        predicates += [
            Comparison(operator, Literal(value))
            for operator in Operator
            for value in (201, 201.0, "201", [200, 201], None)
        ]
        checks = [Assertion(StatusCode(), predicate) for predicate in predicates]
        checks += [Capture("status", StatusCode()), Capture("body", JsonPath("$")), Capture("text", Pattern("^.*$"))]
        yield Trial(f"status {status}", checks, Reply(status, (), b"" if status in (204, 304) else b'"body"'))
    time: list[Predicate] = [Existence(True), Existence(False), *map(TypeIs, Kind), Length(1), Matches("1")]
    time += [
        Comparison(Operator.ABOVE, Literal(-1)),
        Comparison(Operator.BELOW, Literal(60_000)),
        Comparison(Operator.AT_MOST, Literal(-1)),
        Comparison(Operator.EQUALS, Literal("1")),
    ]
    yield Trial("response time", [Assertion(ResponseTime(), predicate) for predicate in time])


def _header_trials() -> Iterator[Trial]:
    headers = (
        ("X-One", "some text"),
        ("X-Twice", "1"),
        ("x-twice", "2"),
        ("X-Empty", ""),
        ("X-Json", '{"a":1}'),
        ("X-Latin", "\xe9\xff"),
        ("X-Utf8", "é😀".encode().decode("latin-1")),
        ("X-Padded", "  padded\t "),
        ("X-Comma", "a, b"),
        ("Content-Type", "text/plain"),
        ("Set-Cookie", "h1=1; Path=/nowhere"),
        ("Set-Cookie", "h2=2; Path=/nowhere"),
    )
    names = (
        *dict(headers),
        "x-one",
        "X-ONE",
        "Nobody",
        "Content-Length",
        "Date",
        "constructor",
        "__proto__",
        "toString",
        "",
    )
    checks: list[Statement] = []
    for at, name in enumerate(names):
        checks += [
            Capture(f"header{at}", HeaderValue(name)),
            Assertion(HeaderValue(name), Existence(True)),
            Assertion(HeaderValue(name), Comparison(Operator.EQUALS, Literal("some text"))),
            Assertion(HeaderValue(name), Comparison(Operator.EQUALS, Literal(2))),
            Assertion(HeaderValue("x-one"), Comparison(Operator.EQUALS, HeaderValue(name))),
            Assertion(HeaderValue(name), Length(0)),
        ]
    yield Trial("headers", checks, Reply(headers=headers))


def _cookie_trials() -> Iterator[Trial]:
    cookies = (
        "plain=1",
        "spaced=two words",
        'quoted="q"',
        "empty=",
        "encoded=%41%20%zz",
        "decoded=%41%20%C3%A9",
        "utf8=" + "é😀".encode().decode("latin-1"),
        "equals=a=b",
        "plain=2; Path=/nowhere",
        "twice=1",
        "twice=2",
        "gone=1; Max-Age=0",
        "constructor=own",
        "nameless",
        "UPPER=1",
    )
    names = (
        *(
            "plain",
            "spaced",
            "quoted",
            "empty",
            "encoded",
            "decoded",
            "utf8",
            "equals",
            "twice",
            "gone",
            "constructor",
            "nameless",
        ),
        *("upper", "UPPER", "nobody", "toString", "__proto__", ""),
    )
    checks: list[Statement] = []
    for at, name in enumerate(names):
        checks += [
            Capture(f"cookie{at}", CookieValue(name)),
            Assertion(CookieValue(name), Existence(False)),
            Assertion(CookieValue(name), Comparison(Operator.EQUALS, Literal("1"))),
            Assertion(CookieValue("plain"), Comparison(Operator.EQUALS, CookieValue(name))),
        ]
    yield Trial("no cookies", checks)
    yield Trial("cookies", checks, Reply(headers=tuple(("Set-Cookie", cookie) for cookie in cookies)))
