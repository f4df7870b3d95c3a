"""Requests: method, URL, headers, credentials and settings, each in one way of writing."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Final

from pcc.changes.concealing import is_secret_name, mask_json, mask_looks, mask_text
from pcc.changes.normalise.values import canonical
from pcc.changes.record import AuthRecord, Part
from pcc.model.collection import Settings
from pcc.model.request import (
    ApiKeyAuth,
    Auth,
    BasicAuth,
    BearerAuth,
    Certificate,
    Header,
    NoAuth,
    OtherAuth,
    Proxy,
    QueryParam,
    Request,
)
from pcc.model.template import Template
from pcc.templating import render_postman
from pcc.values import to_text

__all__ = ["DEFAULTS", "normalise_auth", "normalise_settings", "request_parts", "text_part"]

# How the settings of the model are called in a file, and what counts when nothing is said (postman-runtime).
_SETTINGS: Final[dict[str, tuple[str, Any]]] = {
    "follow_redirects": ("followRedirects", True),
    "max_redirects": ("maxRedirects", 10),
    "strict_ssl": ("strictSSL", True),
    "disable_cookies": ("disableCookies", False),
    "disable_body_pruning": ("disableBodyPruning", False),
    "disable_url_encoding": ("disableUrlEncoding", False),
    "follow_original_method": ("followOriginalHttpMethod", False),
    "follow_authorization": ("followAuthorizationHeader", False),
    "remove_referer": ("removeRefererHeaderOnRedirect", False),
    "timeout_ms": ("requestTimeout", 0),
    "disabled_headers": ("disabledSystemHeaders", ()),
    "lenient_parser": ("insecureHTTPParser", False),
    "prefer_server_ciphers": ("tlsPreferServerCiphers", False),
    "disabled_protocols": ("tlsDisabledProtocols", ()),
    "ciphers": ("tlsCipherSelection", ()),
}
DEFAULTS: Final = dict(_SETTINGS.values())


def normalise_settings(settings: Settings | None) -> tuple[tuple[str, Any], ...]:
    """Return the settings that are set, by their keys in the file."""
    if settings is None:
        return ()
    values = ((name, getattr(settings, field)) for field, (name, _) in _SETTINGS.items())
    return tuple((name, value) for name, value in values if value is not None)


def request_parts(request: Request) -> Iterator[Part]:
    """Yield everything of a request but its body and its credentials."""
    yield Part("method", "", request.method, request.method)
    base = render_postman(request.url.base)
    yield Part("url", "", base, mask_looks(base))
    for param in request.url.query:
        yield from _row("query", param, param.value)
    for variable in request.url.variables:
        value = render_postman(variable.value)
        yield Part("path-variable", variable.key, value, mask_looks(value))
        yield from text_part(f"description of path variable {variable.key}", variable.description)
    if request.url.fragment:
        yield from text_part("fragment of the URL", render_postman(request.url.fragment))
    for header in request.headers:
        yield from _row("header", header, header.value)
    yield from text_part("description", request.description)
    yield from _connections(request)


def _row(group: str, row: Header | QueryParam, value: Template | None) -> Iterator[Part]:
    name = render_postman(row.key)
    text = render_postman(value) if value is not None else ""
    shown = mask_text(text) if is_secret_name(name) else mask_looks(text)
    # `?key` and `?key=` are two different queries.
    told = "no value" if value is None else shown
    key = name.lower() if group == "header" else name
    yield Part(group, name, f"={text}" if value is not None else "", told, on=not row.disabled, key=key)
    yield from text_part(f"description of {group} {name}", row.description)


def text_part(name: str, text: str) -> Iterator[Part]:
    """Yield a text for people; breaks and blanks between its words do not count."""
    if words := " ".join(text.split()):
        yield Part("text", name, words, mask_looks(words))


def _connections(request: Request) -> Iterator[Part]:
    for name, node in (("proxy", request.proxy), ("certificate", request.certificate)):
        if node is not None and not getattr(node, "disabled", False):
            yield Part("connection", name, repr(node), _show_connection(node))


def _show_connection(node: Proxy | Certificate) -> str:
    said = []
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Template) and value:
            text = render_postman(value)
            said.append(f"{field.name} {mask_text(text) if is_secret_name(field.name) else text}")
        elif value is True:
            said.append(field.name)
    return ", ".join(said)


def normalise_auth(auth: Auth | None) -> AuthRecord | None:
    """Return credentials; None inherits."""
    match auth:
        case None:
            return None
        case NoAuth():
            return AuthRecord("none")
        case BearerAuth(token):
            return _auth("bearer", ("token", render_postman(token), True))
        case BasicAuth(username, password):
            user = ("username", render_postman(username), False)
            return _auth("basic", user, ("password", render_postman(password), True))
        case ApiKeyAuth(key, value, in_query):
            name, secret = ("key", render_postman(key), False), ("value", render_postman(value), True)
            return _auth("apikey", name, secret, ("in", "query" if in_query else "header", False))
        case OtherAuth(kind, attributes):
            return AuthRecord(kind, tuple(_attribute(name, value) for name, value in attributes if _is_said(value)))


def _auth(kind: str, *attributes: tuple[str, str, bool]) -> AuthRecord:
    parts = (
        Part("auth-attribute", name, value, mask_text(value) if secret else mask_looks(value))
        for name, value, secret in attributes
        if value
    )
    return AuthRecord(kind, tuple(parts))


def _is_said(value: Any) -> bool:
    return value is not None and value != "" and value != []


def _attribute(name: str, value: Any) -> Part:
    if isinstance(value, dict | list):
        return Part("auth-attribute", name, canonical(value), canonical(mask_json(value, name)))
    text = to_text(value)
    # `private key` and `authKey`, but also the code verifier: what an attribute holds as text is rather hidden.
    hidden = isinstance(value, str) and (is_secret_name(name) or name.lower() in _HIDDEN)
    return Part(
        "auth-attribute", name, f"{type(value).__name__}:{text}", mask_text(text) if hidden else mask_looks(text)
    )


_HIDDEN = {"authkey", "clienttoken", "code_verifier", "privatekey", "tokensecret", "user_secret"}
