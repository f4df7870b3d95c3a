"""The five workflows by plain calls, with the assertions of reference section 6."""

from typing import Any
from uuid import UUID

from joserfc import jwt
from joserfc.jwk import KeySet

from simulator.sim_client import DEVICE_GRANT, PASSWORD, App, Client, User, app_body, device_app_body, unique


def assert_created(client: Client, found: Any, name: str = "") -> None:
    assert str(UUID(found["id"])) == found["id"]
    assert found["_links"]["self"]["href"].endswith(f"/{found['id']}")
    assert found["environment"]["id"] == client.env
    assert not name or found["name"] == name


def create_app(client: Client, body: dict[str, Any]) -> App:
    found = client.created("applications", body)
    assert_created(client, found, body["name"])
    assert found["clientId"] == found["id"]
    for name, value in body.items():
        assert found[name] == value
    answer = client.manage("GET", f"applications/{found['id']}/secret")
    assert answer.status == 200
    assert len(answer.json["secret"]) >= 64
    return App(found["id"], answer.json["secret"], (found["id"], answer.json["secret"]))


def create_user(client: Client) -> User:
    name = unique("AppUsers")
    population = client.created("populations", {"name": name, "description": "Users"})
    assert_created(client, population, name)
    body = {
        "email": "joe@example.com",
        "name": {"given": "Test", "family": "appUser"},
        "population": {"id": population["id"]},
        "username": unique("app_user"),
    }
    user = client.created("users", body)
    assert_created(client, user)
    assert {name: user[name] for name in body} == body
    assert user["account"] == {"canAuthenticate": True, "status": "OK"}
    answer = client.set_password(user["id"])
    assert answer.status == 200
    assert answer.json["status"] == "OK"
    assert answer.json["user"]["id"] == user["id"]
    return User(user["id"], user["username"])


def sign_on(client: Client, app: App, user: User, *, scope: str, redirect_uri: str) -> str:
    answer = client.authorize(app, scope=scope, redirect_uri=redirect_uri)
    assert answer.status == 302
    flow_id = answer.query("flowId")
    assert answer.location == f"https://apps.pingone.com/{client.env}/signon/?flowId={flow_id}"

    flow = client.get(f"flows/{flow_id}")
    assert flow.status == 200
    assert flow.json["status"] == "USERNAME_PASSWORD_REQUIRED"
    assert flow.json["_links"]["usernamePassword.check"]["href"].endswith(f"/flows/{flow_id}")

    done = client.login(flow_id, user)
    assert done.status == 200
    assert done.json["status"] == "COMPLETED"
    assert done.json["resumeUrl"].endswith(f"/as/resume?flowId={flow_id}")
    assert done.json["_embedded"]["user"]["username"] == user.username

    resumed = client.get("as/resume", flowId=flow_id)
    assert resumed.status == 302
    assert resumed.location.startswith(f"{redirect_uri}?code=")
    return resumed.query("code")


def verified(client: Client, token: str) -> dict[str, Any]:
    keys = KeySet.import_key_set(client.get("as/jwks").json)
    return jwt.decode(token, keys, algorithms=["RS256"]).claims


def test_the_worker_token_is_the_prerequisite(client: Client) -> None:
    answer = client.worker_token()
    assert answer.status == 200
    assert answer.json.keys() == {"access_token", "token_type", "expires_in"}
    assert answer.json["expires_in"] == 3600
    claims = verified(client, answer.json["access_token"])
    v = client.variables
    assert claims["iss"] == f"{v['authPath']}/{v['adminEnvID']}/as"
    assert claims["aud"] == ["https://api.pingone.com"]
    assert claims["client_id"] == v["adminAppID"]
    assert claims["p1.rid"] == claims["jti"]
    assert not {"sub", "scope", "sid"} & claims.keys()


def test_wf1_configures_an_application_with_a_refresh_token_grant(client: Client) -> None:
    app, user = create_app(client, app_body()), create_user(client)
    code = sign_on(client, app, user, scope="openid", redirect_uri="https://www.example.com")
    tokens = client.redeem(app, code).json
    assert tokens.keys() == {"access_token", "token_type", "expires_in", "scope", "id_token", "refresh_token"}
    access, identity = verified(client, tokens["access_token"]), verified(client, tokens["id_token"])
    assert access["sub"] == identity["sub"] == user.id
    assert access["aud"] == ["https://api.pingone.com"]
    assert identity["aud"] == app.id
    assert access["sid"] == identity["sid"]
    assert access["acr"] == identity["acr"] == "Single_Factor"


def test_wf2_uses_the_offline_access_scope(client: Client) -> None:
    app = create_app(client, app_body())
    grant = client.grant(app, *client.openid_scope("offline_access"))
    assert grant["application"]["id"] == app.id
    user = create_user(client)
    both = "openid offline_access"
    tokens = client.redeem(app, sign_on(client, app, user, scope=both, redirect_uri="https://www.example.com")).json
    assert "refresh_token" in tokens
    assert tokens["scope"] == both
    client.cookies.clear()
    only = client.redeem(app, sign_on(client, app, user, scope="openid", redirect_uri="https://www.example.com")).json
    assert "refresh_token" not in only


