"""Single requests go out of Newman and of pcc as the same bytes, headers in the same order, and come back alike."""

from pathlib import Path
from typing import Any

import pytest

from fidelity.newman_driver import Newman
from fidelity.recording import Reply
from fidelity.wire_runs import Both, WireCase, collection_of, comparable, run_cases
from pcc.runner import RunOptions

RAW = {"mode": "raw", "raw": '{"a":1}', "options": {"raw": {"language": "json"}}}
FORM = {"mode": "urlencoded", "urlencoded": [{"key": "a", "value": "b c"}]}
MULTIPART = {"mode": "formdata", "formdata": [{"key": "a", "value": "b", "type": "text"}]}
FILE = {"mode": "file", "file": {"src": "a.txt"}}
BODIES: dict[str, dict[str, Any] | None] = {
    "raw": RAW,
    "form": FORM,
    "multipart": MULTIPART,
    "file": FILE,
    "none": None,
}
SYSTEM_HEADERS = (
    "cache-control",
    "postman-token",
    "content-type",
    "accept-encoding",
    "connection",
    "host",
    "user-agent",
    "accept",
)


def form(*fields: dict[str, Any]) -> dict[str, Any]:
    return {"mode": "formdata", "formdata": list(fields)}


def graphql(**content: Any) -> dict[str, Any]:
    return {"mode": "graphql", "graphql": content}


def raw(text: Any, language: str | None = None) -> dict[str, Any]:
    return {"mode": "raw", "raw": text, **({"options": {"raw": {"language": language}}} if language else {})}


def text(key: str, value: Any, **others: Any) -> dict[str, Any]:
    return {"key": key, "value": value, "type": "text", **others}


def file(key: str, **others: Any) -> dict[str, Any]:
    return {"key": key, "type": "file", **others}


HEADERS = [
    *(WireCase(f"{name} body", method="POST", body=body, headers=(("X-A", "1"),)) for name, body in BODIES.items()),
    *(
        WireCase(
            f"{name} of another type", method="POST", body=body, headers=(("content-type", "text/x"), ("X-A", "1"))
        )
        for name, body in BODIES.items()
    ),
    *(
        WireCase(
            f"{name} without {header}", method="POST", body=body, settings={"disabledSystemHeaders": {header: True}}
        )
        for name, body in BODIES.items()
        for header in SYSTEM_HEADERS
    ),
    *(
        WireCase(f"{name} with its own {header}", "/plain", "POST", ((header, "own"),), body, disabled)
        for name, body in BODIES.items()
        for header in SYSTEM_HEADERS
        for disabled in [{"disabledSystemHeaders": {header: True}}]
    ),
    WireCase("no length", method="POST", settings={"disabledSystemHeaders": {"content-length": True}}),
    WireCase(
        "all disabled", settings={"disabledSystemHeaders": dict.fromkeys((*SYSTEM_HEADERS, "content-length"), True)}
    ),
    WireCase("repeated", headers=(("X-A", "1"), ("X-B", "2"), ("X-A", "3"), ("accept", "q"), ("X-E", ""))),
    WireCase(
        "disabled and odd",
        request={
            "header": [
                {"key": "X-A", "value": "1", "disabled": True},
                {"key": "Accept", "value": "2", "disabled": True},
                {"key": "X-N", "value": 5},
                {"key": "", "value": "nameless"},
            ]
        },
    ),
    WireCase("as text", request={"header": "X-A: 1\r\nX-B: 2"}),
    *(WireCase(f"method {method}", method=method) for method in ("get", "Foo", "PROPFIND", "VIEW", "LINK", "M-SEARCH")),
]

