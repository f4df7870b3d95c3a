"""Token revocation (RFC 7009, reference section 4.8)."""

from collections.abc import Iterator

from pcc.simulator.auth.clients import authenticate_application
from pcc.simulator.calls import Call
from pcc.simulator.endings import revoke
from pcc.simulator.http import SimulatorResponse, empty_response
from pcc.simulator.problems import OAuthRefusal
from pcc.simulator.routing import Route
from pcc.simulator.state import AccessToken
from pcc.simulator.store import PINGONE_AUDIENCE

__all__ = ["revoke_routes"]


def revoke_routes() -> Iterator[Route]:
    """Yield the route."""
    yield Route("POST", "/{env}/as/revoke", _revoke)


def _revoke(call: Call) -> SimulatorResponse:
    application = authenticate_application(call)
    text, shelves = call.form.get("token"), call.environment.shelves
    if text is None:
        raise OAuthRefusal("invalid_request", "token is missing")
    # The hint is not needed: both kinds are looked up (RFC 7009 section 2.1).
    refresh, access = shelves.refresh_tokens.get(text), shelves.access_tokens.get(text)
    if refresh is not None:
        _guard_owner(application["id"], refresh.family.grant.client_id)
        revoke(call.environment, refresh.family)
    elif access is not None:
        _guard_owner(application["id"], access.client_id)
        _revoke_access_token(access)
    return empty_response(200)


def _guard_owner(client_id: str, owner_id: str) -> None:
    if client_id != owner_id:
        raise OAuthRefusal("invalid_grant", "the token was issued to another client")


def _revoke_access_token(token: AccessToken) -> None:
    if PINGONE_AUDIENCE in token.claims["aud"]:
        raise OAuthRefusal("unsupported_token_type", "access tokens of the PingOne API cannot be revoked")
    token.revoked = True
