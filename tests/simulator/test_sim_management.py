"""The management API: what it accepts, lists and refuses (reference sections 3 and 10)."""

from typing import Any

import pytest

from simulator.sim_client import Client, app_body, unique

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def refused(client: Client, path: str, body: Any, *, method: str = "POST") -> str:
    return client.manage(method, path, body).error


def named(items: list[Any]) -> list[str]:
    return [item["name"] for item in items]


# Who may


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer nonsense", "Basic eDp5", "Token x"])
def test_a_missing_or_bad_bearer_is_refused(client: Client, authorization: str) -> None:
    url = f"{client.variables['apiPath']}/environments/{client.env}/applications"
    answer = client.send("GET", url, headers={"Authorization": authorization} if authorization else {})
    assert answer.error == "401 ACCESS_FAILED INVALID_TOKEN Authentication Credentials"


def test_an_expired_worker_token_is_refused(client: Client) -> None:
    client.token()
    client.simulator.advance(3600)
    assert client.manage("GET", "users").error.startswith("401 ACCESS_FAILED INVALID_TOKEN")


def test_a_worker_without_a_role_is_refused(client: Client) -> None:
    worker = client.app(type="WORKER", grantTypes=["CLIENT_CREDENTIALS"], responseTypes=None, redirectUris=None)
    token = client.form("as/token", {"grant_type": "client_credentials"}, basic=worker.basic).json["access_token"]
    url = f"{client.variables['apiPath']}/environments/{client.env}/users"
    answer = client.send("GET", url, headers={"Authorization": f"Bearer {token}"})
    assert answer.error == "403 ACCESS_FAILED INSUFFICIENT_PERMISSIONS"


def test_a_users_token_has_no_role(client: Client) -> None:
    token = client.tokens(client.app(), client.user())["access_token"]
    url = f"{client.variables['apiPath']}/environments/{client.env}/users"
    assert client.send("GET", url, headers={"Authorization": f"Bearer {token}"}).status == 403


def test_a_token_for_a_custom_resource_is_no_token_here(client: Client) -> None:
    app = client.app()
    _, scope = client.custom_scope(app)
    token = client.tokens(app, client.user(), scope=scope["name"])["access_token"]
    url = f"{client.variables['apiPath']}/environments/{client.env}/users"
    assert client.send("GET", url, headers={"Authorization": f"Bearer {token}"}).status == 401


def test_a_worker_cannot_read_its_own_secret(client: Client) -> None:
    v = client.variables
    url = f"{v['apiPath']}/environments/{v['adminEnvID']}/applications/{v['adminAppID']}/secret"
    assert client.manage("GET", url).status == 403


# Seeds and lists


def test_an_empty_environment_holds_the_seed(client: Client) -> None:
    populations = client.manage("GET", "populations").json
    assert (populations["count"], populations["size"]) == (1, 1)
    assert populations["_embedded"]["populations"][0]["default"] is True
    policies = client.manage("GET", "signOnPolicies").json["_embedded"]["signOnPolicies"]
    assert {policy["name"]: policy["default"] for policy in policies} == {"Single_Factor": True, "Multi_Factor": False}
    resources = client.manage("GET", "resources").json["_embedded"]["resources"]
    assert {found["name"]: found["type"] for found in resources} == {
        "openid": "OPENID_CONNECT",
        "PingOne API": "PINGONE_API",
    }
    openid = next(found for found in resources if found["name"] == "openid")
    assert "audience" not in openid
    scopes = client.manage("GET", f"resources/{openid['id']}/scopes").json["_embedded"]["scopes"]
    assert named(scopes) == ["openid", "profile", "email", "address", "phone", "offline_access"]
    environment = client.manage("GET", "").error
    assert environment == "404 NOT_FOUND"


def test_the_environment_can_be_read(client: Client) -> None:
    url = f"{client.variables['apiPath']}/environments/{client.env}"
    assert client.manage("GET", url).json["type"] == "SANDBOX"


def test_the_two_environments_are_apart(client: Client) -> None:
    app, v = client.app(), client.variables
    assert v["adminEnvID"] != v["envID"]
    url = f"{v['apiPath']}/environments/{v['adminEnvID']}/applications/{app.id}"
    assert client.manage("GET", url).status == 404


