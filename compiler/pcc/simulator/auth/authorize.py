"""The authorize and resume endpoints (RFC 6749 section 4.1, reference sections 4.1 and 4.3)."""

import re
from collections.abc import Iterator, Mapping
from html import escape

from pcc.simulator.auth.flow_state import flow_document, new_flow, open_flow
from pcc.simulator.auth.scopes import check_requested_scopes, split_scopes
from pcc.simulator.auth.sessions import find_session
from pcc.simulator.calls import Call
from pcc.simulator.http import (
    Document,
    SimulatorResponse,
    json_response,
    redirect_response,
    with_fragment,
    with_query,
)
from pcc.simulator.problems import Detail, OAuthRefusal, invalid_data, invalid_request
from pcc.simulator.routing import Route
from pcc.simulator.state import AuthorizationCode, AuthorizationRequest, Flow, FlowStatus, Grant, Session

__all__ = ["authorize_routes", "sign_on_url"]

CODE_LIFETIME = 60
MODES = ("query", "fragment", "form_post", "pi.flow")
_CHALLENGE = re.compile(r"[A-Za-z0-9\-._~]{43,128}")


def authorize_routes() -> Iterator[Route]:
    """Yield the routes."""
    yield Route("GET", "/{env}/as/authorize", lambda call: _authorize(call, call.query))
    yield Route("POST", "/{env}/as/authorize", lambda call: _authorize(call, call.form))
    yield Route("GET", "/{env}/as/resume", _resume)


def sign_on_url(call: Call, flow: Flow) -> str:
    """Return the page of the hosted sign-on UI; only its query matters."""
    return f"{call.world.bases.ui}/{call.environment.id}/signon/?flowId={flow.id}"


def _authorize(call: Call, fields: Mapping[str, str]) -> SimulatorResponse:
    # The order of the checks is the service's: nothing is redirected before the redirect URI is trusted.
    application = _client(call, fields)
    redirect_uri = _redirect_uri(application, fields)
    mode = fields.get("response_mode", "query")
    try:
        request = _read_request(call, fields, application=application, redirect_uri=redirect_uri)
        flow = _start_flow(call, fields, application=application, request=request)
    except OAuthRefusal as refusal:
        if not redirect_uri:
            raise
        return _deliver(mode, redirect_uri, _with_state(_error_fields(call, refusal), fields.get("state")))
    if mode == "pi.flow":
        return json_response(200, flow_document(call, flow))
    return redirect_response(sign_on_url(call, flow))


def _client(call: Call, fields: Mapping[str, str]) -> Document:
    application = call.environment.application(fields.get("client_id", ""))
    if application is None or not application["enabled"]:
        raise invalid_data(Detail("INVALID_VALUE", "The client is unknown or disabled.", "client_id"))
    return application


def _redirect_uri(application: Document, fields: Mapping[str, str]) -> str:
    found = fields.get("redirect_uri", "")
    if not found and fields.get("response_mode") == "pi.flow":
        return ""
    if found not in application.get("redirectUris", ()):
        raise invalid_data(Detail("INVALID_VALUE", "Redirect URI mismatch", "redirect_uri"))
    return found


def _read_request(
    call: Call, fields: Mapping[str, str], *, application: Document, redirect_uri: str
) -> AuthorizationRequest:
    _check_response_type(application, fields.get("response_type", ""))
    if fields.get("response_mode", "query") not in MODES:
        raise OAuthRefusal("invalid_request", "the response mode is unknown")
    scopes = split_scopes(fields.get("scope", ""))
    if not scopes:
        raise OAuthRefusal("invalid_scope", "a scope is required")
    check_requested_scopes(call.environment, application, scopes)
    method = _check_challenge(application, fields)
    return AuthorizationRequest(
        client_id=application["id"],
        redirect_uri=redirect_uri,
        scopes=scopes,
        response_mode=fields.get("response_mode", "query"),
        state=fields.get("state"),
        nonce=fields.get("nonce"),
        code_challenge=fields.get("code_challenge"),
        code_challenge_method=method,
    )


def _check_response_type(application: Document, response_type: str) -> None:
    if not response_type:
        raise OAuthRefusal("invalid_request", "response_type is missing")
    if response_type != "code":
        raise OAuthRefusal("unsupported_response_type", f"the response type {response_type} is not supported")
    if "CODE" not in application.get("responseTypes", ()):
        raise OAuthRefusal("unauthorized_client", "the application does not allow the response type code")


