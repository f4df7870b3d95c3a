"""Token introspection (RFC 7662, reference section 4.5)."""

from collections.abc import Iterator

from pcc.simulator.auth.clients import authenticate_introspector
from pcc.simulator.calls import Call
from pcc.simulator.http import Document, SimulatorResponse, json_response
from pcc.simulator.problems import OAuthRefusal
from pcc.simulator.routing import Route
from pcc.simulator.state import RefreshToken

__all__ = ["introspect_routes"]

INACTIVE: Document = {"active": False}


def introspect_routes() -> Iterator[Route]:
    """Yield the route."""
    yield Route("POST", "/{env}/as/introspect", _introspect)


def _introspect(call: Call) -> SimulatorResponse:
    authenticate_introspector(call)
    token = call.form.get("token")
    if token is None:
        raise OAuthRefusal("invalid_request", "token is missing")
    return json_response(200, _access_token(call, token) or _refresh_token(call, token) or INACTIVE, hal=False)


def _access_token(call: Call, text: str) -> Document | None:
    token = call.environment.shelves.access_tokens.get(text)
    if token is None or not token.is_live(call.world.now()):
        return None
    return {"active": True, "token_type": "Bearer", **token.claims}


def _refresh_token(call: Call, text: str) -> Document | None:
    token = call.environment.shelves.refresh_tokens.get(text)
    if token is None or not _is_live(call, token):
        return None
    grant = token.family.grant
    return {
        "active": True,
        "client_id": grant.client_id,
        "sub": grant.user_id,
        "scope": " ".join(grant.scopes),
        "iss": f"{call.world.auth_url(call.environment)}/as",
        "exp": int(token.expires_at),
    }


def _is_live(call: Call, token: RefreshToken) -> bool:
    # Tokens end with their application, so that one is there.
    application = call.environment.table("applications").rows[token.family.grant.client_id]
    now, grace = call.world.now(), application.get("refreshTokenRollingGracePeriodDuration", 0)
    return not token.family.revoked and not token.is_used_up(now, grace=grace) and token.expires_at > now
