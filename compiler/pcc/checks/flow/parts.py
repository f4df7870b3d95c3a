"""Every text of a request that Postman resolves, with the keys that lead to it in a file."""

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple, TypeAlias

from pcc.model.json import JsonValue
from pcc.model.request import (
    ApiKeyAuth,
    Auth,
    BasicAuth,
    BearerAuth,
    Body,
    FileBody,
    FormdataBody,
    FormFile,
    FormParam,
    GraphqlBody,
    OtherAuth,
    RawBody,
    Request,
    Url,
    UrlencodedBody,
)
from pcc.model.template import EMPTY, Template
from pcc.templating import parse_postman

__all__ = ["Field", "Keys", "Part", "auth_parts", "request_parts"]

Keys: TypeAlias = tuple[str | int, ...]


class Field(Enum):
    """What a text is part of."""

    URL = "URL"
    PATH_VARIABLE = "path variable"
    QUERY = "query"
    FRAGMENT = "fragment"
    HEADER = "header"
    AUTH = "auth"
    BODY = "body"
    PROXY = "proxy"
    CERTIFICATE = "certificate"


class Part(NamedTuple):
    """A text of a request. `name` is that of its field (header, parameter, attribute); the name itself has none.

    What is disabled is not `sent`: nothing resolves it.
    """

    field: Field
    at: Keys
    text: Template
    name: str = ""
    sent: bool = True


def request_parts(request: Request) -> tuple[Part, ...]:
    """Return the texts of a request, its own auth included, in the order in which Postman shows them.

    The keys lead to them from the item, so they begin with `request`.
    """
    return (
        *_url_parts(request.url),
        *_header_parts(request),
        *auth_parts(request.auth, ("request", "auth")),
        *_body_parts(request.body),
        *_connection_parts(request),
    )


def _url_parts(url: Url) -> Iterator[Part]:
    yield Part(
        Field.URL,
        (
            "request",
            "url",
        ),
        url.base,
    )
    for index, param in enumerate(url.query):
        at, sent = ("request", "url", "query", index), not param.disabled
        if param.key.references:
            yield Part(Field.QUERY, (*at, "key"), param.key, sent=sent)
        if param.value:
            yield Part(Field.QUERY, (*at, "value"), param.value, param.key.literal or "", sent)
    for index, variable in enumerate(url.variables):
        yield Part(Field.PATH_VARIABLE, ("request", "url", "variable", index, "value"), variable.value, variable.key)
    if url.fragment:
        yield Part(Field.FRAGMENT, ("request", "url", "hash"), url.fragment)


def _header_parts(request: Request) -> Iterator[Part]:
    for index, header in enumerate(request.headers):
        at, sent = ("request", "header", index), not header.disabled
        if header.key.references:
            yield Part(Field.HEADER, (*at, "key"), header.key, sent=sent)
        yield Part(Field.HEADER, (*at, "value"), header.value, header.key.literal or "", sent)


def auth_parts(auth: Auth | None, at: Keys) -> tuple[Part, ...]:
    """Return the texts of credentials, those nested inside of attributes included; `at` leads to the auth."""

    def part(kind: str, key: str, text: Template) -> Part:
        return Part(Field.AUTH, (*at, kind, key, "value"), text, key)

    match auth:
        case BearerAuth(token):
            return (part("bearer", "token", token),)
        case BasicAuth(username, password):
            return (part("basic", "username", username), part("basic", "password", password))
        case ApiKeyAuth(key, value):
            return (part("apikey", "key", key), part("apikey", "value", value))
        case OtherAuth(kind, attributes):
            return tuple(part(kind, key, parse_postman(text)) for key, value in attributes for text in _texts(value))
    return ()


def _texts(value: JsonValue) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from _texts(item)
        case dict():
            for item in value.values():
                yield from _texts(item)


def _body_parts(body: Body | None) -> Iterator[Part]:
    at: Keys = ("request", "body")
    match body:
        case RawBody(text):
            yield Part(Field.BODY, (*at, "raw"), text, sent=not body.disabled)
        case UrlencodedBody(params) | FormdataBody(params):
            mode = "urlencoded" if isinstance(body, UrlencodedBody) else "formdata"
            for index, param in enumerate(params):
                yield from _form_parts(param, (*at, mode, index), sent=not (body.disabled or param.disabled))
        case FileBody(path):
            for key, text in (("src", parse_postman(path or "")), ("content", body.content)):
                if text:
                    yield Part(Field.BODY, (*at, "file", key), text, sent=not body.disabled)
        case GraphqlBody(query, variables, operation):
            for key, text in (
                ("query", query), ("variables", variables), ("operationName", parse_postman(operation or ""))
            ):  # fmt: skip
                if text:
                    yield Part(Field.BODY, (*at, "graphql", key), text, sent=not body.disabled)


def _form_parts(param: FormParam | FormFile, at: Keys, *, sent: bool) -> Iterator[Part]:
    if param.key.references:
        yield Part(Field.BODY, (*at, "key"), param.key, sent=sent)
    if param.file_name:
        yield Part(Field.BODY, (*at, "fileName"), param.file_name, sent=sent)
    if isinstance(param, FormFile):
        for path in param.paths:
            yield Part(Field.BODY, (*at, "src"), parse_postman(path), sent=sent)
    else:
        yield Part(Field.BODY, (*at, "value"), param.value, param.key.literal or "", sent)


def _connection_parts(request: Request) -> Iterator[Part]:
    proxy, certificate = request.proxy, request.certificate
    if proxy is not None:
        for key in ("host", "port", "username", "password"):
            text = getattr(proxy, key)
            if text:
                counts = not proxy.disabled and (proxy.authenticate or key in ("host", "port"))
                yield Part(Field.PROXY, ("request", "proxy", key), text, key, counts)
    if certificate is not None:
        texts = {"cert": certificate.certificate, "key": certificate.key, "pfx": certificate.pfx}
        for key, text in {**texts, "passphrase": certificate.passphrase}.items():
            if text != EMPTY:
                yield Part(Field.CERTIFICATE, ("request", "certificate", key), text, key if key == "passphrase" else "")
