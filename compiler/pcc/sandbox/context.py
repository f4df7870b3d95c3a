"""What a script is given, and how Postman's sandbox wants it."""

import base64
import re
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pcc.model.json import JsonObject, JsonValue
from pcc.model.ports import Headers, HttpRequest, HttpResponse

__all__ = ["SandboxContext", "ScriptInfo", "given_id", "render_context", "render_request", "render_response"]

Values = Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True)
class ScriptInfo:
    """`pm.info` and `pm.execution.location`: iterations count from 0, `path` goes from the collection to the item.

    `owner` is the name of what the script belongs to: the collection, a folder or the item; the item by default.
    """

    item_id: str = ""
    item_name: str = ""
    path: tuple[str, ...] = ()
    owner: str | None = None
    iteration: int = 0
    iteration_count: int = 1


@dataclass(frozen=True, slots=True)
class SandboxContext:
    """All that a script may read.

    `request` is Postman's JSON of the request (see `render_request` for one that was sent); a script before sending has
    no `response`. `cookies` are those of the response's URL: objects with `name`, `value`, `domain`, `path`, ….
    """

    environment: Values = field(default_factory=dict)
    globals: Values = field(default_factory=dict)
    collection: Values = field(default_factory=dict)
    local: Values = field(default_factory=dict)
    data: Values = field(default_factory=dict)
    environment_name: str = ""
    globals_name: str = ""
    request: JsonObject | None = None
    response: HttpResponse | None = None
    cookies: Sequence[JsonObject] = ()
    info: ScriptInfo = ScriptInfo()


def render_context(context: SandboxContext) -> JsonObject:
    """Return the context as the message `execute` takes it."""
    return {
        "environment": _scope(1, context.environment) | {"name": context.environment_name},
        "globals": _scope(2, context.globals) | ({"name": context.globals_name} if context.globals_name else {}),
        "collectionVariables": _scope(3, context.collection),
        "_variables": _scope(4, context.local),
        "data": dict(context.data),
        "cookies": list(context.cookies),
        **({} if context.request is None else {"request": context.request}),
        **({} if context.response is None else {"response": render_response(context.response)}),
    }


def given_id(number: int) -> str:
    """Return an id for what lasts as long as a run: one that Postman's sandbox has to invent takes it 5 µs."""
    return f"00000000-0000-4000-8000-{number:012}"


def _scope(number: int, values: Values) -> JsonObject:
    # Of the type `any` a value stays what it is; every other type would convert it.
    variables = [{"key": key, "value": value, "type": "any"} for key, value in values.items()]
    return {"id": given_id(number), "values": variables}


def render_request(request: HttpRequest) -> JsonObject:
    """Return a request that was sent as Postman's JSON; a body that is not UTF-8 is left out."""
    rendered: JsonObject = {"method": request.method, "url": request.url, "header": _headers(request.headers)}
    try:
        text = request.body.decode()
    except UnicodeDecodeError:
        return rendered
    return rendered | {"body": {"mode": "raw", "raw": text}} if text else rendered


def render_response(response: HttpResponse) -> JsonObject:
    """Return a response as Postman's JSON. Text goes as text, which is several times cheaper than a stream."""
    text = _text(response)
    body: JsonObject
    if text is None:
        body = {"stream": {"type": "Base64", "data": base64.b64encode(response.body).decode()}}
    else:
        body = {"body": text}
    return {
        "code": response.status,
        "status": response.reason,
        "header": _headers(response.headers),
        "responseTime": round(response.elapsed_ms),
        **body,
    }


def _headers(headers: Headers) -> list[JsonObject]:
    return [{"key": name, "value": value} for name, value in headers]


_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\s\";]+)", re.IGNORECASE)


def _text(response: HttpResponse) -> str | None:
    """The body as text, when the sandbox would read the same out of its bytes: UTF-8 in name and in fact, no BOM."""
    if response.body.startswith(BOM_UTF8):
        return None
    content_type = next((value for name, value in response.headers if name.lower() == "content-type"), "")
    charset = _CHARSET.search(content_type)
    encoding = charset[1].lower() if charset else "utf-8"
    if encoding not in {"utf-8", "utf8", "us-ascii"}:
        return None
    try:
        return response.body.decode(encoding)
    except UnicodeDecodeError:
        return None
