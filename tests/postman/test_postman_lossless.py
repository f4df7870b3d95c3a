"""Nothing of a foreign collection is lost, whatever form it is in."""

import json
from typing import Any

import pytest

from pcc.postman import read_collection, write_collection

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def collection(*items: str, rest: str = "") -> str:
    """A collection file around the JSON of some items, with more keys of the root."""
    return f'{{"info": {{"name": "Odd", "schema": "{SCHEMA}"}}, "item": [{", ".join(items)}]{rest}}}'


def item(request: str, rest: str = "") -> str:
    return f'{{"name": "A", "request": {request}{rest}}}'


def spelled(text: str) -> Any:
    """The value of JSON text with the order of keys and the literals of numbers."""
    return json.loads(
        text, object_pairs_hook=list, parse_float=lambda t: ("number", t), parse_int=lambda t: ("number", t)
    )


ODD = {
    "no request headers": item('{"method": "GET", "url": {"raw": "http://h", "protocol": "http", "host": ["h"]}}'),
    "url as text": item('{"method": "GET", "url": "http://h:80/a?b=1&&c#d"}'),
    "request as text": item('"http://h/a"'),
    "url of raw alone": item('{"url": {"raw": "http://h/a"}}'),
    "url null": item('{"url": null, "method": null}'),
    "url empty": item('{"url": {}}'),
    "host and path as text": item(
        '{"url": {"raw": "x", "host": "a.{{b.c}}", "path": "/p/q", "port": 80, "protocol": "http://"}}'
    ),
    "path of objects": item('{"url": {"host": [], "path": [{"type": "string", "value": "a"}, null, 5, "b?c#d"]}}'),
    "query as text": item('{"url": {"host": ["h"], "query": "a=1&b"}}'),
    "query as object": item('{"url": {"host": ["h"], "query": {"a": "1", "b": null}}}'),
    "query of nulls and numbers": item('{"url": {"query": [{"key": null, "value": null}, {"key": "a", "value": 1}]}}'),
    "path variables": item(
        '{"url": {"path": [":a"], "variable": [{"id": "a", "value": 5, "type": "string"}, {"key": "b"}]}}'
    ),
    "credentials in the url": item('{"url": {"auth": {"user": "u", "password": null}, "host": ["h"]}}'),
    "lower-case method": item('{"method": "post", "url": "h"}'),
    "headers as text": item('{"header": "A: 1\\r\\nB: 2\\r\\n c\\nnonsense", "url": "h"}'),
    "headers null": item('{"header": null, "url": "h"}'),
    "header values": item(
        '{"header": [{"key": "A", "value": 1, "type": "text", "name": "A"}, {"value": null}, "B: 2"]}'
    ),
    "body null": item('{"body": null, "auth": null, "description": null}'),
    "body without mode": item('{"body": {}}'),
    "body as text": item('{"body": "x"}'),
    "body of an unknown mode": item('{"body": {"mode": "protobuf", "protobuf": {"a": 1}}}'),
    "raw body as object": item(
        '{"body": {"mode": "raw", "raw": {"a": [1, true]}, "options": {"raw": {"x": 1}, "y": 2}}}'
    ),
    "raw body without text": item('{"body": {"mode": "raw", "options": null}}'),
    "leftovers of other modes": item(
        '{"body": {"mode": "raw", "raw": "", "formdata": [], "urlencoded": [{"key": "a"}]}}'
    ),
    "urlencoded as text": item('{"body": {"mode": "urlencoded", "urlencoded": "a=1&b"}}'),
    "form values": item(
        '{"body": {"mode": "urlencoded", "urlencoded": [{"key": "a", "value": null}, {"key": "b", "value": true}]}}'
    ),
    "form data": item(
        '{"body": {"mode": "formdata", "formdata": [{"key": "a", "value": {"b": 1}},'
        ' {"key": "f", "type": "file", "src": []}, {"key": "g", "type": "file", "src": ["x"], "uuid": 1},'
        ' {"key": "h", "type": "file", "src": null, "value": ""}]}}'
    ),
    "file content": item('{"body": {"mode": "file", "file": {"content": "abc"}}}'),
    "file as text": item('{"body": {"mode": "file", "file": "a.txt"}}'),
    "file null": item('{"body": {"mode": "file", "file": {"src": null}}}'),
    "graphql variables as object": item(
        '{"body": {"mode": "graphql", "graphql": {"variables": {"a": 1}, "query": null, "z": 0}}}'
    ),
    "graphql null": item('{"body": {"mode": "graphql", "graphql": null}}'),
    "auth of old": item('{"auth": {"type": "basic", "basic": {"username": "u", "showPassword": false}}}'),
    "auth without attributes": item('{"auth": {"type": "bearer"}}'),
    "auth without a type": item('{"auth": {"type": null, "basic": []}}'),
    "auth of another type": item(
        '{"auth": {"type": "jwt", "jwt": [{"key": "secret", "value": "x"}, {"key": "n", "value": 1.0, "type": "any"}]}}'
    ),
    "auth twice": item(
        '{"auth": {"type": "bearer", "bearer": [{"key": "token", "value": 1}, {"key": "token"}], "basic": []}}'
    ),
    "noauth with rest": item('{"auth": {"type": "noauth", "noauth": {"x": []}}}'),
    "api key": item(
        '{"auth": {"type": "apikey", "apikey": [{"key": "in", "value": "query", "type": "string", "x": 1}]}}'
    ),
    "description object": item('{"description": {"content": "x", "type": "text/markdown", "version": 1}}'),
    "proxy and certificate": item('{"proxy": {"host": "h", "port": 8080}, "certificate": {"matches": ["a"]}}'),
    "script as text": item(
        '"h"', ', "event": [{"listen": "test", "script": {"exec": "a\\r\\nb", "type": "text/javascript"}}]'
    ),
    "bare scripts": item(
        '"h"', ', "event": [{"listen": "test", "script": "a"}, {"listen": "test", "script": ["a", "b"]}]'
    ),
    "events without a script": item(
        '"h"', ', "event": [{"listen": "test"}, {"listen": "test", "script": null}, {"listen": "other"}]'
    ),
    "empty scripts": item(
        '"h"', ', "event": [{"listen": "test", "script": {"exec": []}}, {"listen": "test", "script": {"exec": [""]}}]'
    ),
    "several events": item(
        '"h"',
        ', "event": [{"listen": "test", "script": {"exec": ["a", "b\\nc"], "packages": {}}, "disabled": false},'
        ' {"listen": "test", "id": "1", "script": {"id": "2", "exec": ["b", null], "packages": {"p": {"id": "q"}}}}]',
    ),
    "external script": item('"h"', ', "event": [{"listen": "test", "script": {"src": "http://h/x.js"}}]'),
    "events null": item('"h"', ', "event": null, "response": null, "variable": [{"key": "a"}], "description": "d"'),
    "settings": item(
        '"h"', ', "protocolProfileBehavior": {"maxRedirects": 5.0, "strictSSL": null, "disabledSystemHeaders": {}}'
    ),
    "settings empty": item('"h"', ', "protocolProfileBehavior": {}, "_postman_id": "x", "id": null'),
    "responses": item(
        '"h"',
        ', "response": [{"header": null, "body": null, "cookie": [{"domain": "d", "path": "/", "maxAge": "1"}]},'
        ' {"header": "A: 1", "code": 200.0, "responseTime": 1.50, "timings": null, "originalRequest": "http://h"},'
        ' {"header": ["A: 1", {"key": "B", "value": "2", "x": 1}], "originalRequest": null, "_": {"postman_x": 1}}]',
    ),
    "folders": '{"name": "F", "item": [{"item": [], "description": {"content": ""}, "auth": null}], "x": [{}]}',
    "a folder of null": '{"name": "F", "item": null}',
    "no names": '{"request": {}}, {"item": []}',
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
def test_an_odd_item_is_written_as_it_was(odd: str) -> None:
    text = collection(odd)
    written = write_collection(read_collection(text))
    assert spelled(written) == spelled(text)
    assert write_collection(read_collection(written)) == written


ROOTS = {
    "unknown keys": ', "x-vendor": {"a": [1, {}]}, "event": [], "auth": null, "variable": null',
    "variables": (
        ', "variable": [{"key": "a", "value": "5", "type": "number"}, {"key": "b", "value": "true", "type": "boolean"},'
        ' {"id": "c", "value": null}, {"key": "d"}, {"key": "e", "value": {"x": 1.0}, "type": "any", "system": true},'
        ' {"key": "f", "value": 5, "type": "string", "disabled": false, "description": {"content": "x"}},'
        ' {"key": "g", "value": "s", "type": "secret"}, {"key": "h", "value": "x", "type": "number"}]'
    ),
    "numbers": ', "x": [1.0, 1e400, -0, -0.0, 1E5, 1e5, 0.10, 123456789012345678901234567890, 1e-7, 1000000000000.0]',
    "long number": f', "x": {"9" * 5000}',
    "surrogates": ', "x": "\\ud800", "\\udc00": "\\ud83d\\ude00 \\u0000 \\u2028 \\/"',
    "settings of the root": ', "protocolProfileBehavior": null',
}


@pytest.mark.parametrize("rest", ROOTS.values(), ids=ROOTS.keys())
def test_an_odd_root_is_written_as_it_was(rest: str) -> None:
    text = collection(rest=rest)
    written = write_collection(read_collection(text))
    assert spelled(written) == spelled(text)


def test_an_odd_info_is_written_as_it_was() -> None:
    text = (
        '{"item": [], "info": {"_exporter_id": "1", "schema": "' + SCHEMA + '", "description": {"content": "d"},'
        ' "version": {"major": 1, "minor": 0, "patch": 0}, "_collection_link": "l"}, "event": null}'
    )
    assert spelled(write_collection(read_collection(text))) == spelled(text)


def test_a_collection_without_a_schema_gets_none() -> None:
    text = '{"info": {}, "item": []}'
    assert spelled(write_collection(read_collection(text))) == spelled(text)


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    text = collection()
    assert write_collection(read_collection("\ufeff" + text)) == write_collection(read_collection(text))
