"""The token and introspection endpoints (reference sections 4.4, 4.5 and 5)."""

from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from simulator.sim_client import REDIRECT, App, Client, User, unique


@pytest.fixture
def app(client: Client) -> App:
    return client.app()


@pytest.fixture
def user(client: Client) -> User:
    return client.user()


def verified(client: Client, token: str) -> dict[str, Any]:
    keys = KeySet.import_key_set(client.get("as/jwks").json)
    return jwt.decode(token, keys, algorithms=["RS256"]).claims


# Clients


def test_a_wrong_client_is_refused(client: Client, app: App) -> None:
    fields = {"grant_type": "authorization_code", "code": "x", "redirect_uri": REDIRECT}
    public = client.app(tokenEndpointAuthMethod="NONE")
    post = client.app(tokenEndpointAuthMethod="CLIENT_SECRET_POST")
    disabled = client.app(enabled=False)
    wrong = [
        client.form("as/token", fields, basic=(app.id, "wrong")),
        client.form("as/token", fields, basic=(app.id, "")),
        client.form("as/token", fields, basic=("nobody", app.secret)),
        client.form("as/token", fields),
        client.form("as/token", fields | {"client_id": app.id}),
        client.form("as/token", fields | {"client_id": app.id, "client_secret": app.secret}),
        client.form("as/token", fields, basic=(public.id, public.secret)),
        client.form("as/token", fields, basic=(post.id, post.secret)),
        client.form("as/token", fields, basic=(disabled.id, disabled.secret)),
    ]
    assert {answer.error for answer in wrong} == {"401 invalid_client"}
    assert wrong[0].header("WWW-Authenticate") == "Basic"
    assert wrong[3].header("WWW-Authenticate") == ""


def test_a_workers_bearer_does_not_authenticate_a_client(client: Client, app: App) -> None:
    for value in (f"Bearer {client.token()}", "Basic %%%", "Basic bm9jb2xvbg=="):
        answer = client.send(
            "POST",
            f"{client.auth_base}/as/token",
            body=b"grant_type=client_credentials",
            content_type="application/x-www-form-urlencoded",
            headers={"Authorization": value},
        )
        assert answer.error == "401 invalid_client"


def test_two_ways_of_authenticating_are_one_too_many(client: Client, app: App) -> None:
    fields = {"grant_type": "authorization_code", "client_secret": app.secret}
    assert client.form("as/token", fields, basic=app.basic).error == "400 invalid_request"
    fields = {"grant_type": "authorization_code", "client_id": "other"}
    assert client.form("as/token", fields, basic=app.basic).error == "400 invalid_request"


def test_secrets_may_be_sent_in_the_body_where_the_application_says_so(client: Client, user: User) -> None:
    app = client.app(tokenEndpointAuthMethod="CLIENT_SECRET_POST")
    code = client.code(app, user)
    assert client.redeem(app, code, client_id=app.id, client_secret="wrong").error == "401 invalid_client"
    assert client.redeem(app, code, client_id=app.id, client_secret=app.secret).status == 200


def test_the_form_is_checked(client: Client, app: App) -> None:
    assert client.form("as/token", {}, basic=app.basic).error == "400 invalid_request"
    assert client.form("as/token", {"grant_type": "magic"}, basic=app.basic).error == "400 unsupported_grant_type"
    error = client.form("as/token", {"grant_type": "client_credentials"}, basic=app.basic).error
    assert error == "400 unauthorized_client"
    url = f"{client.auth_base}/as/token"
    form = "application/x-www-form-urlencoded"
    for body, content_type in ((b"{}", "application/json"), (b"a=1&a=2", form), (b"\xff", form), (b"a=1", "")):
        assert client.send("POST", url, body=body, content_type=content_type).error == "400 invalid_request"


def test_an_oauth_error_tells_the_correlation_id(client: Client, app: App) -> None:
    answer = client.form("as/token", {}, basic=app.basic)
    assert answer.json["error_description"].endswith(f"(Correlation ID: {answer.header('Correlation-Id')})")


# Authorization codes


def test_a_code_is_used_once(client: Client, app: App, user: User) -> None:
    code = client.code(app, user)
    assert client.redeem(app, code).status == 200
    assert client.redeem(app, code).error == "400 invalid_grant"


def test_a_code_expires_after_a_minute(client: Client, app: App, user: User) -> None:
    early, late = client.code(app, user), client.code(app, user)
    client.simulator.advance(59)
    assert client.redeem(app, early).status == 200
    client.simulator.advance(1)
    assert client.redeem(app, late).error == "400 invalid_grant"


