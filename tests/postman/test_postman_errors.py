"""What is refused, on reading and on writing, and what the message says."""

import json
import sys
from typing import Any

import pytest

from pcc.errors import FormatError, SourceError
from pcc.model.collection import PREREQUEST, Collection, Event, Item, ItemGroup, Variable
from pcc.model.environment import Environment
from pcc.model.request import FileBody, FormdataBody, FormFile, OtherAuth, RawBody, Request, Url
from pcc.model.statement import RawScript
from pcc.model.template import EMPTY, Reference, Template
from pcc.postman import read_collection, read_environment, write_collection, write_environment
from pcc.templating import parse_postman as text


def refusal(source: Any) -> str:
    with pytest.raises(FormatError) as caught:
        read_collection(source if isinstance(source, str) else json.dumps(source))
    return str(caught.value)


def refused_item(**keys: Any) -> str:
    return refusal({"info": {}, "item": [{"request": {}}, {"request": {}, **keys}]})


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "this is not JSON: it is empty (line 1, column 1)"),
        ("nul", "this is not JSON: expecting value (line 1, column 1)"),
        ('{"info": {},\n "item": [1,]}', "this is not JSON: expecting value (line 2, column 13)"),
        ('{"info": {}} x', "this is not JSON: extra data (line 1, column 14)"),
        ("{'info': 1}", "this is not JSON: expecting property name enclosed in double quotes (line 1, column 2)"),
        ('{"info": {"name": "\t"}}', "this is not JSON: invalid control character at (line 1, column 20)"),
        ('{"info": {"a": [0, NaN]}}', "/info/a/1: NaN is not JSON"),
        ('{"info": {"a": -Infinity}}', "/info/a: -Infinity is not JSON"),
        ('{"info": {"a/b": {"~": 1, "x": 2, "~": 3}}}', "/info/a~1b/~0: this key occurs twice in its object"),
        ('{"info": 1, "info": {"a": 1, "a": NaN}}', "/info: this key occurs twice in its object"),
        (
            "[" * 100_000,
            "nested too deeply: pcc reads at most 128 objects and lists inside each other (line 1, column 129)",
        ),
        (
            '["[", "\\"[",\n' + "[" * 200 + "]" * 201,
            "nested too deeply: pcc reads at most 128 objects and lists inside each other (line 2, column 128)",
        ),
        ("[]", "expected a collection, found a list"),
        ("null", "expected a collection, found nothing"),
        ({}, "this is not a Postman collection: it has no `info`"),
        (
            {"collection": {"info": {}}},
            "this is not a Postman collection: "
            "it is wrapped as the Postman API does; save the value of `collection` alone",
        ),
        (
            {"id": "x", "order": [], "requests": []},
            "this is not a Postman collection: it is a collection in format v1; export it as Collection v2.1",
        ),
        ({"name": "E", "values": []}, "this is not a Postman collection: it is an environment"),
        (
            {"info": {"schema": "https://schema.getpostman.com/json/collection/v2.0.0/collection.json"}, "item": []},
            "/info/schema: this is a collection in format 2.0.0: export it as Collection v2.1",
        ),
        ({"info": {"schema": 1}}, "/info/schema: expected text, found a number"),
        ({"info": []}, "/info: expected an object, found a list"),
        ({"info": {}}, "/item: expected a list of items, found nothing"),
        ({"info": {}, "item": {}}, "/item: expected a list of items, found an object"),
        ({"info": {"name": 1}, "item": []}, "/info/name: expected text, found a number"),
        ({"info": {}, "item": [], "variable": {}}, "/variable: expected a list, found an object"),
        ({"info": {}, "item": [1]}, "/item/0: expected an object, found a number"),
        (
            {"info": {}, "item": [{"item": [{"name": "x"}]}]},
            "/item/0/item/0: expected an item or a folder, found an object with neither `request` nor `item`",
        ),
    ],
)
def test_a_file_that_is_no_collection(source: Any, message: str) -> None:
    assert refusal(source) == message


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"name": []}, "/name: expected text, found a list"),
        ({"request": None}, "/request: expected an object or text, found nothing"),
        ({"request": {"url": 5}}, "/request/url: expected an object or text, found a number"),
        ({"request": {"url": {"host": {}}}}, "/request/url/host: expected text or a list of texts, found an object"),
        ({"request": {"url": {"path": ["a", []]}}}, "/request/url/path/1: expected text, found a list"),
        ({"request": {"url": {"path": 1}}}, "/request/url/path: expected text or a list of texts, found a number"),
        ({"request": {"url": {"port": True}}}, "/request/url/port: expected text, found true"),
        ({"request": {"url": {"query": 1}}}, "/request/url/query: expected a list, found a number"),
        ({"request": {"url": {"query": ["a"]}}}, "/request/url/query/0: expected an object, found text"),
        ({"request": {"header": {}}}, "/request/header: expected a list, found an object"),
        ({"request": {"header": [5]}}, "/request/header/0: expected an object or text, found a number"),
        ({"request": {"header": [{"value": []}]}}, "/request/header/0/value: expected text, found a list"),
        (
            {"request": {"header": [{"disabled": "no"}]}},
            "/request/header/0/disabled: expected true or false, found text",
        ),
        ({"request": {"body": []}}, "/request/body: expected an object, text or null, found a list"),
        ({"request": {"body": {"mode": 1}}}, "/request/body/mode: expected text, found a number"),
        (
            {"request": {"body": {"mode": "raw", "options": {"raw": {"language": 1}}}}},
            "/request/body/options/raw/language: expected text, found a number",
        ),
        (
            {"request": {"body": {"mode": "formdata", "formdata": [{"type": "file", "src": ["a", 1]}]}}},
            "/request/body/formdata/0/src/1: expected text, found a number",
        ),
        (
            {"request": {"body": {"mode": "graphql", "graphql": "x"}}},
            "/request/body/graphql: expected an object or null, found text",
        ),
        ({"request": {"auth": "x"}}, "/request/auth: expected an object or null, found text"),
        (
            {"request": {"auth": {"type": "basic", "basic": [1]}}},
            "/request/auth/basic/0: expected an object, found a number",
        ),
        (
            {"request": {"description": 1}},
            "/request/description: expected text, null or an object with `content`, found a number",
        ),
        ({"event": {}}, "/event: expected a list, found an object"),
        ({"event": [{}]}, "/event/0/listen: expected `prerequest` or `test`, found nothing"),
        (
            {"event": [{"listen": "test", "script": 1}]},
            "/event/0/script: expected text or a list of lines, found a number",
        ),
        (
            {"event": [{"listen": "test", "script": {"exec": ["a", 1]}}]},
            "/event/0/script/exec/1: expected text, found a number",
        ),
        ({"response": [{"code": "200"}]}, "/response/0/code: expected a whole number, found text"),
        ({"response": [{"code": 1.5}]}, "/response/0/code: expected a whole number, found a number"),
        (
            {"protocolProfileBehavior": {"maxRedirects": True}},
            "/protocolProfileBehavior/maxRedirects: expected a whole number, found true",
        ),
        ({"protocolProfileBehavior": []}, "/protocolProfileBehavior: expected an object or null, found a list"),
    ],
)
def test_a_value_of_another_type(keys: dict[str, Any], message: str) -> None:
    assert refused_item(**keys) == f"/item/1{message}"


