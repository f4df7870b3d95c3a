"""The body of a request against its operation in an OpenAPI description."""

import json
import re
from collections.abc import Iterator, Mapping

from pcc.checks.openapi_address import render_known
from pcc.checks.openapi_rules import MISSING_BODY, REQUEST_SCHEMA, UNEXPECTED_BODY, UNKNOWN_CONTENT_TYPE
from pcc.checks.openapi_target import Target
from pcc.checks.openapi_values import read_form_value
from pcc.diagnostics import Diagnostic, nearest
from pcc.model.json import JsonValue
from pcc.model.request import Body, FormdataBody, FormParam, GraphqlBody, RawBody, UrlencodedBody
from pcc.model.template import Template
from pcc.openapi import MediaType
from pcc.openapi.validate import UNKNOWN, UNKNOWN_VALUE, Violation

__all__ = ["check_body"]

# Postman prunes the bodies of these.
_BODILESS = frozenset({"GET", "HEAD"})
_FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
# What Postman says of a raw body when no header does.
_LANGUAGES = {
    "html": "text/html",
    "javascript": "application/javascript",
    "json": "application/json",
    "xml": "application/xml",
}
# A string, a comment (Postman takes comments out of a body), or a reference.
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|/\*.*?(?:\*/|\Z)|//[^\n]*|\0+', re.DOTALL)


def check_body(target: Target) -> Iterator[Diagnostic]:
    """Find a body that is missing or not asked for, of a type that is not offered, or against its schema."""
    body, described = target.step.item.request.body, target.operation.body
    sent = body is not None and not body.disabled and not _is_empty(body)
    if described is None:
        if sent and not target.changed_by_script and target.operation.method not in _BODILESS | {"DELETE"}:
            yield UNEXPECTED_BODY.found(
                f"{target.name} takes no body", target.place("request", "body"), advice="remove it, or describe it"
            )
        return
    if body is None or not sent:
        if described.required and not target.changed_by_script:
            yield MISSING_BODY.found(
                f"{target.name} needs a body, and the request has none",
                target.place("request"),
                advice=f"send {' or '.join(media.name for media in described.content) or 'one'}",
            )
        return
    kind = _content_type(target, body)
    if kind is None or not described.content or UNKNOWN in kind:
        return
    media = _media_type(kind, described.content)
    if media is not None:
        yield from _check_content(target, body, kind, media)
    elif not target.changed_by_script:
        offered = [each.name for each in described.content]
        yield UNKNOWN_CONTENT_TYPE.found(
            f"{target.name} does not take {kind}",
            target.place("request", "body"),
            marked=(kind, "Content-Type"),
            advice=f"it takes {', '.join(offered[:5])}",
        )


def _is_empty(body: Body) -> bool:
    match body:
        case RawBody(text):
            return not text
        case UrlencodedBody(params) | FormdataBody(params):
            return not any(not param.disabled for param in params)
    return False


def _content_type(target: Target, body: Body) -> str | None:
    """The type that the body is sent as, in small letters and without its parameters; None when it is not known."""
    written = [
        render_known(header.value, target.values)
        for header in target.step.item.request.headers
        if not header.disabled and render_known(header.key, target.values).strip().lower() == "content-type"
    ]
    if written:
        return written[-1].partition(";")[0].strip().lower()
    match body:
        case RawBody(language=language):
            return _LANGUAGES.get(language or "", "text/plain")
        case UrlencodedBody():
            return _FORM
        case FormdataBody():
            return _MULTIPART
        case GraphqlBody():
            return "application/json"
    return None


def _media_type(kind: str, content: tuple[MediaType, ...]) -> MediaType | None:
    """The described type that counts: the same, else a range with the same first half, else any."""
    for name in (kind, f"{kind.partition('/')[0]}/*", "*/*"):
        found = next((media for media in content if media.name == name), None)
        if found is not None:
            return found
    return None


def _is_json(kind: str) -> bool:
    return kind.partition("/")[2] == "json" or kind.endswith("+json")


