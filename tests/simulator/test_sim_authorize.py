"""The authorize and resume endpoints (reference sections 4.1 and 4.3)."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from pcc.simulator import Simulator
from simulator.sim_client import PASSWORD, REDIRECT, VENDOR, App, Client, User, unique


@pytest.fixture
def app(client: Client) -> App:
    return client.app()


@pytest.fixture
def user(client: Client) -> User:
    return client.user()


def flow_of(client: Client, app: App, **changes: str) -> str:
    return client.authorize(app, **changes).query("flowId")


def test_authorize_takes_a_form_as_well(client: Client, app: App) -> None:
    fields = {"response_type": "code", "client_id": app.id, "redirect_uri": REDIRECT, "scope": "openid"}
    answer = client.form("as/authorize", fields)
    assert answer.status == 302
    assert client.get(f"flows/{answer.query('flowId')}").status == 200


@pytest.mark.parametrize("uri", ["", "https://www.google.com", REDIRECT + "/", "http://www.example.com"])
def test_a_mismatching_redirect_uri_is_never_redirected_to(client: Client, app: App, uri: str) -> None:
    answer = client.authorize(app, redirect_uri=uri)
    assert answer.error == "400 INVALID_DATA INVALID_VALUE redirect_uri"
    assert answer.location == ""


def test_an_unknown_or_disabled_client_is_refused(client: Client, app: App) -> None:
    assert client.authorize(app, client_id="nobody").error == "400 INVALID_DATA INVALID_VALUE client_id"
    disabled = client.app(enabled=False)
    assert client.authorize(disabled).error == "400 INVALID_DATA INVALID_VALUE client_id"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": ""}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": ""}, "invalid_scope"),
        ({"scope": "openid nonsense"}, "invalid_scope"),
        ({"scope": "openid profile"}, "invalid_scope"),
        ({"response_mode": "carrier.pigeon"}, "invalid_request"),
        ({"prompt": "none"}, "login_required"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge": "x" * 43, "code_challenge_method": "S512"}, "invalid_request"),
    ],
)
def test_later_errors_are_redirected_with_the_state(
    client: Client, app: App, changes: dict[str, str], error: str
) -> None:
    if "max_age" in changes:
        # It is read only when there is a session whose age could matter.
        client.code(app, client.user())
    answer = client.authorize(app, state="s&1", **changes)
    assert answer.status == 302
    assert answer.location.startswith(f"{REDIRECT}?error={error}&error_description=")
    assert answer.query("state") == "s&1"


def test_an_application_without_the_code_grant_is_not_authorized(client: Client) -> None:
    app = client.app(grantTypes=["IMPLICIT"], responseTypes=["TOKEN"])
    assert client.authorize(app).query("error") == "unauthorized_client"


def test_scopes_of_two_resources_are_refused_unless_the_application_may(client: Client) -> None:
    for allowed in (False, True):
        app = client.app(requestScopesForMultipleResourcesEnabled=allowed)
        _, one = client.custom_scope(app)
        _, two = client.custom_scope(app)
        answer = client.authorize(app, scope=f"{one['name']} {two['name']}")
        assert ("error=invalid_scope" in answer.location) is not allowed
        assert "flowId=" in client.authorize(app, scope=f"openid {one['name']}").location


def test_the_state_comes_back_with_the_code(client: Client, app: App, user: User) -> None:
    flow_id = flow_of(client, app, state="xyz")
    client.login(flow_id, user)
    answer = client.get("as/resume", flowId=flow_id)
    assert answer.location == f"{REDIRECT}?code={answer.query('code')}&state=xyz"


def test_a_redirect_uri_with_a_query_keeps_it(client: Client, user: User) -> None:
    app = client.app(redirectUris=["https://www.example.com/cb?a=1"])
    flow_id = flow_of(client, app, redirect_uri="https://www.example.com/cb?a=1")
    client.login(flow_id, user)
    answer = client.get("as/resume", flowId=flow_id)
    assert answer.location == f"https://www.example.com/cb?a=1&code={answer.query('code')}"


def test_the_code_may_come_in_the_fragment(client: Client, app: App, user: User) -> None:
    flow_id = flow_of(client, app, response_mode="fragment")
    client.login(flow_id, user)
    parts = urlsplit(client.get("as/resume", flowId=flow_id).location)
    assert parts.query == ""
    assert client.redeem(app, parse_qs(parts.fragment)["code"][0]).status == 200


def test_the_code_may_come_in_a_form(client: Client, app: App, user: User) -> None:
    flow_id = flow_of(client, app, response_mode="form_post", state='"><script>')
    client.login(flow_id, user)
    answer = client.get("as/resume", flowId=flow_id)
    page = answer.response.body.decode()
    assert answer.status == 200
    assert f'<form method="post" action="{REDIRECT}">' in page
    assert "<script>" not in page


def test_pi_flow_answers_json_and_needs_no_redirect_uri(client: Client, app: App, user: User) -> None:
    started = client.authorize(app, response_mode="pi.flow", redirect_uri="")
    assert started.status == 200
    flow_id = started.json["id"]
    client.login(flow_id, user)
    resumed = client.get("as/resume", flowId=flow_id)
    assert resumed.status == 200
    assert client.redeem(app, resumed.json["authorizeResponse"]["code"], redirect_uri="").status == 200


def test_an_error_without_a_redirect_uri_is_answered(client: Client, app: App) -> None:
    answer = client.authorize(app, response_mode="pi.flow", redirect_uri="", scope="nonsense")
    assert answer.error == "400 invalid_scope"


def test_resume_needs_the_session_cookie(client: Client, app: App, user: User) -> None:
    flow_id = flow_of(client, app)
    client.login(flow_id, user)
    own = client.cookies.pop("ST")
    assert client.get("as/resume", flowId=flow_id).error == "400 INVALID_REQUEST INVALID_VALUE ST"
    client.cookies["ST"] = "nonsense"
    assert client.get("as/resume", flowId=flow_id).error == "400 INVALID_REQUEST INVALID_VALUE ST"
    client.cookies["ST"] = own
    assert client.get("as/resume", flowId=flow_id).status == 302


def test_resume_refuses_the_session_of_somebody_else(client: Client, app: App, user: User) -> None:
    flow_id = flow_of(client, app)
    client.login(flow_id, user)
    client.code(app, client.user())
    assert client.get("as/resume", flowId=flow_id).error == "400 INVALID_REQUEST INVALID_VALUE ST"


def test_resuming_too_early_leads_back_to_the_sign_on_page(client: Client, app: App) -> None:
    flow_id = flow_of(client, app)
    answer = client.get("as/resume", flowId=flow_id)
    assert answer.status == 302
    assert answer.query("flowId") == flow_id


def test_a_flow_is_resumed_once(client: Client, app: App, user: User) -> None:
    flow_id = flow_of(client, app)
    client.login(flow_id, user)
    assert client.get("as/resume", flowId=flow_id).status == 302
    assert client.get("as/resume", flowId=flow_id).status == 404


def test_resume_needs_a_known_flow(client: Client) -> None:
    assert client.get("as/resume").error == "400 INVALID_DATA REQUIRED_VALUE flowId"
    assert client.get("as/resume", flowId="nonsense").error == "404 NOT_FOUND"


def test_a_device_flow_is_not_resumed(client: Client) -> None:
    flow_id = client.get("device").query("flowId")
    assert client.get("as/resume", flowId=flow_id).error.startswith("400 INVALID_REQUEST")


def test_a_live_session_skips_the_login(client: Client, app: App, user: User) -> None:
    client.code(app, user)
    flow_id = flow_of(client, app)
    flow = client.get(f"flows/{flow_id}").json
    assert flow["status"] == "COMPLETED"
    assert flow["_embedded"]["user"]["id"] == user.id
    code = client.get("as/resume", flowId=flow_id).query("code")
    assert client.redeem(app, code).status == 200


def test_prompt_and_max_age_force_a_login(client: Client, app: App, user: User) -> None:
    client.code(app, user)
    client.simulator.advance(10)
    for changes in ({"prompt": "login"}, {"max_age": "5"}):
        assert client.get(f"flows/{flow_of(client, app, **changes)}").json["status"] == "USERNAME_PASSWORD_REQUIRED"
    assert client.get(f"flows/{flow_of(client, app, max_age='60')}").json["status"] == "COMPLETED"


def test_without_a_prompt_the_code_comes_at_once(client: Client, app: App, user: User) -> None:
    client.code(app, user)
    answer = client.authorize(app, prompt="none", state="s")
    assert answer.location == f"{REDIRECT}?code={answer.query('code')}&state=s"
    assert client.redeem(app, answer.query("code")).status == 200
    assert client.authorize(app, prompt="none", max_age="0").query("error") == "login_required"


def test_a_session_ends_after_thirty_days_and_with_its_user(client: Client, app: App, user: User) -> None:
    client.code(app, user)
    cookie = dict(client.cookies)
    client.manage("DELETE", f"users/{user.id}")
    assert client.get(f"flows/{flow_of(client, app)}").json["status"] == "USERNAME_PASSWORD_REQUIRED"
    client.cookies = cookie
    client.code(app, client.user())
    client.simulator.advance(30 * 86400)
    assert client.get(f"flows/{flow_of(client, app)}").json["status"] == "USERNAME_PASSWORD_REQUIRED"


def test_several_cookies_of_one_name_are_all_looked_at(client: Client, app: App, user: User) -> None:
    flow_id = flow_of(client, app)
    client.login(flow_id, user)
    headers = {"Cookie": f"{{{{sessionToken}}}}; ST=stale; ST={client.cookies['ST']}; x"}
    url = f"{client.auth_base}/as/resume?{urlencode({'flowId': flow_id})}"
    assert client.send("GET", url, headers=headers).status == 302


def test_the_session_cookie_is_for_https_and_the_environment(client: Client, app: App, user: User) -> None:
    parts = client.login(flow_of(client, app), user).header("Set-Cookie").split("; ")
    assert parts[1] == f"Path=/{client.env}"
    assert parts[2] == "Max-Age=2592000"
    assert parts[3].startswith("Expires=")
    assert parts[3].endswith("GMT")
    assert parts[4:] == ["Secure", "HttpOnly", "SameSite=None"]


def test_the_session_cookie_survives_plain_http() -> None:
    base = "http://127.0.0.1:8080"
    client = Client(Simulator(api_base=f"{base}/v1", auth_base=base))
    app, user = client.app(), client.user()
    parts = client.login(flow_of(client, app), user).header("Set-Cookie").split("; ")
    assert parts[4:] == ["HttpOnly"]


def test_pkce_is_checked(client: Client, user: User) -> None:
    # The example of RFC 7636 appendix B.
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    app = client.app(pkceEnforcement="S256_REQUIRED")
    assert client.authorize(app).query("error") == "invalid_request"
    assert client.authorize(app, code_challenge=verifier).query("error") == "invalid_request"
    code = client.code(app, user, code_challenge=challenge, code_challenge_method="S256")
    assert client.redeem(app, code).error == "400 invalid_request"
    assert client.redeem(app, code, code_verifier=challenge).error == "400 invalid_grant"
    assert client.redeem(app, code, code_verifier=verifier).status == 200
    plain = client.app(name=unique("Plain"))
    code = client.code(plain, user, code_challenge=verifier)
    assert client.redeem(plain, code, code_verifier=verifier).status == 200


def test_the_first_assigned_policy_is_used(client: Client, app: App, user: User) -> None:
    for priority, name in ((2, "second"), (1, "first")):
        policy = client.created("signOnPolicies", {"name": f"{unique('Policy')}_{name}"})
        action = {"priority": 1, "type": "LOGIN", "recovery": {"enabled": False}, "registration": {"enabled": True}}
        client.created(f"signOnPolicies/{policy['id']}/actions", action)
        body = {"priority": priority, "signOnPolicy": {"id": policy["id"]}}
        client.created(f"applications/{app.id}/signOnPolicyAssignments", body)
    links = client.get(f"flows/{flow_of(client, app)}").json["_links"]
    assert "user.register" in links
    assert "password.forgot" not in links
    told = client.introspect(app, client.tokens(app, user)["access_token"])
    assert told["acr"].endswith("_first")


def test_the_password_is_in_no_answer(client: Client, app: App, user: User) -> None:
    body = client.login(flow_of(client, app), user).response.body
    assert PASSWORD.encode() not in body
    assert VENDOR.encode() not in body
