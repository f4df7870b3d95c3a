"""Items and folders."""

from collections.abc import Sequence
from typing import Any

from pcc.errors import FormatError, SourceError
from pcc.model.collection import Child, Item, ItemGroup
from pcc.model.json import JsonObject
from pcc.model.request import Request, Url
from pcc.model.template import EMPTY
from pcc.postman.document.guard import At, get_description, get_text, pointer, read_list, read_object
from pcc.postman.document.merge import ABSENT, Fields, Part, many, one, write_node
from pcc.postman.events import events_part, read_events
from pcc.postman.request.auths import auth_part, read_auth
from pcc.postman.request.requests import read_optional_request, read_request, write_request
from pcc.postman.responses import read_responses, responses_part
from pcc.postman.settings import read_settings, settings_part

__all__ = ["items_part", "read_items"]


def read_items(value: Any, at: At = ()) -> tuple[Child, ...]:
    """Read a list of items and folders; a folder is what has a list of its own under `item`."""
    return tuple(_read_child(child, (*at, index)) for index, child in enumerate(read_list(value, at)))


def _read_child(value: Any, at: At) -> Child:
    source = read_object(value, at)
    if "item" in source:
        return _read_folder(source, at)
    if "request" not in source:
        message = "expected an item or a folder, found an object with neither `request` nor `item`"
        raise FormatError(message, pointer=pointer(at))
    return _read_item(source, at)


def _read_item(source: JsonObject, at: At = ()) -> Item:
    request = (
        Request("GET", Url(EMPTY)) if "request" not in source else read_request(source["request"], (*at, "request"))
    )
    return Item(
        get_text(source, "name", at),
        request,
        read_events(source.get("event"), (*at, "event")),
        read_settings(source.get("protocolProfileBehavior"), (*at, "protocolProfileBehavior")),
        read_responses(source.get("response"), (*at, "response")),
        _read_id(source, at),
        document=source,
    )


def _read_folder(source: JsonObject, at: At = ()) -> ItemGroup:
    return ItemGroup(
        get_text(source, "name", at),
        read_items(source.get("item"), (*at, "item")),
        read_events(source.get("event"), (*at, "event")),
        read_auth(source.get("auth"), (*at, "auth")),
        read_settings(source.get("protocolProfileBehavior"), (*at, "protocolProfileBehavior")),
        get_description(source, at),
        _read_id(source, at),
        document=source,
    )


def _read_id(source: JsonObject, at: At) -> str:
    return get_text(source, "id", at) or get_text(source, "_postman_id", at)


def items_part(items: Sequence[Child]) -> Part:
    """The part for items and folders. Raises SourceError, naming the item, when one cannot be written."""
    return many(items, read_items, _write_child, always=True)


def _write_child(child: Child) -> JsonObject:
    if isinstance(child, ItemGroup):
        return write_node(child, _read_folder, _folder_fields)
    try:
        return write_node(child, _read_item, _item_fields)
    except SourceError as error:
        raise SourceError(f"the item “{child.name}” cannot be written: {error}") from error


def _item_fields(item: Item) -> Fields:
    return {
        "name": item.name,
        "id": item.id or ABSENT,
        "event": events_part(item.events),
        "protocolProfileBehavior": settings_part(item.settings),
        "request": one(item.request, read_optional_request, write_request),
        "response": responses_part(item.responses),
    }


def _folder_fields(folder: ItemGroup) -> Fields:
    return {
        "name": folder.name,
        "id": folder.id or ABSENT,
        "item": items_part(folder.items),
        "description": folder.description or ABSENT,
        "auth": auth_part(folder.auth),
        "event": events_part(folder.events),
        "protocolProfileBehavior": settings_part(folder.settings),
    }
