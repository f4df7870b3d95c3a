"""Every state of a flow against every action: where each legal one leads, and that all others are refused.

One table (reference section 4.2) says which action is legal where and what comes next. What it does not name is
refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from pcc.simulator.auth.flows.state import LEGAL_ACTIONS
from pcc.simulator.auth.outbox import read_messages
from pcc.simulator.state import FlowStatus
from simulator.sim_client import PASSWORD, App, Client, User, unique

NEW_PASSWORD = "Falcon#Papaya58"

ACTIONS = (
    "usernamePassword.check", "password.check", "password.forgot", "password.sendRecoveryCode", "password.recover",
    "password.reset", "session.reset", "user.register", "user.verify", "user.sendVerificationCode", "user.consent",
    "otp.check", "device.select", "deviceAuthGrant.userCode.verify", "deviceAuthGrant.consent",
)  # fmt: skip

Body = Callable[["Stage"], dict[str, Any]]


@dataclass
class Stage:
    """A flow in some state, and what it takes to act on it."""

    client: Client
    user: User
    app: App
    flow_id: str
    user_code: str = ""

    def code(self) -> str:
        """The last code that was sent by e-mail."""
        world = self.client.simulator._world
        return str(read_messages(world, world.environments[self.client.env])[-1]["code"])

    def act(self, action: str, body: dict[str, Any]) -> Any:
        return self.client.act(self.flow_id, action, body)

    def login(self) -> None:
        assert self.client.login(self.flow_id, self.user).status == 200


def login(stage: Stage) -> dict[str, Any]:
    return {"username": stage.user.username, "password": PASSWORD}


def forgot(stage: Stage) -> dict[str, Any]:
    return {"username": stage.user.username}


def registration(stage: Stage) -> dict[str, Any]:
    return {"username": unique("new_user"), "email": "new@example.com", "password": NEW_PASSWORD}


def new_password(stage: Stage) -> dict[str, Any]:
    return {"currentPassword": PASSWORD, "newPassword": NEW_PASSWORD}


def recovery(stage: Stage) -> dict[str, Any]:
    return {"recoveryCode": stage.code(), "newPassword": NEW_PASSWORD}


def verification(stage: Stage) -> dict[str, Any]:
    return {"verificationCode": stage.code()}


def user_code(stage: Stage) -> dict[str, Any]:
    return {"userCode": stage.user_code}


def nothing(stage: Stage) -> dict[str, Any]:
    return {}


def accepted(stage: Stage) -> dict[str, Any]:
    return {"accept": True}


def refused(stage: Stage) -> dict[str, Any]:
    return {"accept": False}


# The table: in this state, this action with this body leads to this state.
LEGAL: list[tuple[str, str, Body, str]] = [
    ("USERNAME_PASSWORD_REQUIRED", "usernamePassword.check", login, "COMPLETED"),
    ("USERNAME_PASSWORD_REQUIRED", "password.forgot", forgot, "RECOVERY_CODE_REQUIRED"),
    ("USERNAME_PASSWORD_REQUIRED", "user.register", registration, "VERIFICATION_CODE_REQUIRED"),
    ("USERNAME_PASSWORD_REQUIRED", "session.reset", nothing, "USERNAME_PASSWORD_REQUIRED"),
    ("MUST_CHANGE_PASSWORD", "password.reset", new_password, "COMPLETED"),
    ("MUST_CHANGE_PASSWORD", "session.reset", nothing, "USERNAME_PASSWORD_REQUIRED"),
    ("PASSWORD_EXPIRED", "password.reset", new_password, "COMPLETED"),
    ("PASSWORD_EXPIRED", "session.reset", nothing, "USERNAME_PASSWORD_REQUIRED"),
    ("RECOVERY_CODE_REQUIRED", "password.recover", recovery, "COMPLETED"),
    ("RECOVERY_CODE_REQUIRED", "password.sendRecoveryCode", nothing, "RECOVERY_CODE_REQUIRED"),
    ("RECOVERY_CODE_REQUIRED", "session.reset", nothing, "USERNAME_PASSWORD_REQUIRED"),
    ("VERIFICATION_CODE_REQUIRED", "user.verify", verification, "COMPLETED"),
    ("VERIFICATION_CODE_REQUIRED", "user.sendVerificationCode", nothing, "VERIFICATION_CODE_REQUIRED"),
    ("VERIFICATION_CODE_REQUIRED", "session.reset", nothing, "USERNAME_PASSWORD_REQUIRED"),
    ("DAG_USER_CODE_REQUIRED", "deviceAuthGrant.userCode.verify", user_code, "DAG_CONSENT_REQUIRED"),
    ("DAG_CONSENT_REQUIRED", "deviceAuthGrant.consent", accepted, "COMPLETED"),
    ("DAG_CONSENT_REQUIRED", "deviceAuthGrant.consent", refused, "FAILED"),
]
NAMED = {(state, action) for state, action, _, _ in LEGAL}


def expire_password(stage: Stage) -> None:
    # Seen from its 183rd day, with a flow of that day.
    stage.client.simulator.advance(183 * 86400)
    stage.client.forget_token()
    stage.flow_id = stage.client.authorize(stage.app).query("flowId")
    stage.login()


def enter(stage: Stage, state: str) -> Stage:
    """Bring the flow into a state, the way a user would."""
    if state.startswith("DAG_") or state == "FAILED":
        enter_device(stage, state)
    elif state == "MUST_CHANGE_PASSWORD":
        set_forced(stage)
        stage.login()
    elif state == "PASSWORD_EXPIRED":
        expire_password(stage)
    elif state == "RECOVERY_CODE_REQUIRED":
        stage.act("password.forgot", forgot(stage))
    elif state == "VERIFICATION_CODE_REQUIRED":
        stage.act("user.register", registration(stage))
    elif state == "COMPLETED":
        stage.login()
    assert stage.client.get(f"flows/{stage.flow_id}").json["status"] == state
    return stage


def set_forced(stage: Stage) -> None:
    # As `forceChange` does, with the password that the user already has.
    credential = stage.client.simulator._world.environments[stage.client.env].credentials[stage.user.id]
    credential.must_change = True


def enter_device(stage: Stage, state: str) -> None:
    client, device_app = stage.client, stage.client.device_app()
    asked = client.form("as/device_authorization", {"client_id": device_app.id, "scope": "openid"}).json
    stage.user_code = asked["user_code"]
    stage.flow_id = client.get("device").query("flowId")
    stage.login()
    if state != "DAG_USER_CODE_REQUIRED":
        stage.act("deviceAuthGrant.userCode.verify", user_code(stage))
    if state == "FAILED":
        stage.act("deviceAuthGrant.consent", refused(stage))


@pytest.fixture
def stage(client: Client) -> Stage:
    """A flow whose policy offers recovery and registration."""
    app, user = client.app(), client.user()
    policy = client.created("signOnPolicies", {"name": unique("Open")})
    action = {"priority": 1, "type": "LOGIN", "recovery": {"enabled": True}, "registration": {"enabled": True}}
    client.created(f"signOnPolicies/{policy['id']}/actions", action)
    body = {"priority": 1, "signOnPolicy": {"id": policy["id"]}}
    client.created(f"applications/{app.id}/signOnPolicyAssignments", body)
    return Stage(client, user, app, client.authorize(app).query("flowId"))


@pytest.mark.parametrize(("state", "action", "body", "following"), LEGAL, ids=[f"{s}-{a}-{f}" for s, a, _, f in LEGAL])
def test_a_legal_action_leads_on(stage: Stage, state: str, action: str, body: Body, following: str) -> None:
    enter(stage, state)
    assert action in stage.client.get(f"flows/{stage.flow_id}").json["_links"]
    answer = stage.act(action, body(stage))
    assert (answer.status, answer.json["status"]) == (200, following)
    assert stage.client.get(f"flows/{stage.flow_id}").json["status"] == following


@pytest.mark.parametrize(
    ("state", "action"),
    [(str(state), action) for state in FlowStatus for action in ACTIONS if (str(state), action) not in NAMED],
)
def test_every_other_action_is_refused(stage: Stage, state: str, action: str) -> None:
    enter(stage, state)
    assert action not in stage.client.get(f"flows/{stage.flow_id}").json["_links"]
    body = login(stage) | new_password(stage) | {"userCode": stage.user_code, "accept": True, "email": "a@b.example"}
    assert stage.act(action, body).error == "400 INVALID_REQUEST INVALID_VALUE status"
    assert stage.client.get(f"flows/{stage.flow_id}").json["status"] == state


def test_the_table_is_whole() -> None:
    assert {state for state, _ in NAMED} | {"COMPLETED", "FAILED"} == {str(state) for state in FlowStatus}
    assert {(str(state), action) for state, actions in LEGAL_ACTIONS.items() for action in actions} == NAMED


@pytest.mark.parametrize("state", [str(state) for state in FlowStatus])
def test_a_refused_action_leaves_every_state_as_it_is(stage: Stage, state: str) -> None:
    enter(stage, state)
    url = f"{stage.client.auth_base}/flows/{stage.flow_id}"
    plain = stage.client.send("POST", url, body=b"{}", content_type="application/json")
    assert plain.error == "401 ACCESS_FAILED INVALID_TOKEN Authentication Credentials"
    assert stage.client.get(f"flows/{stage.flow_id}").json["status"] == state


def test_links_that_the_policy_does_not_offer_are_no_actions(client: Client) -> None:
    app, user = client.app(), client.user()
    policy = client.created("signOnPolicies", {"name": unique("Closed")})
    action = {"priority": 1, "type": "LOGIN", "recovery": {"enabled": False}, "registration": {"enabled": False}}
    client.created(f"signOnPolicies/{policy['id']}/actions", action)
    body = {"priority": 1, "signOnPolicy": {"id": policy["id"]}}
    client.created(f"applications/{app.id}/signOnPolicyAssignments", body)
    stage = Stage(client, user, app, client.authorize(app).query("flowId"))
    for name, sent in (("password.forgot", forgot(stage)), ("user.register", registration(stage))):
        assert stage.act(name, sent).error == "400 INVALID_REQUEST INVALID_VALUE status"


def test_a_device_flow_that_recovers_asks_for_the_user_code(client: Client) -> None:
    app, user = client.app(), client.user()
    stage = Stage(client, user, app, client.get("device").query("flowId"))
    stage.act("password.forgot", forgot(stage))
    assert stage.act("password.recover", recovery(stage)).json["status"] == "DAG_USER_CODE_REQUIRED"