def test_a_code_belongs_to_its_client_and_redirect_uri(client: Client, user: User) -> None:
    app = client.app(redirectUris=[REDIRECT, "https://www.google.com"])
    code = client.code(app, user)
    assert client.redeem(client.app(), code).error == "400 invalid_grant"
    assert client.redeem(app, code, redirect_uri="https://www.google.com").error == "400 invalid_grant"
    assert client.redeem(app, code, redirect_uri="").error == "400 invalid_request"
    assert client.redeem(app, "nonsense").error == "400 invalid_grant"
    assert client.redeem(app, "").error == "400 invalid_request"
    assert client.redeem(app, code).status == 200


def test_a_code_of_a_deleted_user_is_void(client: Client, app: App, user: User) -> None:
    code = client.code(app, user)
    client.manage("DELETE", f"users/{user.id}")
    assert client.redeem(app, code).error == "400 invalid_grant"


def test_the_nonce_is_in_the_id_token_and_not_in_a_refreshed_one(client: Client, app: App, user: User) -> None:
    tokens = client.tokens(app, user, nonce="n-1")
    assert verified(client, tokens["id_token"])["nonce"] == "n-1"
    refreshed = client.refresh(app, tokens["refresh_token"]).json
    assert "nonce" not in verified(client, refreshed["id_token"])


# Refresh tokens


@pytest.mark.parametrize(
    ("granted", "scope", "expected"),
    [
        ("", "openid", True),
        ("offline_access", "openid", False),
        ("offline_access", "openid offline_access", True),
    ],
)
def test_the_offline_access_rule(client: Client, user: User, granted: str, scope: str, expected: bool) -> None:
    app = client.app()
    if granted:
        client.grant(app, *client.openid_scope(granted))
    assert ("refresh_token" in client.tokens(app, user, scope=scope)) is expected


def test_no_refresh_token_without_the_grant_type(client: Client, user: User) -> None:
    durations = dict.fromkeys(("refreshTokenDuration", "refreshTokenRollingDuration"))
    app = client.app(grantTypes=["AUTHORIZATION_CODE"], **durations)
    assert "refresh_token" not in client.tokens(app, user)
    assert client.refresh(app, "x").error == "400 unauthorized_client"


def test_a_rotated_token_lives_through_its_grace_period(client: Client, app: App, user: User) -> None:
    first = client.tokens(app, user)["refresh_token"]
    second = client.refresh(app, first).json["refresh_token"]
    client.simulator.advance(59)
    third = client.refresh(app, first)
    assert third.status == 200
    assert len({first, second, third.json["refresh_token"]}) == 3


def test_a_replayed_token_revokes_its_family(client: Client, app: App, user: User) -> None:
    first = client.tokens(app, user)["refresh_token"]
    second = client.refresh(app, first).json["refresh_token"]
    client.simulator.advance(60)
    assert client.refresh(app, first).error == "400 invalid_grant"
    assert client.refresh(app, second).error == "400 invalid_grant"
    assert client.introspect(app, second) == {"active": False}


def test_without_replay_protection_the_family_lives_on(client: Client, user: User) -> None:
    app = client.app(additionalRefreshTokenReplayProtectionEnabled=False, refreshTokenRollingGracePeriodDuration=None)
    first = client.tokens(app, user)["refresh_token"]
    second = client.refresh(app, first).json["refresh_token"]
    assert client.refresh(app, first).error == "400 invalid_grant"
    assert client.refresh(app, second).status == 200


def test_a_refresh_token_ends_with_its_duration_its_family_and_its_session(client: Client, user: User) -> None:
    short = client.app(refreshTokenDuration=60, refreshTokenRollingDuration=100)
    long = client.app(refreshTokenDuration=31 * 86400, refreshTokenRollingDuration=90 * 86400)
    token, kept = (client.tokens(app, user)["refresh_token"] for app in (short, long))
    client.simulator.advance(59)
    token = client.refresh(short, token).json["refresh_token"]
    client.simulator.advance(41)
    assert client.refresh(short, token).error == "400 invalid_grant"
    client.simulator.advance(30 * 86400 - 100)
    assert client.refresh(long, kept).error == "400 invalid_grant"


def test_a_refresh_token_belongs_to_its_client(client: Client, app: App, user: User) -> None:
    token = client.tokens(app, user)["refresh_token"]
    assert client.refresh(client.app(), token).error == "400 invalid_grant"
    assert client.refresh(app, "nonsense").error == "400 invalid_grant"
    assert client.refresh(app, "").error == "400 invalid_request"
    client.manage("DELETE", f"users/{user.id}")
    assert client.refresh(app, token).error == "400 invalid_grant"


