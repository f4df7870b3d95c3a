"""`oauth1`: OAuth 1.0a (RFC 5849), with the body hash of its extension (draft-eaton-oauth-bodyhash)."""

import hashlib
import hmac
import re
from dataclasses import replace
from urllib.parse import unquote_plus

from pcc.runner.encodings import encode_base64, percent_encode
from pcc.runner.request.auth.attributes import Attributes
from pcc.runner.request.auth.draft import Draft
from pcc.runner.request.auth.keys import read_pem
from pcc.runner.request.auth.tools import Tools
from pcc.runner.request.body import encode_form
from pcc.runner.request.headers import without_header
from pcc.runner.request.url import append_parameters, without_parameters

__all__ = ["sign_oauth1"]

_Params = list[tuple[str, str | None]]

_METHODS = (
    *(f"{family}-{digest}" for family in ("HMAC", "RSA") for digest in ("SHA1", "SHA256", "SHA512")),
    "PLAINTEXT",
)
# Where each parameter comes from, in the order in which Postman sends them.
_SOURCES = {
    "oauth_consumer_key": "consumerKey",
    "oauth_token": "token",
    "oauth_signature_method": "signatureMethod",
    "oauth_timestamp": "timestamp",
    "oauth_nonce": "nonce",
    "oauth_version": "version",
}
_OPTIONAL = {"oauth_callback": "callback", "oauth_verifier": "verifier"}
_NAMES = (*_SOURCES, *_OPTIONAL, "oauth_body_hash", "oauth_signature")
_DEFAULT_PORTS = {"http": "80", "https": "443"}


def sign_oauth1(draft: Draft, attributes: Attributes, tools: Tools) -> Draft:
    """Sign; without a consumer key, or without what the method signs with, Postman leaves the request as it is.

    Raises UnsendableError for an unknown method and for a key that cannot be read.
    """
    method = attributes.text("signatureMethod", "HMAC-SHA1")
    key = "privateKey" if method.upper().startswith("RSA") else "consumerSecret"
    if not (attributes.text("consumerKey") and attributes.text(key)):
        return draft
    if method not in _METHODS:
        raise attributes.wrong(f"its method “{method}” is none of {', '.join(_METHODS)}")
    bare = _without_oauth(draft)
    params = _parameters(bare, attributes, tools, method)
    signature = _sign(_base_text(bare, params), attributes, method)
    return _place(_recoded(bare), [*params, ("oauth_signature", signature)], attributes)


def _without_oauth(draft: Draft) -> Draft:
    url = without_parameters(draft.url, *_NAMES)
    headers = without_header(draft.headers, "Authorization")
    if draft.form is None:
        return replace(draft, url=url, headers=headers)
    return _with_form(replace(draft, url=url, headers=headers), [pair for pair in draft.form if pair[0] not in _NAMES])


def _with_form(draft: Draft, form: list[tuple[str, str]]) -> Draft:
    return replace(draft, form=tuple(form), body=encode_form(form))


def _parameters(draft: Draft, attributes: Attributes, tools: Tools, method: str) -> _Params:
    drawn = {
        "signatureMethod": method,
        "timestamp": attributes.text("timestamp") or str(tools.seconds()),
        "nonce": attributes.text("nonce") or tools.letters(11),
    }
    params: _Params = [(name, drawn.get(source, attributes.written(source))) for name, source in _SOURCES.items()]
    if not attributes.flag("addEmptyParamsToSign"):
        params = [(name, value) for name, value in params if value and value.strip()]
    # Parameters of extensions are never sent empty: servers without the extension would stumble.
    digest = _body_hash(draft, method) if attributes.flag("includeBodyHash") else ""
    optional = [("oauth_body_hash", digest), *((name, attributes.text(key)) for name, key in _OPTIONAL.items())]
    return [*params, *((name, value) for name, value in optional if value.strip())]


def _body_hash(draft: Draft, method: str) -> str:
    algorithm = method.partition("-")[2].lower()
    # The fields of a form are signed themselves.
    if not algorithm or draft.form is not None:
        return ""
    return encode_base64(hashlib.new(algorithm, draft.body, usedforsecurity=False).digest())


def _base_text(draft: Draft, params: _Params) -> str:
    """The signature base string (RFC 5849 section 3.4.1)."""
    base, _, query = draft.sent_url.partition("?")
    port = f":{_DEFAULT_PORTS[draft.scheme]}"
    base = base.replace(f"{port}/", "/", 1) if draft.url.authority.endswith(port) else base
    pairs = [*_decoded(query), *params, *(draft.form or ())]
    encoded = sorted((percent_encode(name), percent_encode(value or "")) for name, value in pairs)
    normal = "&".join(f"{name}={value}" for name, value in encoded)
    return "&".join(map(percent_encode, (draft.method, base, normal)))


def _decoded(query: str) -> _Params:
    pairs = (piece.partition("=") for piece in query.split("&") if piece)
    return [(unquote_plus(name), unquote_plus(value) if equals else None) for name, equals, value in pairs]


def _sign(text: str, attributes: Attributes, method: str) -> str:
    family, _, digest = method.partition("-")
    if family == "RSA":
        try:
            return encode_base64(read_pem(attributes.text("privateKey")).sign_pkcs1(text.encode(), digest.lower()))
        except ValueError as error:
            raise attributes.wrong(str(error)) from error
    key = "&".join(percent_encode(attributes.text(name)) for name in ("consumerSecret", "tokenSecret"))
    return key if family == "PLAINTEXT" else encode_base64(hmac.digest(key.encode(), text.encode(), digest.lower()))


def _recoded(draft: Draft) -> Draft:
    """The request with its query encoded as OAuth wants it (section 3.6), unless it goes out as it is written."""
    query = draft.sent_url.partition("?")[2]
    if not (query and draft.encoding):
        return draft
    return replace(draft, url=replace(draft.url, query="&".join(map(_write, _decoded(query)))))


def _write(pair: tuple[str, str | None]) -> str:
    name, value = pair
    return percent_encode(name) if value is None else f"{percent_encode(name)}={percent_encode(value)}"


def _place(draft: Draft, params: _Params, attributes: Attributes) -> Draft:
    if attributes.flag("addParamsToHeader"):
        return draft.authorized(_header(params, attributes))
    if draft.form is not None and re.search("PUT|POST", draft.method):
        return _with_form(draft, [*draft.form, *((name, value or "") for name, value in params)])
    if draft.encoding:
        return replace(draft, url=append_parameters(draft.url, map(_write, params)))
    raw = (name if value is None else f"{name}={value}" for name, value in params)
    return replace(draft, url=append_parameters(draft.url, raw))


def _header(params: _Params, attributes: Attributes) -> str:
    encode = str if attributes.flag("disableHeaderEncoding") else percent_encode
    realm = attributes.text("realm")
    pairs = [("realm", encode(realm))] if realm.strip() else []
    pairs += [(encode(name), encode(value.strip())) for name, value in params if value]
    return "OAuth " + ",".join(f'{name}="{value}"' for name, value in pairs)
