"""Client authentication with a signed token (RFC 7523 section 3, OpenID Connect Core 1.0 section 9)."""

from typing import Any

from pcc.simulator.calls import Call
from pcc.simulator.http import Document
from pcc.simulator.keys import read_claims, verify_with_keys, verify_with_secret

__all__ = ["ASSERTION_METHODS", "ASSERTION_TYPE", "client_of_assertion", "verify_assertion"]

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_METHODS = ("CLIENT_SECRET_JWT", "PRIVATE_KEY_JWT")


def client_of_assertion(assertion: str) -> str:
    """Return the client that a token says to be from, not verified; empty when it says none."""
    try:
        return str(read_claims(assertion).get("sub", ""))
    except (RecursionError, ValueError):
        return ""


def verify_assertion(call: Call, application: Document, assertion: str, *, method: str) -> None:
    """Accept a token that the client signed for this server and that has not run out. Raises ValueError."""
    if method == "CLIENT_SECRET_JWT":
        claims = verify_with_secret(assertion, call.environment.secrets[application["id"]].live(call.world.now()))
    elif "jwks" in application:
        claims = verify_with_keys(assertion, application["jwks"])
    else:
        raise ValueError("the application has no jwks to verify the assertion with")
    if not claims.get("iss") == claims.get("sub") == application["id"]:
        raise ValueError("the assertion's issuer and subject are not the client")
    if not _audiences(claims.get("aud")) & _own_names(call):
        raise ValueError("the assertion is for another server")
    expires_at = claims.get("exp")
    if isinstance(expires_at, bool) or not isinstance(expires_at, int | float) or expires_at <= call.world.now():
        raise ValueError("the assertion has expired, or does not say when it does")


def _audiences(value: Any) -> set[str]:
    return {text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)}


def _own_names(call: Call) -> set[str]:
    issuer = f"{call.world.auth_url(call.environment)}/as"
    endpoint = call.request.url.partition("?")[0].rpartition("/")[2]
    return {issuer, f"{issuer}/token", f"{issuer}/{endpoint}"}
