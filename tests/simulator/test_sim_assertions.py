"""Clients that prove who they are with a signed token (RFC 7523): every claim of it, and every way to get it wrong."""

import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from simulator.jwt_reader import sign
from simulator.sim_client import Answer, App, Client

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
# A client that is let in has no such code: who is kept out hears of the client first.
LET_IN, KEPT_OUT = "400 invalid_grant", "401 invalid_client"


@pytest.fixture
def app(client: Client) -> App:
    return client.app(tokenEndpointAuthMethod="CLIENT_SECRET_JWT")


def claims(client: Client, app: App, **changes: Any) -> dict[str, Any]:
    now = client.simulator.now()
    body = {"iss": app.id, "sub": app.id, "aud": f"{client.auth_base}/as/token", "exp": now + 60, "jti": "1"} | changes
    return {name: value for name, value in body.items() if value is not None}


def send(client: Client, assertion: str, **fields: str) -> Answer:
    form = {"grant_type": "authorization_code", "code": "x", "client_assertion_type": TYPE} | fields
    return client.form("as/token", {"client_assertion": assertion} | {k: v for k, v in form.items() if v})


def test_the_audience_is_the_issuer_or_the_endpoint(client: Client, app: App) -> None:
    issuer = f"{client.auth_base}/as"
    good: list[Any] = [issuer, f"{issuer}/token", ["x", issuer]]
    for audience in good:
        assert send(client, sign(claims(client, app, aud=audience), app.secret)).error == LET_IN
    wrong: list[Any] = ["x", [], None, [1], {"a": 1}]
    for audience in wrong:
        assert send(client, sign(claims(client, app, aud=audience), app.secret)).error == KEPT_OUT
    told = {"client_assertion": sign(claims(client, app, aud=f"{issuer}/introspect"), app.secret)}
    answer = client.form("as/introspect", {"token": "x", "client_assertion_type": TYPE, **told})
    assert answer.json == {"active": False}


@pytest.mark.parametrize(
    "changes",
    [{"iss": "other"}, {"iss": None}, {"sub": None}, {"exp": None}, {"exp": "soon"}, {"exp": True}, {"exp": 1}],
)
def test_every_claim_counts(client: Client, app: App, changes: dict[str, Any]) -> None:
    assert send(client, sign(claims(client, app, **changes), app.secret)).error == KEPT_OUT


def test_an_assertion_ends(client: Client, app: App) -> None:
    assertion = sign(claims(client, app), app.secret)
    client.simulator.advance(59)
    assert send(client, assertion).error == LET_IN
    client.simulator.advance(1)
    assert send(client, assertion).error == KEPT_OUT


def test_only_the_clients_signature_counts(client: Client, app: App) -> None:
    good = claims(client, app)
    for text in (sign(good, "x" * 64), jwt.encode(good, "", algorithm="none"), "nonsense", "a.b.c", "ä.ö.ü"):
        assert send(client, text).error == KEPT_OUT
    assert send(client, sign(good, app.secret, "HS512")).error == LET_IN


def test_the_method_is_the_applications_own(client: Client, app: App) -> None:
    basic = client.app()
    assert send(client, sign(claims(client, basic), basic.secret)).error == KEPT_OUT
    fields = {"grant_type": "authorization_code", "code": "x"}
    assert client.form("as/token", fields, basic=(app.id, app.secret)).error == KEPT_OUT
    assert client.form("as/token", fields | {"client_id": app.id}).error == KEPT_OUT
    assert send(client, sign(claims(client, app), app.secret), client_assertion_type="urn:x").error == KEPT_OUT
    assert send(client, sign(claims(client, app), app.secret), client_assertion_type="").error == KEPT_OUT


def test_one_way_of_authenticating_is_enough(client: Client, app: App) -> None:
    assertion = sign(claims(client, app), app.secret)
    assert send(client, assertion, client_secret=app.secret).error == "400 invalid_request"
    assert send(client, assertion, client_id="other").error == "400 invalid_request"
    assert send(client, assertion, client_id=app.id).error == LET_IN
    both = {"grant_type": "authorization_code", "client_assertion": assertion, "client_assertion_type": TYPE}
    assert client.form("as/token", both, basic=(app.id, app.secret)).error == "400 invalid_request"


def test_a_private_key_is_known_by_the_applications_key_set(client: Client) -> None:
    rsa_key, ec_key = rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP256R1())
    known = [
        json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(rsa_key.public_key())) | {"kid": "one"},
        json.loads(jwt.algorithms.ECAlgorithm.to_jwk(ec_key.public_key())) | {"kid": "two"},
    ]
    app = client.app(tokenEndpointAuthMethod="PRIVATE_KEY_JWT", jwks=json.dumps({"keys": known}))
    good = claims(client, app)
    rsa_signed = jwt.encode(good, rsa_key, algorithm="RS256", headers={"kid": "one"})
    ec_signed = jwt.encode(good, ec_key, algorithm="ES256", headers={"kid": "two"})
    assert {send(client, text).error for text in (rsa_signed, ec_signed)} == {LET_IN}
    wrong_key = jwt.encode(good, ec_key, algorithm="ES256", headers={"kid": "one"})
    for text in (wrong_key, sign(good, app.secret)):
        assert send(client, text).error == KEPT_OUT


@pytest.mark.parametrize("key_set", [None, "nonsense", "{}", "[]", '{"keys": 1}', '{"keys": [{"kty": "RSA"}]}'])
def test_without_a_readable_key_set_nobody_is_let_in(client: Client, key_set: str | None) -> None:
    app = client.app(tokenEndpointAuthMethod="PRIVATE_KEY_JWT", **({"jwks": key_set} if key_set else {}))
    key = rsa.generate_private_key(65537, 2048)
    answer = send(client, jwt.encode(claims(client, app), key, algorithm="RS256"))
    assert answer.error == KEPT_OUT
    assert ("no jwks" in answer.json["error_description"]) is (key_set is None)


def test_the_previous_secret_signs_until_it_expires(client: Client, app: App) -> None:
    body = {"previous": {"expiresAt": "2027-01-15T08:10:00.000Z"}}
    fresh = client.manage("POST", f"applications/{app.id}/secret", body).json["secret"]
    for secret in (app.secret, fresh):
        assert send(client, sign(claims(client, app), secret)).error == LET_IN
    client.simulator.advance(600)
    assert send(client, sign(claims(client, app), app.secret)).error == KEPT_OUT
    assert send(client, sign(claims(client, app), fresh)).error == LET_IN
