"""What the flow's links promise: a forgotten password, and users who register themselves (reference section 4.2)."""

from typing import Any

import pytest

from pcc.simulator.auth.outbox import read_messages
from simulator.sim_client import PASSWORD, App, Client, User, unique

NEW_PASSWORD = "Falcon#Papaya58"
WRONG_CODE = "400 INVALID_DATA INVALID_VALUE recoveryCode"


@pytest.fixture
def user(client: Client) -> User:
    return client.user(email="mailbox@example.com")


def messages(client: Client) -> list[dict[str, Any]]:
    world = client.simulator._world
    return read_messages(world, world.environments[client.env])


def open_app(client: Client, **registration: Any) -> App:
    """An application whose policy lets users register."""
    app = client.app()
    policy = client.created("signOnPolicies", {"name": unique("Open")})
    action = {"priority": 1, "type": "LOGIN", "registration": {"enabled": True} | registration}
    client.created(f"signOnPolicies/{policy['id']}/actions", action)
    body = {"priority": 1, "signOnPolicy": {"id": policy["id"]}}
    client.created(f"applications/{app.id}/signOnPolicyAssignments", body)
    return app


def forget(client: Client, username: str, app: App | None = None) -> str:
    flow_id = client.authorize(app or client.app(), prompt="login").query("flowId")
    answer = client.act(flow_id, "password.forgot", {"username": username})
    assert answer.json["status"] == "RECOVERY_CODE_REQUIRED"
    return flow_id


def recover(client: Client, flow_id: str, code: str, password: str = NEW_PASSWORD) -> Any:
    return client.act(flow_id, "password.recover", {"recoveryCode": code, "newPassword": password})


def test_a_recovery_code_is_sent_and_sets_a_new_password(client: Client, user: User) -> None:
    app = client.app()
    flow_id = forget(client, user.username, app)
    (message,) = messages(client)
    assert (message["to"], message["kind"]) == ("mailbox@example.com", "recovery_code")
    answer = recover(client, flow_id, message["code"])
    assert answer.json["status"] == "COMPLETED"
    assert answer.header("Set-Cookie").startswith("ST=")
    assert client.redeem(app, client.get("as/resume", flowId=flow_id).query("code")).status == 200
    fresh = client.authorize(app, prompt="login").query("flowId")
    assert client.login(fresh, user).status == 400
    assert client.login(fresh, user, NEW_PASSWORD).status == 200


def test_the_code_is_in_no_answer(client: Client, user: User) -> None:
    flow_id = client.authorize(client.app()).query("flowId")
    body = client.act(flow_id, "password.forgot", {"username": user.username}).response.body
    assert messages(client)[0]["code"].encode() not in body


def test_an_unknown_or_disabled_name_is_answered_like_a_known_one(client: Client, user: User) -> None:
    disabled = client.user(enabled=False)
    answers = []
    for name in (user.username, "nobody", disabled.username):
        answers.append(client.get(f"flows/{forget(client, name)}").json)
    assert {answer["status"] for answer in answers} == {"RECOVERY_CODE_REQUIRED"}
    assert {tuple(answer["_embedded"]) for answer in answers} == {("application",)}
    assert [message["to"] for message in messages(client)] == ["mailbox@example.com"]
    flow_id = forget(client, "nobody")
    assert recover(client, flow_id, messages(client)[0]["code"]).error == WRONG_CODE
    assert client.act(flow_id, "password.sendRecoveryCode", {}).status == 200
    assert len(messages(client)) == 1


def test_a_recovery_code_is_good_once_for_its_user_and_for_a_quarter_of_an_hour(client: Client, user: User) -> None:
    other = client.user()
    flow_id = forget(client, user.username)
    code = messages(client)[-1]["code"]
    assert recover(client, forget(client, other.username), code).error == WRONG_CODE
    assert recover(client, flow_id, "000000x").error == WRONG_CODE
    client.simulator.advance(899)
    assert recover(client, flow_id, code, "weak").error == "400 INVALID_DATA INVALID_VALUE newPassword"
    client.simulator.advance(1)
    assert recover(client, flow_id, code).error == WRONG_CODE
    client.act(flow_id, "password.sendRecoveryCode", {})
    fresh = messages(client)[-1]["code"]
    assert recover(client, flow_id, code).error == WRONG_CODE
    assert recover(client, flow_id, fresh).status == 200
    credential = client.simulator._world.environments[client.env].credentials[user.id]
    assert credential.recovery_code is None


