"""`awsv4`: AWS Signature Version 4 (docs.aws.amazon.com, AWS Signature Version 4), in headers or in the query."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import accumulate
from urllib.parse import quote

from pcc.runner.request.auth.attributes import Attributes
from pcc.runner.request.auth.canonical import canonical_headers, canonical_path, canonical_query
from pcc.runner.request.auth.draft import Draft
from pcc.runner.request.auth.tools import Tools
from pcc.runner.request.headers import find_header, set_header, without_header
from pcc.runner.request.url import append_parameters, without_parameters

__all__ = ["sign_aws"]

_ALGORITHM = "AWS4-HMAC-SHA256"
_DATE, _TOKEN, _HASH = "X-Amz-Date", "X-Amz-Security-Token", "X-Amz-Content-Sha256"
_IN_QUERY = (_TOKEN, _DATE, "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-SignedHeaders", "X-Amz-Signature")
_UNSIGNED = "UNSIGNED-PAYLOAD"
_EXPIRES_S = 86400


@dataclass(frozen=True, slots=True)
class _Scope:
    """Who signs, when and for what."""

    access_key: str
    secret_key: str
    token: str
    moment: str
    region: str
    service: str

    @property
    def text(self) -> str:
        return "/".join((self.moment[:8], self.region, self.service, "aws4_request"))

    @property
    def credential(self) -> str:
        return f"{self.access_key}/{self.text}"


def sign_aws(draft: Draft, attributes: Attributes, tools: Tools) -> Draft:
    """Sign; the service is `execute-api` and the region `us-east-1` unless the attributes say otherwise.

    Written headers are signed too, and the Content-Type that goes out. A written `Date` is the time of the signature.
    """
    service = attributes.text("service", "execute-api")
    scope = _Scope(
        attributes.text("accessKey"),
        attributes.text("secretKey"),
        attributes.text("sessionToken"),
        _moment(draft, tools),
        attributes.text("region", "us-east-1"),
        "ses" if service == "email" else service,
    )
    headers = without_header(draft.headers, "Authorization", _DATE, _TOKEN, _HASH)
    if find_header(headers, "Host") is None:
        headers = (*headers, ("Host", draft.url.authority))
    if draft.content_type is not None:
        headers = set_header(headers, "Content-Type", draft.content_type)
    bare = replace(draft, url=without_parameters(draft.url, *_IN_QUERY), headers=headers)
    return _sign_query(bare, scope) if attributes.flag("addAuthDataToQuery") else _sign_headers(bare, scope)


def _moment(draft: Draft, tools: Tools) -> str:
    written = find_header(draft.headers, "Date")
    try:
        moment = parsedate_to_datetime(written or "").astimezone(UTC)
    except (ValueError, OverflowError):
        moment = datetime.fromtimestamp(tools.seconds(), UTC)
    return f"{moment:%Y%m%dT%H%M%SZ}"


def _sign_headers(draft: Draft, scope: _Scope) -> Draft:
    digest = hashlib.sha256(draft.body).hexdigest()
    # S3 asks for the hash of every body, also of none.
    sent = ((_HASH, digest),) if draft.body or scope.service == "s3" else ()
    token = ((_TOKEN, scope.token),) if scope.token else ()
    signed = replace(draft, headers=(*draft.headers, *sent, *token, (_DATE, scope.moment)))
    names, signature = _signature(signed, scope, digest)
    credentials = f"Credential={scope.credential}, SignedHeaders={names}, Signature={signature}"
    return signed.authorized(f"{_ALGORITHM} {credentials}")


def _sign_query(draft: Draft, scope: _Scope) -> Draft:
    s3 = scope.service == "s3"
    pieces = (draft.url.query or "").split("&")
    expires = s3 and not any(piece.startswith("X-Amz-Expires=") for piece in pieces)
    names, _ = canonical_headers(draft.headers)
    params = [(_TOKEN, scope.token)] if scope.token else []
    params += [("X-Amz-Expires", str(_EXPIRES_S))] if expires else []
    params += [(_DATE, scope.moment), ("X-Amz-Algorithm", _ALGORITHM), ("X-Amz-Credential", scope.credential)]
    params += [("X-Amz-SignedHeaders", names)]
    signed = replace(draft, url=append_parameters(draft.url, _quoted(params)))
    digest = _UNSIGNED if s3 else hashlib.sha256(draft.body).hexdigest()
    _, signature = _signature(signed, scope, digest)
    return replace(signed, url=append_parameters(signed.url, (f"X-Amz-Signature={signature}",)))


def _quoted(params: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"{name}={quote(value, safe='', errors='replace')}" for name, value in params)


def _signature(draft: Draft, scope: _Scope, digest: str) -> tuple[str, str]:
    """The names of the headers that are signed, and the signature."""
    names, _ = canonical_headers(draft.headers)
    request = _canonical_request(draft, scope.service, digest)
    hashed = hashlib.sha256(request.encode("utf-8", "replace")).hexdigest()
    text = "\n".join((_ALGORITHM, scope.moment, scope.text, hashed))
    return names, _mac(_signing_key(scope), text).hex()


def _canonical_request(draft: Draft, service: str, digest: str) -> str:
    path, _, query = draft.target.partition("?")
    names, lines = canonical_headers(draft.headers)
    s3 = service == "s3"
    parts = (draft.method, canonical_path(path, s3=s3), canonical_query(query, s3=s3), f"{lines}\n", names, digest)
    return "\n".join(parts)


def _signing_key(scope: _Scope) -> bytes:
    secret = f"AWS4{scope.secret_key}".encode("utf-8", "replace")
    return list(accumulate(scope.text.split("/"), _mac, initial=secret))[-1]


def _mac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode("utf-8", "replace"), "sha256")
