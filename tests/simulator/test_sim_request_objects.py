"""Signed and pushed authorize requests (OpenID Connect Core 1.0 section 6, RFC 9126)."""

from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from simulator.jwt_reader import sign
from simulator.sim_client import REDIRECT, Answer, App, Client, User, unique

OTHER = "https://www.google.com"


@pytest.fixture
def app(client: Client) -> App:
    return client.app(redirectUris=[REDIRECT, OTHER])


@pytest.fixture
def user(client: Client) -> User:
    return client.user()


def ask(client: Client, app: App, claims: dict[str, Any], *, secret: str = "", **fields: str) -> Answer:
    token = sign({"client_id": app.id, **claims}, secret or app.secret)
    return client.authorize(app, request=token, **fields)


def test_the_parameters_of_a_signed_request_win(client: Client, app: App, user: User) -> None:
    claims = {"redirect_uri": OTHER, "state": "inner", "nonce": "n", "scope": "openid", "max_age": 60}
    flow_id = ask(client, app, claims, state="outer").query("flowId")
    client.login(flow_id, user)
    answer = client.get("as/resume", flowId=flow_id)
    assert answer.location == f"{OTHER}?code={answer.query('code')}&state=inner"


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_every_hash_of_the_secret_does(client: Client, app: App, algorithm: str) -> None:
    token = sign({"state": "s"}, app.secret, algorithm)
    assert "flowId" in client.authorize(app, request=token).location


def test_a_request_object_may_say_all_but_the_client(client: Client, app: App) -> None:
    claims = {"response_type": "code", "redirect_uri": REDIRECT, "scope": "openid", "client_id": app.id}
    only = client.get("as/authorize", client_id=app.id, request=sign(claims, app.secret))
    assert "flowId" in only.location


def test_what_a_request_object_must_say_of_itself(client: Client, app: App) -> None:
    now, issuer = client.simulator.now(), f"{client.auth_base}/as"
    for good in ({}, {"iss": app.id, "aud": issuer}, {"aud": ["x", issuer]}, {"exp": now + 1}, {"nbf": now}):
        assert "flowId" in ask(client, app, dict(good)).location, good
    wrong: list[dict[str, Any]] = [
        {"iss": "other"}, {"aud": "https://other.example"}, {"exp": now}, {"exp": "soon"}, {"nbf": now + 1},
        {"client_id": "other"}, {"response_type": "id_token"}, {"request": "x"}, {"request_uri": "x"},
        {"scope": ["openid"]}, {"claims": {}}, {"state": True},
    ]  # fmt: skip
    for claims in wrong:
        answer = ask(client, app, claims, state="s")
        assert (answer.query("error"), answer.query("state")) == ("invalid_request_object", "s"), claims
        assert answer.location.startswith(REDIRECT)


def test_a_request_object_is_signed_by_the_client(client: Client, app: App) -> None:
    other = client.app()
    forged = ask(client, app, {"state": "s"}, secret=other.secret)
    assert forged.query("error") == "invalid_request_object"
    unsigned = jwt.encode({"state": "s"}, "", algorithm="none")
    for token in (unsigned, "nonsense", "a.b.c", "ä"):
        assert client.authorize(app, request=token).query("error") == "invalid_request_object"


def test_a_broken_request_object_leads_nowhere_untrusted(client: Client, app: App) -> None:
    claims = {"redirect_uri": REDIRECT, "exp": 1}
    assert ask(client, app, claims, redirect_uri="").error == "400 INVALID_DATA INVALID_VALUE redirect_uri"
    good = {"redirect_uri": "https://evil.example"}
    assert ask(client, app, good).error == "400 INVALID_DATA INVALID_VALUE redirect_uri"


