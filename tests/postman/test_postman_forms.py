"""What the older and odder forms of a file mean: the same as to Postman and Newman."""

import json
from typing import Any

import pytest

from pcc.model.collection import Collection, Event, Item, ItemGroup, SavedResponse, Settings, Variable
from pcc.model.request import (
    ApiKeyAuth,
    BasicAuth,
    BearerAuth,
    FileBody,
    FormdataBody,
    FormFile,
    FormParam,
    GraphqlBody,
    Header,
    NoAuth,
    OtherAuth,
    PathVariable,
    QueryParam,
    RawBody,
    Request,
    Url,
    UrlencodedBody,
)
from pcc.model.statement import RawScript
from pcc.model.template import EMPTY, Reference, Template
from pcc.postman import read_collection
from pcc.templating import parse_postman as text


def read(root: dict[str, Any]) -> Collection:
    return read_collection(json.dumps({"info": {"name": "C"}, "item": [], **root}))


def read_item(**keys: Any) -> Item:
    (item,) = read({"item": [{"name": "A", "request": "h", **keys}]}).items
    assert isinstance(item, Item)
    return item


def read_request(**keys: Any) -> Request:
    return read_item(request=keys).request


def params(*pairs: tuple[str, str | None]) -> tuple[QueryParam, ...]:
    return tuple(QueryParam(text(key), None if value is None else text(value)) for key, value in pairs)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "http://h/a?b=1&c&d=#e",
            Url(text("http://h/a"), params(("b", "1"), ("c", None), ("d", "")), fragment=text("e")),
        ),
        ("  {{a?b}}/c?x={{y&z}}", Url(text("{{a?b}}/c"), params(("x", "{{y&z}}")))),
        ("http:\\\\h\\a", Url(text("http://h/a"))),
        ("http:////h//a/", Url(text("http://h//a/"))),
        ("file:////a", Url(text("file:///a"))),
        ("h?", Url(text("h"), params(("", None)))),
        (None, Url(EMPTY)),
        ({}, Url(EMPTY)),
        ({"raw": "http://h/a?b=1"}, Url(EMPTY)),
        (
            {"protocol": "https", "host": ["h", "{{d}}"], "port": "8080", "path": ["a", "", "b", ""]},
            "https://h.{{d}}:8080/a//b/",
        ),
        ({"protocol": "http://", "host": "h.example", "port": 80, "path": "/a/b"}, "http://h.example:80/a/b"),
        ({"host": "h", "path": "a/b"}, "h/a/b"),
        ({"host": "h", "path": "/"}, "h/"),
        ({"host": "h", "path": []}, "h/"),
        ({"host": "h", "path": ""}, "h"),
        ({"host": ["h"], "path": [{"type": "string", "value": "a"}, 1, None]}, "h/a/1/"),
        ({"host": ["h"], "auth": {"user": "u", "password": "p"}}, "u:p@h"),
        ({"host": ["h"], "auth": {"password": "p"}}, ":p@h"),
        ({"host": ["h"], "auth": {}}, "h"),
        (
            {"host": ["h"], "path": ["a?b=1"], "query": [{"key": "c"}]},
            Url(text("h/a"), params(("b", "1?c"))),
        ),
        ({"query": {"a": "1", "b": 2}}, Url(EMPTY, params(("a", "1"), ("b", None)))),
        ({"query": [{"key": None, "value": None}, {"value": ""}]}, Url(EMPTY, params(("", None), ("", "")))),
        ({"hash": ""}, Url(EMPTY, fragment=EMPTY)),
        (
            {
                "path": [":a"],
                "variable": [{"id": "a", "value": 5}, {"key": "b", "value": None, "description": {"content": "d"}}],
            },
            Url(text("/:a"), variables=(PathVariable("a", text("5")), PathVariable("b", EMPTY, "d"))),
        ),
    ],
)
def test_a_url(url: Any, expected: Url | str) -> None:
    assert read_request(url=url).url == (Url(text(expected)) if isinstance(expected, str) else expected)


def test_a_request_of_text_is_a_get() -> None:
    assert read_item(request="http://h/a").request == Request("GET", Url(text("http://h/a")))


