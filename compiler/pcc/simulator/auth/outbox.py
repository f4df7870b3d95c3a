"""The codes that PingOne sends by e-mail: kept here instead, to be read by whoever plays the user. Times in seconds."""

import hashlib

from pcc.simulator.calls import Call
from pcc.simulator.environments import Environment
from pcc.simulator.http import Document
from pcc.simulator.state import Flow, FlowStatus, Message
from pcc.simulator.store import World

__all__ = ["CODE_LIFETIME", "read_messages", "send_recovery_code", "send_verification_code"]

CODE_LIFETIME = 900
RECOVERY, VERIFICATION = "recovery_code", "verification_code"


def read_messages(world: World, environment: Environment) -> list[Document]:
    """Return the last messages of an environment as JSON, the oldest first."""
    return [
        {"to": found.to, "kind": found.kind, "code": found.code, "createdAt": world.timestamp(found.created_at)}
        for found in environment.outbox
    ]


def send_recovery_code(call: Call, user: Document) -> None:
    """Send a new code to a user who forgot the password; the one before is void."""
    credential = call.environment.credentials[user["id"]]
    credential.recovery_code = _send(call, user, RECOVERY)
    credential.recovery_expires_at = call.world.now() + CODE_LIFETIME


def send_verification_code(call: Call, flow: Flow, user: Document) -> None:
    """Let the flow wait for a new code, sent to the address that the user gave; the one before is void."""
    flow.status = FlowStatus.VERIFICATION_CODE_REQUIRED
    flow.verification_code = _send(call, user, VERIFICATION)
    flow.verification_expires_at = call.world.now() + CODE_LIFETIME


def _send(call: Call, user: Document, kind: str) -> str:
    digest = hashlib.sha256(call.world.new_id().encode()).digest()
    code = f"{int.from_bytes(digest[:8]) % 10**6:06d}"
    call.environment.outbox.append(Message(user["email"], kind, code, call.world.now()))
    return code
