"""Auth: a type, and attributes in a list named after it (or, in files of old, in an object)."""

from typing import Any

from pcc.errors import SourceError
from pcc.model.json import JsonObject, JsonValue
from pcc.model.request import ApiKeyAuth, Auth, BasicAuth, BearerAuth, NoAuth, OtherAuth
from pcc.model.template import Template
from pcc.postman.document.guard import At, get_text, read_list, read_object, read_template
from pcc.postman.document.merge import NEW, Fields, Hole, Part, Written, one, write_node, write_template
from pcc.values import same

__all__ = ["auth_part", "read_auth"]

_Attributes = list[tuple[str, JsonValue]]


def read_auth(value: Any, at: At = ()) -> Auth | None:
    """Read auth; null, or an object without a type, inherits. Of an attribute given twice the last one counts."""
    if value is None:
        return None
    source = read_object(value, at, "an object or null")
    kind = get_text(source, "type", at)
    if not kind:
        return None
    if kind == "noauth":
        return NoAuth(document=source)
    place = (*at, kind)
    attributes = _read_attributes(source.get(kind), place)
    values = dict(attributes)

    def template(key: str) -> Template:
        return read_template(values.get(key), _place_of(source.get(kind), key, place))

    match kind:
        case "bearer":
            return BearerAuth(template("token"), document=source)
        case "basic":
            return BasicAuth(template("username"), template("password"), document=source)
        case "apikey":
            return ApiKeyAuth(template("key"), template("value"), values.get("in") == "query", document=source)
    return OtherAuth(kind, tuple(attributes), document=source)


def _place_of(attributes: JsonValue, key: str, at: At) -> At:
    """Where the value of an attribute stands; of one given twice, the one that counts."""
    if not isinstance(attributes, list):
        return (*at, key)
    indices = [index for index, entry in enumerate(attributes) if entry.get("key") == key]
    return (*at, indices[-1], "value") if indices else at


def _read_attributes(value: Any, at: At) -> _Attributes:
    if isinstance(value, dict):
        return list(value.items())
    entries = [(read_object(entry, (*at, index)), (*at, index)) for index, entry in enumerate(read_list(value, at))]
    return [(get_text(entry, "key", place), entry.get("value")) for entry, place in entries]


def auth_part(auth: Auth | None) -> Part:
    """The part for auth."""
    return one(auth, read_auth, _write_auth)


def _write_auth(auth: Auth) -> JsonObject:
    return write_node(auth, read_auth, _auth_fields)


def _auth_fields(auth: Auth) -> Fields:
    kind, attributes = _attributes_of(auth)
    if isinstance(auth, NoAuth):
        return {"type": kind}
    if isinstance(auth, OtherAuth) and kind in _RESERVED:
        raise SourceError(f"`{kind}` is no type of another auth: it would be read as something else")
    return {"type": kind, kind: _attributes_part(kind, attributes)}


_RESERVED = ("", "type", "noauth", "bearer", "basic", "apikey")


def _attributes_of(auth: Auth) -> tuple[str, _Attributes]:
    match auth:
        case NoAuth():
            return "noauth", []
        case BearerAuth(token=token):
            return "bearer", [("token", write_template(token))]
        case BasicAuth(username=username, password=password):
            return "basic", [("username", write_template(username)), ("password", write_template(password))]
        case ApiKeyAuth(key=key, value=value, in_query=in_query):
            place = "query" if in_query else "header"
            return "apikey", [("key", write_template(key)), ("value", write_template(value)), ("in", place)]
        case OtherAuth(type=kind, attributes=attributes):
            return kind, list(attributes)


def _attributes_part(kind: str, after: _Attributes) -> Part:
    def part(old: Written) -> Written:
        if old is NEW:
            return [_entry(key, value) for key, value in after]
        listed = None if isinstance(old, Hole) else old
        read = read_auth({"type": kind, kind: listed})
        before = _attributes_of(read)[1] if read is not None else []
        if same([list(pair) for pair in before], [list(pair) for pair in after]):
            return old
        if isinstance(read, OtherAuth):
            return _rebuild(listed, after)
        changed = [(key, value) for key, value in after if not same(dict(before)[key], value)]
        return _change(listed, changed)

    return part


def _entry(key: str, value: JsonValue, old: JsonObject | None = None) -> JsonObject:
    if old is None:
        return {"key": key, "value": value, "type": _kind(value)}
    if same(old.get("value"), value):
        return old
    return {**old, "value": value, **({"type": _kind(value)} if "type" in old else {})}


def _kind(value: JsonValue) -> str:
    match value:
        case str():
            return "string"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
    return "any"


def _rebuild(old: JsonValue, after: _Attributes) -> JsonValue:
    """Every attribute of an unknown auth is known: the new list, out of the old entries where there are some."""
    entries = list(old) if isinstance(old, list) else []
    result: list[JsonObject] = []
    for key, value in after:
        entry = next((entry for entry in entries if entry.get("key") == key), None)
        if entry is not None:
            entries.remove(entry)
        result.append(_entry(key, value, entry))
    return result


def _change(old: JsonValue, changed: _Attributes) -> JsonValue:
    """Set attributes of a known auth; the others in the list are none of ours and stay."""
    if isinstance(old, dict):
        return {**old, **dict(changed)}
    result = list(old) if isinstance(old, list) else []
    for key, value in changed:
        index = next((i for i in reversed(range(len(result))) if result[i].get("key") == key), None)
        if index is None:
            result.append(_entry(key, value))
        else:
            result[index] = _entry(key, value, result[index])
    return result
