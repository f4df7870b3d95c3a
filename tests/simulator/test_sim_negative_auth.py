"""Every refusal that the reference lists for the auth API: section 10, and the error tables of 4.1 to 4.5.

Each row bears the reference's own wording as its id, and says status, code, detail and target, or the OAuth error.
"""

import json
from collections.abc import Callable

import pytest

from simulator.auth_bench import Bench
from simulator.sim_client import DEVICE_GRANT, PASSWORD, REDIRECT, Answer, App, Client, User

WRONG = "Wrong#Mango47"
GOOGLE = "https://www.google.com"


@pytest.fixture
def bench(client: Client) -> Bench:
    uris = {"redirectUris": [REDIRECT, GOOGLE], "refreshTokenRollingGracePeriodDuration": 0}
    return Bench(client, client.app(**uris), client.user())


Row = Callable[[Bench], Answer]
ROWS: list[tuple[str, Row, str]] = []


def row(case: str, expected: str) -> Callable[[Row], Row]:
    """Enter a row: the reference's wording, and what `Answer.error` has to say."""

    def enter(act: Row) -> Row:
        ROWS.append((case, act, expected))
        return act

    return enter


# Section 10


@row("10: wrong envID", "404 NOT_FOUND")
def _(b: Bench) -> Answer:
    return b.client.send("GET", f"{b.client.variables['authPath']}/nowhere/as/jwks")


@row("10: mismatching redirect URI at authorize -> 400, no redirect", "400 INVALID_DATA INVALID_VALUE redirect_uri")
def _(b: Bench) -> Answer:
    answer = b.client.authorize(b.app, redirect_uri=REDIRECT + "/")
    assert answer.location == ""
    assert answer.json["details"][0]["message"] == "Redirect URI mismatch"
    return answer


@row("10: wrong credentials in the flow", "400 INVALID_DATA INVALID_VALUE username")
def _(b: Bench) -> Answer:
    return b.client.login(b.flow(), b.user, WRONG)


@row("10: lockout", "400 INVALID_DATA PASSWORD_LOCKED_OUT password")
def _(b: Bench) -> Answer:
    flow_id = b.flow()
    for _ in range(5):
        b.client.login(flow_id, b.user, WRONG)
    return b.client.login(flow_id, b.user)


@row("10: code used twice", "400 invalid_grant")
def _(b: Bench) -> Answer:
    code = b.code()
    tokens = b.client.redeem(b.app, code).json
    answer = b.client.redeem(b.app, code)
    assert b.client.introspect(b.app, tokens["access_token"]) == {"active": False}
    assert b.client.refresh(b.app, tokens["refresh_token"]).error == "400 invalid_grant"
    return answer


@row("10: code with other redirect URI", "400 invalid_grant")
def _(b: Bench) -> Answer:
    return b.client.redeem(b.app, b.code(), redirect_uri=GOOGLE)


@row("10: code of other client", "400 invalid_grant")
def _(b: Bench) -> Answer:
    return b.client.redeem(b.client.app(), b.code())


@row("10: wrong secret", "401 invalid_client")
def _(b: Bench) -> Answer:
    return b.client.redeem(App(b.app.id, "", (b.app.id, "wrong")), b.code())


@row("10: Basic for a NONE client", "401 invalid_client")
def _(b: Bench) -> Answer:
    public = b.client.app(tokenEndpointAuthMethod="NONE")
    return b.client.redeem(App(public.id, public.secret, (public.id, public.secret)), "x")


@row("10: refresh token reused after the grace period; family revoked", "400 invalid_grant")
def _(b: Bench) -> Answer:
    first = b.client.tokens(b.app, b.user)["refresh_token"]
    second = b.client.refresh(b.app, first).json["refresh_token"]
    answer = b.client.refresh(b.app, first)
    assert b.client.refresh(b.app, second).error == "400 invalid_grant"
    return answer


@row("10: device poll early", "400 authorization_pending")
def _(b: Bench) -> Answer:
    return b.poll(*b.device())


@row("10: device poll late", "400 expired_token")
def _(b: Bench) -> Answer:
    app, device = b.device()
    b.client.simulator.advance(600)
    return b.poll(app, device)


@row("10: device poll refused", "400 access_denied")
def _(b: Bench) -> Answer:
    app, device = b.device()
    flow = b.client.act(b.device_flow(device), "deviceAuthGrant.consent", {"accept": False})
    assert flow.json["status"] == "FAILED"
    return b.poll(app, device)


@row("10: expired flow", "404 NOT_FOUND")
def _(b: Bench) -> Answer:
    flow_id = b.flow()
    b.client.simulator.advance(900)
    return b.client.get(f"flows/{flow_id}")


# Section 4.1, in the order of its checks


@row("4.1: client exists", "400 INVALID_DATA INVALID_VALUE client_id")
def _(b: Bench) -> Answer:
    return b.client.authorize(b.app, client_id="nobody", redirect_uri="https://evil.example")