ODD_BODIES = [
    form(
        text("a", "b"), text("n", 5), text("o", {"x": [1, None]}), text("t", True), text("é", "ü"), text("q\u2028", "")
    ),
    form(
        text("a", "{}", contentType="application/json"),
        text("f", "x", fileName="n.json"),
        text("off", "x", disabled=True),
    ),
    form(text("f", "x", fileName="n.json", contentType="a/b")),
    form(file("f", src="a.txt"), file("g", src="d.bin"), file("h", src="e.json", contentType="x/y")),
    form(file("i", src="a.txt", fileName="other.png"), file("one", src=["a.txt"])),
    form(text("t", "1"), file("f", src=["a.txt", "e.json"]), text("u", "2")),
    form(
        file("f", value="aGVsbG8="),
        file("g", value="aGVsbG8", fileName="x.txt"),
        file("h", value="_-_-", contentType="q/r"),
    ),
    form(file("f", src=None), file("g", src=[]), file("h"), file("i", src=None, fileName="x.txt")),
    form(text("f", "x", disabled=True)),
    {"mode": "file", "file": {"src": "d.bin"}},
    {"mode": "file", "file": {"src": "e.json"}},
    {"mode": "file", "file": "a.txt"},
    {"mode": "file", "file": {"content": "aGVsbG8="}},
    {"mode": "file", "file": {}},
    {"mode": "file", "file": {"src": "missing"}, "disabled": True},
    graphql(query="{a}", variables={"x": 1, "y": [1.5, "é"]}, operationName="Op"),
    graphql(query="{a}", variables='{"x": 1}', operationName="Op"),
    graphql(query="{a}", variables=None),
    graphql(query="{a}"),
    graphql(query="{a}", variables="{oops"),
    graphql(query="{a}", variables="", operationName=None),
    raw({"a": 1}),
    {**raw("x"), "disabled": True},
    {"mode": "weird", "raw": "x"},
    raw('{"a": "x//y", // c\n /* d */ "b": 1}\n', "json"),
    raw('{"a": 1 /* open', "json"),
    raw('{"a": 1, // c\r\n"b":2}', "json"),
    raw("a//b", "xml"),
    {"mode": "urlencoded", "urlencoded": [text("a", None), {"key": "b"}, text("n", 5), text("t", True)]},
    {"mode": "urlencoded", "urlencoded": "a=1&b=c d&e"},
]
WITHOUT_BODY = ("GET", "COPY", "HEAD", "PURGE", "UNLOCK")
BODY_CASES = [
    *(WireCase(f"body {index}", method="POST", body=body) for index, body in enumerate(ODD_BODIES)),
    *(
        WireCase(f"JSON by {kind}", method="POST", body=raw("1//x"), headers=(("Content-Type", kind),))
        for kind in ("application/json", "application/vnd.a+json; charset=x", "text/json", "APPLICATION/JSON")
    ),
    *(
        WireCase(f"body of {method}", method=method, body=raw("x"))
        for method in (*WITHOUT_BODY, "LINK", "DELETE", "OPTIONS")
    ),
    *(
        WireCase(f"kept body of {method}", method=method, body=raw("x"), settings={"disableBodyPruning": True})
        for method in ("GET", "COPY", "PURGE", "UNLOCK")
    ),
]


def moved(status: int, location: str, *cookies: str) -> Reply:
    return Reply(status, (("Location", location), *(("Set-Cookie", cookie) for cookie in cookies)))


STATUSES = (300, 301, 302, 303, 304, 305, 306, 307, 308, 399)
LOCATIONS = {
    "relative": "x/../y",
    "dot": "./z",
    "query": "/landed?q=2",
    "empty": "",
    "odd": "/a b/ü?c=d e&x='\"<>%zz",
    "backslash": "\\x\\y",
    "space": " /lead ",
}
REPLIES = {
    **{f"/to/{status}": moved(status, "/landed?x=1") for status in STATUSES},
    **{f"/by/{name}": moved(302, location) for name, location in LOCATIONS.items()},
    "/by/two": Reply(302, (("Location", "/first"), ("Location", "/second"))),
    "/by/ftp": moved(302, "ftp://127.0.0.1/y"),
    "/by/mail": moved(302, "mailto:x@y"),
    "/by/loop": moved(302, "/by/loop"),
    "/by/none": Reply(302),
    "/cookies/1": moved(302, "/cookies/2", "a=1; Path=/cookies"),
    "/cookies/2": moved(302, "/cookies/3", "b=2"),
}
WRITTEN = (("X-A", "1"), ("Authorization", "Own"))
ORIGINAL = {"followOriginalHttpMethod": True}
KEPT: list[tuple[str, dict[str, Any] | None]] = [("POST", RAW), ("PUT", MULTIPART), ("GET", None), ("HEAD", None)]
REDIRECTS = [
    *(
        WireCase(f"{status} of {method}", f"/to/{status}", method, WRITTEN, body)
        for status in STATUSES
        for method, body in [
            ("GET", None),
            ("POST", RAW),
            ("PUT", FORM),
            ("DELETE", None),
            ("PATCH", MULTIPART),
            ("HEAD", None),
            ("OPTIONS", None),
            ("PURGE", None),
        ]
    ),
    *(WireCase(path, path) for path in REPLIES if path.startswith(("/by/", "/cookies/"))),
    *(
        WireCase(f"original {method} by {status}", f"/to/{status}", method, body=body, settings=ORIGINAL)
        for status in (301, 302, 303, 307)
        for method, body in KEPT
    ),
    WireCase("own host", "/to/302", "POST", (("Host", "own.test"), ("X", "1")), RAW),
    WireCase("own host kept method", "/to/307", "POST", (("host", "own.test"), ("Referer", "mine"), ("X", "1")), RAW),
    WireCase("no referer", "/to/302", headers=(("Referer", "mine"),), settings={"removeRefererHeaderOnRedirect": True}),
    WireCase("not followed", "/to/302", settings={"followRedirects": False}),
    WireCase("none allowed", "/to/302", settings={"maxRedirects": 0}),
    WireCase("one allowed", "/cookies/1", settings={"maxRedirects": 1}),
    WireCase("no system headers", "/to/302", settings={"disabledSystemHeaders": dict.fromkeys(SYSTEM_HEADERS, True)}),
    WireCase("own cookie", "/cookies/1", headers=(("Cookie", "w=1"), ("X", "2"))),
    WireCase("cookies off", "/cookies/1", headers=(("Cookie", "w=1"), ("X", "2")), settings={"disableCookies": True}),
]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("A note.\n", encoding="utf-8")
    (tmp_path / "d.bin").write_bytes(bytes(range(256)))
    (tmp_path / "e.json").write_text("{}", encoding="utf-8")
    return tmp_path


