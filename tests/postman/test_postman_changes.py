"""A changed node changes in its file, and nothing else does."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from pcc.model.collection import Collection, Event, Item, Settings
from pcc.model.request import BasicAuth, BearerAuth, Header, OtherAuth, QueryParam, RawBody, Request
from pcc.model.statement import RawScript
from pcc.model.template import Template
from pcc.postman import read_collection, read_environment, write_collection, write_environment
from pcc.templating import parse_postman

FOREIGN: dict[str, Any] = {
    "x-first": 1,
    "info": {
        "_exporter_id": "e",
        "name": "Foreign",
        "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
    },
    "item": [
        {
            "x-item": [1],
            "name": "A",
            "event": [
                {
                    "listen": "test",
                    "x-event": 1,
                    "script": {"id": "s", "exec": ["a"], "type": "text/javascript", "packages": {}},
                }
            ],
            "request": {
                "method": "get",
                "x-request": {"y": None},
                "header": [{"key": "A", "value": "1", "type": "text"}, {"key": "B", "value": "2", "name": "B"}],
                "auth": {"type": "basic", "basic": {"username": "u", "password": "p", "showPassword": False}},
                "body": {
                    "mode": "raw",
                    "raw": "{}",
                    "options": {"raw": {"language": "json", "x": 1}, "y": 2},
                    "urlencoded": [],
                },
                "url": {
                    "raw": "http://h/:id?a=1#here",
                    "x-url": 1,
                    "protocol": "http",
                    "host": "h.example",
                    "port": 80,
                    "path": ["a", ":id"],
                    "query": [{"key": "a", "value": "1", "equals": True}, {"key": "b", "value": None, "uuid": "u"}],
                    "variable": [{"key": "id", "value": "1", "type": "string"}],
                },
                "description": {"content": "old", "type": "text/plain"},
            },
            "response": [{"name": "R", "x-response": 1, "header": ["A: 1"], "body": None, "cookie": []}],
        },
    ],
    "variable": [{"key": "v", "value": "5", "type": "number", "x": 1}],
    "x-last": {},
}


def change(edit: Callable[[Item], Item]) -> tuple[dict[str, Any], Collection]:
    """The one item of the foreign file after an edit, and the collection that it was written from."""
    collection = read_collection(json.dumps(FOREIGN))
    (item,) = collection.items
    assert isinstance(item, Item)
    changed = replace(collection, items=(edit(item),))
    written: dict[str, Any] = json.loads(write_collection(changed))
    assert read_collection(json.dumps(written)) == changed
    assert {**written, "item": 0} == {**FOREIGN, "item": 0}
    assert list(written) == list(FOREIGN)
    found: dict[str, Any] = written["item"][0]
    return found, changed


def request(edit: Callable[[Request], Request]) -> Callable[[Item], Item]:
    return lambda item: replace(item, request=edit(item.request))


def differences(old: Any, new: Any, at: str = "") -> dict[str, tuple[Any, Any]]:
    """What differs between two JSON values, by pointer; the order of common keys is the same."""
    if isinstance(old, dict) and isinstance(new, dict):
        assert [key for key in old if key in new] == [key for key in new if key in old]
        keys = dict.fromkeys([*old, *new])
        found = [differences(old.get(key, "absent"), new.get(key, "absent"), f"{at}/{key}") for key in keys]
        return {place: pair for one in found for place, pair in one.items()}
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        found = [differences(a, b, f"{at}/{index}") for index, (a, b) in enumerate(zip(old, new, strict=True))]
        return {place: pair for one in found for place, pair in one.items()}
    return {} if json.dumps(old) == json.dumps(new) else {at: (old, new)}


def text(value: str) -> Template:
    return parse_postman(value)


def password(request: Request) -> Request:
    assert isinstance(request.auth, BasicAuth)
    return replace(request, auth=replace(request.auth, password=text("q")))


def body(**changes: Any) -> Callable[[Item], Item]:
    def edit(request: Request) -> Request:
        assert isinstance(request.body, RawBody)
        return replace(request, body=replace(request.body, **changes))

    return lambda item: replace(item, request=edit(item.request))


CHANGES: dict[str, tuple[Callable[[Item], Item], dict[str, Any]]] = {
    "nothing": (lambda item: replace(item), {}),
    "name": (lambda item: replace(item, name="B"), {"/name": "B"}),
    "id": (lambda item: replace(item, id="i"), {"/id": "i"}),
    "method": (request(lambda r: replace(r, method="POST")), {"/request/method": "POST"}),
    "description": (request(lambda r: replace(r, description="new")), {"/request/description": "new"}),
    "no description": (request(lambda r: replace(r, description="")), {"/request/description": "absent"}),
    "header": (
        request(lambda r: replace(r, headers=(r.headers[0], replace(r.headers[1], value=text("{{x}}"))))),
        {"/request/header/1/value": "{{x}}"},
    ),
    "header disabled": (
        request(lambda r: replace(r, headers=(replace(r.headers[0], disabled=True), r.headers[1]))),
        {"/request/header/0/disabled": True},
    ),
    "header added": (
        request(lambda r: replace(r, headers=(*r.headers, Header(text("C"), text("3"))))),
        {
            "/request/header": [
                {"key": "A", "value": "1", "type": "text"},
                {"key": "B", "value": "2", "name": "B"},
                {"key": "C", "value": "3"},
            ]
        },
    ),
    "headers gone": (request(lambda r: replace(r, headers=())), {"/request/header": []}),
    "password": (
        request(password),
        {"/request/auth/basic/password": "q"},
    ),
    "no auth": (request(lambda r: replace(r, auth=None)), {"/request/auth": "absent"}),
    "other auth": (
        request(lambda r: replace(r, auth=BearerAuth(text("t")))),
        {
            "/request/auth/type": "bearer",
            "/request/auth/bearer": [{"key": "token", "value": "t", "type": "string"}],
            "/request/auth/basic": "absent",
        },
    ),
    "body text": (
        body(text=text("[]")),
        {"/request/body/raw": "[]"},
    ),
    "body language": (
        body(language="xml"),
        {"/request/body/options/raw/language": "xml"},
    ),
    "no body language": (
        body(language=None),
        {"/request/body/options/raw/language": "absent"},
    ),
    "url base": (
        request(lambda r: replace(r, url=replace(r.url, base=text("http://h.example:80/b/:id")))),
        {"/request/url/raw": "http://h.example:80/b/:id?a=1&b", "/request/url/path/0": "b"},
    ),
    "url port": (
        request(lambda r: replace(r, url=replace(r.url, base=text("http://h.example/a/:id")))),
        {"/request/url/raw": "http://h.example/a/:id?a=1&b", "/request/url/port": "absent"},
    ),
    "query": (
        request(
            lambda r: replace(r, url=replace(r.url, query=(replace(r.url.query[0], value=text("2")), r.url.query[1])))
        ),
        {"/request/url/raw": "http://h.example:80/a/:id?a=2&b", "/request/url/query/0/value": "2"},
    ),
    "query description": (
        request(
            lambda r: replace(r, url=replace(r.url, query=(r.url.query[0], replace(r.url.query[1], description="d"))))
        ),
        {"/request/url/query/1/description": "d"},
    ),
    "query gone": (
        request(lambda r: replace(r, url=replace(r.url, query=()))),
        {"/request/url/raw": "http://h.example:80/a/:id", "/request/url/query": "absent"},
    ),
    "path variable": (
        request(lambda r: replace(r, url=replace(r.url, variables=(replace(r.url.variables[0], value=text("2")),)))),
        {"/request/url/variable/0/value": "2"},
    ),
    "fragment": (
        request(lambda r: replace(r, url=replace(r.url, fragment=text("f")))),
        {"/request/url/raw": "http://h.example:80/a/:id?a=1&b#f", "/request/url/hash": "f"},
    ),
    "script": (
        lambda item: replace(item, events=(replace(item.events[0], statements=(RawScript("b\nc"),)),)),
        {"/event/0/script/exec": ["b", "c"]},
    ),
    "script gone": (lambda item: replace(item, events=()), {"/event": "absent"}),
    "script disabled": (
        lambda item: replace(item, events=(replace(item.events[0], disabled=True),)),
        {"/event/0/disabled": True},
    ),
    "script added": (
        lambda item: replace(item, events=(Event("prerequest", (RawScript("x"),)), *item.events)),
        {
            "/event": [
                {"listen": "prerequest", "script": {"exec": ["x"], "type": "text/javascript"}},
                FOREIGN["item"][0]["event"][0],
            ]
        },
    ),
    "settings": (
        lambda item: replace(item, settings=Settings(strict_ssl=False, timeout_ms=5)),
        {"/protocolProfileBehavior": {"strictSSL": False, "requestTimeout": 5}},
    ),
    "response name": (
        lambda item: replace(item, responses=(replace(item.responses[0], name="S"),)),
        {"/response/0/name": "S"},
    ),
    "response body": (
        lambda item: replace(item, responses=(replace(item.responses[0], body="x"),)),
        {"/response/0/body": "x"},
    ),
}


@pytest.mark.parametrize(("edit", "expected"), CHANGES.values(), ids=CHANGES.keys())
def test_only_what_changed_changes(edit: Callable[[Item], Item], expected: dict[str, Any]) -> None:
    item, _ = change(edit)
    found = differences(FOREIGN["item"][0], item)
    assert {place: new for place, (_, new) in found.items()} == expected


def test_new_keys_stand_in_the_order_of_the_app() -> None:
    item, _ = change(lambda item: replace(item, id="i", settings=Settings()))
    assert list(item) == ["x-item", "name", "id", "event", "protocolProfileBehavior", "request", "response"]


def test_a_node_without_a_document_replaces_the_old_one() -> None:
    item, _ = change(request(lambda r: replace(r, body=RawBody(text("x")))))
    assert item["request"]["body"] == {"mode": "raw", "raw": "x"}


def test_an_equal_node_without_a_document_keeps_the_old_one() -> None:
    def rebuild(request: Request) -> Request:
        return replace(request, headers=tuple(replace(header, document=None) for header in request.headers))

    item, _ = change(request(rebuild))
    assert item == FOREIGN["item"][0]


def test_true_is_not_taken_for_one() -> None:
    collection = replace(read_collection(json.dumps(FOREIGN)), auth=OtherAuth("x", (("a", True),)))
    again = read_collection(write_collection(collection))
    assert isinstance(again.auth, OtherAuth)
    changed = replace(again, auth=replace(again.auth, attributes=(("a", 1),)))
    assert json.loads(write_collection(changed))["auth"]["x"] == [{"key": "a", "value": 1, "type": "number"}]


def test_the_unknown_keys_of_an_attribute_survive() -> None:
    auth = {
        "type": "bearer",
        "bearer": [{"key": "x", "value": 1}, {"key": "token", "value": "a", "type": "string", "y": 2}],
    }
    collection = read_collection(json.dumps({**FOREIGN, "auth": auth}))
    assert isinstance(collection.auth, BearerAuth)
    written = json.loads(write_collection(replace(collection, auth=replace(collection.auth, token=text("b")))))
    assert written["auth"]["bearer"] == [
        {"key": "x", "value": 1},
        {"key": "token", "value": "b", "type": "string", "y": 2},
    ]


def test_the_other_attributes_of_an_unknown_auth_stay_as_they_are() -> None:
    attributes = [{"key": "a", "value": "1", "x": 1}, {"key": "b", "value": "2", "y": 2}, {"key": "c", "value": "3"}]
    collection = read_collection(json.dumps({**FOREIGN, "auth": {"type": "hawk", "hawk": attributes, "z": 3}}))
    assert isinstance(collection.auth, OtherAuth)
    auth = replace(collection.auth, attributes=(("b", 5), ("a", "1"), ("d", None)))
    written = json.loads(write_collection(replace(collection, auth=auth)))["auth"]
    assert written == {
        "type": "hawk",
        "hawk": [
            {"key": "b", "value": 5, "y": 2},
            {"key": "a", "value": "1", "x": 1},
            {"key": "d", "value": None, "type": "any"},
        ],
        "z": 3,
    }


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (6, {"key": "v", "value": 6, "type": "number", "x": 1}),
        (5, {"key": "v", "value": "5", "type": "number", "x": 1}),
        (True, {"key": "v", "value": True, "x": 1}),
        (text("abc"), {"key": "v", "value": "abc", "x": 1}),
        (text("5"), {"key": "v", "value": "5", "x": 1}),
    ],
)
def test_a_type_stays_as_long_as_it_fits(value: Any, expected: dict[str, Any]) -> None:
    collection = read_collection(json.dumps(FOREIGN))
    changed = replace(collection, variables=(replace(collection.variables[0], value=value),))
    written = write_collection(changed)
    assert json.loads(written)["variable"] == [expected]
    assert read_collection(written) == changed


def test_the_info_keeps_its_unknown_keys() -> None:
    collection = replace(read_collection(json.dumps(FOREIGN)), name="Mine", description="d", id="i")
    info = json.loads(write_collection(collection))["info"]
    schema = FOREIGN["info"]["schema"]
    assert list(info.items()) == [
        ("_postman_id", "i"),
        ("_exporter_id", "e"),
        ("name", "Mine"),
        ("description", "d"),
        ("schema", schema),
    ]


def test_a_url_of_text_becomes_parts_when_it_changes() -> None:
    file = {**FOREIGN, "item": [{"name": "A", "request": "http://h/a?b=1"}]}
    collection = read_collection(json.dumps(file))
    (item,) = collection.items
    assert isinstance(item, Item)
    url = replace(item.request.url, query=(*item.request.url.query, QueryParam(text("c"), None)))
    changed = replace(collection, items=(replace(item, request=replace(item.request, url=url)),))
    assert json.loads(write_collection(changed))["item"][0]["request"] == {
        "method": "GET",
        "header": [],
        "url": {
            "raw": "http://h/a?b=1&c",
            "protocol": "http",
            "host": ["h"],
            "path": ["a"],
            "query": [{"key": "b", "value": "1"}, {"key": "c", "value": None}],
        },
    }


def test_a_variable_of_an_environment_is_turned_off_for_app_and_runners() -> None:
    environment = read_environment('{"name": "E", "values": [{"enabled": true, "x": 1, "key": "a", "value": "b"}]}')
    changed = replace(environment, variables=(replace(environment.variables[0], disabled=True),))
    assert json.loads(write_environment(changed)) == {
        "name": "E",
        "values": [{"enabled": False, "disabled": True, "x": 1, "key": "a", "value": "b"}],
    }
