"""Collections: a flat list of nodes."""

import re
from collections.abc import Iterator
from typing import Any

from pcc.changes.concealing import mask_looks
from pcc.changes.normalise.bodies import normalise_body, parse_json, show_json
from pcc.changes.normalise.names import find_needs, find_uses
from pcc.changes.normalise.requests import normalise_auth, normalise_settings, request_parts, text_part
from pcc.changes.normalise.scripts import assertions_of, raw_scripts, statement_parts
from pcc.changes.normalise.variables import normalise_variables, secret_values
from pcc.changes.record import CollectionRecord, Node, Part
from pcc.model.collection import Child, Collection, Item, ItemGroup, SavedResponse
from pcc.model.request import FormdataBody, Request, UrlencodedBody
from pcc.model.template import Template

__all__ = ["normalise_collection"]

_NUMBER = re.compile(r"\AStep [0-9]+: ")


def normalise_collection(collection: Collection) -> CollectionRecord:
    """Return a collection as a record."""
    return CollectionRecord(
        collection.name,
        (_root(collection), *_nodes(collection.items, 0, [0])),
        normalise_variables(collection.variables),
        find_needs(collection),
        secret_values(collection.variables),
    )


def _root(collection: Collection) -> Node:
    return Node(
        "collection",
        collection.name,
        collection.id,
        -1,
        (*text_part("description", collection.description), *statement_parts(collection.events)),
        auth=normalise_auth(collection.auth),
        settings=normalise_settings(collection.settings),
        assertions=assertions_of(collection.events),
        scripts=raw_scripts(collection.events),
        uses=tuple(find_uses((collection.auth, collection.events, collection.variables))),
    )


def _nodes(items: tuple[Child, ...], parent: int, last: list[int]) -> Iterator[Node]:
    for item in items:
        last[0] += 1
        if isinstance(item, ItemGroup):
            index = last[0]
            yield _folder(item, parent)
            yield from _nodes(item.items, index, last)
        else:
            yield _step(item, parent)


def _folder(folder: ItemGroup, parent: int) -> Node:
    return Node(
        "folder",
        folder.name,
        folder.id,
        parent,
        (*text_part("description", folder.description), *statement_parts(folder.events)),
        auth=normalise_auth(folder.auth),
        settings=normalise_settings(folder.settings),
        assertions=assertions_of(folder.events),
        scripts=raw_scripts(folder.events),
        uses=tuple(find_uses((folder.auth, folder.events))),
    )


def _step(item: Item, parent: int) -> Node:
    request = item.request
    return Node(
        "step",
        # Numbers shift when a step is inserted: they say nothing of the step itself.
        _NUMBER.sub("", item.name),
        item.id,
        parent,
        (
            *request_parts(request),
            *_field_descriptions(item),
            *statement_parts(item.events),
            *map(_example, item.responses),
        ),
        normalise_body(request.body),
        normalise_auth(request.auth),
        normalise_settings(item.settings),
        assertions_of(item.events),
        raw_scripts(item.events),
        tuple(find_uses((request, item.events))),
    )


def _field_descriptions(item: Item) -> Iterator[Part]:
    if isinstance(item.request.body, UrlencodedBody | FormdataBody):
        for param in item.request.body.params:
            name = "".join(str(getattr(part, "name", part)) for part in param.key.parts)
            yield from text_part(f"description of field {name}", param.description)


def _example(response: SavedResponse) -> Part:
    value = parse_json(Template.of(response.body)) if response.body else None
    body = show_json(_in_order(value)) if isinstance(value, dict | list) else response.body.strip()
    headers = sorted(repr((header.key, header.value)) for header in response.headers)
    shown = " ".join(part for part in (str(response.code), response.status, body) if part)
    return Part(
        "example",
        response.name,
        repr((response.code, response.status, headers, body, _asked(response.request))),
        mask_looks(shown),
    )


def _asked(request: Request | None) -> object:
    """The request of an example, as one value; the order of keys in it counts for nothing."""
    if request is None:
        return None
    body = normalise_body(request.body)
    documents = [(place, show_json(_in_order(value))) for place, value in body.documents]
    return tuple(request_parts(request)), body.kind, body.fields, documents, normalise_auth(request.auth)


def _in_order(value: Any) -> Any:
    match value:
        case dict():
            return {key: _in_order(value[key]) for key in sorted(value, key=show_json)}
        case list():
            return [_in_order(item) for item in value]
    return value
