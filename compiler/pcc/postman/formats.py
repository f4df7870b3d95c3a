"""What a file is that is no Collection v2.1, as far as its first look says: so that the message can name what to do."""

import re
from typing import Final

from pcc.errors import FormatError
from pcc.model.json import JsonObject, JsonValue
from pcc.postman.document.text import read_json

__all__ = ["V3", "V3_NAMES", "name_format", "read_document", "unwrap"]

V3: Final = "this is a part of a collection in format v3 (a folder of YAML files): export it as Collection v2.1"
V3_NAMES: Final = ("*.request.yaml", ".resources/definition.yaml")
"""What a folder of a collection in format v3 holds, as patterns of paths inside it."""

_HEAD = 2**16
_KIND = re.compile(r"""^[ \t]*\$kind[ \t]*:[ \t]*["']?[a-z]""", re.MULTILINE)
_YAML = re.compile(r"^(?:---[ \t]*$|(?:name|values|openapi|swagger)[ \t]*:)", re.MULTILINE)
# A key that only this format has at its root, and what to say.
_FORMATS = {
    "$kind": V3,
    "openapi": "it is an OpenAPI description; import it into Postman and export the collection",
    "swagger": "it is an OpenAPI description; import it into Postman and export the collection",
    "log": "it is an HTTP archive (HAR); import it into Postman and export the collection",
    "collections": "it is a data export of a whole workspace; export one collection as Collection v2.1",
    "run": "it is the report of a run; name the collection that was run",
}


def read_document(text: str) -> JsonValue:
    """Decode the JSON of a file, as `read_json` does; text in a format that is known is named in its FormatError."""
    try:
        return read_json(text)
    except FormatError as error:
        hint = _name_text(text[:_HEAD].lstrip("\ufeff"))
        raise FormatError(f"{error.message}; {hint}", pointer=error.pointer) if hint else error from None


def _name_text(head: str) -> str | None:
    if _KIND.search(head):
        return V3
    if head.lstrip().startswith("<"):
        return "this is HTML or XML: perhaps a page that was saved in place of the file"
    if _YAML.match(head):
        return "this is YAML: pcc reads the JSON that Postman exports"
    return None


def name_format(root: JsonObject) -> str | None:
    """Say what an object is that is no collection, None when it is nothing that is known."""
    if isinstance(root.get("collection"), dict) and "run" not in root:
        return "it is wrapped as the Postman API does; save the value of `collection` alone"
    if isinstance(root.get("requests"), list):
        return "it is a collection in format v1; export it as Collection v2.1"
    if isinstance(root.get("values"), list):
        return "it is an environment"
    return next((said for key, said in _FORMATS.items() if key in root), None)


def unwrap(value: JsonValue, key: str) -> tuple[JsonValue, tuple[str, ...]]:
    """Take the value out of the wrapper of the Postman API (`{"collection": …}`); return it, and where it stands."""
    if isinstance(value, dict) and len(value) == 1 and isinstance(value.get(key), dict):
        return value[key], (key,)
    return value, ()
