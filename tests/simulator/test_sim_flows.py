"""The flow endpoint: every transition, and everything out of turn (reference section 4.2)."""

import pytest

from simulator.sim_client import PASSWORD, VENDOR, App, Client, User

NEW_PASSWORD = "Kestrel#Mango48"


@pytest.fixture
def app(client: Client) -> App:
    return client.app()


@pytest.fixture
def user(client: Client) -> User:
    return client.user()


@pytest.fixture
def flow_id(client: Client, app: App) -> str:
    return client.authorize(app).query("flowId")


def status_of(client: Client, flow_id: str) -> str:
    return str(client.get(f"flows/{flow_id}").json["status"])


def test_a_new_flow_names_its_actions_and_its_application(client: Client, flow_id: str) -> None:
    flow = client.get(f"flows/{flow_id}").json
    assert flow["_links"].keys() == {"self", "usernamePassword.check", "session.reset", "password.forgot"}
    assert {link["href"] for link in flow["_links"].values()} == {f"{client.auth_base}/flows/{flow_id}"}
    assert flow["_embedded"]["application"]["name"].startswith("App_")
    assert flow["resumeUrl"] == f"{client.auth_base}/as/resume?flowId={flow_id}"
    assert "session" not in flow


def test_good_credentials_complete_the_flow(client: Client, flow_id: str, user: User) -> None:
    flow = client.login(flow_id, user).json
    assert flow["status"] == "COMPLETED"
    assert flow["_links"].keys() == {"self"}
    assert flow["session"]["id"]
    assert flow["_embedded"]["user"] == {
        "id": user.id,
        "username": user.username,
        "name": {"given": "Joe", "family": "Smith"},
    }


def test_wrong_user_and_wrong_password_look_alike(client: Client, flow_id: str, user: User) -> None:
    wrong_password = client.login(flow_id, user, "Wrong#Mango47")
    wrong_user = client.login(flow_id, User("", "nobody"))
    for answer in (wrong_password, wrong_user):
        assert answer.error == "400 INVALID_DATA INVALID_VALUE username"
        assert answer.json["details"][0]["message"] == "Invalid username and/or password."
    assert status_of(client, flow_id) == "USERNAME_PASSWORD_REQUIRED"
    assert client.login(flow_id, user).status == 200


def test_five_failures_lock_the_user_out(client: Client, flow_id: str, user: User) -> None:
    for _ in range(5):
        assert client.login(flow_id, user, "Wrong#Mango47").error == "400 INVALID_DATA INVALID_VALUE username"
    client.simulator.advance(100)
    answer = client.login(flow_id, user)
    assert answer.error.startswith("400 INVALID_DATA PASSWORD_LOCKED_OUT")
    assert answer.json["details"][0]["innerError"]["secondsUntilUnlock"] == 800
    client.simulator.advance(800)
    assert client.login(flow_id, user).status == 200


def test_a_success_forgets_the_failures(client: Client, app: App, user: User) -> None:
    for _ in range(3):
        flow_id = client.authorize(app, prompt="login").query("flowId")
        for _ in range(4):
            client.login(flow_id, user, "Wrong#Mango47")
        assert client.login(flow_id, user).status == 200


def test_a_disabled_user_and_one_without_a_password_cannot_sign_on(client: Client, flow_id: str, user: User) -> None:
    body = {"email": "joe@example.com", "username": user.username, "enabled": False}
    assert client.manage("PUT", f"users/{user.id}", body).status == 200
    assert client.login(flow_id, user).error == "400 INVALID_DATA INVALID_VALUE username"
    bare = client.created("users", {"email": "a@b.example", "username": "bare"})
    assert client.login(flow_id, User(bare["id"], "bare")).error == "400 INVALID_DATA INVALID_VALUE username"


@pytest.mark.parametrize(
    "content_type",
    ["", "application/json", "application/x-www-form-urlencoded", f"{VENDOR}bogus+json", f"{VENDOR}password.check"],
)
def test_a_content_type_that_is_no_action_is_refused(client: Client, flow_id: str, content_type: str) -> None:
    url = f"{client.auth_base}/flows/{flow_id}"
    answer = client.send("POST", url, body=b"{}", content_type=content_type)
    assert answer.error == "401 ACCESS_FAILED INVALID_TOKEN Authentication Credentials"