def test_a_refresh_may_ask_for_less_and_not_for_more(client: Client, app: App, user: User) -> None:
    resource_id, openid = client.openid_scope("openid")
    client.grant(app, resource_id, openid, client.openid_scope("profile")[1])
    token = client.tokens(app, user, scope="openid profile")["refresh_token"]
    less = client.refresh(app, token, scope="profile").json
    assert less["scope"] == "profile"
    assert "id_token" not in less
    assert client.refresh(app, less["refresh_token"], scope="openid email").error == "400 invalid_scope"
    assert client.refresh(app, less["refresh_token"]).json["scope"] == "openid profile"


# Client credentials


def test_client_credentials_grant_the_scopes_of_one_custom_resource(client: Client) -> None:
    app = client.app(type="WORKER", grantTypes=["CLIENT_CREDENTIALS"], responseTypes=None, redirectUris=None)
    resource, one = client.custom_scope(app, audience="https://one.example")

    def ask(**fields: str) -> Any:
        return client.form("as/token", {"grant_type": "client_credentials", **fields}, basic=app.basic)

    answer = ask().json
    assert (answer["scope"], answer["expires_in"]) == (one["name"], 7200)
    claims = verified(client, answer["access_token"])
    assert (claims["aud"], claims["scope"]) == (["https://one.example"], one["name"])
    assert "scope" not in ask(scope="openid nonsense").json
    _, two = client.custom_scope(app)
    assert "scope" not in ask().json
    assert ask(scope=f"{two['name']} nonsense").json["scope"] == two["name"]
    assert ask(scope=f"{one['name']} {two['name']}").error == "400 invalid_scope"
    assert resource["id"]


# Introspection, discovery, keys


def test_introspection_tells_an_active_token(client: Client, app: App, user: User) -> None:
    tokens = client.tokens(app, user)
    told = client.introspect(app, tokens["access_token"])
    assert told["active"] is True
    assert told["sub"] == user.id
    refresh = client.introspect(app, tokens["refresh_token"])
    assert (refresh["active"], refresh["scope"]) == (True, "openid")


def test_introspection_tells_nothing_of_other_tokens(client: Client, app: App, user: User) -> None:
    token = client.tokens(app, user)["access_token"]
    assert client.introspect(app, "garbage") == {"active": False}
    assert client.introspect(app, client.token()) == {"active": False}
    client.simulator.advance(3600)
    assert client.introspect(app, token) == {"active": False}
    fresh = client.tokens(app, user)["access_token"]
    client.forget_token()
    assert client.manage("DELETE", f"users/{user.id}").status == 204
    assert client.introspect(app, fresh) == {"active": False}


def test_introspection_needs_a_client_and_a_token(client: Client, app: App) -> None:
    assert client.form("as/introspect", {"token": "x"}).error == "401 invalid_client"
    assert client.form("as/introspect", {"token": "x"}, basic=(app.id, "wrong")).error == "401 invalid_client"
    assert client.form("as/introspect", {}, basic=app.basic).error == "400 invalid_request"


def test_a_custom_resource_may_introspect(client: Client, app: App, user: User) -> None:
    resource, scope = client.custom_scope(app)
    secret = client.manage("GET", f"resources/{resource['id']}/secret").json["secret"]
    token = client.tokens(app, user, scope=scope["name"])["access_token"]
    answer = client.form("as/introspect", {"token": token}, basic=(resource["id"], secret))
    assert answer.json["active"] is True
    assert client.form("as/introspect", {"token": token}, basic=(resource["id"], "no")).error == "401 invalid_client"


def test_discovery_names_the_endpoints(client: Client) -> None:
    found = client.get("as/.well-known/openid-configuration").json
    assert found["issuer"] == f"{client.auth_base}/as"
    assert found["token_endpoint"] == f"{client.auth_base}/as/token"
    assert found["device_authorization_endpoint"] == f"{client.auth_base}/as/device_authorization"
    assert "offline_access" not in found["scopes_supported"]
    assert client.send("GET", found["jwks_uri"]).status == 200


def test_the_key_set_holds_one_public_key(client: Client) -> None:
    (key,) = client.get("as/jwks").json["keys"]
    assert key.keys() == {"kty", "use", "alg", "kid", "e", "n"}
    assert (key["kty"], key["use"], key["e"]) == ("RSA", "sig", "AQAB")


def test_every_token_is_new(client: Client, app: App, user: User) -> None:
    tokens = [client.tokens(app, user)["access_token"] for _ in range(2)]
    assert tokens[0] != tokens[1]
    claims = [verified(client, token) for token in tokens]
    assert claims[0]["jti"] != claims[1]["jti"]
    assert unique("x") != unique("x")
