"""Reads what an operation of a description takes and gives: parameters, request body, responses."""

from pcc.openapi.convert import Converter
from pcc.openapi.cursor import Cursor
from pcc.openapi.specification import MediaType, Parameter, RequestBody, Response

__all__ = ["read_body", "read_parameters", "read_responses"]

_PLACES = ("cookie", "header", "path", "query")
# What the description says of these headers by other means (OpenAPI 3.0.3, Parameter Object).
_IGNORED = frozenset({"accept", "authorization", "content-type"})
_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}


def read_parameters(owner: Cursor, converter: Converter) -> dict[tuple[str, str], Parameter]:
    """Return the parameters of a path or an operation by place and name; headers by their name in small letters."""
    found: dict[tuple[str, str], Parameter] = {}
    for element in owner.elements("parameters", "parameters"):
        parameter = _read_parameter(element.follow().need_object("a parameter"), converter)
        is_header = parameter.place == "header"
        name = parameter.name.lower() if is_header else parameter.name
        if not (is_header and name in _IGNORED):
            found[parameter.place, name] = parameter
    return found


def _read_parameter(source: Cursor, converter: Converter) -> Parameter:
    name, place = source.text("name"), source.text("in")
    if not name:
        raise source.refuse("a parameter needs a `name`")
    if place not in _PLACES:
        raise source.refuse(f"`in` of the parameter {name!r} is none of {', '.join(_PLACES)}")
    style = source.text("style") or _STYLES[place]
    schema = source.get("schema")
    return Parameter(
        name,
        place,
        place == "path" or source.flag("required"),
        converter.add(schema) if schema is not None and source.get("content") is None else None,
        style if source.get("content") is None else "content",
        source.flag("explode") if source.get("explode") is not None else style == "form",
    )


def read_body(operation: Cursor, converter: Converter) -> RequestBody | None:
    """Return the request body of an operation, None when it takes none."""
    found = operation.get("requestBody")
    if found is None:
        return None
    body = found.follow().need_object("a request body")
    return RequestBody(body.flag("required"), _read_content(body, converter))


def read_responses(operation: Cursor, converter: Converter) -> tuple[Response, ...]:
    """Return the responses of an operation, as they are written."""
    return tuple(
        Response(status, _read_content(place.follow().need_object("a response"), converter))
        for status, place in operation.members("responses", "responses")
    )


def _read_content(owner: Cursor, converter: Converter) -> tuple[MediaType, ...]:
    found = []
    for name, place in owner.members("content", "media types"):
        schema = place.need_object("a media type").get("schema")
        found.append(MediaType(name.partition(";")[0].strip().lower(), converter.add(schema) if schema else None))
    return tuple(found)
