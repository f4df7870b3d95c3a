"""Signing off (OpenID Connect RP-Initiated Logout 1.0, reference section 4.8)."""

from collections.abc import Iterator, Mapping

from pcc.simulator.auth.sessions import expired_cookie, find_session, session_by_id
from pcc.simulator.calls import FORM_TYPE, Call
from pcc.simulator.endings import end_session
from pcc.simulator.http import Document, SimulatorResponse, redirect_response, with_query
from pcc.simulator.problems import ApiRefusal, Detail, OAuthRefusal, invalid_data, invalid_request
from pcc.simulator.routing import Route

__all__ = ["signoff_routes"]

_PAGE = b"<!DOCTYPE html><html><body><p>You are signed off.</p></body></html>"


def signoff_routes() -> Iterator[Route]:
    """Yield the routes."""
    yield Route("GET", "/{env}/as/signoff", _signoff)
    yield Route("POST", "/{env}/as/signoff", _signoff)


def _signoff(call: Call) -> SimulatorResponse:
    call.environment  # noqa: B018  # an unknown environment is not found, whatever was sent
    fields = _fields(call)
    hint = _hint(call, fields)
    # Refused before anything ends: a mistyped URI costs nobody the session.
    answer = _answer(call, fields, client_id=fields.get("client_id") or hint.get("aud"))
    session = find_session(call) or session_by_id(call, hint.get("sid", ""))
    if session is not None:
        end_session(call.environment, session)
    return answer.adding(expired_cookie(call))


def _fields(call: Call) -> Mapping[str, str]:
    try:
        posted = call.request.method.upper() == "POST" and call.content_type == FORM_TYPE
        return call.form if posted else call.query
    except OAuthRefusal as refusal:
        raise invalid_request(Detail("INVALID_VALUE", refusal.description)) from None


def _hint(call: Call, fields: Mapping[str, str]) -> Document:
    """Return the claims of the ID token that names the session; an expired one names it as well (section 2)."""
    token = fields.get("id_token_hint")
    if token is None:
        return {}
    try:
        claims = call.world.signer.verify(token)
    except ValueError:
        claims = {}
    if claims.get("iss") != f"{call.world.auth_url(call.environment)}/as" or not isinstance(claims.get("aud"), str):
        raise _invalid("id_token_hint", "The hint is no ID token of this environment.")
    if fields.get("client_id", claims["aud"]) != claims["aud"]:
        raise _invalid("client_id", "The client is not the one that the ID token was issued to.")
    return claims


def _answer(call: Call, fields: Mapping[str, str], *, client_id: str | None) -> SimulatorResponse:
    uri = fields.get("post_logout_redirect_uri")
    if uri is None:
        return SimulatorResponse(200, (("Content-Type", "text/html;charset=UTF-8"),), _PAGE)
    if not any(uri in found.get("postLogoutRedirectUris", ()) for found in _applications(call, client_id)):
        raise _invalid("post_logout_redirect_uri", "Post-logout redirect URI mismatch")
    state = fields.get("state")
    return redirect_response(uri if state is None else with_query(uri, {"state": state}))


def _applications(call: Call, client_id: str | None) -> list[Document]:
    return [
        application
        for application in call.environment.table("applications")
        if application["enabled"] and client_id in (None, application["id"])
    ]


def _invalid(target: str, message: str) -> ApiRefusal:
    return invalid_data(Detail("INVALID_VALUE", message, target))
