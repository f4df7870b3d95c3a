"""The device grant: its request, its page, its states and its polling (reference section 4.6)."""

import re
from typing import Any

import pytest

from simulator.sim_client import DEVICE_GRANT, Answer, App, Client, User


@pytest.fixture
def app(client: Client) -> App:
    return client.device_app()


@pytest.fixture
def user(client: Client) -> User:
    return client.user()


def ask(client: Client, app: App, **fields: str) -> Any:
    answer = client.form("as/device_authorization", {"client_id": app.id, "scope": "openid"} | fields)
    assert answer.status == 200, answer.json
    return answer.json


def poll(client: Client, app: App, device: Any) -> Answer:
    fields = {"grant_type": DEVICE_GRANT, "device_code": device["device_code"], "client_id": app.id}
    return client.form("as/token", fields)


def sign_on(client: Client, user: User, *, path: str = "device") -> str:
    flow_id = client.get(path).query("flowId")
    if client.get(f"flows/{flow_id}").json["status"] == "USERNAME_PASSWORD_REQUIRED":
        client.login(flow_id, user)
    return flow_id


def verify(client: Client, flow_id: str, code: str) -> Answer:
    return client.act(flow_id, "deviceAuthGrant.userCode.verify", {"userCode": code})


def consent(client: Client, flow_id: str, *, accept: bool = True) -> Answer:
    return client.act(flow_id, "deviceAuthGrant.consent", {"accept": accept})


def test_a_user_code_is_easy_to_type(client: Client, app: App) -> None:
    codes = {ask(client, app)["user_code"] for _ in range(50)}
    assert len(codes) == 50
    assert all(re.fullmatch(r"[A-Z0-9]{4}-[A-Z0-9]{4}", code) for code in codes)


def test_the_verification_uri_is_shaped_by_the_application(client: Client) -> None:
    by_path = ask(client, client.device_app(devicePathId="tv"))
    assert by_path["verification_uri"] == f"{client.auth_base}/device/tv"
    custom = ask(client, client.device_app(deviceCustomVerificationUri="https://tv.example/go?x=1"))
    assert custom["verification_uri"] == "https://tv.example/go?x=1"
    assert custom["verification_uri_complete"] == f"https://tv.example/go?x=1&user_code={custom['user_code']}"


def test_polling_is_pending_until_consent_and_not_too_often(client: Client, app: App) -> None:
    device = ask(client, app)
    assert poll(client, app, device).error == "400 authorization_pending"
    client.simulator.advance(4.9)
    assert poll(client, app, device).error == "400 slow_down"
    client.simulator.advance(5)
    assert poll(client, app, device).error == "400 authorization_pending"


def test_a_device_code_is_used_once(client: Client, app: App, user: User) -> None:
    device = ask(client, app)
    assert poll(client, app, device).error == "400 authorization_pending"
    flow_id = sign_on(client, user)
    assert verify(client, flow_id, device["user_code"]).json["status"] == "DAG_CONSENT_REQUIRED"
    assert consent(client, flow_id).json["status"] == "COMPLETED"
    tokens = poll(client, app, device)
    assert tokens.status == 200
    assert poll(client, app, device).error == "400 invalid_grant"
    refreshed = client.form(
        "as/token",
        {"grant_type": "refresh_token", "refresh_token": tokens.json["refresh_token"], "client_id": app.id},
    )
    assert refreshed.status == 200


def test_a_device_may_ask_for_no_scope(client: Client, app: App, user: User) -> None:
    device = client.form("as/device_authorization", {"client_id": app.id}).json
    flow_id = sign_on(client, user)
    verify(client, flow_id, device["user_code"])
    consent(client, flow_id)
    assert not {"scope", "id_token"} & poll(client, app, device).json.keys()


def test_a_refused_consent_denies_access(client: Client, app: App, user: User) -> None:
    device = ask(client, app)
    flow_id = sign_on(client, user)
    verify(client, flow_id, device["user_code"])
    assert consent(client, flow_id, accept=False).json["status"] == "FAILED"
    assert poll(client, app, device).error == "400 access_denied"
    assert consent(client, flow_id).error == "400 INVALID_REQUEST INVALID_VALUE status"


