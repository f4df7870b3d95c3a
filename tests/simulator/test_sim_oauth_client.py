"""An OAuth client that knows nothing of the simulator, Authlib, against it over real sockets.

It finds the endpoints by discovery; PyJWT verifies what it gets. Time passes by moving the simulator's clock.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oauth2.rfc6749.errors import MismatchingStateException
from authlib.oauth2.rfc7523 import ClientSecretJWT, PrivateKeyJWT
from authlib.oauth2.rfc8628 import DEVICE_CODE_GRANT_TYPE
from authlib.oidc.core import CodeIDToken, UserInfo
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from pcc.simulator import Simulator
from pcc.simulator.serving import Server
from simulator.sim_client import PASSWORD, REDIRECT, VENDOR, App, Client, User

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
PINGONE = "https://api.pingone.com"


@dataclass
class Service:
    """A served simulator, an administrator of it, and what discovery says."""

    simulator: Simulator
    admin: Client
    metadata: dict[str, Any]

    def client(self, app: App, method: str = "client_secret_basic", **options: Any) -> Any:
        secret = None if method == "none" else app.secret
        return OAuth2Client(
            app.id,
            secret,
            token_endpoint_auth_method=method,
            revocation_endpoint_auth_method=method,
            redirect_uri=REDIRECT,
            code_challenge_method="S256",
            token_endpoint=self.metadata["token_endpoint"],
            **options,
        )

    def verified(self, token: str, audience: str) -> dict[str, Any]:
        """Return the claims of a token, checked as a relying party checks it, at the simulator's time."""
        with httpx.Client() as browser:
            keys = jwt.PyJWKSet.from_dict(browser.get(self.metadata["jwks_uri"]).json())
        claims: dict[str, Any] = jwt.decode(
            token,
            keys[jwt.get_unverified_header(token)["kid"]],
            algorithms=self.metadata["id_token_signing_alg_values_supported"],
            audience=audience,
            issuer=self.metadata["issuer"],
            options={"verify_exp": False, "verify_iat": False},
        )
        assert claims["iat"] <= self.simulator.now() < claims["exp"]
        return claims


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    # Authlib sends nothing over plain HTTP unless it is told that this is a test.
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    with Server() as server:
        admin = Client(server.simulator)
        with httpx.Client() as browser:
            url = f"{admin.auth_base}/as/.well-known/openid-configuration"
            yield Service(server.simulator, admin, browser.get(url).json())


def sign_on(service: Service, url: str, user: User) -> str:
    """Play the browser and its user: from the authorize URL to the redirect back to the client."""
    with httpx.Client() as browser:
        page = browser.get(url)
        assert page.status_code == 302, page.text
        flow_id = parse_qs(urlsplit(page.headers["Location"]).query)["flowId"][0]
        flow = f"{service.admin.auth_base}/flows/{flow_id}"
        headers = {"Content-Type": f"{VENDOR}usernamePassword.check+json"}
        body = {"username": user.username, "password": PASSWORD}
        done = browser.post(flow, json=body, headers=headers).json()
        assert done["status"] == "COMPLETED"
        return str(browser.get(done["resumeUrl"]).headers["Location"])


def signed_on(service: Service, client: Any, user: User, **fields: str) -> tuple[str, str]:
    """Return the redirect back to the client, and the state it has to tell."""
    url, state = client.create_authorization_url(
        service.metadata["authorization_endpoint"], code_verifier=VERIFIER, **({"scope": "openid"} | fields)
    )
    return sign_on(service, url, user), state


def tokens(service: Service, client: Any, user: User, **fields: str) -> Any:
    redirect, state = signed_on(service, client, user, **fields)
    return client.fetch_token(authorization_response=redirect, state=state, code_verifier=VERIFIER)


