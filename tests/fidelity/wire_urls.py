"""A corpus of URLs: every oddity that a path, a query, a fragment or an authority can have, and mixtures of them."""

from collections.abc import Iterator
from random import Random
from typing import Any

__all__ = ["AUTHORITIES", "object_urls", "text_urls"]

PIECES = [
    *("a", "B", "0", "~", "-", "_", ".", "..", " ", "  ", "%20", "%", "%zz", "%2f", "%2F", "%C3%A9", "é", "ü", "日本"),
    *("😀", "+", "&", "=", ";", ",", ":", "@", "!", "$", "'", "(", ")", "*", '"', "<", ">", "`", "{", "}", "|", "\\"),
    *("^", "[", "]", "[]", "[0]", "\t", "\u00a0", "\u2028", "\x7f", "//", ":id", ":id.json", ":none", ":num", "{{x}}"),
    *("{{ }}", "{x}"),
]
QUERY_ONLY = [
    "?",
    "/",
    "a=b",
    "a=b=c",
    "&&",
    "=v",
    "k=",
    "k",
    "a[]=1&a[]=2",
    "q=a b",
    "q=a+b",
    "q=%2B",
    "u=http://x.test/y?z=1",
]
VALUES: list[Any] = [None, "", "v", "a b", "é", "a&b", "a=b", "a#b", "%41", "%", "+", "'\"<>", "[x]", "{{x}}"]


def _mix(random: Random, pieces: list[str], most: int) -> str:
    return "".join(random.choice(pieces) for _ in range(random.randint(0, most)))


def text_urls(base: str, count: int) -> Iterator[str]:
    """Yield URLs as text: each piece alone in each place, then mixtures."""
    for piece in PIECES:
        yield f"{base}/{piece}"
        yield f"{base}/p/x{piece}y/z"
        yield f"{base}/p?{piece}"
        yield f"{base}/p?a={piece}&b=c"
        yield f"{base}/p#{piece}"
    yield from (f"{base}/p?{piece}" for piece in QUERY_ONLY)
    yield from (
        f"{base}{end}"
        for end in ("", "/", "?", "?a", "#", "#f", "/?", "/#", "//", "///x", "/./x", "/../x", "/x/", "\\x\\y")
    )
    host = base.removeprefix("http://")
    yield from (f"{start}{host}/s" for start in ("", "HTTP://", "http:///", "http:////", "  http://", "http:\\\\"))
    yield from (
        f"http://{user}@{host}/u"
        for user in ("u", "u:p", "u:p:q", ":p", "u:", "u%40:p%3A", "é:ü", "u@x:p", "u p:{{x}}")
    )
    random = Random(20)
    for _ in range(count):
        path = "/".join(_mix(random, PIECES, 3) for _ in range(random.randint(1, 3)))
        query = random.choice(
            ["", "?" + "&".join(_mix(random, PIECES + QUERY_ONLY, 3) for _ in range(random.randint(1, 3)))]
        )
        fragment = random.choice(["", "", "#" + _mix(random, PIECES, 2)])
        yield f"{base}/{path}{query}{fragment}"


def object_urls(base: str, count: int) -> Iterator[dict[str, Any]]:
    """Yield URLs in parts: parameters of every form, disabled ones, path variables that are text or not."""
    host, _, port = base.removeprefix("http://").partition(":")
    parts = {"protocol": "http", "host": host.split("."), "port": port}
    random = Random(22)
    for value in (5, True):
        yield {**parts, "path": ["p"], "query": [{"key": "k", "value": value}]}
    for value in VALUES:
        yield {**parts, "path": ["p"], "query": [{"key": "k", "value": value}, {"key": "l", "value": "m"}]}
        yield {
            **parts,
            "path": ["p", ":id", ":id.json", ":id.a.b", "x:id", ":"],
            "variable": [{"key": "id", "value": value}],
        }
        yield {**parts, "path": ["p"], "query": [{"key": value, "value": "v"}]}
    yield {**parts, "path": ["p"], "query": [{"key": "a", "value": "b", "disabled": True}]}
    yield {**parts, "path": ["p"], "query": []}
    yield {**parts, "path": ["p"], "query": [{}]}
    yield {**parts, "path": "/a/b/"}
    yield {**parts, "path": []}
    yield {**parts}
    yield {**parts, "path": ["p"], "hash": "f"}
    yield {**parts, "path": ["p"], "auth": {"user": "u", "password": "p:ü"}}
    for _ in range(count):
        query = [
            {
                "key": _mix(random, PIECES, 2),
                "value": random.choice([*VALUES, _mix(random, PIECES, 3)]),
                "disabled": random.random() < 0.2,
            }
            for _ in range(random.randint(0, 3))
        ]
        variables = [{"key": key, "value": random.choice(VALUES)} for key in ("id", "num", "") if random.random() < 0.6]
        path = [_mix(random, PIECES, 2).replace("/", "") for _ in range(random.randint(0, 3))]
        yield {**parts, "path": path, "query": query, "variable": variables}


AUTHORITIES = (
    *("bücher.test", "BÜCHER.test", "日本.test", "xn--bcher-kva.test", "straße.test", "a_b.test", "-a.test", "a..test"),
    *("1.2.3.4", "1.2", "0x7f.1", "faß.de", "\uff21.test", "a%41.test", "a b.test", "a.test.", "a.test:80", "a.test:"),
    *("a.test:8080", "a.test:443", "[::1]:99", "[0:0::1]:99", "u:p@a.test", "a.test:x", "", "{{x}}.test", "☃.net"),
    "a\u3002test",
)
