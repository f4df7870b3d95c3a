"""Collections and environments to spoil: one that says everything, and how to put something else in a place of it."""

import copy
import json
from collections.abc import Iterator
from typing import Any

__all__ = [
    "ENVIRONMENT",
    "SCHEMA",
    "URL",
    "Place",
    "collection",
    "dump",
    "everything",
    "item",
    "paths",
    "put",
    "request",
    "script",
]

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
URL = "http://h.example/x"

Place = tuple[str | int, ...]


def collection(*items: Any, **more: Any) -> dict[str, Any]:
    """A collection of some items."""
    return {"info": {"name": "Hostile", "schema": SCHEMA}, "item": list(items), **more}


def item(**keys: Any) -> dict[str, Any]:
    """An item that sends a GET."""
    return {"name": "A", "request": {"method": "GET", "url": URL}, **keys}


def request(**keys: Any) -> dict[str, Any]:
    """A collection of one item, whose request has these keys."""
    return collection(item(request={"method": "POST", "url": URL, **keys}))


def script(**keys: Any) -> dict[str, Any]:
    """A collection of one item with one event, which has these keys."""
    return collection(item(event=[{"listen": "test", **keys}]))


def everything() -> dict[str, Any]:
    """A collection with every key of the format."""
    return copy.deepcopy(_EVERYTHING)


def put(document: Any, place: Place, value: Any) -> Any:
    """The document with another value in a place."""
    if not place:
        return value
    changed = copy.deepcopy(document)
    node = changed
    for step in place[:-1]:
        node = node[step]
    node[place[-1]] = value
    return changed


def paths(document: Any, place: Place = ()) -> Iterator[Place]:
    """Every place of a document, the root first."""
    yield place
    if isinstance(document, dict | list):
        for step, child in document.items() if isinstance(document, dict) else enumerate(document):
            yield from paths(child, (*place, step))


_EVENT = {
    "id": "e",
    "listen": "test",
    "disabled": False,
    "script": {"id": "s", "name": "n", "type": "text/javascript", "exec": [""], "src": None, "packages": {}},
}
_PARAM = {"key": "a", "value": "1", "description": "d", "disabled": False, "type": "text"}
_REQUEST = {
    "method": "POST",
    "description": {"content": "d", "type": "text/plain", "version": "1"},
    "header": [{"key": "A", "value": "1", "description": "d", "disabled": False, "type": "text"}],
    "auth": {"type": "basic", "basic": [{"key": "username", "value": "u", "type": "string"}]},
    "proxy": {"match": "*", "host": "h", "port": 1, "tunnel": False, "disabled": True},
    "certificate": {"name": "c", "matches": ["h"], "key": {"src": "k"}, "cert": {"src": "c"}, "passphrase": "p"},
    "url": {
        "raw": URL,
        "protocol": "http",
        "auth": {"user": "u", "password": "p"},
        "host": ["h", "example"],
        "port": "80",
        "path": ["x", ":v", {"type": "string", "value": "y"}],
        "query": [{"key": "a", "value": "1", "description": "d", "disabled": False}],
        "hash": "f",
        "variable": [{"key": "v", "value": "1", "type": "string", "description": "d"}],
    },
}


def _with_body(name: str, **body: Any) -> dict[str, Any]:
    return item(name=name, request={"method": "POST", "url": URL, "body": body})


_EVERYTHING: dict[str, Any] = {
    "info": {
        "_postman_id": "1",
        "name": "Everything",
        "description": {"content": "d", "type": "text/markdown"},
        "version": {"major": 1, "minor": 0, "patch": 0, "identifier": "x", "meta": None},
        "schema": SCHEMA,
        "_exporter_id": "1",
        "_collection_link": "http://l",
    },
    "event": [copy.deepcopy(_EVENT)],
    "variable": [
        {
            "id": "i",
            "key": "k",
            "value": "v",
            "type": "string",
            "name": "n",
            "description": "d",
            "disabled": False,
            "system": False,
        }
    ],
    "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "t", "type": "string"}]},
    "protocolProfileBehavior": {
        "followRedirects": True,
        "maxRedirects": 3,
        "strictSSL": True,
        "disableCookies": False,
        "disableBodyPruning": True,
        "disableUrlEncoding": False,
        "followOriginalHttpMethod": False,
        "followAuthorizationHeader": False,
        "removeRefererHeaderOnRedirect": False,
        "requestTimeout": 1000,
    },
    "item": [
        {
            "name": "Folder",
            "id": "f",
            "description": "d",
            "variable": [],
            "event": [],
            "auth": {"type": "apikey", "apikey": [{"key": "key", "value": "K"}, {"key": "value", "value": "V"}]},
            "protocolProfileBehavior": {},
            "item": [
                {
                    "id": "a",
                    "name": "A",
                    "description": "d",
                    "variable": [],
                    "event": [copy.deepcopy(_EVENT)],
                    "protocolProfileBehavior": {"maxRedirects": 1},
                    "request": _REQUEST,
                    "response": [
                        {
                            "id": "r",
                            "name": "R",
                            "originalRequest": {"method": "GET", "url": URL},
                            "status": "OK",
                            "code": 200,
                            "responseTime": 5,
                            "timings": {},
                            "header": [{"key": "A", "value": "1"}],
                            "cookie": [
                                {"domain": "d", "path": "/", "name": "c", "value": "v", "maxAge": "1", "secure": True}
                            ],
                            "body": "b",
                            "_postman_previewlanguage": "json",
                        }
                    ],
                }
            ],
        },
        _with_body("Raw", mode="raw", raw="{}", disabled=False, options={"raw": {"language": "json"}}),
        _with_body("Urlencoded", mode="urlencoded", urlencoded=[dict(_PARAM)]),
        _with_body("Formdata", mode="formdata", formdata=[{**_PARAM, "contentType": "text/plain"}]),
        _with_body("File", mode="file", file={"src": None}),
        _with_body("GraphQL", mode="graphql", graphql={"query": "{a}", "variables": "{}", "operationName": "o"}),
    ],
}

ENVIRONMENT: dict[str, Any] = {
    "id": "e",
    "name": "Env",
    "values": [
        {"key": "a", "value": "1", "type": "default", "enabled": True, "disabled": False, "description": "d"},
        {"key": "s", "value": "secret", "type": "secret", "enabled": True},
    ],
    "_postman_variable_scope": "environment",
    "_postman_exported_at": "2024-01-01T00:00:00Z",
    "_postman_exported_using": "Postman/11",
}


def dump(document: Any) -> str:
    """The document as JSON."""
    return json.dumps(document)