@row("4.1: client is enabled", "400 INVALID_DATA INVALID_VALUE client_id")
def _(b: Bench) -> Answer:
    return b.client.authorize(b.client.app(enabled=False))


# Section 4.2


@row("4.2: wrong user or password (same text for both)", "400 INVALID_DATA INVALID_VALUE username")
def _(b: Bench) -> Answer:
    flow_id = b.flow()
    answers = [b.client.login(flow_id, b.user, WRONG), b.client.login(flow_id, User("", "nobody"))]
    (details, again) = (answer.json["details"] for answer in answers)
    assert details == again
    assert details[0]["message"] == "Invalid username and/or password."
    return answers[1]


@row("4.2: locked out after 5 failures", "400 INVALID_DATA PASSWORD_LOCKED_OUT password")
def _(b: Bench) -> Answer:
    for _ in range(5):
        # In flows of their own: it is the user who is locked out.
        b.client.login(b.flow(), b.user, WRONG)
    answer = b.client.login(b.flow(), b.user)
    assert answer.json["details"][0]["innerError"] == {"secondsUntilUnlock": 900}
    return answer


@row("4.2: disabled user", "400 INVALID_DATA INVALID_VALUE username")
def _(b: Bench) -> Answer:
    return b.client.login(b.flow(), b.client.user(enabled=False))


@row(
    "4.2: content type that is no vendor action (plain JSON)",
    "401 ACCESS_FAILED INVALID_TOKEN Authentication Credentials",
)
def _(b: Bench) -> Answer:
    body = json.dumps({"username": b.user.username, "password": PASSWORD}).encode()
    url = f"{b.client.auth_base}/flows/{b.flow()}"
    return b.client.send("POST", url, body=body, content_type="application/json")


@row("4.2: content type that is no vendor action (form)", "401 ACCESS_FAILED INVALID_TOKEN Authentication Credentials")
def _(b: Bench) -> Answer:
    return b.client.form(f"flows/{b.flow()}", {"username": b.user.username, "password": PASSWORD})


@row("4.2: action not legal in this state", "400 INVALID_REQUEST INVALID_VALUE status")
def _(b: Bench) -> Answer:
    return b.client.act(b.flow(), "deviceAuthGrant.consent", {"accept": True})


@row("4.2: wrong user code", "400 INVALID_DATA INVALID_VALUE userCode")
def _(b: Bench) -> Answer:
    flow_id = b.client.get("device").query("flowId")
    b.client.login(flow_id, b.user)
    return b.client.act(flow_id, "deviceAuthGrant.userCode.verify", {"userCode": "AAAA-AAAA"})


@row("4.2: unknown flow", "404 NOT_FOUND")
def _(b: Bench) -> Answer:
    return b.client.act("00000000-0000-4000-8000-000000000000", "usernamePassword.check", {})


# Section 4.3


@row("4.3: resume without the cookie", "400 INVALID_REQUEST INVALID_VALUE ST")
def _(b: Bench) -> Answer:
    flow_id = b.flow()
    b.client.login(flow_id, b.user)
    b.client.cookies.clear()
    return b.client.get("as/resume", flowId=flow_id)


# Section 4.4


@row("4.4: invalid_client: unknown client", "401 invalid_client")
def _(b: Bench) -> Answer:
    return b.client.redeem(App("", "", ("nobody", "x")), "x")


@row("4.4: invalid_client: wrong method (Unsupported authentication method)", "401 invalid_client")
def _(b: Bench) -> Answer:
    fields = {"client_id": b.app.id, "client_secret": b.app.secret}
    answer = b.client.form("as/token", {"grant_type": "authorization_code", "code": "x", **fields})
    assert "Unsupported authentication method" in answer.json["error_description"]
    return answer


@row("4.4: invalid_grant: code unknown", "400 invalid_grant")
def _(b: Bench) -> Answer:
    return b.client.redeem(b.app, "00000000-0000-4000-8000-000000000000")


@row("4.4: invalid_grant: code expired", "400 invalid_grant")
def _(b: Bench) -> Answer:
    code = b.code()
    b.client.simulator.advance(60)
    return b.client.redeem(b.app, code)


@row("4.4: invalid_grant: code verifier", "400 invalid_grant")
def _(b: Bench) -> Answer:
    code = b.client.code(b.app, b.user, code_challenge="x" * 43)
    return b.client.redeem(b.app, code, code_verifier="y" * 43)


@row("4.4: invalid_grant: refresh token invalid", "400 invalid_grant")
def _(b: Bench) -> Answer:
    return b.client.refresh(b.app, "nonsense")


@row("4.4: invalid_grant: refresh token expired", "400 invalid_grant")
def _(b: Bench) -> Answer:
    token = b.client.tokens(b.app, b.user)["refresh_token"]
    b.client.simulator.advance(2592000)
    return b.client.refresh(b.app, token)


