"""The flow endpoint: an action is chosen by its content type, and legal in some states (reference section 4.2)."""

from collections.abc import Callable, Iterator

from pcc.simulator.auth.authorization.answer import answer_completed
from pcc.simulator.auth.flows.device import consent, verify_user_code
from pcc.simulator.auth.flows.recovery import forget_password, recover_password, resend_recovery_code
from pcc.simulator.auth.flows.registration import register, resend_verification_code, verify
from pcc.simulator.auth.flows.sign_on import NewCookies, check_login, reset_password, reset_session
from pcc.simulator.auth.flows.state import flow_document, legal_actions, open_flow
from pcc.simulator.calls import Call
from pcc.simulator.http import SimulatorResponse, json_response
from pcc.simulator.problems import Detail, access_failed, invalid_request
from pcc.simulator.routing import Route
from pcc.simulator.state import Flow

__all__ = ["flow_routes"]

_PREFIX, _SUFFIX = "application/vnd.pingidentity.", "+json"

_ACTIONS: dict[str, Callable[[Call, Flow], NewCookies]] = {
    "usernamePassword.check": check_login,
    "password.reset": reset_password,
    "password.forgot": forget_password,
    "password.sendRecoveryCode": resend_recovery_code,
    "password.recover": recover_password,
    "session.reset": reset_session,
    "user.register": register,
    "user.verify": verify,
    "user.sendVerificationCode": resend_verification_code,
    "deviceAuthGrant.userCode.verify": verify_user_code,
    "deviceAuthGrant.consent": consent,
}

# Actions on flows that no state here takes (reference section 1.5).
_OTHERS = ("password.check", "user.consent", "otp.check", "device.select")

# By lower case, as content types are compared.
_KNOWN = {name.lower(): name for name in (*_ACTIONS, *_OTHERS)}


def flow_routes() -> Iterator[Route]:
    """Yield the routes."""
    yield Route("GET", "/{env}/flows/{flow}", _read)
    yield Route("POST", "/{env}/flows/{flow}", _act)


def _read(call: Call) -> SimulatorResponse:
    return json_response(200, flow_document(call, open_flow(call, call.params["flow"])))


def _act(call: Call) -> SimulatorResponse:
    flow = open_flow(call, call.params["flow"])
    action = _action(call.content_type)
    if action is None:
        raise access_failed()
    if action not in legal_actions(call, flow):
        message = f"The action {action} is not allowed while the flow is {flow.status}."
        raise invalid_request(Detail("INVALID_VALUE", message, "status"))
    cookies = _ACTIONS[action](call, flow)
    answer_completed(call, flow)
    return json_response(200, flow_document(call, flow)).adding(*cookies)


def _action(content_type: str) -> str | None:
    if not (content_type.startswith(_PREFIX) and content_type.endswith(_SUFFIX)):
        return None
    return _KNOWN.get(content_type.removeprefix(_PREFIX).removesuffix(_SUFFIX))
