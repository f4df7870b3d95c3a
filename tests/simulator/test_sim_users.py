"""Users: change, import, enabled, life cycle, names without case (reference sections 1.5 and 3.4)."""

import re
from typing import Any

import pytest

from pcc.simulator.management import management_routes
from simulator.sim_client import PASSWORD, VENDOR, Client, User, unique

UNKNOWN = "00000000-0000-4000-8000-000000000000"
IMPORT = f"{VENDOR}user.import+json"


def create(client: Client, **changes: Any) -> Any:
    return client.created("users", {"email": "joe@example.com", "username": unique("joe")} | changes)


def patch(client: Client, user: Any, body: Any) -> Any:
    answer = client.manage("PATCH", f"users/{user['id']}", body)
    assert answer.status == 200, answer.json
    return answer.json


# PATCH


def test_a_change_keeps_what_was_not_sent(client: Client) -> None:
    user = create(client, name={"given": "Joe", "family": "Smith"}, nickname="J", enabled=False)
    client.simulator.advance(1)
    changed = patch(client, user, {"email": "new@example.com"})
    assert changed["updatedAt"] > user["updatedAt"]
    assert changed == user | {"email": "new@example.com", "updatedAt": changed["updatedAt"]}
    assert client.manage("GET", f"users/{user['id']}").json == changed


def test_nested_members_are_merged(client: Client) -> None:
    user = create(client, name={"given": "Joe", "family": "Smith"}, address={"region": "TX"})
    changed = patch(client, user, {"name": {"given": "Jo"}, "address": {"locality": "Austin"}})
    assert changed["name"] == {"given": "Jo", "family": "Smith"}
    assert changed["address"] == {"region": "TX", "locality": "Austin"}


def test_null_removes_what_is_optional(client: Client) -> None:
    user = create(client, name={"given": "Joe", "family": "Smith"}, nickname="J")
    changed = patch(client, user, {"nickname": None, "name": {"given": None}, "title": None})
    assert "nickname" not in changed
    assert "title" not in changed
    assert changed["name"] == {"family": "Smith"}
    assert "name" not in patch(client, user, {"name": None})


@pytest.mark.parametrize("name", ["email", "enabled", "population", "username"])
def test_null_does_not_remove_what_every_user_has(client: Client, name: str) -> None:
    user = create(client)
    answer = client.manage("PATCH", f"users/{user['id']}", {name: None, "nickname": "J"})
    assert answer.error == f"400 INVALID_DATA REQUIRED_VALUE {name}"
    assert client.manage("GET", f"users/{user['id']}").json == user


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"email": "joe"}, "400 INVALID_DATA INVALID_VALUE email"),
        ({"email": " "}, "400 INVALID_DATA EMPTY_VALUE email"),
        ({"username": "x" * 129}, "400 INVALID_DATA INVALID_VALUE username"),
        ({"enabled": "false"}, "400 INVALID_REQUEST INVALID_VALUE enabled"),
        ({"name": "Joe"}, "400 INVALID_REQUEST INVALID_VALUE name"),
        ({"name": {"given": 1}}, "400 INVALID_REQUEST INVALID_VALUE name.given"),
        ({"population": {"id": UNKNOWN}}, "400 INVALID_DATA INVALID_VALUE population.id"),
        ({"population": {"id": None}}, "400 INVALID_DATA REQUIRED_VALUE population.id"),
    ],
)
def test_a_change_is_checked_like_a_replacement(client: Client, body: Any, error: str) -> None:
    user = create(client)
    whole = {"email": user["email"], "username": user["username"]} | body
    assert client.manage("PATCH", f"users/{user['id']}", body).error == error
    assert client.manage("PUT", f"users/{user['id']}", whole).error == error
    assert client.manage("GET", f"users/{user['id']}").json == user


def test_a_change_needs_a_json_object_and_a_user(client: Client) -> None:
    user = create(client)
    path = f"users/{user['id']}"
    assert client.manage("PATCH", path, []).error == "400 INVALID_REQUEST INVALID_VALUE"
    answer = client.manage("PATCH", path, {}, content_type="application/merge-patch+json")
    assert answer.error == "415 UNSUPPORTED_MEDIA_TYPE"
    assert client.manage("PATCH", f"users/{UNKNOWN}", {}).error == "404 NOT_FOUND"


