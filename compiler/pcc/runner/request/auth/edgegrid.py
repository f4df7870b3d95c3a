"""`edgegrid`: Akamai's EG1-HMAC-SHA256 (techdocs.akamai.com, Authenticate with EdgeGrid)."""

import hashlib
import hmac
from datetime import UTC, datetime

from pcc.runner.encodings import encode_base64
from pcc.runner.request.auth.attributes import Attributes
from pcc.runner.request.auth.draft import Draft
from pcc.runner.request.auth.tools import Tools
from pcc.runner.request.headers import find_header, without_header
from pcc.runner.request.url import parse_url
from pcc.values import to_text

__all__ = ["sign_edgegrid"]

_MAX_BODY = 131072  # bytes
_MAX_DIGITS = 19


def sign_edgegrid(draft: Draft, attributes: Attributes, tools: Tools) -> Draft:
    """Sign; without one of the three tokens Postman leaves the request as it is.

    Raises UnsendableError for a `maxBodySize` that is no number.
    """
    client, access, secret = (attributes.text(name) for name in ("clientToken", "accessToken", "clientSecret"))
    if not (client and access and secret):
        return draft
    time = attributes.text("timestamp") or f"{datetime.fromtimestamp(tools.seconds(), UTC):%Y%m%dT%H:%M:%S+0000}"
    nonce = attributes.text("nonce") or tools.randomness.guid()
    unsigned = f"EG1-HMAC-SHA256 client_token={client};access_token={access};timestamp={time};nonce={nonce};"
    parts = (
        draft.method,
        draft.scheme,
        _host(draft, attributes),
        draft.target,
        _canonical_headers(draft, attributes),
        _body_hash(draft, attributes),
        unsigned,
    )
    return draft.authorized(f"{unsigned}signature={_mac(_mac(secret, time), chr(9).join(parts))}")


def _host(draft: Draft, attributes: Attributes) -> str:
    base = attributes.text("baseURL")
    return parse_url(base).authority if base else draft.url.authority


def _canonical_headers(draft: Draft, attributes: Attributes) -> str:
    wanted = attributes.values.get("headersToSign")
    names = wanted if isinstance(wanted, list) else to_text(wanted or "").split(",")
    headers = without_header(draft.headers, "Authorization")
    found = ((name, find_header(headers, name)) for name in (to_text(name).strip().lower() for name in names))
    return "\t".join(f"{name}:{' '.join(value.split())}" for name, value in found if value)


def _body_hash(draft: Draft, attributes: Attributes) -> str:
    # Akamai signs the body of a POST alone, and only its beginning.
    if draft.method != "POST" or not draft.body:
        return ""
    size = attributes.text("maxBodySize", str(_MAX_BODY))
    if not (size.isascii() and size.isdecimal() and len(size) < _MAX_DIGITS):
        raise attributes.wrong("`maxBodySize` is not a number of bytes")
    return encode_base64(hashlib.sha256(draft.body[: int(size)]).digest())


def _mac(key: str, text: str) -> str:
    return encode_base64(hmac.digest(key.encode("utf-8", "replace"), text.encode("utf-8", "replace"), "sha256"))
