"""A flow's life and its public shape (reference section 4.2). Times in seconds."""

from collections.abc import Iterator

from pcc.simulator.calls import Call
from pcc.simulator.environments import Environment
from pcc.simulator.http import Document
from pcc.simulator.problems import not_found
from pcc.simulator.state import Flow, FlowStatus

__all__ = [
    "LEGAL_ACTIONS",
    "assigned_policies",
    "find_login_action",
    "flow_document",
    "legal_actions",
    "new_flow",
    "open_flow",
    "sign_on_url",
]

IDLE_LIFETIME = 900
FORGOT, REGISTER = "password.forgot", "user.register"

LEGAL_ACTIONS: dict[FlowStatus, tuple[str, ...]] = {
    FlowStatus.USERNAME_PASSWORD_REQUIRED: ("usernamePassword.check", "session.reset", FORGOT, REGISTER),
    FlowStatus.MUST_CHANGE_PASSWORD: ("password.reset", "session.reset"),
    FlowStatus.PASSWORD_EXPIRED: ("password.reset", "session.reset"),
    FlowStatus.RECOVERY_CODE_REQUIRED: ("password.recover", "password.sendRecoveryCode", "session.reset"),
    FlowStatus.VERIFICATION_CODE_REQUIRED: ("user.verify", "user.sendVerificationCode", "session.reset"),
    FlowStatus.DAG_USER_CODE_REQUIRED: ("deviceAuthGrant.userCode.verify",),
    FlowStatus.DAG_CONSENT_REQUIRED: ("deviceAuthGrant.consent",),
    FlowStatus.COMPLETED: (),
    FlowStatus.FAILED: (),
}
"""Which actions a state takes, as far as the policy offers them; the flow's links name the same ones."""


def new_flow(
    call: Call, application: Document | None, *, for_device: bool = False, policy: Document | None = None
) -> Flow:
    """Start a flow under a policy: the first of the application's, or the default one while no application is known."""
    now, policy = call.world.now(), policy or assigned_policies(call.environment, application)[0]
    flow = Flow(
        id=call.world.new_id(),
        status=FlowStatus.USERNAME_PASSWORD_REQUIRED,
        policy_id=policy["id"],
        policy=policy["name"],
        created_at=now,
        expires_at=now + IDLE_LIFETIME,
        for_device=for_device,
        client_id=application["id"] if application else None,
    )
    call.environment.shelves.flows.add(flow.id, flow)
    return flow


def open_flow(call: Call, flow_id: str) -> Flow:
    """Return a flow and keep it from idling away; refuse an unknown or expired one with 404."""
    flow, now = call.environment.shelves.flows.get(flow_id), call.world.now()
    if flow is None or flow.expires_at <= now:
        raise not_found()
    flow.expires_at = now + IDLE_LIFETIME
    return flow


def assigned_policies(environment: Environment, application: Document | None) -> list[Document]:
    """Return the application's policies in the order of their priority, or the environment's default one alone."""
    assignments = environment.table("signOnPolicyAssignments", application["id"]) if application else ()
    policies = environment.table("signOnPolicies")
    ordered = sorted(assignments, key=lambda assignment: assignment["priority"])
    found = [policies.rows[assignment["signOnPolicy"]["id"]] for assignment in ordered]
    return found or [environment.default_policy()]


def sign_on_url(call: Call, flow: Flow) -> str:
    """Return the page of the hosted sign-on UI; only its query matters."""
    return f"{call.world.bases.ui}/{call.environment.id}/signon/?flowId={flow.id}"


def legal_actions(call: Call, flow: Flow) -> tuple[str, ...]:
    """Return the actions that the flow takes now."""
    offered = {
        FORGOT: find_login_action(call, flow, "recovery") is not None,
        REGISTER: find_login_action(call, flow, "registration") is not None,
    }
    return tuple(action for action in LEGAL_ACTIONS[flow.status] if offered.get(action, True))


def find_login_action(call: Call, flow: Flow, service: str) -> Document | None:
    """Return the first action of the flow's policy that has a service enabled: `recovery` or `registration`."""
    actions = call.environment.table("actions", flow.policy_id)
    return next((action for action in actions if action.get(service, {}).get("enabled")), None)


def flow_document(call: Call, flow: Flow) -> Document:
    """Return the flow as its endpoint shows it."""
    base, world = call.world.auth_url(call.environment), call.world
    document: Document = {
        "_links": {name: {"href": f"{base}/flows/{flow.id}"} for name in ("self", *legal_actions(call, flow))},
        "id": flow.id,
        "resumeUrl": f"{base}/as/resume?flowId={flow.id}",
        "status": str(flow.status),
        "createdAt": world.timestamp(flow.created_at),
        "expiresAt": world.timestamp(flow.expires_at),
        "_embedded": dict(_embedded(call.environment, flow)),
    }
    if flow.session_id:
        document["session"] = {"id": flow.session_id}
    if flow.answer is not None:
        document["authorizeResponse"] = dict(flow.answer)
    return document


def _embedded(environment: Environment, flow: Flow) -> Iterator[tuple[str, Document]]:
    # Whoever forgot a password has not shown yet to be anybody: a known name is answered like an unknown one.
    known = flow.user_id and flow.status is not FlowStatus.RECOVERY_CODE_REQUIRED
    user = environment.user(str(flow.user_id)) if known else None
    if user is not None:
        yield "user", {name: user[name] for name in ("id", "username", "name") if name in user}
    application = environment.application(flow.client_id) if flow.client_id else None
    if application is not None:
        yield "application", {"name": application["name"]}