@pytest.mark.parametrize(
    "path",
    [
        "applications/{0}",
        "applications/{0}/secret",
        "applications/{0}/grants",
        "applications/{0}/signOnPolicyAssignments",
        "populations/{0}",
        "users/{0}",
        "users/{0}/password",
        "resources/{0}",
        "resources/{0}/scopes",
        "signOnPolicies/{0}",
        "signOnPolicies/{0}/actions",
    ],
)
@pytest.mark.parametrize("found", [UNKNOWN, "no-uuid", "%7B%7BuserID%7D%7D"])
def test_an_unknown_id_is_not_found(client: Client, path: str, found: str) -> None:
    assert client.manage("GET", path.format(found)).error == "404 NOT_FOUND"


def test_an_unknown_environment_is_not_found(client: Client) -> None:
    url = f"{client.variables['apiPath']}/environments/{UNKNOWN}/applications"
    assert client.manage("POST", url, app_body()).error == "404 NOT_FOUND"


def test_what_was_created_can_be_read_listed_replaced_and_deleted(client: Client) -> None:
    body = {"name": unique("Pop"), "description": "old"}
    created = client.created("populations", body)
    path = f"populations/{created['id']}"
    assert client.manage("GET", path).json == created
    client.simulator.advance(1)
    replaced = client.manage("PUT", path, {"name": body["name"]})
    assert replaced.status == 200
    assert "description" not in replaced.json
    assert replaced.json["createdAt"] == created["createdAt"] < replaced.json["updatedAt"]
    assert body["name"] in named(client.manage("GET", "populations").json["_embedded"]["populations"])
    deleted = client.manage("DELETE", path)
    assert (deleted.status, deleted.response.body) == (204, b"")
    assert client.manage("GET", path).status == 404
    assert client.created("populations", body)["id"] != created["id"]


def test_a_created_resource_is_where_its_location_says(client: Client) -> None:
    answer = client.manage("POST", "populations", {"name": unique("Pop")})
    assert answer.location == answer.json["_links"]["self"]["href"]
    assert client.manage("GET", answer.location).json == answer.json


# Bodies


def post_raw(client: Client, body: bytes, content_type: str = "application/json") -> str:
    url = f"{client.variables['apiPath']}/environments/{client.env}/populations"
    headers = {"Authorization": f"Bearer {client.token()}"}
    return client.send("POST", url, body=body, content_type=content_type, headers=headers).error


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"null", b'{"name": NaN}', b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_no_json_object_is_malformed(client: Client, body: bytes) -> None:
    assert post_raw(client, body) == "400 INVALID_REQUEST INVALID_VALUE"


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/x-www-form-urlencoded", "application/hal+json"]
)
def test_a_wrong_content_type_is_refused(client: Client, content_type: str) -> None:
    assert post_raw(client, b'{"name":"x"}', content_type) == "415 UNSUPPORTED_MEDIA_TYPE"


def test_a_content_type_may_carry_a_charset(client: Client) -> None:
    content_type = "Application/JSON; charset=utf-8"
    answer = client.manage("POST", "populations", {"name": unique("Pop")}, content_type=content_type)
    assert answer.status == 201


def test_all_bad_fields_are_told_at_once(client: Client) -> None:
    body = app_body(name=None, type="NO_APP", tokenEndpointAuthMethod=None)
    details = client.manage("POST", "applications", body).json["details"]
    assert [(detail["code"], detail["target"]) for detail in details] == [
        ("REQUIRED_VALUE", "name"),
        ("INVALID_VALUE", "type"),
        ("REQUIRED_VALUE", "tokenEndpointAuthMethod"),
    ]
    assert "WEB_APP" in details[1]["innerError"]["allowedValues"]


def test_unknown_and_read_only_members_are_ignored(client: Client) -> None:
    found = client.created("populations", {"name": unique("Pop"), "id": UNKNOWN, "userCount": 7, "x": 1})
    assert found["id"] != UNKNOWN
    assert found["userCount"] == 0
    assert "x" not in found