def test_what_cannot_be_written_is_ignored(client: Client) -> None:
    user = create(client)
    sent = {
        "id": UNKNOWN,
        "account": {"status": "LOCKED"},
        "createdAt": "x",
        "lifecycle": {"status": "x"},
        "x": {"y": 1},
    }
    assert patch(client, user, sent) == user


def test_a_changed_population_counts(client: Client) -> None:
    user, population = create(client), client.created("populations", {"name": unique("Pop")})
    assert patch(client, user, {"population": {"id": population["id"]}})["population"] == {"id": population["id"]}
    counts = {item["id"]: item["userCount"] for item in client.listed("populations")}
    assert counts == {user["population"]["id"]: 0, population["id"]: 1}


PATHS = sorted({route.template for route in management_routes()} - {"/environments/{env}/users/{users}"})


@pytest.mark.parametrize("template", PATHS)
def test_nothing_but_a_user_can_be_patched(client: Client, template: str) -> None:
    path = re.sub(r"\{\w+\}", UNKNOWN, template)
    answer = client.manage("PATCH", f"{client.variables['apiPath']}{path}", {})
    assert answer.error == "405 METHOD_NOT_ALLOWED"
    assert "PATCH" not in answer.header("Allow")


# Names


def test_a_username_is_unique_whatever_its_case(client: Client) -> None:
    user, other = create(client), create(client)
    taken = user["username"].upper()
    body = {"email": "joe@example.com", "username": taken}
    error = "400 INVALID_DATA UNIQUENESS_VIOLATION username"
    assert client.manage("POST", "users", body).error == error
    assert client.manage("PUT", f"users/{other['id']}", body).error == error
    assert client.manage("PATCH", f"users/{other['id']}", {"username": taken}).error == error
    assert patch(client, user, {"username": taken})["username"] == taken
    assert client.manage("POST", "users", body | {"username": user["username"]}).error == error


def test_a_username_is_free_again_once_it_is_given_up(client: Client) -> None:
    user = create(client)
    patch(client, user, {"username": unique("new")})
    again = create(client, username=user["username"])
    client.manage("DELETE", f"users/{again['id']}")
    create(client, username=user["username"].upper())


def test_a_user_signs_on_whatever_the_case_of_the_name(client: Client) -> None:
    user = client.user()
    flow_id = client.authorize(client.app()).query("flowId")
    assert client.login(flow_id, User(user.id, user.username.upper())).json["status"] == "COMPLETED"


# Import


def load(client: Client, **changes: Any) -> Any:
    body = {"email": "joe@example.com", "username": unique("joe")} | changes
    return client.manage("POST", "users", body, content_type=IMPORT)


def password_status(client: Client, user: Any) -> str:
    return str(client.manage("GET", f"users/{user['id']}/password").json["status"])


def check(client: Client, user: Any, password: str) -> int:
    path = f"users/{user['id']}/password"
    return client.manage("POST", path, {"password": password}, content_type=f"{VENDOR}password.check+json").status


def test_a_user_is_imported_with_a_password(client: Client) -> None:
    answer = load(client, password={"value": PASSWORD})
    assert answer.status == 201
    assert answer.location == answer.json["_links"]["self"]["href"]
    assert "password" not in answer.json
    assert PASSWORD not in answer.response.body.decode()
    assert password_status(client, answer.json) == "OK"
    assert check(client, answer.json, PASSWORD) == 200
    assert check(client, answer.json, "Wrong#Mango47") == 400


def test_an_imported_password_may_have_to_be_changed(client: Client) -> None:
    user = load(client, password={"value": PASSWORD, "forceChange": True}).json
    assert password_status(client, user) == "MUST_CHANGE_PASSWORD"


def test_an_import_needs_no_password(client: Client) -> None:
    assert password_status(client, load(client).json) == "NO_PASSWORD"


