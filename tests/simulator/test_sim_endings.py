"""Userinfo, revocation, sign-off; and that what has ended is dead everywhere (reference sections 4.4, 4.8)."""

from typing import Any

import pytest

from simulator.jwt_reader import sign
from simulator.sim_client import REDIRECT, Answer, App, Client, User, unique

PROFILE = {
    "name": {"given": "Joe", "family": "Smith", "middle": "Q"},
    "address": {"streetAddress": "1 Main St", "locality": "Denver", "postalCode": "80202", "countryCode": "US"},
    "nickname": "joey",
    "locale": "en-US",
    "timezone": "America/Denver",
    "mobilePhone": "+1.3035550100",
}
SCOPES = ("openid", "profile", "email", "address", "phone")
SIGNED_OFF = "https://www.example.com/bye?a=1"


@pytest.fixture
def app(client: Client) -> App:
    return client.app(postLogoutRedirectUris=[SIGNED_OFF])


@pytest.fixture
def user(client: Client) -> User:
    return client.user()


def userinfo(client: Client, token: str, *, method: str = "GET") -> Answer:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return client.send(method, f"{client.auth_base}/as/userinfo", headers=headers)


def revoke(client: Client, app: App, token: str, **fields: str) -> Answer:
    return client.form("as/revoke", {"token": token, **fields}, basic=app.basic)


# Userinfo


@pytest.mark.parametrize(
    ("scope", "claims"),
    [
        ("openid", {}),
        (
            "profile",
            {
                "name": "Joe Q Smith", "given_name": "Joe", "family_name": "Smith", "middle_name": "Q",
                "nickname": "joey", "locale": "en-US", "zoneinfo": "America/Denver", "updated_at": 1_800_000_000,
            },
        ),
        ("email", {"email": "joe@example.com", "email_verified": True}),
        (
            "address",
            {
                "address": {
                    "street_address": "1 Main St", "locality": "Denver", "postal_code": "80202", "country": "US",
                },
            },
        ),
        ("phone", {"phone_number": "+1.3035550100"}),
    ],
)  # fmt: skip
def test_userinfo_tells_what_the_scopes_say(client: Client, app: App, scope: str, claims: dict[str, Any]) -> None:
    user = client.user(**PROFILE)
    resource_id, _ = client.openid_scope("openid")
    client.grant(app, resource_id, *(client.openid_scope(name)[1] for name in SCOPES[1:]))
    token = client.tokens(app, user, scope=f"openid {scope}")["access_token"]
    expected = {"sub": user.id} | claims | ({"preferred_username": user.username} if scope == "profile" else {})
    for method in ("GET", "POST"):
        answer = userinfo(client, token, method=method)
        assert (answer.status, answer.json) == (200, expected)


def test_userinfo_leaves_out_what_the_user_does_not_have(client: Client, app: App) -> None:
    bare = client.user(name={})
    resource_id, _ = client.openid_scope("openid")
    client.grant(app, resource_id, *(client.openid_scope(name)[1] for name in SCOPES[1:]))
    told = userinfo(client, client.tokens(app, bare, scope=" ".join(SCOPES))["access_token"]).json
    assert told.keys() == {"sub", "preferred_username", "updated_at", "email", "email_verified"}


