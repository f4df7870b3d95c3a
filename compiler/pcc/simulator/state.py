"""What the authorization side remembers: sessions, flows, codes, tokens. Every time is in seconds since the epoch."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

__all__ = [
    "AccessToken",
    "AuthorizationCode",
    "AuthorizationRequest",
    "Credential",
    "DeviceGrant",
    "DeviceStatus",
    "Family",
    "Flow",
    "FlowStatus",
    "Grant",
    "Message",
    "PreviousSecret",
    "PushedRequest",
    "RefreshToken",
    "Secret",
    "Session",
]


class FlowStatus(StrEnum):
    """The states of a flow that the simulator reaches (reference section 4.2)."""

    USERNAME_PASSWORD_REQUIRED = "USERNAME_PASSWORD_REQUIRED"
    MUST_CHANGE_PASSWORD = "MUST_CHANGE_PASSWORD"
    PASSWORD_EXPIRED = "PASSWORD_EXPIRED"
    RECOVERY_CODE_REQUIRED = "RECOVERY_CODE_REQUIRED"
    VERIFICATION_CODE_REQUIRED = "VERIFICATION_CODE_REQUIRED"
    DAG_USER_CODE_REQUIRED = "DAG_USER_CODE_REQUIRED"
    DAG_CONSENT_REQUIRED = "DAG_CONSENT_REQUIRED"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"


class DeviceStatus(StrEnum):
    """Where a device authorization stands (RFC 8628 section 3.5)."""

    PENDING = "pending"
    APPROVED = "approved"
    DENIED = "denied"
    CONSUMED = "consumed"


@dataclass(slots=True)
class Credential:
    """A user's password and what it takes to lock or recover it. `value` may be a hash (`simulator/hashes.py`)."""

    value: str | None = None
    changed_at: float = 0.0
    must_change: bool = False
    history: tuple[tuple[str, float], ...] = ()
    failures: int = 0
    locked_until: float = 0.0
    recovery_code: str | None = None
    recovery_expires_at: float = 0.0


@dataclass(slots=True)
class PreviousSecret:
    """The secret before the last rotation, good until it expires. `used_at` is when somebody last authenticated so."""

    value: str
    expires_at: float
    used_at: float | None = None


@dataclass(slots=True)
class Secret:
    """The secret of an application or of a custom resource, and the one before it while that still works."""

    value: str
    previous: PreviousSecret | None = None

    def rotate(self, value: str, *, previous_until: float | None = None) -> None:
        """Replace the secret; the old one works until `previous_until`, or stops at once."""
        self.previous = None if previous_until is None else PreviousSecret(self.value, previous_until)
        self.value = value

    def live_previous(self, now: float) -> PreviousSecret | None:
        """Return the previous secret unless there is none, or it has expired."""
        return self.previous if self.previous is not None and self.previous.expires_at > now else None

    def live(self, now: float) -> tuple[str, ...]:
        """Return the secrets that work: this one, and the previous one while it lives."""
        previous = self.live_previous(now)
        return (self.value,) if previous is None else (self.value, previous.value)

    def accepts(self, value: str, *, now: float) -> bool:
        """Tell whether a client that sends `value` is the one; remembers the use of the previous secret."""
        if hmac.compare_digest(self.value.encode(), value.encode()):
            return True
        previous = self.live_previous(now)
        if previous is None or not hmac.compare_digest(previous.value.encode(), value.encode()):
            return False
        previous.used_at = now
        return True


@dataclass(slots=True)
class Session:
    """A sign-on. `cookie` is the value of ST, `id` is what flows and tokens say."""

    id: str
    cookie: str
    user_id: str
    started_at: float
    expires_at: float


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """What the client asked of the authorize endpoint, already checked.

    `response_type` and `prompt` hold their words; `max_age` is in seconds; `policy_id` is the policy to sign on with.
    """

    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    policy_id: str
    response_type: frozenset[str] = frozenset({"code"})
    response_mode: str = "query"
    state: str | None = None
    nonce: str | None = None
    code_challenge: str | None = None
    code_challenge_method: str = "plain"
    prompt: frozenset[str] = frozenset()
    max_age: int | None = None


@dataclass(slots=True)
class PushedRequest:
    """The parameters that a client pushed ahead of its authorize request (RFC 9126)."""

    client_id: str
    fields: Mapping[str, str]
    expires_at: float


@dataclass(frozen=True, slots=True)
class Message:
    """An e-mail that PingOne would have sent. `kind` says what its code is for."""

    to: str
    kind: str
    code: str
    created_at: float


@dataclass(slots=True)
class DeviceGrant:
    """One answer of the device authorization endpoint and what became of it."""

    device_code: str
    user_code: str
    client_id: str
    scopes: tuple[str, ...]
    expires_at: float
    interval: int
    status: DeviceStatus = DeviceStatus.PENDING
    polled_at: float | None = None
    user_id: str = ""
    session_id: str = ""
    policy: str = ""
    signed_on_at: float = 0.0


@dataclass(slots=True)
class Flow:
    """A sign-on in progress. `policy` is the policy's name, as tokens tell it in `acr`.

    `authorization` is set by authorize; `device` once a user code was verified; `answer` is what a completed flow of
    `pi.flow` hands to its client. A verification code is good until `verification_expires_at`.
    """

    id: str
    status: FlowStatus
    policy_id: str
    policy: str
    created_at: float
    expires_at: float
    for_device: bool = False
    client_id: str | None = None
    authorization: AuthorizationRequest | None = None
    device: DeviceGrant | None = None
    user_id: str | None = None
    session_id: str | None = None
    verification_code: str | None = None
    verification_expires_at: float = 0.0
    answer: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """Who allowed which client what, and how they signed on: all that a user's tokens say."""

    client_id: str
    user_id: str
    session_id: str
    policy: str
    signed_on_at: float
    scopes: tuple[str, ...]
    nonce: str | None = None


@dataclass(slots=True)
class Family:
    """All tokens that come of one grant: revoked together."""

    grant: Grant
    expires_at: float
    revoked: bool = False


@dataclass(slots=True)
class AuthorizationCode:
    """A code between the redirect and the token endpoint. Its use sets `family`, so that a second one is told apart."""

    value: str
    grant: Grant
    request: AuthorizationRequest
    expires_at: float
    family: Family | None = None


@dataclass(slots=True)
class RefreshToken:
    """One refresh token. `rotated_at` is set when it was exchanged for the next one."""

    value: str
    family: Family
    expires_at: float
    rotated_at: float | None = None

    def is_used_up(self, now: float, *, grace: float) -> bool:
        """Tell whether it was exchanged, `grace` seconds ago or more."""
        return self.rotated_at is not None and now >= self.rotated_at + grace


@dataclass(slots=True)
class AccessToken:
    """An access token that was issued, looked up by its text instead of verified again.

    `family` is the user's grant that it comes of; a client's own token has none.
    """

    value: str
    environment_id: str
    client_id: str
    expires_at: float
    claims: Mapping[str, Any] = field(default_factory=dict)
    family: Family | None = None
    revoked: bool = False

    def is_live(self, now: float) -> bool:
        """Tell whether it is neither expired nor revoked."""
        revoked = self.revoked or (self.family is not None and self.family.revoked)
        return not revoked and self.expires_at > now
