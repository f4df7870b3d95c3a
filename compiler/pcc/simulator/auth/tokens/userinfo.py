"""The userinfo endpoint (OpenID Connect Core 1.0 section 5.3, RFC 6750)."""

from collections.abc import Iterator

from pcc.simulator.auth.tokens.profile import profile_claims
from pcc.simulator.calls import FORM_TYPE, Call
from pcc.simulator.http import SimulatorResponse, json_response
from pcc.simulator.problems import OAuthRefusal
from pcc.simulator.routing import Route
from pcc.simulator.state import Family

__all__ = ["userinfo_routes"]


def userinfo_routes() -> Iterator[Route]:
    """Yield the routes."""
    yield Route("GET", "/{env}/as/userinfo", lambda call: _userinfo(call, call.bearer()))
    yield Route("POST", "/{env}/as/userinfo", lambda call: _userinfo(call, _posted(call)))


def _posted(call: Call) -> str:
    in_form = call.form.get("access_token", "") if call.content_type == FORM_TYPE else ""
    if in_form and call.bearer():
        # RFC 6750 section 3.1: a client uses one method.
        raise OAuthRefusal("invalid_request", "the token is sent twice", headers=_challenge("invalid_request"))
    return in_form or call.bearer()


def _userinfo(call: Call, text: str) -> SimulatorResponse:
    family, scopes = _grant_of(call, text)
    if "openid" not in scopes:
        headers = _challenge("insufficient_scope", scope="openid")
        raise OAuthRefusal("insufficient_scope", "the token lacks the scope openid", status=403, headers=headers)
    # A token ends with its user, so that one is there.
    user = call.environment.table("users").rows[family.grant.user_id]
    return json_response(200, profile_claims(user, scopes), hal=False)


def _grant_of(call: Call, text: str) -> tuple[Family, tuple[str, ...]]:
    token = call.environment.shelves.access_tokens.get(text)
    if not text:
        # RFC 6750 section 3.1: who sent no token is told the scheme, and no error in it.
        raise _invalid_token("no access token was sent", (("WWW-Authenticate", "Bearer"),))
    if token is None or not token.is_live(call.world.now()):
        raise _invalid_token("the access token is unknown, expired or revoked", _challenge("invalid_token"))
    if token.family is None:
        headers = _challenge("insufficient_scope", scope="openid")
        raise OAuthRefusal("insufficient_scope", "the token is no user's", status=403, headers=headers)
    # A refresh may have narrowed the scopes: the token's own count.
    return token.family, tuple(token.claims.get("scope", "").split())


def _invalid_token(description: str, headers: tuple[tuple[str, str], ...]) -> OAuthRefusal:
    return OAuthRefusal("invalid_token", description, status=401, headers=headers)


def _challenge(error: str, **parameters: str) -> tuple[tuple[str, str], ...]:
    told = ", ".join(f'{name}="{value}"' for name, value in {"error": error, **parameters}.items())
    return (("WWW-Authenticate", f"Bearer {told}"),)