@row("4.4: invalid_grant: refresh token of other client", "400 invalid_grant")
def _(b: Bench) -> Answer:
    return b.client.refresh(b.client.app(), b.client.tokens(b.app, b.user)["refresh_token"])


@row("4.4: invalid_request: missing field (grant_type)", "400 invalid_request")
def _(b: Bench) -> Answer:
    return b.token()


@row("4.4: invalid_request: missing field (code)", "400 invalid_request")
def _(b: Bench) -> Answer:
    return b.client.redeem(b.app, "")


@row("4.4: invalid_request: missing field (redirect_uri)", "400 invalid_request")
def _(b: Bench) -> Answer:
    return b.client.redeem(b.app, b.code(), redirect_uri="")


@row("4.4: invalid_request: missing field (code_verifier)", "400 invalid_request")
def _(b: Bench) -> Answer:
    return b.client.redeem(b.app, b.client.code(b.app, b.user, code_challenge="x" * 43))


@row("4.4: invalid_request: missing field (refresh_token)", "400 invalid_request")
def _(b: Bench) -> Answer:
    return b.token(grant_type="refresh_token")


@row("4.4: invalid_request: missing field (device_code)", "400 invalid_request")
def _(b: Bench) -> Answer:
    app = b.client.device_app()
    return b.client.form("as/token", {"grant_type": DEVICE_GRANT, "client_id": app.id})


@row("4.4: unauthorized_client: grant type not in grantTypes", "400 unauthorized_client")
def _(b: Bench) -> Answer:
    return b.token(grant_type="client_credentials")


@row("4.4: unsupported_grant_type: unknown grant type", "400 unsupported_grant_type")
def _(b: Bench) -> Answer:
    return b.token(grant_type="password", username="x", password="x")


@row("4.4: invalid_scope: a refresh that asks for more", "400 invalid_scope")
def _(b: Bench) -> Answer:
    return b.client.refresh(b.app, b.client.tokens(b.app, b.user)["refresh_token"], scope="openid profile")


@row("4.4: invalid_scope: scopes of two custom resources", "400 invalid_scope")
def _(b: Bench) -> Answer:
    worker = {"type": "WORKER", "responseTypes": None, "redirectUris": None, "grantTypes": ["CLIENT_CREDENTIALS"]}
    b.app = b.client.app(**worker)
    scopes = [b.client.custom_scope(b.app)[1]["name"] for _ in range(2)]
    answer = b.token(grant_type="client_credentials", scope=" ".join(scopes))
    assert "May not request scopes for multiple resources" in answer.json["error_description"]
    return answer


@row("4.4: slow_down", "400 slow_down")
def _(b: Bench) -> Answer:
    app, device = b.device()
    b.poll(app, device)
    b.client.simulator.advance(4.9)
    return b.poll(app, device)


@row("4.6: success consumes the code, further use", "400 invalid_grant")
def _(b: Bench) -> Answer:
    app, device = b.device()
    b.client.act(b.device_flow(device), "deviceAuthGrant.consent", {"accept": True})
    assert b.poll(app, device).status == 200
    return b.poll(app, device)


# Section 4.5


@row("4.5: bad client", "401 invalid_client")
def _(b: Bench) -> Answer:
    return b.client.form("as/introspect", {"token": "x"}, basic=(b.app.id, "wrong"))


@pytest.mark.parametrize(("act", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_the_listed_refusal(bench: Bench, act: Row, expected: str) -> None:
    assert act(bench).error == expected


@pytest.mark.parametrize("token", ["garbage", "a.b.c", "revoked"])
def test_introspecting_garbage_or_a_revoked_token_tells_nothing_else(bench: Bench, token: str) -> None:
    if token == "revoked":
        token = bench.client.tokens(bench.app, bench.user)["refresh_token"]
        bench.client.form("as/revoke", {"token": token}, basic=bench.app.basic)
    assert bench.client.introspect(bench.app, token) == {"active": False}


def test_resume_before_the_flow_is_completed_leads_back_to_the_sign_on_page(bench: Bench) -> None:
    flow_id = bench.flow()
    answer = bench.client.get("as/resume", flowId=flow_id)
    assert (answer.status, answer.query("flowId")) == (302, flow_id)
    assert answer.location.startswith("https://apps.pingone.com/")


def test_an_unsupported_method_is_refused_on_every_path(bench: Bench) -> None:
    for path in ("as/token", "as/par", "as/revoke", "as/introspect", "as/device_authorization"):
        assert bench.client.get(path).error == "405 METHOD_NOT_ALLOWED", path
    for path in ("as/jwks", "as/resume", "device", "as/.well-known/openid-configuration"):
        assert bench.client.form(path, {}).error == "405 METHOD_NOT_ALLOWED", path
    assert bench.client.send("DELETE", f"{bench.client.auth_base}/flows/{bench.flow()}").status == 405
