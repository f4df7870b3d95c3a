"""The flow endpoint: an action is chosen by its content type, and legal in some states (reference section 4.2)."""

from collections.abc import Callable, Iterator

from pcc.simulator.auth.flow_state import LEGAL_ACTIONS, flow_document, open_flow
from pcc.simulator.auth.sessions import session_by_id, session_cookie, start_session
from pcc.simulator.calls import Call
from pcc.simulator.fields import Field, boolean, read_fields, text
from pcc.simulator.http import Document, SimulatorResponse, json_response
from pcc.simulator.passwords import change_password, guard_locked, password_status, verify_password
from pcc.simulator.problems import ApiRefusal, Detail, access_failed, invalid_data, invalid_request
from pcc.simulator.routing import Route
from pcc.simulator.state import DeviceGrant, DeviceStatus, Flow, FlowStatus

__all__ = ["flow_routes"]

_PREFIX, _SUFFIX = "application/vnd.pingidentity.", "+json"

# The vendor's actions on flows (reference section 1.5), in lower case as content types are compared.
_KNOWN_ACTIONS = frozenset(
    name.lower()
    for name in (
        "usernamePassword.check", "password.check", "password.forgot", "password.sendRecoveryCode", "password.recover",
        "password.reset", "session.reset", "user.register", "user.verify", "user.sendVerificationCode", "user.consent",
        "otp.check", "device.select", "deviceAuthGrant.userCode.verify", "deviceAuthGrant.consent",
    )
)  # fmt: skip


def flow_routes() -> Iterator[Route]:
    """Yield the routes."""
    yield Route("GET", "/{env}/flows/{flow}", _read)
    yield Route("POST", "/{env}/flows/{flow}", _act)


def _read(call: Call) -> SimulatorResponse:
    return json_response(200, flow_document(call, open_flow(call, call.params["flow"])))


def _act(call: Call) -> SimulatorResponse:
    flow = open_flow(call, call.params["flow"])
    action = call.content_type.removeprefix(_PREFIX).removesuffix(_SUFFIX)
    if call.content_type != f"{_PREFIX}{action}{_SUFFIX}" or action not in _KNOWN_ACTIONS:
        raise access_failed()
    if action not in (name.lower() for name in LEGAL_ACTIONS[flow.status]):
        message = f"The action is not allowed while the flow is {flow.status}."
        raise invalid_request(Detail("INVALID_VALUE", message, "status"))
    headers = _ACTIONS[action](call, flow)
    return json_response(200, flow_document(call, flow)).adding(*headers)


_NewCookies = tuple[tuple[str, str], ...]

_LOGIN_FIELDS = (Field("username", text(), required=True), Field("password", text(maximum=4096), required=True))
_RESET_FIELDS = (Field("currentPassword", text(), required=True), Field("newPassword", text(), required=True))
_USER_CODE_FIELDS = (Field("userCode", text(), required=True),)
_CONSENT_FIELDS = (Field("accept", boolean, required=True),)


def _check_login(call: Call, flow: Flow) -> _NewCookies:
    values = read_fields(call.json_object(), _LOGIN_FIELDS)
    user = call.environment.table("users").find("username", values["username"])
    if user is None:
        raise _bad_credentials("Invalid username and/or password.")
    _check_password(call, user, values["password"], target="username")
    if not user["enabled"]:
        raise _bad_credentials("The user is disabled.")
    flow.user_id = user["id"]
    status = password_status(call.environment.credentials[user["id"]], now=call.world.now())
    if status != "OK":
        flow.status = FlowStatus(status)
        return ()
    return _sign_on(call, flow, user)


def _check_password(call: Call, user: Document, value: str, *, target: str) -> None:
    credential, now = call.environment.credentials[user["id"]], call.world.now()
    guard_locked(credential, now=now)
    if not verify_password(credential, value, now=now):
        raise _bad_credentials("Invalid username and/or password.", target=target)


def _reset_password(call: Call, flow: Flow) -> _NewCookies:
    values = read_fields(call.json_object(), _RESET_FIELDS)
    # A flow ends with its user, so that one is there.
    user = call.environment.table("users").rows[str(flow.user_id)]
    _check_password(call, user, values["currentPassword"], target="currentPassword")
    credential = call.environment.credentials[user["id"]]
    change_password(credential, user, values["newPassword"], now=call.world.now(), target="newPassword")
    return _sign_on(call, flow, user)


def _sign_on(call: Call, flow: Flow, user: Document) -> _NewCookies:
    session = start_session(call, user["id"])
    flow.session_id = session.id
    flow.status = FlowStatus.DAG_USER_CODE_REQUIRED if flow.for_device else FlowStatus.COMPLETED
    return (session_cookie(call, session),)


def _reset_session(_call: Call, flow: Flow) -> _NewCookies:
    flow.user_id = flow.session_id = None
    flow.status = FlowStatus.USERNAME_PASSWORD_REQUIRED
    return ()


def _verify_user_code(call: Call, flow: Flow) -> _NewCookies:
    values = read_fields(call.json_object(), _USER_CODE_FIELDS)
    device = call.environment.shelves.user_codes.get(values["userCode"])
    if device is None or not _awaits_consent(call, device) or flow.client_id not in (None, device.client_id):
        raise invalid_data(Detail("INVALID_VALUE", "The user code is unknown or expired.", "userCode"))
    flow.device, flow.client_id = device, device.client_id
    flow.status = FlowStatus.DAG_CONSENT_REQUIRED
    return ()


def _awaits_consent(call: Call, device: DeviceGrant) -> bool:
    return device.status is DeviceStatus.PENDING and device.expires_at > call.world.now()


def _consent(call: Call, flow: Flow) -> _NewCookies:
    values = read_fields(call.json_object(), _CONSENT_FIELDS)
    device, session = flow.device, session_by_id(call, flow.session_id or "")
    if device is None or session is None or not _awaits_consent(call, device):
        raise invalid_data(Detail("INVALID_VALUE", "The user code is no longer valid.", "accept"))
    device.session_id, device.user_id = session.id, session.user_id
    device.policy, device.signed_on_at = flow.policy, session.started_at
    device.status = DeviceStatus.APPROVED if values["accept"] else DeviceStatus.DENIED
    flow.status = FlowStatus.COMPLETED if values["accept"] else FlowStatus.FAILED
    return ()


def _bad_credentials(message: str, *, target: str = "username") -> ApiRefusal:
    return invalid_data(Detail("INVALID_VALUE", message, target))


_ACTIONS: dict[str, Callable[[Call, Flow], _NewCookies]] = {
    "usernamepassword.check": _check_login,
    "password.reset": _reset_password,
    "session.reset": _reset_session,
    "deviceauthgrant.usercode.verify": _verify_user_code,
    "deviceauthgrant.consent": _consent,
}