def _check_challenge(application: Document, fields: Mapping[str, str]) -> str:
    challenge, enforcement = fields.get("code_challenge"), application["pkceEnforcement"]
    method = fields.get("code_challenge_method", "plain")
    if challenge is None and enforcement != "OPTIONAL":
        raise OAuthRefusal("invalid_request", "code_challenge is required")
    if challenge is not None and not _CHALLENGE.fullmatch(challenge):
        raise OAuthRefusal("invalid_request", "code_challenge is malformed")
    if method not in ("plain", "S256") or (enforcement == "S256_REQUIRED" and method != "S256"):
        raise OAuthRefusal("invalid_request", "the code challenge method is not supported")
    return method


def _start_flow(call: Call, fields: Mapping[str, str], *, application: Document, request: AuthorizationRequest) -> Flow:
    session = None if "login" in fields.get("prompt", "").split() else _session_young_enough(call, fields)
    if session is None and "none" in fields.get("prompt", "").split():
        raise OAuthRefusal("login_required", "the user is not signed on")
    flow = new_flow(call, application)
    flow.authorization = request
    if session is not None:
        flow.status, flow.user_id, flow.session_id = FlowStatus.COMPLETED, session.user_id, session.id
    return flow


def _session_young_enough(call: Call, fields: Mapping[str, str]) -> Session | None:
    session, max_age = find_session(call), fields.get("max_age")
    if session is None or max_age is None:
        return session
    if not max_age.isdecimal():
        raise OAuthRefusal("invalid_request", "max_age is no number of seconds")
    return session if call.world.now() - session.started_at < int(max_age) else None


def _error_fields(call: Call, refusal: OAuthRefusal) -> dict[str, str]:
    return {"error": refusal.error, "error_description": refusal.text(call.correlation_id)}


def _with_state(fields: dict[str, str], state: str | None) -> dict[str, str]:
    return fields if state is None else fields | {"state": state}


def _deliver(mode: str, redirect_uri: str, fields: dict[str, str]) -> SimulatorResponse:
    if mode == "fragment":
        return redirect_response(with_fragment(redirect_uri, fields))
    if mode == "form_post":
        return _form_post(redirect_uri, fields)
    return redirect_response(with_query(redirect_uri, fields))


def _form_post(redirect_uri: str, fields: dict[str, str]) -> SimulatorResponse:
    inputs = "".join(f'<input type="hidden" name="{escape(n)}" value="{escape(v)}"/>' for n, v in fields.items())
    page = (
        '<!DOCTYPE html><html><body onload="document.forms[0].submit()">'
        f'<form method="post" action="{escape(redirect_uri)}">{inputs}</form></body></html>'
    )
    return SimulatorResponse(200, (("Content-Type", "text/html;charset=UTF-8"),), page.encode())


def _resume(call: Call) -> SimulatorResponse:
    flow = open_flow(call, _flow_id(call))
    if flow.authorization is None:
        raise invalid_request(Detail("INVALID_VALUE", "The flow was not started by an authorize request.", "flowId"))
    if flow.status is not FlowStatus.COMPLETED:
        return redirect_response(sign_on_url(call, flow))
    session = find_session(call)
    if session is None or session.id != flow.session_id:
        raise invalid_request(Detail("INVALID_VALUE", "The session cookie ST is missing or is not the flow's.", "ST"))
    code = _issue_code(call, flow.authorization, session, policy=flow.policy)
    call.environment.shelves.flows.remove(flow.id)
    fields = _with_state({"code": code.value}, flow.authorization.state)
    if flow.authorization.response_mode == "pi.flow":
        return json_response(200, flow_document(call, flow) | {"authorizeResponse": fields})
    return _deliver(flow.authorization.response_mode, flow.authorization.redirect_uri, fields)


def _flow_id(call: Call) -> str:
    flow_id = call.query.get("flowId")
    if flow_id is None:
        raise invalid_data(Detail("REQUIRED_VALUE", "A required value is missing.", "flowId"))
    return flow_id


def _issue_code(call: Call, request: AuthorizationRequest, session: Session, *, policy: str) -> AuthorizationCode:
    grant = Grant(
        client_id=request.client_id,
        user_id=session.user_id,
        session_id=session.id,
        policy=policy,
        signed_on_at=session.started_at,
        scopes=request.scopes,
        nonce=request.nonce,
    )
    code = AuthorizationCode(call.world.new_id(), grant, request, call.world.now() + CODE_LIFETIME)
    call.environment.shelves.codes.add(code.value, code)
    return code
