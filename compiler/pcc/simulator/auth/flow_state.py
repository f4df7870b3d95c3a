"""A flow's life and its public shape (reference section 4.2). Times in seconds."""

from pcc.simulator.calls import Call
from pcc.simulator.environments import Environment
from pcc.simulator.http import Document
from pcc.simulator.problems import not_found
from pcc.simulator.state import Flow, FlowStatus

__all__ = ["LEGAL_ACTIONS", "flow_document", "new_flow", "open_flow", "sign_on_policy"]

IDLE_LIFETIME = 900

LEGAL_ACTIONS: dict[FlowStatus, tuple[str, ...]] = {
    FlowStatus.USERNAME_PASSWORD_REQUIRED: ("usernamePassword.check", "session.reset"),
    FlowStatus.MUST_CHANGE_PASSWORD: ("password.reset", "session.reset"),
    FlowStatus.PASSWORD_EXPIRED: ("password.reset", "session.reset"),
    FlowStatus.DAG_USER_CODE_REQUIRED: ("deviceAuthGrant.userCode.verify",),
    FlowStatus.DAG_CONSENT_REQUIRED: ("deviceAuthGrant.consent",),
    FlowStatus.COMPLETED: (),
    FlowStatus.FAILED: (),
}
"""Which actions a state takes; the flow's links name the same ones."""


def new_flow(call: Call, application: Document | None, *, for_device: bool = False) -> Flow:
    """Start a flow under the application's sign-on policy, or the default one while no application is known."""
    now, policy = call.world.now(), sign_on_policy(call.environment, application)
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


def sign_on_policy(environment: Environment, application: Document | None) -> Document:
    """Return the policy of the application's first assignment, or the environment's default one."""
    assignments = environment.table("signOnPolicyAssignments", application["id"]) if application else ()
    if not assignments:
        return environment.default_policy()
    first = min(assignments, key=lambda assignment: assignment["priority"])
    return environment.table("signOnPolicies").rows[first["signOnPolicy"]["id"]]


def flow_document(call: Call, flow: Flow) -> Document:
    """Return the flow as its endpoint shows it."""
    base, world = call.world.auth_url(call.environment), call.world
    document: Document = {
        "_links": {name: {"href": f"{base}/flows/{flow.id}"} for name in ("self", *_actions(call, flow))},
        "id": flow.id,
        "resumeUrl": f"{base}/as/resume?flowId={flow.id}",
        "status": str(flow.status),
        "createdAt": world.timestamp(flow.created_at),
        "expiresAt": world.timestamp(flow.expires_at),
        "_embedded": _embedded(call.environment, flow),
    }
    if flow.session_id:
        document["session"] = {"id": flow.session_id}
    return document


def _actions(call: Call, flow: Flow) -> tuple[str, ...]:
    legal = LEGAL_ACTIONS[flow.status]
    if flow.status is not FlowStatus.USERNAME_PASSWORD_REQUIRED:
        return legal
    actions = call.environment.table("actions", flow.policy_id)
    recovery = any(action.get("recovery", {}).get("enabled") for action in actions)
    registration = any(action.get("registration", {}).get("enabled") for action in actions)
    return (*legal, *(("password.forgot",) if recovery else ()), *(("user.register",) if registration else ()))


def _embedded(environment: Environment, flow: Flow) -> Document:
    embedded: Document = {}
    user = environment.user(flow.user_id) if flow.user_id else None
    if user is not None:
        embedded["user"] = {name: user[name] for name in ("id", "username", "name") if name in user}
    application = environment.application(flow.client_id) if flow.client_id else None
    if application is not None:
        embedded["application"] = {"name": application["name"]}
    return embedded
