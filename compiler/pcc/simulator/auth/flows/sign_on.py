"""Signing on: credentials, a password that has to be changed, starting over (reference section 4.2)."""

from pcc.simulator.auth.outbox import send_verification_code
from pcc.simulator.auth.sessions import session_cookie, start_session
from pcc.simulator.calls import Call
from pcc.simulator.fields import Field, read_fields, text
from pcc.simulator.http import Document
from pcc.simulator.passwords import change_password, guard_locked, password_status, verify_password
from pcc.simulator.problems import ApiRefusal, Detail, invalid_data
from pcc.simulator.state import Flow, FlowStatus

__all__ = ["PASSWORD", "NewCookies", "check_login", "proceed", "reset_password", "reset_session"]

NewCookies = tuple[tuple[str, str], ...]

PASSWORD = text(maximum=4096)
_LOGIN_FIELDS = (Field("username", text(), required=True), Field("password", PASSWORD, required=True))
_RESET_FIELDS = (Field("currentPassword", PASSWORD, required=True), Field("newPassword", PASSWORD, required=True))


def check_login(call: Call, flow: Flow) -> NewCookies:
    """Take a user name and a password: `usernamePassword.check`."""
    values = read_fields(call.json_object(), _LOGIN_FIELDS)
    user = call.environment.table("users").find("username", values["username"])
    if user is None:
        raise _bad_credentials("Invalid username and/or password.")
    _check_password(call, user, values["password"], target="username")
    if not user["enabled"]:
        raise _bad_credentials("The user is disabled.")
    return proceed(call, flow, user)


def reset_password(call: Call, flow: Flow) -> NewCookies:
    """Take a new password in place of one that has expired or was set by somebody else: `password.reset`."""
    values = read_fields(call.json_object(), _RESET_FIELDS)
    # A flow ends with its user, so that one is there.
    user = call.environment.table("users").rows[str(flow.user_id)]
    _check_password(call, user, values["currentPassword"], target="currentPassword")
    credential = call.environment.credentials[user["id"]]
    change_password(credential, user, values["newPassword"], now=call.world.now(), target="newPassword")
    return proceed(call, flow, user)


def reset_session(_call: Call, flow: Flow) -> NewCookies:
    """Start over, as nobody: `session.reset`."""
    flow.user_id = flow.session_id = flow.verification_code = None
    flow.status = FlowStatus.USERNAME_PASSWORD_REQUIRED
    return ()


def proceed(call: Call, flow: Flow, user: Document) -> NewCookies:
    """Lead a user who has shown to be one to the next state, and sign on where nothing is left to do."""
    flow.user_id = user["id"]
    if user["lifecycle"]["status"] == "VERIFICATION_REQUIRED":
        send_verification_code(call, flow, user)
        return ()
    status = password_status(call.environment.credentials[user["id"]], now=call.world.now())
    if status != "OK":
        flow.status = FlowStatus(status)
        return ()
    session = start_session(call, user["id"])
    flow.session_id = session.id
    flow.status = FlowStatus.DAG_USER_CODE_REQUIRED if flow.for_device else FlowStatus.COMPLETED
    return (session_cookie(call, session),)


def _check_password(call: Call, user: Document, value: str, *, target: str) -> None:
    credential, now = call.environment.credentials[user["id"]], call.world.now()
    guard_locked(credential, now=now)
    if not verify_password(credential, value, now=now):
        raise _bad_credentials("Invalid username and/or password.", target=target)


def _bad_credentials(message: str, *, target: str = "username") -> ApiRefusal:
    return invalid_data(Detail("INVALID_VALUE", message, target))