def test_userinfo_takes_the_token_from_a_form_but_not_twice(client: Client, app: App, user: User) -> None:
    token = client.tokens(app, user)["access_token"]
    assert client.form("as/userinfo", {"access_token": token}).json == {"sub": user.id}
    twice = client.send(
        "POST",
        f"{client.auth_base}/as/userinfo",
        body=f"access_token={token}".encode(),
        content_type="application/x-www-form-urlencoded",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert twice.error == "400 invalid_request"


def test_userinfo_refuses_in_the_words_of_bearer_tokens(client: Client, app: App, user: User) -> None:
    none = userinfo(client, "")
    assert (none.error, none.header("WWW-Authenticate")) == ("401 invalid_token", "Bearer")
    wrong = userinfo(client, "nonsense")
    assert (wrong.error, wrong.header("WWW-Authenticate")) == ("401 invalid_token", 'Bearer error="invalid_token"')
    _, scope = client.custom_scope(app)
    narrow = userinfo(client, client.tokens(app, user, scope=scope["name"])["access_token"])
    challenge = 'Bearer error="insufficient_scope", scope="openid"'
    assert (narrow.error, narrow.header("WWW-Authenticate")) == ("403 insufficient_scope", challenge)
    worker = client.variables["adminEnvID"]
    url = f"{client.variables['authPath']}/{worker}/as/userinfo"
    clients_own = client.send("GET", url, headers={"Authorization": f"Bearer {client.token()}"})
    assert clients_own.error == "403 insufficient_scope"
    token = client.tokens(app, user)["access_token"]
    client.simulator.advance(3599)
    assert userinfo(client, token).status == 200
    client.simulator.advance(1)
    assert userinfo(client, token).error == "401 invalid_token"


# Revocation


def test_a_revoked_refresh_token_takes_its_family_along(client: Client, app: App, user: User) -> None:
    first, other = client.tokens(app, user), client.tokens(app, user)
    second = client.refresh(app, first["refresh_token"]).json
    answer = revoke(client, app, second["refresh_token"], token_type_hint="access_token")
    assert (answer.status, answer.response.body) == (200, b"")
    for tokens in (first, second):
        assert client.refresh(app, tokens["refresh_token"]).error == "400 invalid_grant"
        assert client.introspect(app, tokens["access_token"]) == {"active": False}
        assert userinfo(client, tokens["access_token"]).status == 401
    assert client.introspect(app, other["access_token"])["active"] is True


def test_an_access_token_of_a_custom_resource_is_revoked_alone(client: Client, app: App, user: User) -> None:
    _, scope = client.custom_scope(app)
    tokens = client.tokens(app, user, scope=f"openid {scope['name']}")
    assert revoke(client, app, tokens["access_token"]).status == 200
    assert client.introspect(app, tokens["access_token"]) == {"active": False}
    assert client.refresh(app, tokens["refresh_token"]).status == 200


def test_an_access_token_of_the_pingone_api_is_not_revocable(client: Client, app: App, user: User) -> None:
    token = client.tokens(app, user)["access_token"]
    assert revoke(client, app, token).error == "400 unsupported_token_type"
    assert client.introspect(app, token)["active"] is True


def test_a_rotated_refresh_token_is_active_through_its_grace_period(client: Client, app: App, user: User) -> None:
    token = client.tokens(app, user)["refresh_token"]
    client.refresh(app, token)
    client.simulator.advance(59)
    assert client.introspect(app, token)["active"] is True
    client.simulator.advance(1)
    assert client.introspect(app, token) == {"active": False}


def test_unknown_tokens_count_as_revoked(client: Client, app: App) -> None:
    answer = revoke(client, app, "nonsense")
    assert (answer.status, answer.response.body) == (200, b"")


def test_only_its_client_revokes_a_token(client: Client, app: App, user: User) -> None:
    tokens, other = client.tokens(app, user), client.app()
    assert revoke(client, other, tokens["refresh_token"]).error == "400 invalid_grant"
    assert revoke(client, other, tokens["access_token"]).error == "400 invalid_grant"
    assert client.form("as/revoke", {"token": tokens["refresh_token"]}).error == "401 invalid_client"
    assert revoke(client, app, "").error == "400 invalid_request"
    assert client.refresh(app, tokens["refresh_token"]).status == 200


# Sign-off


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_signing_off_ends_the_session_and_clears_the_cookie(client: Client, app: App, user: User, method: str) -> None:
    tokens = client.tokens(app, user)
    fields = {"post_logout_redirect_uri": SIGNED_OFF, "state": "ü", "id_token_hint": tokens["id_token"]}
    answer = client.get("as/signoff", **fields) if method == "GET" else client.form("as/signoff", fields)
    assert (answer.status, answer.location) == (302, f"{SIGNED_OFF}&state=%C3%BC")
    parts = answer.header("Set-Cookie").split("; ")
    assert parts[:4] == ["ST=", f"Path=/{client.env}", "Max-Age=0", "Expires=Thu, 01 Jan 1970 00:00:00 GMT"]
    assert client.get(f"flows/{client.authorize(app).query('flowId')}").json["status"] == "USERNAME_PASSWORD_REQUIRED"
    assert client.introspect(app, tokens["access_token"]) == {"active": False}


def test_without_a_redirect_signing_off_answers_a_page(client: Client, app: App, user: User) -> None:
    client.code(app, user)
    answer = client.get("as/signoff")
    assert (answer.status, answer.header("Content-Type")) == (200, "text/html;charset=UTF-8")
    assert client.get("as/signoff").status == 200


def test_an_id_token_names_the_session_where_no_cookie_does(client: Client, app: App, user: User) -> None:
    tokens = client.tokens(app, user)
    client.simulator.advance(7200)
    client.cookies.clear()
    assert client.get("as/signoff").status == 200
    assert client.refresh(app, tokens["refresh_token"]).status == 200
    assert client.get("as/signoff", id_token_hint=tokens["id_token"]).status == 200
    assert client.refresh(app, tokens["refresh_token"]).error == "400 invalid_grant"


def test_a_refused_sign_off_ends_nothing(client: Client, app: App, user: User) -> None:
    tokens, other = client.tokens(app, user), client.app(postLogoutRedirectUris=["https://other.example"])
    hint = tokens["id_token"]
    wrong = [
        ({"post_logout_redirect_uri": "https://evil.example"}, "post_logout_redirect_uri"),
        ({"post_logout_redirect_uri": REDIRECT}, "post_logout_redirect_uri"),
        ({"post_logout_redirect_uri": "https://other.example", "id_token_hint": hint}, "post_logout_redirect_uri"),
        ({"post_logout_redirect_uri": SIGNED_OFF, "client_id": other.id}, "post_logout_redirect_uri"),
        ({"id_token_hint": "nonsense"}, "id_token_hint"),
        ({"id_token_hint": sign({"aud": app.id}, app.secret)}, "id_token_hint"),
        ({"id_token_hint": tokens["access_token"]}, "id_token_hint"),
        ({"id_token_hint": hint, "client_id": other.id}, "client_id"),
    ]
    for fields, target in wrong:
        answer = client.get("as/signoff", **fields)
        assert answer.error == f"400 INVALID_DATA INVALID_VALUE {target}", fields
        assert answer.location == answer.header("Set-Cookie") == ""
    assert client.refresh(app, tokens["refresh_token"]).status == 200
    assert client.get("as/signoff", post_logout_redirect_uri="https://other.example").status == 302


def test_a_parameter_given_twice_is_refused_at_sign_off(client: Client) -> None:
    url = f"{client.auth_base}/as/signoff?state=a&state=b"
    assert client.send("GET", url).error == "400 INVALID_REQUEST INVALID_VALUE"


# Dead everywhere


def delete_user(client: Client, app: App, user: User) -> None:
    assert client.manage("DELETE", f"users/{user.id}").status == 204


def disable_user(client: Client, app: App, user: User) -> None:
    body = {"email": "joe@example.com", "username": user.username, "enabled": False}
    assert client.manage("PUT", f"users/{user.id}", body).status == 200


def delete_application(client: Client, app: App, user: User) -> None:
    assert client.manage("DELETE", f"applications/{app.id}").status == 204


def switch_user_off(client: Client, app: App, user: User) -> None:
    assert client.manage("PUT", f"users/{user.id}/enabled", {"enabled": False}).status == 200


def disable_application(client: Client, app: App, user: User) -> None:
    body = client.manage("GET", f"applications/{app.id}").json
    assert client.manage("PUT", f"applications/{app.id}", body | {"enabled": False}).status == 200


def sign_off(client: Client, app: App, user: User) -> None:
    assert client.get("as/signoff").status == 200


def revoke_family(client: Client, app: App, user: User) -> None:
    environment = client.simulator._world.environments[client.env]
    token = next(token for token in environment.shelves.refresh_tokens)
    assert revoke(client, app, token.value).status == 200


ENDINGS = [delete_user, disable_user, switch_user_off, delete_application, disable_application, sign_off, revoke_family]


@pytest.mark.parametrize("end", ENDINGS, ids=lambda end: end.__name__)
def test_what_has_ended_is_dead_everywhere(client: Client, app: App, user: User, end: Any) -> None:
    _, scope = client.custom_scope(app)
    tokens = client.tokens(app, user, scope=f"openid {scope['name']}")
    judge = client.app(name=unique("Judge"))
    assert client.introspect(judge, tokens["access_token"])["active"] is True
    end(client, app, user)
    for name in ("access_token", "refresh_token"):
        assert client.introspect(judge, tokens[name]) == {"active": False}
    assert userinfo(client, tokens["access_token"]).status == 401
    refused = client.refresh(app, tokens["refresh_token"]).error
    assert refused == ("401 invalid_client" if "application" in end.__name__ else "400 invalid_grant")


@pytest.mark.parametrize("end", ENDINGS[:5], ids=lambda end: end.__name__)
def test_what_was_under_way_ends_as_well(client: Client, app: App, user: User, end: Any) -> None:
    code = client.code(app, user)
    flow_id = client.authorize(app).query("flowId")
    assert client.get(f"flows/{flow_id}").json["status"] == "COMPLETED"
    end(client, app, user)
    assert client.get("as/resume", flowId=flow_id).error == "404 NOT_FOUND"
    assert client.redeem(app, code).status in (400, 401)


@pytest.mark.parametrize("end", ENDINGS[:5], ids=lambda end: end.__name__)
def test_an_approved_device_gets_nothing_any_more(client: Client, user: User, end: Any) -> None:
    app = client.device_app()
    device = client.form("as/device_authorization", {"client_id": app.id, "scope": "openid"}).json
    flow_id = client.get("device").query("flowId")
    client.login(flow_id, user)
    client.act(flow_id, "deviceAuthGrant.userCode.verify", {"userCode": device["user_code"]})
    assert client.act(flow_id, "deviceAuthGrant.consent", {"accept": True}).json["status"] == "COMPLETED"
    end(client, app, user)
    fields = {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": device["device_code"]}
    answer = client.form("as/token", fields | {"client_id": app.id})
    assert answer.error == ("401 invalid_client" if "application" in end.__name__ else "400 invalid_grant")


def test_a_disabled_worker_manages_nothing_any_more(client: Client) -> None:
    v = client.variables
    base = f"{v['apiPath']}/environments/{v['adminEnvID']}/applications/{v['adminAppID']}"
    worker = client.manage("GET", base).json
    assert client.manage("PUT", base, worker | {"enabled": False}).status == 200
    assert client.manage("GET", "users").error.startswith("401 ACCESS_FAILED")
    assert client.worker_token().error == "401 invalid_client"


def test_enabling_again_does_not_revive_what_has_ended(client: Client, app: App, user: User) -> None:
    tokens = client.tokens(app, user)
    disable_user(client, app, user)
    body = {"email": "joe@example.com", "username": user.username, "enabled": True}
    assert client.manage("PUT", f"users/{user.id}", body).status == 200
    assert client.refresh(app, tokens["refresh_token"]).error == "400 invalid_grant"
    assert client.tokens(app, user)["access_token"]
