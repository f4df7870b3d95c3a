"""Saved example responses as an author writes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from pcc.dsl.bodies import Json
from pcc.dsl.origin import wrong
from pcc.dsl.refs import refuse_markers
from pcc.errors import SourceError
from pcc.model.collection import SavedResponse
from pcc.model.ids import stable_id
from pcc.model.request import Header, Request
from pcc.model.template import Template
from pcc.scripts.literals import json_literal

__all__ = ["Example", "example", "read_examples"]


@dataclass(frozen=True, slots=True)
class Example:
    """A response that is saved with a step, for readers."""

    name: str
    code: int
    body: str
    language: str | None
    headers: Mapping[str, str] = field(default_factory=dict)


def example(
    name: str, code: int, *, json: Json = None, body: str = "", headers: Mapping[str, str] | None = None
) -> Example:
    """Save a response with a step: its name, status code, and a JSON or text body."""
    if json is not None and body:
        raise wrong("an example has one body: give json=… or body=…")
    if code not in {status.value for status in HTTPStatus}:
        raise wrong(f"{code} is no status code of HTTP")
    try:
        text = body if json is None else json_literal(json)
    except SourceError as error:
        raise wrong(f"the example {name!r}: {error}") from error
    refuse_markers(text, "an example")
    return Example(name, code, text, "json" if json is not None else "text" if body else None, headers or {})


def read_examples(examples: "tuple[Example, ...]", request: Request, item_id: str) -> tuple[SavedResponse, ...]:
    """Return the saved responses of a step."""
    return tuple(
        SavedResponse(
            name=saved.name,
            code=saved.code,
            status=HTTPStatus(saved.code).phrase,
            headers=tuple(Header(Template.of(key), Template.of(value)) for key, value in saved.headers.items()),
            body=saved.body,
            language=saved.language,
            request=request,
            id=stable_id(item_id, "response", str(at), saved.name),
        )
        for at, saved in enumerate(examples)
    )