@pytest.mark.parametrize(("method", "expected"), [("post", "POST"), (None, "GET"), ("", "GET"), ("X-a", "X-A")])
def test_a_method_is_in_capitals(method: Any, expected: str) -> None:
    assert read_request(method=method).method == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, []),
        ("A: 1\r\nB:2\r\n  3\nnonsense\nC: x:y", [("A", "1"), ("B", "2  3"), ("C", "x:y")]),
        (
            [{"key": "A", "value": None}, {"value": "1"}, {"key": "N", "value": 1.5}],
            [("A", ""), ("", "1"), ("N", "1.5")],
        ),
        (["A: {{b}}", "C"], [("A", "{{b}}"), ("C", "")]),
    ],
)
def test_headers(header: Any, expected: list[tuple[str, str]]) -> None:
    assert read_request(header=header).headers == tuple(Header(text(key), text(value)) for key, value in expected)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (None, None),
        ({}, None),
        ({"mode": None, "raw": "x"}, None),
        ("x", RawBody(text("x"))),
        ({"mode": "raw"}, RawBody(EMPTY)),
        ({"mode": "RAW", "raw": "{{x}}", "options": {"raw": {"language": "json"}}}, RawBody(text("{{x}}"), "json")),
        ({"mode": "raw", "raw": {"a": ["{{x}}", 1.0]}, "options": {}}, RawBody(text('{"a":["{{x}}",1]}'))),
        ({"mode": "other", "raw": "x", "disabled": True}, RawBody(text("x"), disabled=True)),
        ({"mode": "urlencoded"}, UrlencodedBody(())),
        (
            {"mode": "urlencoded", "urlencoded": "a=1&b"},
            UrlencodedBody((FormParam(text("a"), text("1")), FormParam(text("b"), EMPTY))),
        ),
        (
            {"mode": "urlencoded", "urlencoded": [{"key": "a", "value": True}]},
            UrlencodedBody((FormParam(text("a"), text("true")),)),
        ),
        (
            {"mode": "formdata", "formdata": [{"key": "a", "value": {"b": 1}}]},
            FormdataBody((FormParam(text("a"), text('{"b":1}')),)),
        ),
        (
            {
                "mode": "formdata",
                "formdata": [{"key": "a", "type": "file", "src": src} for src in ("x", ["x"], [], None, "")],
            },
            FormdataBody(tuple(FormFile(text("a"), paths) for paths in (("x",), ("x",), (), (), ()))),
        ),
        ({"mode": "file"}, FileBody(None)),
        ({"mode": "file", "file": "x"}, FileBody("x")),
        ({"mode": "file", "file": {"src": ""}}, FileBody(None)),
        ({"mode": "file", "file": {"content": "abc"}}, FileBody(None, content=text("abc"))),
        ({"mode": "graphql", "graphql": None}, GraphqlBody(EMPTY)),
        (
            {"mode": "graphql", "graphql": {"query": "{ a }", "variables": {"x": "{{y}}"}, "operationName": ""}},
            GraphqlBody(text("{ a }"), text('{"x":"{{y}}"}'), ""),
        ),
    ],
)
def test_a_body(body: Any, expected: Any) -> None:
    assert read_request(body=body).body == expected


@pytest.mark.parametrize(
    ("auth", "expected"),
    [
        (None, None),
        ({}, None),
        ({"type": None, "basic": {}}, None),
        ({"type": "noauth", "noauth": 1}, NoAuth()),
        ({"type": "bearer"}, BearerAuth(EMPTY)),
        (
            {"type": "bearer", "bearer": [{"key": "token", "value": "a"}, {"key": "token", "value": "b"}]},
            BearerAuth(text("b")),
        ),
        ({"type": "bearer", "bearer": {"token": "{{t}}"}}, BearerAuth(Template((Reference("t"),)))),
        ({"type": "basic", "basic": [{"key": "password", "value": 1}]}, BasicAuth(EMPTY, text("1"))),
        ({"type": "apikey", "apikey": [{"key": "key", "value": "k"}]}, ApiKeyAuth(text("k"), EMPTY)),
        ({"type": "apikey", "apikey": {"in": "query", "value": "v"}}, ApiKeyAuth(EMPTY, text("v"), in_query=True)),
        (
            {"type": "jwt", "jwt": [{"key": "a", "value": {"b": 1}}, {"key": "a"}]},
            OtherAuth("jwt", (("a", {"b": 1}), ("a", None))),
        ),
    ],
)
def test_auth(auth: Any, expected: Any) -> None:
    assert read_request(auth=auth).auth == expected
    assert read({"auth": auth}).auth == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (None, ()),
        ({}, ()),
        ({"exec": None}, ()),
        ({"exec": [""]}, ()),
        ({"exec": ["a", "", None, "b\nc"]}, (RawScript("a\n\n\nb\nc"),)),
        ({"exec": "a\nb"}, (RawScript("a\nb"),)),
        ("a", (RawScript("a"),)),
        (["a", "b"], (RawScript("a\nb"),)),
    ],
)
def test_a_script(script: Any, expected: tuple[RawScript, ...]) -> None:
    assert read_item(event=[{"listen": "test", "script": script}]).events == (Event("test", expected),)