def test_an_import_may_tell_the_life_cycle_and_a_create_may_not(client: Client) -> None:
    waiting = {"status": "VERIFICATION_REQUIRED"}
    user = load(client, lifecycle=waiting).json
    assert user["lifecycle"] == waiting
    body = {"email": user["email"], "username": user["username"]}
    assert client.manage("PUT", f"users/{user['id']}", body).json["lifecycle"] == waiting
    assert patch(client, user, {"nickname": "J"})["lifecycle"] == waiting
    assert load(client).json["lifecycle"] == {"status": "ACCOUNT_OK"}
    assert create(client, lifecycle=waiting)["lifecycle"] == {"status": "ACCOUNT_OK"}
    assert load(client, lifecycle={"status": "x"}).error == "400 INVALID_DATA INVALID_VALUE lifecycle.status"


def test_a_plain_create_takes_no_password(client: Client) -> None:
    assert password_status(client, create(client, password={"value": PASSWORD})) == "NO_PASSWORD"


@pytest.mark.parametrize(
    ("password", "error"),
    [
        ({"value": "short"}, "400 INVALID_DATA INVALID_VALUE password.value"),
        ({"value": "{BCRYPT}$2a$10$abc"}, "400 INVALID_DATA INVALID_VALUE password.value"),
        ({}, "400 INVALID_DATA REQUIRED_VALUE password.value"),
        ({"value": PASSWORD, "forceChange": "yes"}, "400 INVALID_REQUEST INVALID_VALUE password.forceChange"),
        (PASSWORD, "400 INVALID_REQUEST INVALID_VALUE password"),
    ],
)
def test_an_import_with_a_wrong_password_imports_nothing(client: Client, password: Any, error: str) -> None:
    assert load(client, password=password).error == error
    assert client.listed("users") == []


def test_an_import_is_checked_like_a_create(client: Client) -> None:
    user = create(client)
    taken = load(client, username=user["username"], password={"value": PASSWORD})
    assert taken.error == "400 INVALID_DATA UNIQUENESS_VIOLATION username"
    assert load(client, email="joe").error == "400 INVALID_DATA INVALID_VALUE email"
    assert check(client, user, PASSWORD) == 400


@pytest.mark.parametrize("content_type", ["text/plain", f"{VENDOR}password.set+json", "application/hal+json", ""])
def test_a_user_comes_in_no_other_content_type(client: Client, content_type: str) -> None:
    body = {"email": "joe@example.com", "username": unique("joe")}
    answer = client.manage("POST", "users", body, content_type=content_type)
    assert answer.error == "415 UNSUPPORTED_MEDIA_TYPE"
    assert IMPORT in answer.json["message"]
    assert client.listed("users") == []


# Enabled


def test_a_user_is_disabled_and_enabled(client: Client) -> None:
    app, user = client.app(), client.user()
    path = f"users/{user.id}/enabled"
    client.simulator.advance(1)
    answer = client.manage("PUT", path, {"enabled": False})
    assert (answer.status, answer.json["enabled"], answer.json["user"]) == (200, False, {"id": user.id})
    assert client.manage("GET", path).json == answer.json
    shown = client.manage("GET", f"users/{user.id}").json
    assert (shown["enabled"], shown["account"]) == (False, {"canAuthenticate": False, "status": "OK"})
    assert shown["updatedAt"] > shown["createdAt"]
    flow_id = client.authorize(app).query("flowId")
    assert client.login(flow_id, user).status == 400
    client.manage("PUT", path, {"enabled": True})
    assert client.login(flow_id, user).status == 200


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "400 INVALID_DATA REQUIRED_VALUE enabled"),
        ({"enabled": "no"}, "400 INVALID_REQUEST INVALID_VALUE enabled"),
    ],
)
def test_a_wrong_body_leaves_a_user_enabled(client: Client, body: Any, error: str) -> None:
    path = f"users/{create(client)['id']}/enabled"
    assert client.manage("PUT", path, body).error == error
    assert client.manage("GET", path).json["enabled"] is True
    assert client.manage("GET", f"users/{UNKNOWN}/enabled").error == "404 NOT_FOUND"