@pytest.mark.parametrize(
    "action", ["otp.check", "password.reset", "deviceAuthGrant.consent", "deviceAuthGrant.userCode.verify"]
)
def test_an_action_out_of_turn_is_refused(client: Client, flow_id: str, action: str) -> None:
    assert client.act(flow_id, action, {}).error == "400 INVALID_REQUEST INVALID_VALUE status"
    assert status_of(client, flow_id) == "USERNAME_PASSWORD_REQUIRED"


def test_a_completed_flow_takes_no_action(client: Client, flow_id: str, user: User) -> None:
    client.login(flow_id, user)
    assert client.login(flow_id, user).error == "400 INVALID_REQUEST INVALID_VALUE status"


def test_content_types_have_no_case(client: Client, flow_id: str, user: User) -> None:
    body = {"username": user.username, "password": PASSWORD}
    assert client.act(flow_id, "USERNAMEPASSWORD.CHECK", body).status == 200


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "400 INVALID_DATA REQUIRED_VALUE username"),
        ({"username": "x"}, "400 INVALID_DATA REQUIRED_VALUE password"),
        ({"username": "x", "password": 1}, "400 INVALID_REQUEST INVALID_VALUE password"),
        ([], "400 INVALID_REQUEST INVALID_VALUE"),
    ],
)
def test_a_wrong_login_body_is_refused(client: Client, flow_id: str, body: object, error: str) -> None:
    assert client.act(flow_id, "usernamePassword.check", body).error == error


def test_an_idle_flow_expires_and_a_used_one_does_not(client: Client, flow_id: str) -> None:
    client.simulator.advance(899)
    assert client.get(f"flows/{flow_id}").status == 200
    client.simulator.advance(899)
    assert client.get(f"flows/{flow_id}").status == 200
    client.simulator.advance(900)
    assert client.get(f"flows/{flow_id}").error == "404 NOT_FOUND"
    assert client.act(flow_id, "usernamePassword.check", {}).error == "404 NOT_FOUND"
    assert client.get("as/resume", flowId=flow_id).error == "404 NOT_FOUND"


def test_an_unknown_flow_is_not_found(client: Client, flow_id: str) -> None:
    assert client.get("flows/nonsense").error == "404 NOT_FOUND"
    admin = client.variables["adminEnvID"]
    assert client.send("GET", f"{client.variables['authPath']}/{admin}/flows/{flow_id}").status == 404


@pytest.mark.parametrize(
    ("force_change", "days", "status"), [(True, 0, "MUST_CHANGE_PASSWORD"), (False, 183, "PASSWORD_EXPIRED")]
)
def test_an_old_password_is_changed_in_the_flow(
    client: Client, app: App, user: User, force_change: bool, days: int, status: str
) -> None:
    password = "Kestrel#Mango46"
    client.set_password(user.id, password, force_change=force_change)
    client.simulator.advance(days * 86400)
    flow_id = client.authorize(app).query("flowId")
    answer = client.login(flow_id, user, password)
    assert answer.json["status"] == status
    assert answer.header("Set-Cookie") == ""
    assert "password.reset" in answer.json["_links"]
    wrong = {"currentPassword": "Wrong#Mango47", "newPassword": NEW_PASSWORD}
    assert client.act(flow_id, "password.reset", wrong).error == "400 INVALID_DATA INVALID_VALUE currentPassword"
    weak = {"currentPassword": password, "newPassword": "weak"}
    assert client.act(flow_id, "password.reset", weak).error == "400 INVALID_DATA INVALID_VALUE newPassword"
    good = {"currentPassword": password, "newPassword": NEW_PASSWORD}
    assert client.act(flow_id, "password.reset", good).json["status"] == "COMPLETED"
    assert client.get("as/resume", flowId=flow_id).query("code")


def test_a_flow_ends_with_its_user(client: Client, flow_id: str, user: User) -> None:
    client.set_password(user.id, NEW_PASSWORD, force_change=True)
    client.login(flow_id, user, NEW_PASSWORD)
    client.manage("DELETE", f"users/{user.id}")
    body = {"currentPassword": NEW_PASSWORD, "newPassword": "Kestrel#Mango49"}
    assert client.act(flow_id, "password.reset", body).error == "404 NOT_FOUND"


def test_a_session_reset_starts_over(client: Client, flow_id: str, user: User) -> None:
    client.set_password(user.id, NEW_PASSWORD, force_change=True)
    assert client.login(flow_id, user, NEW_PASSWORD).json["status"] == "MUST_CHANGE_PASSWORD"
    flow = client.act(flow_id, "session.reset", {}).json
    assert flow["status"] == "USERNAME_PASSWORD_REQUIRED"
    assert "user" not in flow["_embedded"]
