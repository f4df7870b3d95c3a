"""Bodies: the bytes that go out, and what Postman shows of them to a script."""

import base64
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from pcc.model.ports import Headers, Randomness
from pcc.model.request import Body, FileBody, FormdataBody, FormFile, FormParam, GraphqlBody, RawBody, UrlencodedBody
from pcc.model.template import Template
from pcc.runner.encodings import percent_encode
from pcc.runner.request.comments import strip_comments
from pcc.runner.request.files import BodyFiles, guess_type
from pcc.runner.request.headers import find_header, set_header
from pcc.runner.request.multipart import Part, new_boundary, render_multipart

__all__ = ["BodyContext", "RenderedBody", "Resolve", "encode_form", "render_body"]

Resolve = Callable[[Template | str], str]

_LANGUAGES = {
    "html": "text/html",
    "json": "application/json",
    "javascript": "application/javascript",
    "xml": "application/xml",
}
_JSON = re.compile(r"application/(\S+\+)?json")
_FORM = re.compile(r"application/x-www-form-urlencoded\b")
_BOUNDARY = re.compile(r'multipart/form-data;.*boundary=(?:"([^"]+)"|([^;]+))')
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class RenderedBody:
    """The bytes, the headers with the body's Content-Type, and what scripts see: raw text or form fields."""

    content: bytes
    headers: Headers
    text: str | None = None
    form: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True)
class BodyContext:
    """What bodies are made with."""

    resolve: Resolve
    randomness: Randomness
    files: BodyFiles


def render_body(body: Body | None, headers: Headers, context: BodyContext, *, pruned: bool) -> RenderedBody:
    """Return the body of a request with these headers.

    A disabled or pruned body is not sent, but scripts see its text or its fields, as in Postman. Raises
    UnsendableError for a file that cannot be read.
    """
    silent = pruned or body is None or body.disabled
    match body:
        case RawBody():
            return _render_raw(body, headers, context, silent=silent)
        case UrlencodedBody():
            return _render_urlencoded(body, headers, context, silent=silent)
    if silent or body is None:
        return RenderedBody(b"", headers)
    match body:
        case FormdataBody():
            return _render_formdata(body, headers, context)
        case FileBody():
            return _render_file(body, headers, context)
        case GraphqlBody():
            return _render_graphql(body, headers, context)


def _with_default_type(headers: Headers, media_type: str) -> Headers:
    return headers if find_header(headers, "Content-Type") is not None else (*headers, ("Content-Type", media_type))


def _render_raw(body: RawBody, headers: Headers, context: BodyContext, *, silent: bool) -> RenderedBody:
    text = context.resolve(body.text)
    # Postman takes a body that resolves to nothing as no body at all.
    if silent or not text:
        return RenderedBody(b"", headers, text)
    written = find_header(headers, "Content-Type")
    if body.language == "json" or (not body.language and written is not None and _JSON.match(written)):
        text = strip_comments(text)
    headers = _with_default_type(headers, _LANGUAGES.get(body.language or "", "text/plain"))
    return RenderedBody(_encode(text), headers, text)


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _render_urlencoded(body: UrlencodedBody, headers: Headers, context: BodyContext, *, silent: bool) -> RenderedBody:
    enabled = [param for param in body.params if not param.disabled]
    form = tuple((context.resolve(param.key), context.resolve(param.value)) for param in enabled)
    if silent or not form:
        return RenderedBody(b"", headers, form=form)
    # Postman replaces any other Content-Type, also one that was written.
    if not _FORM.match(find_header(headers, "Content-Type") or ""):
        headers = set_header(headers, "Content-Type", "application/x-www-form-urlencoded")
    return RenderedBody(encode_form(form), headers, form=form)


def encode_form(form: Iterable[tuple[str, str]]) -> bytes:
    """Return fields as `application/x-www-form-urlencoded`, in the order in which Postman sends them."""
    return "&".join(f"{percent_encode(key)}={percent_encode(value)}" for key, value in _as_object(form)).encode()


def _as_object(form: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The fields in the order in which a JavaScript object holds them: equal names together, indices first."""
    grouped: dict[str, list[str]] = {}
    for key, value in form:
        grouped.setdefault(key, []).append(value)
    indices = sorted((key for key in grouped if _INDEX.fullmatch(key)), key=int)
    for key in (*indices, *(key for key in grouped if not _INDEX.fullmatch(key))):
        for value in grouped[key]:
            yield key, value


def _render_formdata(body: FormdataBody, headers: Headers, context: BodyContext) -> RenderedBody:
    parts = [part for param in body.params if not param.disabled for part in _parts(param, context)]
    if not parts:
        return RenderedBody(b"", headers)
    written = _BOUNDARY.match(find_header(headers, "Content-Type") or "")
    boundary = written[1] or written[2] if written else new_boundary(context.randomness)
    if not written:
        headers = set_header(headers, "Content-Type", f"multipart/form-data; boundary={boundary}")
    return RenderedBody(render_multipart(parts, boundary), headers)


def _parts(param: FormParam | FormFile, context: BodyContext) -> Iterator[Part]:
    name = context.resolve(param.key)
    file_name = None if param.file_name is None else context.resolve(param.file_name)
    if isinstance(param, FormParam):
        own_type = param.content_type or (file_name and guess_type(file_name))
        yield Part(name, _encode(context.resolve(param.value)), file_name, own_type or None)
        return
    for path in map(context.resolve, param.paths):
        content = context.files.read(path)
        shown = PurePath(path).name if file_name is None else file_name
        yield Part(name, content, shown, param.content_type or guess_type(path))
    if not param.paths:
        yield _inline(name, param, file_name, context)


def _inline(name: str, file: FormFile, file_name: str | None, context: BodyContext) -> Part:
    content = _decode(context.resolve(file.content))
    if not content:
        return Part(name, b"", file_name or "", file.content_type or (guess_type(file_name) if file_name else None))
    return Part(name, content, file_name, file.content_type or guess_type(file_name or ""))


def _decode(encoded: str) -> bytes:
    """Decode base64 as Node does: with either alphabet, and only as far as it is base64."""
    letters = re.sub(r"[^A-Za-z0-9+/]", "", encoded.translate({45: "+", 95: "/"}).partition("=")[0])
    whole = letters if len(letters) % 4 != 1 else letters[:-1]
    return base64.b64decode(whole + "=" * (-len(whole) % 4))


def _render_file(body: FileBody, headers: Headers, context: BodyContext) -> RenderedBody:
    # Without a chosen file Postman sends what stands in the collection, or nothing.
    if not body.path:
        return RenderedBody(_decode(context.resolve(body.content)), headers)
    path = context.resolve(body.path)
    return RenderedBody(context.files.read(path), _with_default_type(headers, guess_type(path)))


def _render_graphql(body: GraphqlBody, headers: Headers, context: BodyContext) -> RenderedBody:
    members = [f'"query":{json.dumps(context.resolve(body.query), ensure_ascii=False)}']
    if body.operation_name is not None:
        members.append(f'"operationName":{json.dumps(body.operation_name, ensure_ascii=False)}')
    variables = context.resolve(body.variables)
    if variables:
        members.append(f'"variables":{variables}')
    headers = _with_default_type(headers, "application/json")
    return RenderedBody(_encode("{" + ",".join(members) + "}"), headers)