def test_a_recovery_ends_a_lockout(client: Client, user: User) -> None:
    flow_id = client.authorize(client.app()).query("flowId")
    for _ in range(5):
        client.login(flow_id, user, "Wrong#Mango47")
    assert "PASSWORD_LOCKED_OUT" in client.login(flow_id, user).error
    client.act(flow_id, "password.forgot", {"username": user.username})
    assert recover(client, flow_id, messages(client)[-1]["code"]).json["status"] == "COMPLETED"


def test_a_new_user_registers_verifies_and_is_signed_on(client: Client) -> None:
    app = open_app(client)
    flow_id = client.authorize(app).query("flowId")
    body = {"username": unique("new"), "email": "new@example.com", "password": PASSWORD, "name": {"given": "Ann"}}
    flow = client.act(flow_id, "user.register", body)
    assert flow.json["status"] == "VERIFICATION_CODE_REQUIRED"
    assert flow.header("Set-Cookie") == ""
    user = client.manage("GET", f"users/{flow.json['_embedded']['user']['id']}").json
    assert (user["lifecycle"], user["enabled"]) == ({"status": "VERIFICATION_REQUIRED"}, True)
    (message,) = messages(client)
    assert (message["to"], message["kind"]) == ("new@example.com", "verification_code")
    wrong = client.act(flow_id, "user.verify", {"verificationCode": "x"})
    assert wrong.error == "400 INVALID_DATA INVALID_VALUE verificationCode"
    answer = client.act(flow_id, "user.verify", {"verificationCode": message["code"]})
    assert answer.json["status"] == "COMPLETED"
    assert client.get("as/resume", flowId=flow_id).query("code")
    assert client.manage("GET", f"users/{user['id']}").json["lifecycle"] == {"status": "ACCOUNT_OK"}


def test_an_unverified_user_has_to_verify_at_the_next_sign_on(client: Client) -> None:
    app = open_app(client)
    body = {"username": unique("new"), "email": "new@example.com", "password": PASSWORD}
    client.act(client.authorize(app).query("flowId"), "user.register", body)
    flow_id = client.authorize(app).query("flowId")
    assert client.login(flow_id, User("", body["username"])).json["status"] == "VERIFICATION_CODE_REQUIRED"
    first, second = (message["code"] for message in messages(client))
    assert client.act(flow_id, "user.verify", {"verificationCode": first}).status == 400
    client.simulator.advance(899)
    client.get(f"flows/{flow_id}")
    client.simulator.advance(1)
    assert client.act(flow_id, "user.verify", {"verificationCode": second}).status == 400
    client.act(flow_id, "user.sendVerificationCode", {})
    third = messages(client)[-1]["code"]
    assert client.act(flow_id, "user.verify", {"verificationCode": third}).json["status"] == "COMPLETED"


def test_a_new_user_comes_into_the_population_of_the_policy(client: Client) -> None:
    population = client.created("populations", {"name": unique("Registered")})
    app = open_app(client, population={"id": population["id"]})
    body = {"username": unique("new"), "email": "new@example.com", "password": PASSWORD}
    elsewhere = {"population": {"id": "elsewhere"}, "enabled": False}
    flow = client.act(client.authorize(app).query("flowId"), "user.register", body | elsewhere).json
    user = client.manage("GET", f"users/{flow['_embedded']['user']['id']}").json
    assert (user["population"]["id"], user["enabled"]) == (population["id"], True)
    assert client.manage("GET", f"populations/{population['id']}").json["userCount"] == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"username": None}, "REQUIRED_VALUE username"),
        ({"email": "nonsense"}, "INVALID_VALUE email"),
        ({"password": None}, "REQUIRED_VALUE password"),
        ({"password": "weak"}, "INVALID_VALUE password"),
        ({"username": "taken"}, "UNIQUENESS_VIOLATION username"),
    ],
)
def test_a_wrong_registration_creates_nobody(client: Client, changes: dict[str, Any], error: str) -> None:
    app = open_app(client)
    client.user(username="taken")
    before = client.manage("GET", "users").json["count"]
    flow_id = client.authorize(app).query("flowId")
    body = {"username": unique("new"), "email": "new@example.com", "password": PASSWORD} | changes
    assert client.act(flow_id, "user.register", body).error == f"400 INVALID_DATA {error}"
    assert client.manage("GET", "users").json["count"] == before
    assert client.get(f"flows/{flow_id}").json["status"] == "USERNAME_PASSWORD_REQUIRED"


def test_the_outbox_is_bounded_and_the_environments_own(client: Client, user: User) -> None:
    flow_id = forget(client, user.username)
    for _ in range(120):
        client.act(flow_id, "password.sendRecoveryCode", {})
    assert len(messages(client)) == 100
    world = client.simulator._world
    assert read_messages(world, world.environments[client.variables["adminEnvID"]]) == []
