"""Bodies: a mode, and what it holds under a key named after it."""

from collections.abc import Sequence
from typing import Any

from pcc.errors import SourceError
from pcc.model.json import JsonObject, JsonValue
from pcc.model.request import Body, FileBody, FormdataBody, FormFile, FormParam, GraphqlBody, RawBody, UrlencodedBody
from pcc.model.template import EMPTY, Template
from pcc.postman.document.guard import (
    At,
    get_description,
    get_flag,
    get_optional_text,
    get_template,
    get_text,
    read_list,
    read_object,
    read_template,
    refuse,
)
from pcc.postman.document.merge import ABSENT, Fields, Part, known, many, one, write_node, write_template
from pcc.postman.request.urls import read_query_text
from pcc.templating import parse_postman
from pcc.values import stringify

__all__ = ["body_part", "read_body"]


def read_body(value: Any, at: At = ()) -> Body | None:
    """Read a body; null, or an object without a mode, sends nothing. Postman reads an unknown mode as `raw`."""
    if value is None:
        return None
    if isinstance(value, str):
        return RawBody(parse_postman(value))
    source = read_object(value, at, "an object, text or null")
    mode = get_text(source, "mode", at).lower()
    content, place, disabled = source.get(mode), (*at, mode), get_flag(source, "disabled", at)
    match mode:
        case "":
            return None
        case "urlencoded":
            return UrlencodedBody(_read_fields(content, place), disabled, document=source)
        case "formdata":
            return FormdataBody(_read_form(content, place), disabled, document=source)
        case "file":
            return FileBody(
                _read_path(content, place), disabled, _read_inline(content, "content", place), document=source
            )
        case "graphql":
            return _read_graphql(content, place, source)
    return RawBody(_read_content(source.get("raw")), _read_language(source, at), disabled, document=source)


def _read_content(value: JsonValue) -> Template:
    if value is None:
        return EMPTY
    return parse_postman(value if isinstance(value, str) else stringify(value))


def _read_language(source: JsonObject, at: At) -> str | None:
    place = (*at, "options")
    options = read_object(source.get("options") or {}, place)
    return get_optional_text(read_object(options.get("raw") or {}, (*place, "raw")), "language", (*place, "raw"))


def _read_path(value: Any, at: At) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    return get_text(read_object(value, at, "an object, text or null"), "src", at) or None


def _read_inline(value: Any, key: str, at: At) -> Template:
    return get_template(value, key, at) if isinstance(value, dict) and isinstance(value.get(key), str) else EMPTY


def _read_graphql(value: Any, at: At, body: JsonObject) -> GraphqlBody:
    source = read_object(value if value is not None else {}, at, "an object or null")
    return GraphqlBody(
        get_template(source, "query", at),
        _read_variables(source),
        get_optional_text(source, "operationName", at),
        get_flag(body, "disabled", at[:-1]),
        document=body,
    )


def _read_variables(source: JsonObject) -> Template:
    # Null is JSON here, and is sent; without the key nothing is.
    return _read_content("null" if source.get("variables", "") is None else source.get("variables"))


def _read_fields(value: Any, at: At = ()) -> tuple[FormParam, ...]:
    if isinstance(value, str):
        params = read_query_text(value)
        return tuple(FormParam(param.key, EMPTY if param.value is None else param.value) for param in params)
    return tuple(_read_field(field, (*at, index)) for index, field in enumerate(read_list(value, at)))


def _read_form(value: Any, at: At = ()) -> tuple[FormParam | FormFile, ...]:
    return tuple(_read_part(part, (*at, index)) for index, part in enumerate(read_list(value, at)))


def _read_part(value: Any, at: At = ()) -> FormParam | FormFile:
    source = read_object(value, at)
    if source.get("type") != "file":
        return _read_field(source, at)
    return FormFile(
        get_template(source, "key", at),
        _read_paths(source.get("src"), (*at, "src")),
        get_flag(source, "disabled", at),
        get_description(source, at),
        get_optional_text(source, "contentType", at),
        _read_name(source, at),
        _read_inline(source, "value", at),
        document=source,
    )