def test_the_message_names_the_file() -> None:
    with pytest.raises(FormatError) as caught:
        read_collection('{"info": {}, "item": 1}', file="a/b.json")
    assert str(caught.value) == "a/b.json at /item: expected a list of items, found a number"
    assert (caught.value.file, caught.value.pointer) == ("a/b.json", "/item")
    with pytest.raises(FormatError, match=r"^e\.json: this is not JSON"):
        read_environment("", file="e.json")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            {"environment": {"values": []}},
            "this environment is wrapped as the Postman API does; save the value of `environment` alone",
        ),
        ({"info": {}, "item": []}, "this is a collection, not an environment"),
        ({}, "/values: expected a list of variables, found nothing"),
        ([], "expected an environment, found a list"),
        ({"values": [{"key": 1}]}, "/values/0/key: expected text, found a number"),
        ({"name": 1, "values": []}, "/name: expected text, found a number"),
    ],
)
def test_a_file_that_is_no_environment(source: Any, message: str) -> None:
    with pytest.raises(FormatError) as caught:
        read_environment(json.dumps(source))
    assert str(caught.value) == message


NUMBERED: dict[Any, Any] = {1: 2}


def item(**keys: Any) -> Item:
    url = keys.pop("url", Url(EMPTY))
    return Item("A", Request(**{"method": "GET", "url": url, **keys}))