def test_wf3_exchanges_a_refresh_token(client: Client) -> None:
    app, user = create_app(client, app_body()), create_user(client)
    code = sign_on(client, app, user, scope="openid", redirect_uri="https://www.example.com")
    first = client.redeem(app, code).json
    answer = client.refresh(app, first["refresh_token"])
    assert answer.status == 200
    second = answer.json
    assert second.keys() == first.keys()
    assert second["access_token"] != first["access_token"]
    assert second["refresh_token"] != first["refresh_token"]


def test_wf4_gets_a_token_for_custom_resource_access(client: Client) -> None:
    google = "https://www.google.com"
    body = {"grantTypes": ["AUTHORIZATION_CODE"], "redirectUris": [google]}
    durations = {name: None for name in app_body() if name.startswith("refresh")}
    app = create_app(client, app_body(**body, **durations))
    resource_body = {
        "name": unique("CustomResource"),
        "description": "This is my custom resource",
        "audience": "https://api.custom-resource.com",
        "accessTokenValiditySeconds": 7200,
    }
    resource = client.created("resources", resource_body)
    assert_created(client, resource, str(resource_body["name"]))
    assert resource["type"] == "CUSTOM"
    scope = client.created(f"resources/{resource['id']}/scopes", {"name": unique("CustomScope"), "description": "My"})
    assert_created(client, scope)
    assert_created(client, client.grant(app, resource["id"], scope["id"]))
    policy = client.created("signOnPolicies", {"name": unique("CustomResourcePolicy"), "default": "false"})
    assert policy["default"] is False
    action = client.created(f"signOnPolicies/{policy['id']}/actions", {"priority": 1, "type": "LOGIN"})
    assert_created(client, action)
    assigned = client.created(
        f"applications/{app.id}/signOnPolicyAssignments", {"priority": 1, "signOnPolicy": {"id": policy["id"]}}
    )
    assert_created(client, assigned)
    user = create_user(client)
    code = sign_on(client, app, user, scope=scope["name"], redirect_uri=google)
    tokens = client.redeem(app, code, redirect_uri=google).json
    assert tokens.keys() == {"access_token", "token_type", "expires_in", "scope"}
    assert tokens["expires_in"] == 7200
    assert tokens["scope"] == scope["name"]
    claims = verified(client, tokens["access_token"])
    assert claims["aud"] == ["https://api.custom-resource.com"]
    assert claims["acr"] == policy["name"]
    assert claims["exp"] - claims["iat"] == 7200
    told = client.introspect(app, tokens["access_token"])
    assert told == {"active": True, "token_type": "Bearer", **claims}
    assert told["client_id"] == app.id


def test_wf5_configures_the_device_authorization_grant(client: Client) -> None:
    body = {name: value for name, value in app_body(**device_app_body()).items() if not name.startswith("refresh")}
    app = client.created("applications", body)
    user = create_user(client)
    asked = client.form("as/device_authorization", {"client_id": app["id"], "scope": "openid"})
    assert asked.status == 200
    device = asked.json
    assert device["verification_uri"] == f"{client.auth_base}/device"
    assert device["verification_uri_complete"] == f"{client.auth_base}/device?user_code={device['user_code']}"
    assert (device["expires_in"], device["interval"]) == (600, 5)

    opened = client.get("device")
    assert opened.status == 302
    flow_id = opened.query("flowId")
    assert client.get(f"flows/{flow_id}").json["status"] == "USERNAME_PASSWORD_REQUIRED"
    assert client.login(flow_id, user, PASSWORD).json["status"] == "DAG_USER_CODE_REQUIRED"
    verified_code = client.act(flow_id, "deviceAuthGrant.userCode.verify", {"userCode": device["user_code"]})
    assert verified_code.json["status"] == "DAG_CONSENT_REQUIRED"
    assert verified_code.json["_embedded"]["application"]["name"] == app["name"]
    consented = client.act(flow_id, "deviceAuthGrant.consent", {"accept": True})
    assert consented.json["status"] == "COMPLETED"

    fields = {"grant_type": DEVICE_GRANT, "device_code": device["device_code"], "client_id": app["id"]}
    answer = client.form("as/token", fields)
    assert answer.status == 200
    assert {"access_token", "id_token", "refresh_token"} <= answer.json.keys()
    assert verified(client, answer.json["access_token"])["sub"] == user.id


def test_all_five_leave_nothing_behind_after_cleanup(client: Client) -> None:
    app, user = client.app(), client.user()
    resource, scope = client.custom_scope(app)
    client.code(app, user)
    population = client.manage("GET", f"users/{user.id}").json["population"]["id"]
    paths = [
        f"users/{user.id}",
        f"applications/{app.id}",
        f"resources/{resource['id']}/scopes/{scope['id']}",
        f"resources/{resource['id']}",
        f"populations/{population}",
    ]
    for path in paths:
        assert (client.manage("DELETE", path).status, client.manage("DELETE", path).status) == (204, 404)
