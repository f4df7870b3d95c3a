"""The user's side of a device authorization: the code that the device shows, and consent (reference section 4.6)."""

import re

from pcc.simulator.auth.flows.sign_on import NewCookies
from pcc.simulator.auth.sessions import session_by_id
from pcc.simulator.calls import Call
from pcc.simulator.fields import Field, boolean, read_fields, text
from pcc.simulator.problems import Detail, invalid_data
from pcc.simulator.state import DeviceGrant, DeviceStatus, Flow, FlowStatus

__all__ = ["consent", "verify_user_code"]

_USER_CODE_FIELDS = (Field("userCode", text(), required=True),)
_CONSENT_FIELDS = (Field("accept", boolean, required=True),)


def verify_user_code(call: Call, flow: Flow) -> NewCookies:
    """Find the device by its code: `deviceAuthGrant.userCode.verify`."""
    values = read_fields(call.json_object(), _USER_CODE_FIELDS)
    device = call.environment.shelves.user_codes.get(_as_issued(values["userCode"]))
    if device is None or not _awaits_consent(call, device) or flow.client_id not in (None, device.client_id):
        raise invalid_data(Detail("INVALID_VALUE", "The user code is unknown or expired.", "userCode"))
    flow.device, flow.client_id = device, device.client_id
    flow.status = FlowStatus.DAG_CONSENT_REQUIRED
    return ()


def consent(call: Call, flow: Flow) -> NewCookies:
    """Let the device have what it asks for, or not: `deviceAuthGrant.consent`."""
    values = read_fields(call.json_object(), _CONSENT_FIELDS)
    device, session = flow.device, session_by_id(call, flow.session_id or "")
    if device is None or session is None or not _awaits_consent(call, device):
        raise invalid_data(Detail("INVALID_VALUE", "The user code is no longer valid.", "accept"))
    device.session_id, device.user_id = session.id, session.user_id
    device.policy, device.signed_on_at = flow.policy, session.started_at
    device.status = DeviceStatus.APPROVED if values["accept"] else DeviceStatus.DENIED
    flow.status = FlowStatus.COMPLETED if values["accept"] else FlowStatus.FAILED
    return ()


def _as_issued(typed: str) -> str:
    # RFC 8628 section 6.1: case and punctuation are the display's, not the code's.
    letters = re.sub(r"[^A-Z0-9]", "", typed.upper())
    return f"{letters[:4]}-{letters[4:]}"


def _awaits_consent(call: Call, device: DeviceGrant) -> bool:
    return device.status is DeviceStatus.PENDING and device.expires_at > call.world.now()