def alike(newman: Newman, files: Path, cases: list[WireCase], **others: Any) -> Both:
    both = run_cases(newman, files, lambda url: collection_of(*(case.item(url) for case in cases)), REPLIES, **others)
    assert list(map(comparable, both.found)) == list(map(comparable, both.expected))
    assert both.replayed == both.judged
    assert len(both.judged) == len(cases)
    return both


def test_headers_go_out_alike(newman: Newman, files: Path) -> None:
    both = alike(newman, files, HEADERS)
    assert len(both.found) == len(HEADERS)
    assert both.errors == [None] * len(HEADERS)


def test_bodies_go_out_alike(newman: Newman, files: Path) -> None:
    both = alike(newman, files, BODY_CASES)
    assert len(both.found) == len(BODY_CASES)


def test_redirects_are_followed_alike(newman: Newman, files: Path) -> None:
    both = alike(newman, files, REDIRECTS)
    assert {case.name for case, seen in zip(REDIRECTS, both.judged, strict=True) if seen.failed} == {
        "/by/ftp",
        "/by/loop",
        "none allowed",
        "one allowed",
    }


def test_redirects_that_are_switched_off_are_followed_where_an_item_says_so(newman: Newman, files: Path) -> None:
    cases = [
        WireCase("off", "/to/302"),
        WireCase("on", "/to/302", settings={"followRedirects": True}),
        WireCase("off again", "/to/307", "POST", body=RAW),
    ]
    options = RunOptions(working_dir=files, ignore_redirects=True)
    both = alike(newman, files, cases, ours=options, theirs={"ignoreRedirects": True})
    assert len(both.found) == 4


def test_the_nearest_of_each_setting_wins(newman: Newman, files: Path) -> None:
    inner = WireCase("inner", "/to/302", "POST", body=RAW, settings={"followOriginalHttpMethod": False})
    outer = WireCase("outer", "/to/302", "POST", body=RAW)

    def make(url: str) -> dict[str, Any]:
        folder = {
            "name": "Folder",
            "item": [inner.item(url), outer.item(url)],
            "protocolProfileBehavior": {"disabledSystemHeaders": {"accept": True}},
        }
        settings = {"followOriginalHttpMethod": True, "disabledSystemHeaders": {"connection": True}}
        return collection_of(folder, outer.item(url), protocolProfileBehavior=settings)

    both = run_cases(newman, files, make, REPLIES)
    assert list(map(comparable, both.found)) == list(map(comparable, both.expected))
    assert [request.method for request in both.found] == ["POST", "GET", "POST", "POST", "POST", "POST"]


def test_credentials_and_cookies_cross_hosts_alike(newman: Newman, files: Path) -> None:
    def make(url: str) -> dict[str, Any]:
        elsewhere = url.replace("127.0.0.1", "localhost")
        replies["/away"] = moved(302, f"{elsewhere}/landed")
        cases = [
            WireCase("away", "/away", headers=WRITTEN),
            WireCase("away with it", "/away", headers=WRITTEN, settings={"followAuthorizationHeader": True}),
            WireCase("back", "/plain"),
            WireCase("other name", elsewhere.replace("localhost", "x.localhost") + "/plain"),
        ]
        return collection_of(*(case.item(url) for case in cases))

    replies = dict(REPLIES)
    both = run_cases(newman, files, make, replies)
    assert list(map(comparable, both.found)) == list(map(comparable, both.expected))
    assert len(both.found) == 6
