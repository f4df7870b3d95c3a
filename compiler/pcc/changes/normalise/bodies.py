"""Bodies: form fields one by one, JSON as a value, everything else as text."""

import json
from decimal import Decimal
from typing import Any, Final, NamedTuple

from pcc.changes.concealing import is_secret_name, mask_json, mask_looks, mask_text
from pcc.changes.record import BodyRecord, Part
from pcc.model.request import Body, FileBody, FormdataBody, FormFile, FormParam, GraphqlBody, RawBody, UrlencodedBody
from pcc.model.template import Reference, Template
from pcc.templating import render_postman
from pcc.values import decode_json

__all__ = ["Unquoted", "normalise_body", "parse_json", "show_json"]

_NONE: Final = BodyRecord("none", "none")


class Unquoted(NamedTuple):
    """A variable that stands in JSON without quotes, as a value of whatever type it has."""

    name: str


def normalise_body(body: Body | None) -> BodyRecord:
    """Return a body; one that is disabled or empty is none."""
    if body is None or body.disabled:
        return _NONE
    match body:
        case RawBody(text, language):
            return _raw(text, (language or "text").lower()) if text else _NONE
        case UrlencodedBody(params):
            return _form("urlencoded form", params) if params else _NONE
        case FormdataBody(params):
            return _form("multipart form", params) if params else _NONE
        case FileBody(path, content=content):
            shown = path or "content of its own"
            return _document("file", "file", shown + render_postman(content), shown) if path or content else _NONE
        case GraphqlBody():
            return _graphql(body)


def _document(kind: str, place: str, value: Any, shown: str) -> BodyRecord:
    return BodyRecord(kind, kind, documents=((place, value),), shown=shown)


def _raw(text: Template, language: str) -> BodyRecord:
    parsed = parse_json(text)
    if isinstance(parsed, dict | list):
        return BodyRecord(language, "raw", documents=(("$", parsed),), shown=show_json(mask_json(parsed)))
    written = "\n".join(line.rstrip() for line in render_postman(text).strip().splitlines())
    return BodyRecord(language, "raw", documents=(("", written),), shown=mask_looks(written))


def _form(kind: str, params: tuple[FormParam | FormFile, ...]) -> BodyRecord:
    fields = tuple(_field(param) for param in params)
    shown = "&".join(f"{field.name}={field.shown}" for field in fields if field.on)
    return BodyRecord(kind, "form", fields, shown=shown)


def _field(param: FormParam | FormFile) -> Part:
    name = render_postman(param.key)
    if isinstance(param, FormFile):
        content = " with content of its own" if param.content else ""
        value = shown = f"file {', '.join(param.paths)}{content}"
        value += render_postman(param.content)
    else:
        value = render_postman(param.value)
        shown = mask_text(value) if is_secret_name(name) else mask_looks(value)
    extra = "".join(
        f"; {word} {text}"
        for word, text in (
            ("type", param.content_type),
            ("file name", render_postman(param.file_name) if param.file_name is not None else None),
        )
        if text
    )
    return Part("body-field", name, value + extra, shown + extra, on=not param.disabled)


def _graphql(body: GraphqlBody) -> BodyRecord:
    query = "\n".join(line.strip() for line in render_postman(body.query).splitlines() if line.strip())
    variables = parse_json(body.variables) if body.variables else None
    documents: list[tuple[str, Any]] = [("query", query)]
    if isinstance(variables, dict | list):
        documents.append(("variables", variables))
    elif body.variables:
        documents.append(("variables", render_postman(body.variables).strip()))
    if body.operation_name:
        documents.append(("operationName", body.operation_name))
    return BodyRecord("graphql", "graphql", documents=tuple(documents), shown=mask_looks(query))


class _NotJsonError(ValueError):
    pass


def parse_json(text: Template) -> Any:
    """Decode JSON that may hold variables in quotes and without; None when it is no JSON, or nests too deeply.

    Numbers keep their digits: `1.0` equals `1`, and 2⁵³ + 1 does not equal 2⁵³.
    """
    names: list[str] = []
    try:
        written = _with_marks(text, names).strip().removeprefix("\ufeff")
        decode_json(written)
        value = _DECODER.decode(written)
        return _with_names(value, names) if names else value
    except (ValueError, RecursionError, ArithmeticError):
        return None


_MARK = "\ue000\ue001"


def _with_marks(text: Template, names: list[str]) -> str:
    """The text with a string in the place of each variable that stands outside of strings."""
    pieces: list[str] = []
    inside = False
    for part in text.parts:
        if isinstance(part, Reference):
            if not inside:
                names.append(part.name)
            pieces.append(f"{{{{{part.name}}}}}" if inside else f'"{_MARK}{len(names) - 1}"')
        else:
            inside = _ends_inside(part, inside=inside)
            pieces.append(part)
    return "".join(pieces)


def _ends_inside(text: str, *, inside: bool) -> bool:
    escaped = False
    for char in text:
        if escaped:
            escaped = False
        elif inside and char == "\\":
            escaped = True
        elif char == '"':
            inside = not inside
    return inside


def _with_names(value: Any, names: list[str]) -> Any:
    match value:
        case str() if value.startswith(_MARK):
            return Unquoted(names[int(value.removeprefix(_MARK))])
        case list():
            return [_with_names(item, names) for item in value]
        case dict():
            return {key: _with_names(item, names) for key, item in value.items()}
    return value


def _make_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs) or any(key.startswith(_MARK) for key in made):
        # What a server makes of a key that stands twice nobody knows; a variable as a key is compared as text.
        raise _NotJsonError
    return made


def _refuse(text: str) -> Any:
    raise _NotJsonError(text)


_DECODER = json.JSONDecoder(object_pairs_hook=_make_object, parse_float=Decimal, parse_constant=_refuse)


def show_json(value: Any) -> str:
    """Return a value as JSON on one line, variables as they stand in it."""
    match value:
        case Unquoted(name):
            return f"{{{{{name}}}}}"
        case list():
            return "[" + ", ".join(map(show_json, value)) + "]"
        case dict():
            return "{" + ", ".join(f"{show_json(key)}: {show_json(item)}" for key, item in value.items()) + "}"
        case Decimal():
            return str(int(value)) if value == value.to_integral_value() and abs(value) < 10**15 else str(value)
    return json.dumps(value, ensure_ascii=False)