def _read_name(source: JsonObject, at: At) -> Template | None:
    name = get_optional_text(source, "fileName", at)
    return None if name is None else parse_postman(name)


def _read_paths(value: Any, at: At) -> tuple[str, ...]:
    paths = [value] if isinstance(value, str) and value else value or []
    for index, path in enumerate(read_list(paths, at)):
        if not isinstance(path, str):
            raise refuse(path, (*at, index), "text")
    return tuple(paths)


def _read_field(value: Any, at: At = ()) -> FormParam:
    source = read_object(value, at)
    content = source.get("value")
    return FormParam(
        get_template(source, "key", at),
        # A multipart form sends lists and objects as JSON.
        _read_content(content) if isinstance(content, list | dict) else read_template(content, (*at, "value")),
        get_flag(source, "disabled", at),
        get_description(source, at),
        get_optional_text(source, "contentType", at),
        _read_name(source, at),
        document=source,
    )


def body_part(body: Body | None) -> Part:
    """The part for a body."""
    return one(body, read_body, _write_body)


def _write_body(body: Body) -> JsonObject:
    return write_node(body, read_body, _body_fields)


def _body_fields(body: Body) -> Fields:
    mode, content, language = _content(body)
    options: JsonValue = {"raw": {"language": language}}
    return {
        "mode": mode,
        mode: content,
        "options": ABSENT if language is None else options,
        "disabled": body.disabled or ABSENT,
    }


def _content(body: Body) -> tuple[str, "JsonValue | Part", str | None]:
    match body:
        case RawBody():
            return "raw", write_template(body.text), body.language
        case UrlencodedBody():
            return "urlencoded", _fields_part(body.params), None
        case FormdataBody():
            return "formdata", many(body.params, _read_form, _write_part, always=True), None
        case FileBody():
            return "file", _file(body), None
        case GraphqlBody():
            return "graphql", _graphql(body), None


def _file(body: FileBody) -> JsonObject:
    path = {} if body.path is None else {"src": _checked(body.path)}
    return path if body.content == EMPTY else {**path, "content": write_template(body.content)}


def _graphql(body: GraphqlBody) -> JsonObject:
    name = {} if body.operation_name is None else {"operationName": body.operation_name}
    return {"query": write_template(body.query), **name, "variables": write_template(body.variables)}


def _fields_part(params: Sequence[FormParam]) -> Part:
    return many(params, _read_fields, lambda param: write_node(param, _read_field, _field_fields), always=True)


def _write_part(part: FormParam | FormFile) -> JsonObject:
    return write_node(part, _read_part, _part_fields)


def _part_fields(part: FormParam | FormFile) -> Fields:
    return _field_fields(part) if isinstance(part, FormParam) else _file_fields(part)


def _field_fields(param: FormParam) -> Fields:
    return {
        "key": write_template(param.key),
        "value": write_template(param.value),
        **_rest(param),
        "type": "text",
    }


def _file_fields(file: FormFile) -> Fields:
    paths: JsonValue = [_checked(path) for path in file.paths]
    return {
        "key": write_template(file.key),
        **_rest(file),
        "type": "file",
        "src": paths[0] if isinstance(paths, list) and len(paths) == 1 else paths,
        "value": ABSENT if file.content == EMPTY else write_template(file.content),
    }


def _rest(param: FormParam | FormFile) -> Fields:
    return {
        "description": param.description or ABSENT,
        "contentType": known(param.content_type),
        "fileName": ABSENT if param.file_name is None else write_template(param.file_name),
        "disabled": param.disabled or ABSENT,
    }


def _checked(path: str) -> str:
    if not path:
        raise SourceError("a file to send has no path: leave it out instead")
    return path
