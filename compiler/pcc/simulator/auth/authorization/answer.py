"""What a client gets once its user has signed on: a code, tokens, or both (OpenID Connect Core 1.0 section 3)."""

from typing import Any

from pcc.simulator.auth.authorization.response_modes import PI_FLOW
from pcc.simulator.auth.sessions import session_by_id
from pcc.simulator.auth.tokens.issuing import bearer_fields, new_family
from pcc.simulator.auth.tokens.profile import profile_claims
from pcc.simulator.calls import Call
from pcc.simulator.http import Document
from pcc.simulator.state import AuthorizationCode, AuthorizationRequest, Flow, FlowStatus, Grant, Session
from pcc.simulator.tokens import issue_id_token

__all__ = ["CODE_LIFETIME", "answer_completed", "answer_flow"]

CODE_LIFETIME = 60


def answer_completed(call: Call, flow: Flow) -> None:
    """Answer a completed flow within it, where no resume has to follow: `pi.flow`, and `prompt=none`."""
    request = flow.authorization
    if request is None or flow.answer is not None or flow.status is not FlowStatus.COMPLETED:
        return
    if request.response_mode != PI_FLOW and "none" not in request.prompt:
        return
    session = session_by_id(call, flow.session_id or "")
    if session is not None:
        flow.answer = answer_flow(call, flow, request, session)


def answer_flow(call: Call, flow: Flow, request: AuthorizationRequest, session: Session) -> dict[str, Any]:
    """Return what the response type asks for, and the `state`."""
    # A flow ends with its application, so that one is there.
    application = call.environment.table("applications").rows[request.client_id]
    grant = Grant(
        client_id=request.client_id,
        user_id=session.user_id,
        session_id=session.id,
        policy=flow.policy,
        signed_on_at=session.started_at,
        scopes=request.scopes,
        nonce=request.nonce,
    )
    fields: dict[str, Any] = {}
    if "code" in request.response_type:
        fields["code"] = _issue_code(call, request, grant)
    if "token" in request.response_type:
        fields |= bearer_fields(call, application, new_family(call, application, grant), scopes=grant.scopes)
    if "id_token" in request.response_type:
        fields["id_token"] = _issue_id_token(call, grant, fields)
    return fields if request.state is None else fields | {"state": request.state}


def _issue_code(call: Call, request: AuthorizationRequest, grant: Grant) -> str:
    code = AuthorizationCode(call.world.new_id(), grant, request, call.world.now() + CODE_LIFETIME)
    call.environment.shelves.codes.add(code.value, code)
    return code.value


def _issue_id_token(call: Call, grant: Grant, fields: Document) -> str:
    hashes = {"at_hash": "access_token", "c_hash": "code"}
    beside = {claim: fields[name] for claim, name in hashes.items() if name in fields}
    user = call.environment.table("users").rows[grant.user_id]
    # Section 5.4: without an access token, the claims of the scopes are told here.
    profile = {} if beside else profile_claims(user, grant.scopes)
    return issue_id_token(
        call.world, call.environment, grant, nonce=grant.nonce, beside=beside, profile=profile
    )  # fmt: skip