def error_of(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(OAuthError) as caught:
        call(*args, **kwargs)
    return str(caught.value.error)


def introspected(service: Service, client: Any, token: str) -> Any:
    return client.introspect_token(service.metadata["introspection_endpoint"], token=token).json()


def test_authorization_code_with_pkce(service: Service) -> None:
    app, user = service.admin.app(pkceEnforcement="S256_REQUIRED"), service.admin.user()
    with service.client(app) as client:
        answer = tokens(service, client, user, nonce="n-1")
        assert answer["token_type"] == "Bearer"
        assert service.verified(answer["access_token"], PINGONE)["client_id"] == app.id
        claims = service.verified(answer["id_token"], app.id)
        told = {"nonce": "n-1", "client_id": app.id, "access_token": answer["access_token"]}
        CodeIDToken(claims, {"alg": "RS256"}, params=told).validate(now=int(service.simulator.now()))
        assert claims["at_hash"]
        about = UserInfo(client.get(service.metadata["userinfo_endpoint"]).json())
        assert about.sub == claims["sub"] == user.id
        assert introspected(service, client, answer["access_token"])["active"] is True


def test_a_refresh_token_rotates_and_its_replay_ends_the_family(service: Service) -> None:
    app, user = service.admin.app(refreshTokenRollingGracePeriodDuration=0), service.admin.user()
    with service.client(app) as client:
        first = dict(tokens(service, client, user))
        second = dict(client.refresh_token(refresh_token=first["refresh_token"]))
        assert second["refresh_token"] != first["refresh_token"]
        assert second["access_token"] != first["access_token"]
        assert service.verified(second["id_token"], app.id)["sub"] == user.id
        assert error_of(client.refresh_token, refresh_token=first["refresh_token"]) == "invalid_grant"
        assert error_of(client.refresh_token, refresh_token=second["refresh_token"]) == "invalid_grant"
        assert introspected(service, client, second["access_token"]) == {"active": False}


def test_an_expired_access_token_is_refreshed_unasked(service: Service) -> None:
    app, user = service.admin.app(), service.admin.user()
    with service.client(app) as client:
        first = dict(tokens(service, client, user))
        service.simulator.advance(3600)
        assert client.get(service.metadata["userinfo_endpoint"]).status_code == 401
        # The client looks at its own clock: what it was told is moved by as much as the simulator's.
        client.token = first | {"expires_at": first["expires_at"] - 3600}
        assert client.get(service.metadata["userinfo_endpoint"]).json() == {"sub": user.id}
        assert client.token["refresh_token"] != first["refresh_token"]


def test_the_device_grant_by_polling(service: Service) -> None:
    admin, user = service.admin, service.admin.user()
    app = admin.device_app()
    with service.client(app, "none") as client:
        fields = {"client_id": app.id, "scope": "openid"}
        asked = httpx.post(service.metadata["device_authorization_endpoint"], data=fields).json()

        def poll() -> Any:
            return client.fetch_token(grant_type=DEVICE_CODE_GRANT_TYPE, device_code=asked["device_code"])

        assert error_of(poll) == "authorization_pending"
        assert error_of(poll) == "slow_down"
        flow_id = admin.get("device").query("flowId")
        admin.login(flow_id, user)
        admin.act(flow_id, "deviceAuthGrant.userCode.verify", {"userCode": asked["user_code"].lower()})
        service.simulator.advance(asked["interval"])
        assert error_of(poll) == "authorization_pending"
        admin.act(flow_id, "deviceAuthGrant.consent", {"accept": True})
        service.simulator.advance(asked["interval"])
        answer = dict(poll())
        assert service.verified(answer["id_token"], app.id)["sub"] == user.id
        assert client.refresh_token(refresh_token=answer["refresh_token"])["access_token"]
        assert error_of(poll) == "invalid_grant"


@pytest.mark.parametrize(("accept", "wait", "error"), [(False, 0, "access_denied"), (None, 600, "expired_token")])
def test_a_device_that_gets_nothing_is_told_why(service: Service, accept: bool | None, wait: int, error: str) -> None:
    admin = service.admin
    app = admin.device_app()
    asked = admin.form("as/device_authorization", {"client_id": app.id}).json
    if accept is not None:
        flow_id = admin.get("device").query("flowId")
        admin.login(flow_id, admin.user())
        admin.act(flow_id, "deviceAuthGrant.userCode.verify", {"userCode": asked["user_code"]})
        admin.act(flow_id, "deviceAuthGrant.consent", {"accept": accept})
    service.simulator.advance(wait)
    with service.client(app, "none") as client:
        found = error_of(client.fetch_token, grant_type=DEVICE_CODE_GRANT_TYPE, device_code=asked["device_code"])
        assert found == error


def test_client_credentials(service: Service) -> None:
    worker = {"type": "WORKER", "responseTypes": None, "redirectUris": None, "grantTypes": ["CLIENT_CREDENTIALS"]}
    app = service.admin.app(**worker)
    _, scope = service.admin.custom_scope(app)
    with service.client(app) as client:
        answer = client.fetch_token(grant_type="client_credentials", scope=f"{scope['name']} ignored")
        assert answer["scope"] == scope["name"]
        claims = service.verified(answer["access_token"], "https://api.custom.example")
        assert (claims["client_id"], claims["scope"]) == (app.id, scope["name"])
        assert not {"id_token", "refresh_token"} & answer.keys()
        assert "sub" not in claims


def test_revoking_by_either_token(service: Service) -> None:
    app, user = service.admin.app(), service.admin.user()
    _, scope = service.admin.custom_scope(app)
    with service.client(app) as client:
        answer = dict(tokens(service, client, user, scope=f"openid {scope['name']}"))
        endpoint = service.metadata["revocation_endpoint"]
        assert client.revoke_token(endpoint, token=answer["access_token"]).status_code == 200
        assert introspected(service, client, answer["access_token"]) == {"active": False}
        hint = {"token_type_hint": "refresh_token"}
        assert client.revoke_token(endpoint, token=answer["refresh_token"], **hint).status_code == 200
        assert error_of(client.refresh_token, refresh_token=answer["refresh_token"]) == "invalid_grant"


def test_a_wrong_verifier_and_a_replayed_code_are_refused(service: Service) -> None:
    app, user = service.admin.app(), service.admin.user()
    with service.client(app) as client:
        redirect, _ = signed_on(service, client, user)
        wrong = {"authorization_response": redirect, "code_verifier": VERIFIER[::-1]}
        assert error_of(client.fetch_token, **wrong) == "invalid_grant"
        assert error_of(client.fetch_token, authorization_response=redirect) == "invalid_request"
        first = dict(client.fetch_token(authorization_response=redirect, code_verifier=VERIFIER))
        again = {"authorization_response": redirect, "code_verifier": VERIFIER}
        assert error_of(client.fetch_token, **again) == "invalid_grant"
        assert introspected(service, client, first["access_token"]) == {"active": False}
        assert error_of(client.refresh_token, refresh_token=first["refresh_token"]) == "invalid_grant"


def test_a_wrong_secret_redirect_uri_and_moment_are_refused(service: Service) -> None:
    app, user = service.admin.app(), service.admin.user()
    with service.client(App(app.id, "wrong", None)) as stranger:
        assert error_of(stranger.fetch_token, grant_type="authorization_code", code="x") == "invalid_client"
    with service.client(app) as client:
        redirect, _ = signed_on(service, client, user)
        elsewhere = {"redirect_uri": "https://www.google.com", "code_verifier": VERIFIER}
        assert error_of(client.fetch_token, authorization_response=redirect, **elsewhere) == "invalid_grant"
        service.simulator.advance(60)
        late = {"authorization_response": redirect, "code_verifier": VERIFIER}
        assert error_of(client.fetch_token, **late) == "invalid_grant"


def test_the_client_refuses_a_redirect_with_another_state(service: Service) -> None:
    app, user = service.admin.app(), service.admin.user()
    with service.client(app) as client:
        redirect, state = signed_on(service, client, user)
        assert f"state={state}" in redirect
        with pytest.raises(MismatchingStateException):
            client.fetch_token(authorization_response=redirect, state="another")


def test_the_implicit_answer_is_read_from_the_fragment(service: Service) -> None:
    app = service.admin.app(grantTypes=["IMPLICIT"], responseTypes=["TOKEN", "ID_TOKEN"])
    user = service.admin.user()
    with service.client(app) as client:
        redirect, state = signed_on(service, client, user, response_type="token id_token", nonce="n")
        answer = client.fetch_token(authorization_response=redirect, state=state)
        claims = service.verified(answer["id_token"], app.id)
        told = {"nonce": "n", "client_id": app.id, "access_token": answer["access_token"]}
        CodeIDToken(claims, {"alg": "RS256"}, params=told).validate(now=int(service.simulator.now()))
        assert client.get(service.metadata["userinfo_endpoint"]).json() == {"sub": user.id}


# Clients that sign


def private_key() -> tuple[str, str]:
    """A new key as PEM, and its public half as a JSON Web Key Set."""
    key = rsa.generate_private_key(65537, 2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    return pem, f'{{"keys":[{jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())}]}}'


def test_a_client_may_sign_with_its_secret(service: Service) -> None:
    app, user = service.admin.app(tokenEndpointAuthMethod="CLIENT_SECRET_JWT"), service.admin.user()
    with service.client(app, "client_secret_jwt") as client:
        client.register_client_auth_method(ClientSecretJWT())
        answer = dict(tokens(service, client, user))
        assert introspected(service, client, answer["access_token"])["active"] is True
    with service.client(App(app.id, "wrong" * 10, None), "client_secret_jwt") as stranger:
        stranger.register_client_auth_method(ClientSecretJWT())
        assert error_of(stranger.fetch_token, grant_type="authorization_code", code="x") == "invalid_client"


def test_a_client_may_sign_with_its_key(service: Service) -> None:
    pem, key_set = private_key()
    app, user = service.admin.app(tokenEndpointAuthMethod="PRIVATE_KEY_JWT", jwks=key_set), service.admin.user()
    with service.client(App(app.id, pem, None), "private_key_jwt") as client:
        client.register_client_auth_method(PrivateKeyJWT())
        assert tokens(service, client, user)["refresh_token"]
    with service.client(App(app.id, private_key()[0], None), "private_key_jwt") as stranger:
        stranger.register_client_auth_method(PrivateKeyJWT())
        assert error_of(stranger.fetch_token, grant_type="authorization_code", code="x") == "invalid_client"


# Discovery


def test_every_endpoint_that_discovery_names_answers(service: Service) -> None:
    named = {name: url for name, url in service.metadata.items() if name.endswith("_endpoint") or name == "jwks_uri"}
    assert len(named) == 9
    with httpx.Client() as browser:
        for name, url in named.items():
            statuses = {browser.request(m, url).status_code for m in ("GET", "POST")}
            assert 404 not in statuses, name
            assert statuses - {405}, name
            assert max(statuses) < 500, name