def test_a_late_device_code_has_expired(client: Client, app: App, user: User) -> None:
    device = ask(client, app)
    flow_id = sign_on(client, user)
    verify(client, flow_id, device["user_code"])
    client.simulator.advance(600)
    assert consent(client, flow_id).error == "400 INVALID_DATA INVALID_VALUE accept"
    assert poll(client, app, device).error == "400 expired_token"
    fresh = sign_on(client, user)
    assert verify(client, fresh, device["user_code"]).error == "400 INVALID_DATA INVALID_VALUE userCode"


def test_a_wrong_user_code_changes_nothing(client: Client, app: App, user: User) -> None:
    device = ask(client, app)
    flow_id = sign_on(client, user)
    assert verify(client, flow_id, "AAAA-0000").error == "400 INVALID_DATA INVALID_VALUE userCode"
    field_of_the_answer = {"user_code": device["user_code"]}
    answer = client.act(flow_id, "deviceAuthGrant.userCode.verify", field_of_the_answer)
    assert answer.error == "400 INVALID_DATA REQUIRED_VALUE userCode"
    assert verify(client, flow_id, device["user_code"]).status == 200


def test_consent_is_a_boolean(client: Client, app: App, user: User) -> None:
    flow_id = sign_on(client, user)
    verify(client, flow_id, ask(client, app)["user_code"])
    for body, error in (({}, "INVALID_DATA REQUIRED_VALUE"), ({"accept": "true"}, "INVALID_REQUEST INVALID_VALUE")):
        assert client.act(flow_id, "deviceAuthGrant.consent", body).error == f"400 {error} accept"


def test_the_steps_of_a_device_flow_have_an_order(client: Client, app: App, user: User) -> None:
    device = ask(client, app)
    flow_id = client.get("device").query("flowId")
    out_of_turn = "400 INVALID_REQUEST INVALID_VALUE status"
    assert verify(client, flow_id, device["user_code"]).error == out_of_turn
    client.login(flow_id, user)
    assert consent(client, flow_id).error == out_of_turn
    verify(client, flow_id, device["user_code"])
    assert verify(client, flow_id, device["user_code"]).error == out_of_turn
    assert client.login(flow_id, user).error == out_of_turn


def test_a_live_session_does_not_skip_the_login_of_a_device(client: Client, user: User) -> None:
    sign_on(client, user)
    flow_id = client.get("device").query("flowId")
    assert client.get(f"flows/{flow_id}").json["status"] == "USERNAME_PASSWORD_REQUIRED"


def test_the_page_of_an_application_takes_its_codes_only(client: Client, user: User) -> None:
    named = client.device_app(devicePathId="tv")
    device = ask(client, client.device_app())
    for path in ("device/tv", f"device/{named.id}"):
        flow_id = sign_on(client, user, path=path)
        assert verify(client, flow_id, device["user_code"]).error == "400 INVALID_DATA INVALID_VALUE userCode"
        assert verify(client, flow_id, ask(client, named)["user_code"]).status == 200
    assert client.get("device/radio").error == "404 NOT_FOUND"


def test_who_may_ask_for_a_device_code(client: Client, app: App) -> None:
    plain = client.app(tokenEndpointAuthMethod="NONE")
    asked = [
        (client.form("as/device_authorization", {"client_id": "nobody"}), "401 invalid_client"),
        (client.form("as/device_authorization", {"client_id": plain.id}), "400 unauthorized_client"),
        (
            client.form("as/device_authorization", {"client_id": app.id}, basic=(app.id, app.secret)),
            "401 invalid_client",
        ),
        (client.form("as/device_authorization", {"client_id": app.id, "scope": "nonsense"}), "400 invalid_scope"),
    ]
    for answer, error in asked:
        assert answer.error == error


def test_a_device_code_belongs_to_its_client(client: Client, app: App) -> None:
    assert poll(client, client.device_app(), ask(client, app)).error == "400 invalid_grant"
    assert poll(client, app, {"device_code": "nonsense"}).error == "400 invalid_grant"
    assert client.form("as/token", {"grant_type": DEVICE_GRANT, "client_id": app.id}).error == "400 invalid_request"