# Applications


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"name": None}, "400 INVALID_DATA REQUIRED_VALUE name"),
        ({"name": " "}, "400 INVALID_DATA EMPTY_VALUE name"),
        ({"name": 7}, "400 INVALID_REQUEST INVALID_VALUE name"),
        ({"enabled": "true"}, "400 INVALID_REQUEST INVALID_VALUE enabled"),
        ({"type": 1}, "400 INVALID_REQUEST INVALID_VALUE type"),
        ({"type": "WEBAPP"}, "400 INVALID_DATA INVALID_VALUE type"),
        ({"protocol": None}, "400 INVALID_DATA REQUIRED_VALUE protocol"),
        ({"grantTypes": ["CODE"]}, "400 INVALID_DATA INVALID_VALUE grantTypes"),
        ({"grantTypes": "AUTHORIZATION_CODE"}, "400 INVALID_REQUEST INVALID_VALUE grantTypes"),
        ({"redirectUris": None}, "400 INVALID_DATA REQUIRED_VALUE redirectUris"),
        ({"redirectUris": []}, "400 INVALID_DATA REQUIRED_VALUE redirectUris"),
        ({"redirectUris": ["/relative"]}, "400 INVALID_DATA INVALID_VALUE redirectUris"),
        ({"grantTypes": ["DEVICE_CODE"]}, "400 INVALID_DATA INVALID_VALUE responseTypes"),
        ({"refreshTokenDuration": 59}, "400 INVALID_DATA INVALID_VALUE refreshTokenDuration"),
        ({"refreshTokenDuration": 2592001}, "400 INVALID_DATA INVALID_VALUE refreshTokenDuration"),
        (
            {"refreshTokenRollingGracePeriodDuration": 86401},
            "400 INVALID_DATA INVALID_VALUE refreshTokenRollingGracePeriodDuration",
        ),
        ({"devicePollingInterval": 5.0}, "400 INVALID_REQUEST INVALID_VALUE devicePollingInterval"),
        ({"deviceTimeout": 3601}, "400 INVALID_DATA INVALID_VALUE deviceTimeout"),
        (
            {"grantTypes": ["CLIENT_CREDENTIALS"], "responseTypes": None, "tokenEndpointAuthMethod": "NONE"},
            "400 INVALID_DATA INVALID_VALUE tokenEndpointAuthMethod",
        ),
    ],
)
def test_a_wrong_application_is_refused(client: Client, changes: dict[str, Any], error: str) -> None:
    assert refused(client, "applications", app_body(**changes)) == error


def test_a_duplicate_application_name_is_refused(client: Client) -> None:
    body = app_body()
    client.created("applications", body)
    assert refused(client, "applications", body) == "400 INVALID_DATA UNIQUENESS_VIOLATION name"


def test_an_application_has_the_documented_defaults(client: Client) -> None:
    durations = {name: None for name in app_body() if name.startswith("refresh")}
    found = client.created("applications", app_body(enabled=None, responseTypes=None, **durations))
    defaults = {
        "enabled": False,
        "responseTypes": ["CODE"],
        "pkceEnforcement": "OPTIONAL",
        "deviceTimeout": 600,
        "devicePollingInterval": 5,
        "additionalRefreshTokenReplayProtectionEnabled": True,
        "refreshTokenDuration": 2592000,
        "refreshTokenRollingDuration": 15552000,
    }
    assert {name: found[name] for name in defaults} == defaults
    assert "secret" not in found
    assert {"secret", "grants", "metadata", "attributes", "keyRotationPolicy"} <= found["_links"].keys()


def test_the_type_of_an_application_stays(client: Client) -> None:
    body = app_body()
    found = client.created("applications", body)
    path = f"applications/{found['id']}"
    assert refused(client, path, body | {"type": "NATIVE_APP"}, method="PUT") == "400 INVALID_DATA INVALID_VALUE type"
    assert client.manage("PUT", path, body | {"description": "new"}).json["description"] == "new"


def test_a_rotated_secret_replaces_the_old_one(client: Client) -> None:
    app = client.app()
    answer = client.manage("POST", f"applications/{app.id}/secret")
    assert answer.status == 200
    assert answer.json["secret"] != app.secret
    assert client.form("as/introspect", {"token": "x"}, basic=app.basic).error == "401 invalid_client"
    assert client.form("as/introspect", {"token": "x"}, basic=(app.id, answer.json["secret"])).status == 200


# Populations and users


