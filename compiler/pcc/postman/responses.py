"""Saved responses: examples that belong to an item."""

from collections.abc import Sequence
from typing import Any

from pcc.model.collection import SavedResponse
from pcc.model.json import JsonObject
from pcc.postman.document.guard import At, get_integer, get_optional_text, get_text, read_list, read_object
from pcc.postman.document.merge import ABSENT, Fields, Part, known, many, one, write_node
from pcc.postman.request.headers import headers_part, read_headers
from pcc.postman.request.requests import read_optional_request, write_request

__all__ = ["read_responses", "responses_part"]


def read_responses(value: Any, at: At = ()) -> tuple[SavedResponse, ...]:
    """Read a list of saved responses, or null."""
    return tuple(_read_response(response, (*at, index)) for index, response in enumerate(read_list(value, at)))


def _read_response(value: Any, at: At = ()) -> SavedResponse:
    source = read_object(value, at)
    return SavedResponse(
        get_text(source, "name", at),
        get_integer(source, "code", at),
        get_text(source, "status", at),
        read_headers(source.get("header"), (*at, "header")),
        get_text(source, "body", at),
        get_optional_text(source, "_postman_previewlanguage", at),
        read_optional_request(source.get("originalRequest"), (*at, "originalRequest")),
        get_text(source, "id", at),
        document=source,
    )


def responses_part(responses: Sequence[SavedResponse]) -> Part:
    """The part for saved responses, which are always there."""
    return many(responses, read_responses, _write_response, always=True)


def _write_response(response: SavedResponse) -> JsonObject:
    return write_node(response, _read_response, _response_fields)


def _response_fields(response: SavedResponse) -> Fields:
    return {
        "name": response.name,
        "id": response.id or ABSENT,
        "originalRequest": one(response.request, read_optional_request, write_request),
        "status": response.status or ABSENT,
        "code": response.code or ABSENT,
        "_postman_previewlanguage": known(response.language),
        "header": headers_part(response.headers),
        # The model has no cookies of a saved response: those of a file stay, a fresh one has none.
        "cookie": [],
        "body": response.body,
    }
