"""The resume endpoint: a completed flow's answer goes to the client (reference section 4.3)."""

from collections.abc import Iterator

from pcc.simulator.auth.authorization.answer import answer_flow
from pcc.simulator.auth.authorization.response_modes import PI_FLOW, deliver
from pcc.simulator.auth.flows.state import flow_document, open_flow, sign_on_url
from pcc.simulator.auth.sessions import find_session
from pcc.simulator.calls import Call
from pcc.simulator.http import SimulatorResponse, json_response, redirect_response
from pcc.simulator.problems import Detail, invalid_data, invalid_request
from pcc.simulator.routing import Route
from pcc.simulator.state import FlowStatus

__all__ = ["resume_routes"]


def resume_routes() -> Iterator[Route]:
    """Yield the route."""
    yield Route("GET", "/{env}/as/resume", _resume)


def _resume(call: Call) -> SimulatorResponse:
    flow = open_flow(call, _flow_id(call))
    request = flow.authorization
    if request is None:
        raise invalid_request(Detail("INVALID_VALUE", "The flow was not started by an authorize request.", "flowId"))
    if flow.status is not FlowStatus.COMPLETED:
        return redirect_response(sign_on_url(call, flow))
    session = find_session(call)
    if session is None or session.id != flow.session_id:
        raise invalid_request(Detail("INVALID_VALUE", "The session cookie ST is missing or is not the flow's.", "ST"))
    # A flow of pi.flow was answered when it completed; there is one code, wherever it is read.
    flow.answer = flow.answer or answer_flow(call, flow, request, session)
    call.environment.shelves.flows.remove(flow.id)
    if request.response_mode == PI_FLOW:
        return json_response(200, flow_document(call, flow))
    return deliver(request.response_mode, request.redirect_uri, flow.answer)


def _flow_id(call: Call) -> str:
    flow_id = call.query.get("flowId")
    if flow_id is None:
        raise invalid_data(Detail("REQUIRED_VALUE", "A required value is missing.", "flowId"))
    return flow_id