def test_a_duplicate_name_is_refused_everywhere(client: Client) -> None:
    resource = client.created("resources", {"name": unique("Res")})
    for path in ("populations", "resources", "signOnPolicies", f"resources/{resource['id']}/scopes"):
        body = {"name": unique("Same")}
        client.created(path, body)
        assert refused(client, path, body) == "400 INVALID_DATA UNIQUENESS_VIOLATION name"


def test_a_name_may_be_kept_by_its_own_replacement_only(client: Client) -> None:
    first, second = (client.created("populations", {"name": unique("Pop")}) for _ in range(2))
    path = f"populations/{first['id']}"
    assert client.manage("PUT", path, {"name": first["name"]}).status == 200
    error = refused(client, path, {"name": second["name"]}, method="PUT")
    assert error == "400 INVALID_DATA UNIQUENESS_VIOLATION name"


def test_the_default_population_stays(client: Client) -> None:
    (default,) = client.manage("GET", "populations").json["_embedded"]["populations"]
    path = f"populations/{default['id']}"
    assert client.manage("DELETE", path).error == "400 INVALID_DATA CONSTRAINT_VIOLATION"
    body = {"name": "Default", "default": False}
    assert refused(client, path, body, method="PUT") == "400 INVALID_DATA CONSTRAINT_VIOLATION default"
    client.created("populations", {"name": unique("Pop"), "default": True})
    assert client.manage("DELETE", path).status == 204


@pytest.mark.parametrize("name", ["theme", "passwordPolicy"])
def test_a_population_refers_to_what_exists(client: Client, name: str) -> None:
    body = {"name": unique("Pop"), name: {"id": UNKNOWN}}
    assert refused(client, "populations", body) == f"400 INVALID_DATA INVALID_VALUE {name}.id"


def test_a_user_may_move_to_another_population(client: Client) -> None:
    user = client.user()
    old = client.manage("GET", f"users/{user.id}").json["population"]["id"]
    new = client.created("populations", {"name": unique("Pop")})["id"]
    body = {"email": "joe@example.com", "username": user.username}
    assert client.manage("PUT", f"users/{user.id}", body).json["population"]["id"] == old
    client.manage("PUT", f"users/{user.id}", body | {"population": {"id": new}})
    assert [client.manage("GET", f"populations/{key}").json["userCount"] for key in (old, new)] == [0, 1]


def test_a_population_with_users_stays(client: Client) -> None:
    user = client.user()
    population = client.manage("GET", f"users/{user.id}").json["population"]["id"]
    path = f"populations/{population}"
    assert client.manage("GET", path).json["userCount"] == 1
    assert client.manage("DELETE", path).error == "400 INVALID_DATA CONSTRAINT_VIOLATION"
    client.manage("DELETE", f"users/{user.id}")
    assert client.manage("DELETE", path).status == 204


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"email": None}, "400 INVALID_DATA REQUIRED_VALUE email"),
        ({"email": "joe"}, "400 INVALID_DATA INVALID_VALUE email"),
        ({"email": "joe@"}, "400 INVALID_DATA INVALID_VALUE email"),
        ({"email": "j oe@example.com"}, "400 INVALID_DATA INVALID_VALUE email"),
        ({"username": None}, "400 INVALID_DATA REQUIRED_VALUE username"),
        ({"username": "x" * 129}, "400 INVALID_DATA INVALID_VALUE username"),
        ({"population": {"id": UNKNOWN}}, "400 INVALID_DATA INVALID_VALUE population.id"),
        ({"population": {}}, "400 INVALID_DATA REQUIRED_VALUE population.id"),
        ({"population": UNKNOWN}, "400 INVALID_REQUEST INVALID_VALUE population"),
        ({"name": {"given": 1}}, "400 INVALID_REQUEST INVALID_VALUE name.given"),
    ],
)
def test_a_wrong_user_is_refused(client: Client, changes: dict[str, Any], error: str) -> None:
    body = {"email": "joe@example.com", "username": unique("u")} | changes
    assert refused(client, "users", body) == error


def test_a_username_is_unique_in_the_environment_and_an_email_is_not(client: Client) -> None:
    user = client.user()
    body = {"email": "joe@example.com", "username": user.username}
    assert refused(client, "users", body) == "400 INVALID_DATA UNIQUENESS_VIOLATION username"
    assert client.created("users", body | {"username": unique("u")})


