"""A forgotten password: a code by e-mail, then a new password (reference section 4.2)."""

from pcc.simulator.auth.flows.sign_on import PASSWORD, NewCookies, proceed
from pcc.simulator.auth.outbox import send_recovery_code
from pcc.simulator.calls import Call
from pcc.simulator.fields import Field, read_fields, text
from pcc.simulator.http import Document
from pcc.simulator.passwords import change_password
from pcc.simulator.problems import Detail, invalid_data
from pcc.simulator.state import Credential, Flow, FlowStatus

__all__ = ["forget_password", "recover_password", "resend_recovery_code"]

_FORGOT_FIELDS = (Field("username", text(), required=True),)
_RECOVER_FIELDS = (Field("recoveryCode", text(), required=True), Field("newPassword", PASSWORD, required=True))


def forget_password(call: Call, flow: Flow) -> NewCookies:
    """Send a code to the user of a name: `password.forgot`. An unknown or disabled one gets the same answer."""
    values = read_fields(call.json_object(), _FORGOT_FIELDS)
    user = call.environment.table("users").find("username", values["username"])
    flow.user_id = user["id"] if user is not None and user["enabled"] else None
    flow.status = FlowStatus.RECOVERY_CODE_REQUIRED
    return resend_recovery_code(call, flow)


def resend_recovery_code(call: Call, flow: Flow) -> NewCookies:
    """Send another code: `password.sendRecoveryCode`."""
    user = _user(call, flow)
    if user is not None:
        send_recovery_code(call, user)
    return ()


def recover_password(call: Call, flow: Flow) -> NewCookies:
    """Take the code and a new password, and sign on: `password.recover`. It also ends a lockout."""
    values = read_fields(call.json_object(), _RECOVER_FIELDS)
    user = _user(call, flow)
    credential = call.environment.credentials[user["id"]] if user is not None else None
    if user is None or credential is None or not _is_good(call, credential, values["recoveryCode"]):
        raise invalid_data(Detail("INVALID_VALUE", "The recovery code is wrong or has expired.", "recoveryCode"))
    change_password(credential, user, values["newPassword"], now=call.world.now(), target="newPassword")
    credential.recovery_code = None
    return proceed(call, flow, user)


def _user(call: Call, flow: Flow) -> Document | None:
    return call.environment.user(flow.user_id) if flow.user_id else None


def _is_good(call: Call, credential: Credential, code: str) -> bool:
    return credential.recovery_code == code and credential.recovery_expires_at > call.world.now()
