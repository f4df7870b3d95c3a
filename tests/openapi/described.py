"""Descriptions and collections for the tests of `--openapi`: those beside this file, and small ones made in place."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from pcc.checks.openapi import check_openapi
from pcc.checks.subject import Subject
from pcc.diagnostics import Diagnostic
from pcc.model.environment import Environment
from pcc.openapi import Specification, read_specification
from pcc.postman import read_collection

HERE = Path(__file__).parent
LIBRARIES = (HERE / "library.yaml", HERE / "library.json")
PINGONE = HERE / "pingone.yaml"
COLLECTION: dict[str, Any] = json.loads((HERE / "library.postman_collection.json").read_text(encoding="utf-8"))
LIBRARY: dict[str, Any] = json.loads((HERE / "library.json").read_text(encoding="utf-8"))

Change = Callable[[Any], object]


def changed(document: dict[str, Any], change: Change | None) -> dict[str, Any]:
    """A copy of a document with a change made to it."""
    copy = deepcopy(document)
    if change is not None:
        change(copy)
    return copy


def read_described(folder: Path, document: Any, name: str = "api.json") -> Specification:
    """The description that a document in a file is."""
    path = folder / name
    path.write_text(json.dumps(document) if not isinstance(document, str) else document, encoding="utf-8")
    return read_specification(path)


def describe(paths: dict[str, Any], *, version: str = "3.0.3", **rest: Any) -> dict[str, Any]:
    """A description of these paths, on https://api.example.com."""
    servers = [{"url": "https://api.example.com"}]
    return {"openapi": version, "info": {"title": "T", "version": "1"}, "servers": servers, "paths": paths, **rest}


def check(
    collection: dict[str, Any], specification: Specification, environment: Environment | None = None
) -> list[Diagnostic]:
    """What is found in a collection file."""
    read = read_collection(json.dumps(collection), file="c.json", only_to_run=True)
    return list(check_openapi(Subject(read, environment, file="c.json"), specification))


def request(method: str, url: str, **parts: Any) -> dict[str, Any]:
    """An item that sends a request; `test` is its script."""
    script = parts.pop("test", None)
    events = [{"listen": "test", "script": {"exec": script.splitlines()}}] if script else []
    return {"name": f"{method} {url}", "request": {"method": method, "url": url, **parts}, "event": events}


def collect(*items: dict[str, Any], **rest: Any) -> dict[str, Any]:
    """A collection of items."""
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    return {"info": {"name": "C", "schema": schema}, "item": list(items), **rest}


def raw(text: str) -> dict[str, Any]:
    """A body of JSON text."""
    return {"mode": "raw", "raw": text, "options": {"raw": {"language": "json"}}}