def test_events_of_one_kind_stay_apart() -> None:
    events = [
        {"listen": "test", "script": {"exec": ["a"]}},
        {"listen": "test", "disabled": True, "script": {"exec": ["b"]}},
    ]
    assert read_item(event=events).events == (
        Event("test", (RawScript("a"),)),
        Event("test", (RawScript("b"),), disabled=True),
    )


def test_settings_of_null_inherit() -> None:
    settings = {"followRedirects": None, "maxRedirects": 3.0, "strictSSL": False, "requestTimeout": 10, "other": 1}
    assert read_item(protocolProfileBehavior=settings).settings == Settings(
        max_redirects=3, strict_ssl=False, timeout_ms=10
    )
    assert read_item(protocolProfileBehavior={}).settings == Settings()
    assert read_item(protocolProfileBehavior=None).settings is None


def test_saved_responses() -> None:
    responses = [
        {"header": None, "body": None, "code": 200.0, "originalRequest": "h", "_postman_previewlanguage": "json"},
        {"name": "B", "id": "i", "status": "OK", "header": "A: 1", "body": "{{x}}", "originalRequest": None},
    ]
    assert read_item(response=responses).responses == (
        SavedResponse("", 200, language="json", request=Request("GET", Url(text("h")))),
        SavedResponse("B", 0, "OK", (Header(text("A"), text("1")),), "{{x}}", id="i"),
    )


def test_what_has_a_list_of_items_is_a_folder() -> None:
    (folder,) = read(
        {"item": [{"name": "F", "item": None, "request": {}, "_postman_id": "i", "description": None}]}
    ).items
    assert folder == ItemGroup("F", (), id="i")


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        ({"value": "5"}, text("5")),
        ({"value": 5}, 5),
        ({"value": None}, None),
        ({}, EMPTY),
        ({"value": {"a": 1}, "type": "any"}, {"a": 1}),
        ({"value": "5", "type": "default"}, text("5")),
        ({"value": 5, "type": "string"}, text("5")),
        ({"value": None, "type": "string"}, text("null")),
        ({"value": "5", "type": "number"}, 5),
        ({"value": " 5.50 ", "type": "Number"}, 5.5),
        ({"value": "1e3", "type": "number"}, 1000),
        ({"value": "0x10", "type": "number"}, 16),
        ({"value": "", "type": "number"}, 0),
        ({"value": None, "type": "number"}, 0),
        ({"value": True, "type": "number"}, 1),
        ({"value": "1e400", "type": "number"}, text("Infinity")),
        ({"value": "abc", "type": "number"}, text("NaN")),
        ({"value": "{{x}}", "type": "number"}, text("NaN")),
        ({"value": "false", "type": "boolean"}, True),
        ({"value": "", "type": "boolean"}, False),
        ({"value": 0, "type": "boolean"}, False),
        ({"value": None, "type": "boolean"}, False),
        ({"value": [], "type": "boolean"}, True),
    ],
)
def test_a_value_is_cast_as_postman_casts_it(variable: dict[str, Any], expected: Any) -> None:
    (read_variable,) = read({"variable": [{"key": "a", **variable}]}).variables
    assert read_variable == Variable("a", expected)
    assert type(read_variable.value) is type(expected)


def test_a_variable_of_an_id_alone_has_no_key() -> None:
    assert read({"variable": [{"id": "a", "value": "b", "disabled": True}]}).variables == (
        Variable("", text("b"), disabled=True),
    )
