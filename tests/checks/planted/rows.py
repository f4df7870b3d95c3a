"""A planted defect, and the edits that rows are made of; each returns what it edited."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from checks.orders import Document, script
from checks.orders import step_of as step

__all__ = [
    "Edit",
    "Planted",
    "append",
    "body",
    "change",
    "declare",
    "example",
    "header",
    "insert",
    "lines",
    "prerequest",
    "query",
    "request",
    "step",
    "value",
]

Edit = Callable[[Document, Document], Any]


@dataclass(frozen=True)
class Planted:
    """A defect: the id that finds it, what it is, how it is planted, and the pointer that the finding stands at.

    `edit` changes the collection and the environment in place; what it returns does not matter. Without
    `with_environment` the collection is checked alone.
    """

    id: str
    what: str
    edit: Edit
    pointer: str | None = None
    with_environment: bool = True


def change(document: Document, **fields: Any) -> Document:
    """Set keys of an object."""
    document.update(fields)
    return document


def insert(collection: Document, index: int, new: Document) -> Document:
    """Add an item at a place."""
    collection["item"].insert(index, new)
    return new


def declare(collection: Document, key: str, text: str) -> Document:
    """Add a variable of the collection."""
    collection["variable"].append({"key": key, "value": text})
    return collection


def append(collection: Document, index: int, line: str) -> Document:
    """Add a line to the test of an item."""
    lines(collection, index).append(line)
    return collection


def lines(collection: Document, *indices: int, event: int = 0) -> list[str]:
    """The lines of a script of an item."""
    exec_lines: list[str] = step(collection, *indices)["event"][event]["script"]["exec"]
    return exec_lines


def request(collection: Document, *indices: int) -> Document:
    """The request of an item."""
    found: Document = step(collection, *indices)["request"]
    return found


def header(collection: Document, index: int, key: str, value: str) -> Document:
    """Add a header to an item."""
    request(collection, index)["header"].append({"key": key, "value": value})
    return request(collection, index)


def prerequest(collection: Document, index: int, *text: str) -> Document:
    """Give an item a script before its request."""
    step(collection, index)["event"].append(script("prerequest", *text))
    return step(collection, index)


def query(collection: Document, index: int, key: str, value: str) -> Document:
    """Add a query parameter to an item."""
    request(collection, index)["url"]["query"].append({"key": key, "value": value})
    return request(collection, index)


def body(collection: Document, index: int, text: str) -> Document:
    """Give an item a body of text."""
    request(collection, index)["body"] = {"mode": "raw", "raw": text}
    return request(collection, index)


def value(environment: Document, key: str, text: str, kind: str = "default") -> Document:
    """Set a variable of the environment."""
    found = next((entry for entry in environment["values"] if entry["key"] == key), None)
    if found is None:
        environment["values"].append({"key": key, "value": text, "type": kind, "enabled": True})
    else:
        found["value"] = text
    return environment


def example(collection: Document, index: int, text: str) -> Document:
    """Save a response with an item."""
    step(collection, index)["response"] = [
        {"name": "Found", "code": 200, "status": "OK", "header": [], "cookie": [], "body": text}
    ]
    return step(collection, index)