def _check_content(target: Target, body: Body, kind: str, media: MediaType) -> Iterator[Diagnostic]:
    if media.schema is None:
        return
    match body:
        case RawBody(text) if _is_json(kind):
            try:
                value = _read_json(text, target.values)
            except _NotJsonError as error:
                yield _against(target, f"it is not JSON: {error}", ("request", "body", "raw"))
                return
            yield from _violations(target, media.schema, value, ("request", "body", "raw"))
        case UrlencodedBody(params) if kind == _FORM:
            fields = _fields(target, params, media.schema)
            yield from _violations(target, media.schema, fields, ("request", "body", "urlencoded"))
        case FormdataBody(params) if kind == _MULTIPART:
            fields = _fields(target, params, media.schema)
            yield from _violations(target, media.schema, fields, ("request", "body", "formdata"))


class _NotJsonError(Exception):
    pass


def _read_json(text: Template, values: Mapping[str, Template]) -> JsonValue:
    """Read a body: a reference within a string is unknown text, one outside of strings an unknown value."""
    known = render_known(text, values)
    outside = False

    def replace(match: re.Match[str]) -> str:
        nonlocal outside
        piece = match[0]
        if piece.startswith('"'):
            return piece.replace(UNKNOWN, "\\u0000")
        if piece.startswith("/"):
            return ""
        outside = True
        return '"\\u0000\\u0000"'

    try:
        value: JsonValue = json.loads(_PIECE.sub(replace, known))
    except json.JSONDecodeError as error:
        if outside:
            # What stands behind a reference may be a comma, or half of the body.
            return UNKNOWN_VALUE
        raise _NotJsonError(f"{error.msg[0].lower()}{error.msg[1:]} (line {error.lineno} of the body)") from None
    except (RecursionError, ValueError):
        return UNKNOWN_VALUE
    return value


def _fields(target: Target, params: tuple[object, ...], schema: str) -> JsonValue:
    """The fields of a form as the object that its schema describes; a file is unknown."""
    texts: dict[str, list[str]] = {}
    for param in params:
        if isinstance(param, FormParam):
            if not param.disabled:
                value = render_known(param.value, target.values)
                texts.setdefault(render_known(param.key, target.values), []).append(value)
        elif not getattr(param, "disabled", False):
            texts.setdefault(render_known(getattr(param, "key", None), target.values), []).append(UNKNOWN)
    shape = target.specification.shape(schema)
    schemas = target.specification.schemas
    return {name: read_form_value(schemas, shape.member(name).schemas, given) for name, given in texts.items()}


def _violations(target: Target, schema: str, value: JsonValue, keys: tuple[str, ...]) -> Iterator[Diagnostic]:
    shape = target.specification.shape(schema)
    for violation in target.specification.schemas.find_violations(schema, value):
        here = shape
        for key in violation.at:
            here = here.member(key) if isinstance(key, str) else here.element(key)
        where = f"at {_path(violation.at)}, " if violation.at else ""
        yield _against(target, f"{where}{violation.message}", keys, violation, here.names())


def _path(at: tuple[str | int, ...]) -> str:
    return "$" + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in at)


def _against(
    target: Target,
    message: str,
    keys: tuple[str, ...],
    violation: Violation | None = None,
    names: list[str] | None = None,
) -> Diagnostic:
    marks = [*violation.names, *(str(key) for key in reversed(violation.at))] if violation else []
    advice = ""
    if violation is not None and violation.keyword in {"additionalProperties", "unevaluatedProperties"} and names:
        similar = nearest(violation.names[0], names)
        advice = f"did you mean {similar!r}?" if similar else f"it has {', '.join(names[:8])}"
    return REQUEST_SCHEMA.found(
        f"the body is not what {target.name} takes: {message}",
        target.place(*keys),
        marked=tuple(text for mark in marks for text in (f'"{mark}"', mark)),
        advice=advice or "correct the body, or the description",
    )