def test_a_user_without_a_population_joins_the_default_one(client: Client) -> None:
    (default,) = client.manage("GET", "populations").json["_embedded"]["populations"]
    user = client.created("users", {"email": "a@b.example", "username": unique("u")})
    assert user["population"]["id"] == default["id"]
    assert client.manage("GET", f"populations/{default['id']}").json["userCount"] == 1


# Resources and grants


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"audience": "https://api.PingOne.com"}, "400 INVALID_DATA INVALID_VALUE audience"),
        ({"audience": "https://a.example/#x"}, "400 INVALID_DATA INVALID_VALUE audience"),
        ({"accessTokenValiditySeconds": 299}, "400 INVALID_DATA INVALID_VALUE accessTokenValiditySeconds"),
        ({"type": "OPENID_CONNECT"}, "400 INVALID_DATA INVALID_VALUE type"),
    ],
)
def test_a_wrong_resource_is_refused(client: Client, changes: dict[str, Any], error: str) -> None:
    assert refused(client, "resources", {"name": unique("Res")} | changes) == error


def test_a_resource_is_its_own_audience_by_default(client: Client) -> None:
    found = client.created("resources", {"name": unique("Res")})
    assert found["audience"] == found["name"]
    assert found["accessTokenValiditySeconds"] == 3600


def test_a_built_in_resource_stays(client: Client) -> None:
    resource_id, _ = client.openid_scope("openid")
    for answer in (
        client.manage("DELETE", f"resources/{resource_id}"),
        client.manage("PUT", f"resources/{resource_id}", {"name": "x"}),
    ):
        assert answer.error.startswith("400 INVALID_DATA CONSTRAINT_VIOLATION")


def test_a_built_in_resource_has_no_secret(client: Client) -> None:
    resource_id, _ = client.openid_scope("openid")
    assert client.manage("GET", f"resources/{resource_id}/secret").error == "404 NOT_FOUND"


def test_a_granted_resource_and_scope_stay(client: Client) -> None:
    app = client.app()
    resource, scope = client.custom_scope(app)
    paths = [f"resources/{resource['id']}/scopes/{scope['id']}", f"resources/{resource['id']}"]
    for path in paths:
        assert client.manage("DELETE", path).error == "400 INVALID_DATA CONSTRAINT_VIOLATION"
    client.manage("DELETE", f"applications/{app.id}")
    for path in paths:
        assert client.manage("DELETE", path).status == 204


def test_a_wrong_grant_is_refused(client: Client) -> None:
    app = client.app()
    resource, scope = client.custom_scope(client.app())
    openid_id, openid_scope_id = client.openid_scope("openid")
    path = f"applications/{app.id}/grants"

    def error(resource_id: str, *scope_ids: str) -> str:
        body = {"resource": {"id": resource_id}, "scopes": [{"id": scope_id} for scope_id in scope_ids]}
        return refused(client, path, body)

    assert error(UNKNOWN, scope["id"]) == "400 INVALID_DATA INVALID_VALUE resource.id"
    assert error(resource["id"], UNKNOWN) == "400 INVALID_DATA INVALID_VALUE scopes"
    assert error(resource["id"], openid_scope_id) == "400 INVALID_DATA INVALID_VALUE scopes"
    assert error(resource["id"]) == "400 INVALID_DATA EMPTY_VALUE scopes"
    assert refused(client, path, {}) == "400 INVALID_DATA REQUIRED_VALUE resource"
    client.grant(app, openid_id, openid_scope_id)
    assert error(openid_id, openid_scope_id) == "400 INVALID_DATA UNIQUENESS_VIOLATION resource.id"


def test_scopes_of_one_name_are_not_granted_twice(client: Client) -> None:
    app = client.app()
    _, scope = client.custom_scope(app)
    other = client.created("resources", {"name": unique("Res")})
    same = client.created(f"resources/{other['id']}/scopes", {"name": scope["name"]})
    body = {"resource": {"id": other["id"]}, "scopes": [{"id": same["id"]}]}
    assert refused(client, f"applications/{app.id}/grants", body) == "400 INVALID_DATA INVALID_VALUE scopes"