@pytest.mark.parametrize(
    ("node", "message"),
    [
        (item(url=Url(Template(("h/{{x}}",)))), "a part of it would be read as a variable: h/{{x}}"),
        (item(url=Url(Template((Reference("a}}b"),)))), "a part of it would be read as a variable: {{a}}b}}"),
        (item(url=Url(Template(("a", "b")))), "a part of it would be read as a variable: ab"),
        (item(url=Url(text("h/a?b"))), "holds no `?` and no `#`: h/a?b"),
        (item(url=Url(text("h#{{a}}"))), "holds no `?` and no `#`: h#{{a}}"),
        (item(method="get"), "a method is written in capitals: get"),
        (item(auth=OtherAuth("bearer")), "`bearer` is no type of another auth"),
        (item(auth=OtherAuth("type")), "`type` is no type of another auth"),
        (item(auth=OtherAuth("x", (("a", float("nan")),))), "nan has no JSON form"),
        (item(auth=OtherAuth("x", (("a", NUMBERED),))), "a key of a JSON object is not text"),
        (item(body=FileBody("")), "a file to send has no path"),
        (item(body=FormdataBody((FormFile(text("a"), ("",)),))), "a file to send has no path"),
        (item(body=RawBody(Template(("{", "{a}}")))), "a part of it would be read as a variable: {{a}}"),
    ],
)
def test_what_cannot_be_written_is_refused(node: Item, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        write_collection(Collection("C", (ItemGroup("F", (node,)),)))
    assert message in str(caught.value)


def test_the_refusal_names_the_item() -> None:
    with pytest.raises(SourceError, match=r"^the item “A” cannot be written: a method is written in capitals: get$"):
        write_collection(Collection("C", (item(method="get"),)))


@pytest.mark.parametrize("value", [float("inf"), (1,), {"a": object()}])
def test_a_value_that_is_not_json_is_refused(value: Any) -> None:
    with pytest.raises(SourceError):
        write_environment(Environment("E", (Variable("a", value),)))


def test_an_integer_too_long_for_python_is_refused() -> None:
    with pytest.raises(SourceError, match="more digits"):
        write_environment(Environment("E", (Variable("a", 10**5000),)))


def test_the_text_of_a_variable_is_a_template() -> None:
    with pytest.raises(SourceError, match="the text of the variable a is a template, not a plain string"):
        write_environment(Environment("E", (Variable("a", "x"),)))


def test_a_collection_holds_no_secrets() -> None:
    with pytest.raises(SourceError, match="the variable a of a collection is secret: put it into the environment"):
        write_collection(Collection("C", (), variables=(Variable("a", EMPTY, secret=True),)))


def nested(depth: int) -> Collection:
    child: Item | ItemGroup = item()
    for _ in range(depth):
        child = ItemGroup("F", (child,))
    return Collection("C", (child,), events=(Event(PREREQUEST, (RawScript("x"),)),))


def test_deep_folders_are_written_and_read() -> None:
    collection = nested(60)
    assert read_collection(write_collection(collection)) == collection


def test_a_caller_deep_in_its_own_calls_gets_the_same_refusal() -> None:
    source = write_collection(nested(60))

    def read_below(frames: int) -> Collection:
        return read_below(frames - 1) if frames else read_collection(source)

    def sink() -> None:
        for frames in range(0, sys.getrecursionlimit(), 50):
            read_below(frames)

    with pytest.raises(FormatError, match="nested too deeply"):
        sink()


@pytest.mark.parametrize("depth", [65, 300])
def test_folders_too_deep_are_refused(depth: int) -> None:
    with pytest.raises(SourceError, match="nested"):
        write_collection(nested(depth))
