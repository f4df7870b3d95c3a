"""New users who register themselves, and the address that they have to verify (reference section 4.2)."""

from pcc.simulator.auth.flows.sign_on import PASSWORD, NewCookies, proceed
from pcc.simulator.auth.flows.state import find_login_action
from pcc.simulator.auth.outbox import send_verification_code
from pcc.simulator.calls import Call
from pcc.simulator.fields import Field, read_fields, text
from pcc.simulator.http import Document
from pcc.simulator.management.users import USERS
from pcc.simulator.passwords import change_password
from pcc.simulator.problems import Detail, invalid_data
from pcc.simulator.state import Credential, Flow

__all__ = ["register", "resend_verification_code", "verify"]

# What an administrator decides is not the new user's to say.
_REGISTER_FIELDS = (
    *(field for field in USERS.fields if field.name not in ("enabled", "population")),
    Field("password", PASSWORD, required=True),
)
_VERIFY_FIELDS = (Field("verificationCode", text(), required=True),)


def register(call: Call, flow: Flow) -> NewCookies:
    """Create a user with a password, who has yet to verify the e-mail address: `user.register`."""
    values = read_fields(call.json_object(), _REGISTER_FIELDS)
    password, credential = values.pop("password"), Credential()
    change_password(credential, values, password, now=call.world.now(), target="password")
    user = _create(call, flow, values)
    call.environment.credentials[user["id"]] = credential
    return proceed(call, flow, user)


def resend_verification_code(call: Call, flow: Flow) -> NewCookies:
    """Send another code: `user.sendVerificationCode`."""
    send_verification_code(call, flow, _user(call, flow))
    return ()


def verify(call: Call, flow: Flow) -> NewCookies:
    """Take the code, and sign on: `user.verify`."""
    values = read_fields(call.json_object(), _VERIFY_FIELDS)
    if flow.verification_code != values["verificationCode"] or flow.verification_expires_at <= call.world.now():
        message = "The verification code is wrong or has expired."
        raise invalid_data(Detail("INVALID_VALUE", message, "verificationCode"))
    flow.verification_code = None
    user = _user(call, flow) | {"lifecycle": {"status": "ACCOUNT_OK"}}
    call.environment.table("users").put(user)
    return proceed(call, flow, user)


def _user(call: Call, flow: Flow) -> Document:
    # A flow ends with its user, so that one is there.
    return call.environment.table("users").rows[str(flow.user_id)]


def _create(call: Call, flow: Flow, values: Document) -> Document:
    registration = (find_login_action(call, flow, "registration") or {}).get("registration", {})
    values["enabled"] = True
    values["lifecycle"] = {"status": "VERIFICATION_REQUIRED"}
    if "population" in registration:
        values["population"] = dict(registration["population"])
    return USERS.add(call, values)