def test_a_grant_is_changed_by_put(client: Client) -> None:
    app = client.app()
    resource_id, openid = client.openid_scope("openid")
    _, profile = client.openid_scope("profile")
    grant = client.grant(app, resource_id, openid)
    body = {"resource": {"id": resource_id}, "scopes": [{"id": openid}, {"id": profile}]}
    answer = client.manage("PUT", f"applications/{app.id}/grants/{grant['id']}", body)
    assert answer.status == 200
    assert answer.json["scopes"] == body["scopes"]
    assert client.authorize(app, scope="openid profile").query("flowId")


# Sign-on policies


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"name": "bad/name"}, "400 INVALID_DATA INVALID_VALUE name"),
        ({"name": "ok", "default": "maybe"}, "400 INVALID_REQUEST INVALID_VALUE default"),
        ({}, "400 INVALID_DATA REQUIRED_VALUE name"),
    ],
)
def test_a_wrong_policy_is_refused(client: Client, body: Any, error: str) -> None:
    assert refused(client, "signOnPolicies", body) == error


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"priority": 1.5, "type": "LOGIN"}, "400 INVALID_REQUEST INVALID_VALUE priority"),
        ({"priority": 0, "type": "LOGIN"}, "400 INVALID_DATA INVALID_VALUE priority"),
        ({"priority": 1, "type": "login"}, "400 INVALID_DATA INVALID_VALUE type"),
        ({"type": "LOGIN"}, "400 INVALID_DATA REQUIRED_VALUE priority"),
    ],
)
def test_a_wrong_action_is_refused(client: Client, body: Any, error: str) -> None:
    policy = client.created("signOnPolicies", {"name": unique("Policy")})
    assert refused(client, f"signOnPolicies/{policy['id']}/actions", body) == error


def test_a_policy_without_an_action_cannot_be_assigned(client: Client) -> None:
    app = client.app()
    policy = client.created("signOnPolicies", {"name": unique("Policy"), "default": False})
    path, body = f"applications/{app.id}/signOnPolicyAssignments", {"priority": 1, "signOnPolicy": {"id": policy["id"]}}
    assert refused(client, path, body) == "400 INVALID_DATA CONSTRAINT_VIOLATION signOnPolicy.id"
    unknown = {"priority": 1, "signOnPolicy": {"id": UNKNOWN}}
    assert refused(client, path, unknown) == "400 INVALID_DATA INVALID_VALUE signOnPolicy.id"
    client.created(f"signOnPolicies/{policy['id']}/actions", {"priority": 1, "type": "LOGIN"})
    assert client.created(path, body)


def test_a_policy_in_use_its_last_action_and_the_default_stay(client: Client) -> None:
    app = client.app()
    policy = client.created("signOnPolicies", {"name": unique("Policy")})
    path = f"signOnPolicies/{policy['id']}"
    action = client.created(f"{path}/actions", {"priority": 1, "type": "LOGIN"})
    body = {"priority": 1, "signOnPolicy": {"id": policy["id"]}}
    assigned = client.created(f"applications/{app.id}/signOnPolicyAssignments", body)
    violation = "400 INVALID_DATA CONSTRAINT_VIOLATION"
    assert client.manage("DELETE", path).error == violation
    assert client.manage("DELETE", f"{path}/actions/{action['id']}").error == violation
    assert client.manage("DELETE", f"applications/{app.id}/signOnPolicyAssignments/{assigned['id']}").status == 204
    assert client.manage("DELETE", path).status == 204
    policies = client.manage("GET", "signOnPolicies").json["_embedded"]["signOnPolicies"]
    default = next(found for found in policies if found["default"])
    answer = client.manage("DELETE", f"signOnPolicies/{default['id']}")
    assert answer.error == violation
    assert "delete a default policy" in answer.json["details"][0]["message"]


def test_a_new_default_policy_replaces_the_old_one(client: Client) -> None:
    policy = client.created("signOnPolicies", {"name": unique("Policy"), "default": "true"})
    policies = client.manage("GET", "signOnPolicies").json["_embedded"]["signOnPolicies"]
    assert [found["id"] for found in policies if found["default"]] == [policy["id"]]
    body = {"name": policy["name"], "default": False}
    error = refused(client, f"signOnPolicies/{policy['id']}", body, method="PUT")
    assert error == "400 INVALID_DATA CONSTRAINT_VIOLATION default"
