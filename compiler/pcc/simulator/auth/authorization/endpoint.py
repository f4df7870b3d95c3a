"""The authorize endpoint: from its parameters to a flow, or to an error (reference section 4.1)."""

from collections.abc import Callable, Iterator, Mapping

from pcc.simulator.auth.authorization.answer import answer_completed
from pcc.simulator.auth.authorization.client import read_client, read_redirect_uri
from pcc.simulator.auth.authorization.pushed import take_pushed
from pcc.simulator.auth.authorization.request import read_request, words_of
from pcc.simulator.auth.authorization.request_object import with_request_object
from pcc.simulator.auth.authorization.response_modes import PI_FLOW, deliver, error_mode
from pcc.simulator.auth.flows.state import flow_document, new_flow, sign_on_url
from pcc.simulator.auth.sessions import find_session
from pcc.simulator.calls import Call
from pcc.simulator.http import Document, SimulatorResponse, json_response, redirect_response
from pcc.simulator.problems import Detail, OAuthRefusal, invalid_request
from pcc.simulator.routing import Route
from pcc.simulator.state import AuthorizationRequest, Flow, FlowStatus, Session

__all__ = ["authorize_routes"]


def authorize_routes() -> Iterator[Route]:
    """Yield the routes."""
    yield Route("GET", "/{env}/as/authorize", lambda call: _authorize(call, lambda: call.query))
    yield Route("POST", "/{env}/as/authorize", lambda call: _authorize(call, lambda: call.form))


def _authorize(call: Call, read: Callable[[], Mapping[str, str]]) -> SimulatorResponse:
    # The order of the checks is the service's: nothing is redirected before the redirect URI is trusted.
    call.environment  # noqa: B018  # an unknown environment is not found, whatever was sent
    fields = _fields(read)
    application = read_client(call, fields)
    pushed = "request_uri" in fields
    if pushed:
        fields = take_pushed(call, application, fields)
    try:
        fields, broken = with_request_object(call, application, fields), None
    except OAuthRefusal as refusal:
        broken = refusal
    redirect_uri = read_redirect_uri(application, fields)
    try:
        if broken is not None:
            raise broken
        if not pushed and application["parRequirement"] == "REQUIRED":
            raise OAuthRefusal("invalid_request", "the application has to push its authorization requests")
        request = read_request(call, fields, application=application, redirect_uri=redirect_uri)
        flow = _start_flow(call, application, request)
    except OAuthRefusal as refusal:
        return _refuse(call, refusal, fields, redirect_uri)
    return _answer(call, flow, request)


def _fields(read: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
    try:
        return read()
    except OAuthRefusal as refusal:
        raise invalid_request(Detail("INVALID_VALUE", refusal.description)) from None


def _refuse(call: Call, refusal: OAuthRefusal, fields: Mapping[str, str], redirect_uri: str) -> SimulatorResponse:
    mode = error_mode(fields, words_of(fields))
    if mode == PI_FLOW:
        raise refusal
    told = {"error": refusal.error, "error_description": refusal.text(call.correlation_id)}
    state = fields.get("state")
    return deliver(mode, redirect_uri, told if state is None else told | {"state": state})


def _start_flow(call: Call, application: Document, request: AuthorizationRequest) -> Flow:
    session = None if "login" in request.prompt else _session_young_enough(call, request)
    if session is None and "none" in request.prompt:
        raise OAuthRefusal("login_required", "the user is not signed on")
    policy = call.environment.table("signOnPolicies").rows[request.policy_id]
    flow = new_flow(call, application, policy=policy)
    flow.authorization = request
    if session is not None:
        flow.status, flow.user_id, flow.session_id = FlowStatus.COMPLETED, session.user_id, session.id
    return flow


def _session_young_enough(call: Call, request: AuthorizationRequest) -> Session | None:
    session = find_session(call)
    if session is None or request.max_age is None:
        return session
    return session if call.world.now() - session.started_at < request.max_age else None


def _answer(call: Call, flow: Flow, request: AuthorizationRequest) -> SimulatorResponse:
    answer_completed(call, flow)
    if request.response_mode == PI_FLOW:
        return json_response(200, flow_document(call, flow))
    if flow.answer is None:
        return redirect_response(sign_on_url(call, flow))
    call.environment.shelves.flows.remove(flow.id)
    return deliver(request.response_mode, request.redirect_uri, flow.answer)
