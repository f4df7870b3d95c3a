"""Collection files, format v2.1.0."""

import re
from dataclasses import dataclass
from typing import Any, Final

from pcc.errors import FormatError, SourceError
from pcc.model.collection import Collection
from pcc.model.json import JsonObject
from pcc.model.node import Node
from pcc.postman.document.guard import At, get_description, get_optional_text, get_text, pointer, read_object, refuse
from pcc.postman.document.merge import ABSENT, Fields, Part, Written, many, write_node
from pcc.postman.document.text import TOO_DEEP, write_json
from pcc.postman.events import events_part, read_events
from pcc.postman.formats import name_format, read_document, unwrap
from pcc.postman.items import items_part, read_items
from pcc.postman.request.auths import auth_part, read_auth
from pcc.postman.settings import read_settings, settings_part
from pcc.postman.variables import read_variables, write_collection_variable

__all__ = ["SCHEMA", "read_collection", "write_collection"]

SCHEMA: Final = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


@dataclass(frozen=True, slots=True)
class _Info(Node):
    name: str
    description: str
    id: str


def read_collection(text: str, *, file: str = "", only_to_run: bool = False) -> Collection:
    """Read a Collection v2.1.0, in all the forms that Postman takes.

    `write_collection` gives back everything that the text says. What is read `only_to_run` may also be in format v2.0,
    or wrapped as the Postman API answers. Raises FormatError, with a JSON pointer, for what is not such a file: other
    formats, other types, text that is not JSON.
    """
    try:
        document = read_document(text)
        value, at = unwrap(document, "collection") if only_to_run else (document, ())
        return _read_root(_check(value, at, ("2.0.", "2.1.") if only_to_run else ("2.1.",)), at)
    except FormatError as error:
        raise error.in_file(file) from None
    except RecursionError:
        raise FormatError(TOO_DEEP, file=file) from None


def _check(value: Any, at: At, versions: tuple[str, ...]) -> JsonObject:
    root = read_object(value, at, "a collection")
    known = None if "info" in root and "item" in root else name_format(root)
    if known or "info" not in root:
        raise FormatError(f"this is not a Postman collection: {known or 'it has no `info`'}", pointer=pointer(at))
    info = read_object(root["info"], (*at, "info"))
    schema = get_optional_text(info, "schema", (*at, "info"))
    version = _VERSION.search(schema or "")
    if version and not version[1].startswith(versions):
        message = f"this is a collection in format {version[1]}: export it as Collection v2.1"
        raise FormatError(message, pointer=pointer((*at, "info", "schema")))
    if not isinstance(root.get("item"), list):
        raise refuse(root.get("item"), (*at, "item"), "a list of items")
    return root


_VERSION = re.compile(r"/v?([0-9]+\.[0-9]+\.[0-9]+)/")


def _read_root(root: JsonObject, at: At = ()) -> Collection:
    info = _read_info(root.get("info", {}), (*at, "info"))
    return Collection(
        info.name,
        read_items(root.get("item"), (*at, "item")),
        read_events(root.get("event"), (*at, "event")),
        read_variables(root.get("variable"), (*at, "variable")),
        read_auth(root.get("auth"), (*at, "auth")),
        read_settings(root.get("protocolProfileBehavior"), (*at, "protocolProfileBehavior")),
        info.description,
        info.id,
        document=root,
    )


def _read_info(value: Any, at: At = ()) -> _Info:
    source = read_object(value, at)
    return _Info(
        get_text(source, "name", at), get_description(source, at), get_text(source, "_postman_id", at), document=source
    )


def write_collection(collection: Collection) -> str:
    """Write a Collection v2.1.0, in the app's form: a function of the collection alone.

    What was read from a file and not changed is written as it was. `Item.does`, `Item.origin`, `Item.allow` and
    `Collection.doc` are not written. Raises SourceError for what the format cannot say.
    """
    try:
        return write_json(write_node(collection, _read_root, _fields))
    except RecursionError:
        raise SourceError("its folders are nested too deeply to be written") from None


def _fields(collection: Collection) -> Fields:
    return {
        "info": _info_part(collection),
        "item": items_part(collection.items),
        "auth": auth_part(collection.auth),
        "event": events_part(collection.events),
        "variable": many(collection.variables, read_variables, write_collection_variable),
        "protocolProfileBehavior": settings_part(collection.settings),
    }


def _info_part(collection: Collection) -> Part:
    def part(old: Written) -> Written:
        document = old if isinstance(old, dict) else None
        info = _Info(collection.name, collection.description, collection.id, document=document)
        return write_node(info, _read_info, _info_fields)

    return part


def _info_fields(info: _Info) -> Fields:
    return {
        "_postman_id": info.id or ABSENT,
        "name": info.name,
        "description": info.description or ABSENT,
        "schema": SCHEMA,
    }
