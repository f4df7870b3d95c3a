"""Authorize parameters inside a signed token, the `request` parameter (OpenID Connect Core 1.0 section 6.1)."""

from collections.abc import Mapping
from typing import Any

from pcc.simulator.calls import Call
from pcc.simulator.http import Document
from pcc.simulator.keys import verify_with_keys, verify_with_secret
from pcc.simulator.problems import OAuthRefusal

__all__ = ["with_request_object"]

# About the token itself, not about the request.
_REGISTERED = frozenset({"iss", "aud", "sub", "exp", "nbf", "iat", "jti"})


def with_request_object(call: Call, application: Document, fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields with those of the request object over them; refuse it with `invalid_request_object`."""
    token = fields.get("request")
    outer = {name: value for name, value in fields.items() if name != "request"}
    if token is None:
        return outer
    claims = _verified(call, application, token)
    _check_token(call, application, claims)
    inner = dict(_parameters(claims))
    for name in ("client_id", "response_type"):
        if name in inner and inner[name] != outer.get(name, inner[name]):
            raise _refused(f"its {name} differs from the request's")
    return outer | inner


def _verified(call: Call, application: Document, token: str) -> Document:
    try:
        if "jwks" in application and application["tokenEndpointAuthMethod"] == "PRIVATE_KEY_JWT":
            return verify_with_keys(token, application["jwks"])
        return verify_with_secret(token, call.environment.secrets[application["id"]].live(call.world.now()))
    except ValueError as error:
        raise _refused(str(error)) from None


def _check_token(call: Call, application: Document, claims: Document) -> None:
    now, issuer = call.world.now(), f"{call.world.auth_url(call.environment)}/as"
    audience = claims.get("aud", issuer)
    if claims.get("iss", application["id"]) != application["id"]:
        raise _refused("its issuer is not the client")
    if issuer not in (audience if isinstance(audience, list) else [audience]):
        raise _refused("its audience is another issuer")
    expires_at, good_from = claims.get("exp", now + 1), claims.get("nbf", now)
    if not _is_number(expires_at) or not _is_number(good_from) or not good_from <= now < expires_at:
        raise _refused("it has expired, or is not good yet")


def _parameters(claims: Document) -> list[tuple[str, str]]:
    pairs = []
    for name, value in claims.items():
        if name in _REGISTERED:
            continue
        if name in ("request", "request_uri"):
            raise _refused("it may not hold another one")
        if not isinstance(value, str) and not _is_number(value):
            raise _refused(f"{name} is neither a text nor a number")
        pairs.append((name, str(value)))
    return pairs


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _refused(description: str) -> OAuthRefusal:
    return OAuthRefusal("invalid_request_object", f"the request object is refused: {description}")