def test_a_request_object_may_be_signed_with_the_clients_own_key(client: Client) -> None:
    key = rsa.generate_private_key(65537, 2048)
    public = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())
    app = client.app(tokenEndpointAuthMethod="PRIVATE_KEY_JWT", jwks=f'{{"keys":[{public}]}}')
    token = jwt.encode({"state": "s"}, key, algorithm="RS256")
    assert "flowId" in client.authorize(app, request=token).location
    assert client.authorize(app, request=sign({}, app.secret)).query("error") == "invalid_request_object"


# Pushed requests


def push(client: Client, app: App, **changes: str) -> Answer:
    fields = {"response_type": "code", "redirect_uri": REDIRECT, "scope": "openid", "state": "pushed"} | changes
    return client.form("as/par", {name: value for name, value in fields.items() if value}, basic=app.basic)


def resume_with(client: Client, app: App, uri: str, **fields: str) -> Answer:
    return client.get("as/authorize", client_id=app.id, request_uri=uri, **fields)


def test_a_pushed_request_is_used_once(client: Client, app: App, user: User) -> None:
    pushed = push(client, app)
    assert (pushed.status, pushed.json["expires_in"]) == (201, 60)
    uri = pushed.json["request_uri"]
    assert uri.startswith("urn:ietf:params:oauth:request_uri:")
    flow_id = resume_with(client, app, uri, state="ignored", scope="nonsense").query("flowId")
    client.login(flow_id, user)
    answer = client.get("as/resume", flowId=flow_id)
    assert answer.query("state") == "pushed"
    assert client.redeem(app, answer.query("code")).status == 200
    assert resume_with(client, app, uri).error == "400 INVALID_DATA INVALID_VALUE request_uri"


def test_a_request_uri_belongs_to_its_client_and_ends(client: Client, app: App) -> None:
    timed = client.app(parTimeout=10)
    other, late = push(client, app).json["request_uri"], push(client, timed).json["request_uri"]
    assert resume_with(client, timed, other).error == "400 INVALID_DATA INVALID_VALUE request_uri"
    assert resume_with(client, app, other).status == 302
    client.simulator.advance(10)
    assert resume_with(client, timed, late).error == "400 INVALID_DATA INVALID_VALUE request_uri"
    assert resume_with(client, app, "urn:x").error == "400 INVALID_DATA INVALID_VALUE request_uri"


def test_an_application_may_have_to_push(client: Client) -> None:
    app = client.app(parRequirement="REQUIRED", name=unique("Pushing"))
    assert client.authorize(app, state="s").query("error") == "invalid_request"
    assert "flowId" in resume_with(client, app, push(client, app).json["request_uri"]).location


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"redirect_uri": "https://evil.example"}, "400 invalid_request"),
        ({"response_type": ""}, "400 invalid_request"),
        ({"response_type": "token"}, "400 unsupported_response_type"),
        ({"scope": "nonsense"}, "400 invalid_scope"),
        ({"request_uri": "urn:x"}, "400 invalid_request"),
        ({"request": "nonsense"}, "400 invalid_request_object"),
        ({"client_id": "other"}, "400 invalid_request"),
    ],
)
def test_a_pushed_request_is_checked_when_it_comes(
    client: Client, app: App, changes: dict[str, str], error: str
) -> None:
    assert push(client, app, **changes).error == error


def test_only_a_client_pushes(client: Client, app: App) -> None:
    wrong = App(app.id, "wrong", (app.id, "wrong"))
    assert push(client, wrong).error == "401 invalid_client"


def test_a_pushed_request_may_be_signed_and_keeps_no_secret(client: Client, user: User) -> None:
    app = client.app(tokenEndpointAuthMethod="CLIENT_SECRET_POST")
    token = sign({"state": "signed"}, app.secret)
    pushed = push(client, app, client_id=app.id, client_secret=app.secret, request=token).json
    shelf = client.simulator._world.environments[client.env].shelves.pushed_requests
    assert all(app.secret not in request.fields.values() for request in shelf)
    flow_id = resume_with(client, app, pushed["request_uri"]).query("flowId")
    client.login(flow_id, user)
    assert client.get("as/resume", flowId=flow_id).query("state") == "signed"
