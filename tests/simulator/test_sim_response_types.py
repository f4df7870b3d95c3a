"""Every response type in every response mode, and what the two forbid each other (reference section 4.1)."""

import re
from html import unescape
from itertools import permutations
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from simulator.jwt_reader import half_hash, read_token
from simulator.sim_client import REDIRECT, Answer, App, Client, User

TYPES = ("code", "id_token", "token id_token", "code id_token", "code token", "code token id_token")
MODES = ("", "query", "fragment", "form_post", "pi.flow")
PINGONE = "https://api.pingone.com"
FIELDS = {"code": {"code"}, "token": {"access_token", "token_type", "expires_in", "scope"}, "id_token": {"id_token"}}


def every_type(client: Client, **changes: Any) -> App:
    return client.app(
        responseTypes=["CODE", "TOKEN", "ID_TOKEN"],
        grantTypes=["AUTHORIZATION_CODE", "IMPLICIT", "REFRESH_TOKEN"],
        **changes,
    )


@pytest.fixture
def app(client: Client) -> App:
    return every_type(client)


@pytest.fixture
def user(client: Client) -> User:
    return client.user()


def answered(answer: Answer, mode: str) -> dict[str, str]:
    """The fields of an authorization answer, from where the mode puts them, and from nowhere else."""
    if mode == "pi.flow":
        assert answer.status == 200
        return {name: str(value) for name, value in answer.json["authorizeResponse"].items()}
    if mode == "form_post":
        page = answer.response.body.decode()
        assert f'<form method="post" action="{REDIRECT}">' in page
        return {unescape(n): unescape(v) for n, v in re.findall(r'name="([^"]*)" value="([^"]*)"', page)}
    parts = urlsplit(answer.location)
    found, empty = (parts.query, parts.fragment) if mode == "query" else (parts.fragment, parts.query)
    assert (answer.status, empty) == (302, "")
    return dict(parse_qsl(found))


def run(client: Client, app: App, user: User, mode: str, **fields: str) -> Answer:
    asked = client.authorize(app, response_mode=mode, prompt="login", **fields)
    flow_id = asked.json["id"] if mode == "pi.flow" else asked.query("flowId")
    assert client.login(flow_id, user).json["status"] == "COMPLETED"
    return client.get("as/resume", flowId=flow_id)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("response_type", TYPES)
def test_every_type_is_answered_in_every_mode(
    client: Client, app: App, user: User, response_type: str, mode: str
) -> None:
    words = response_type.split()
    if mode == "query" and words != ["code"]:
        asked = client.authorize(app, response_type=response_type, response_mode="query", nonce="n", state="s")
        assert answered(asked, "fragment")["error"] == "invalid_request"
        return
    told = answered(run(client, app, user, mode, response_type=response_type, nonce="n-1", state="s&1"),
                    mode or ("query" if words == ["code"] else "fragment"))  # fmt: skip
    assert told.keys() == {"state"}.union(*(FIELDS[word] for word in words))
    assert told["state"] == "s&1"
    if "id_token" in words:
        claims = read_token(client, told["id_token"], audience=app.id)
        assert (claims["sub"], claims["nonce"]) == (user.id, "n-1")
        hashes = {"at_hash": "access_token", "c_hash": "code"}
        expected = {claim: half_hash(told[name]) for claim, name in hashes.items() if name in told}
        assert {claim: claims[claim] for claim in hashes if claim in claims} == expected
    if "token" in words:
        assert read_token(client, told["access_token"], audience=PINGONE)["sub"] == user.id
        assert client.introspect(app, told["access_token"])["active"] is True
        assert (told["token_type"], told["expires_in"], told["scope"]) == ("Bearer", "3600", "openid")
    if "code" in words:
        exchanged = client.redeem(app, told["code"]).json
        assert read_token(client, exchanged["id_token"], audience=app.id)["nonce"] == "n-1"


@pytest.mark.parametrize("words", [" ".join(words) for words in permutations(["code", "token", "id_token"])])
def test_the_order_of_the_words_has_no_meaning(client: Client, app: App, words: str) -> None:
    assert "flowId" in client.authorize(app, response_type=words, nonce="n").location


@pytest.mark.parametrize("words", ["token", "none", "code code", "id_token id_token token", "CODE", "code nonsense"])
def test_other_words_are_not_supported(client: Client, app: App, words: str) -> None:
    answer = client.authorize(app, response_type=words, nonce="n", state="s")
    assert (answer.query("error"), answer.query("state")) == ("unsupported_response_type", "s")


@pytest.mark.parametrize(
    ("types", "grants", "asked"),
    [
        (["CODE"], ["AUTHORIZATION_CODE", "IMPLICIT"], "code id_token"),
        (["CODE", "TOKEN"], ["AUTHORIZATION_CODE", "IMPLICIT"], "token id_token"),
        (["CODE", "TOKEN", "ID_TOKEN"], ["AUTHORIZATION_CODE"], "id_token"),
        (["CODE", "TOKEN", "ID_TOKEN"], ["AUTHORIZATION_CODE"], "code token"),
        (["ID_TOKEN"], ["IMPLICIT"], "code"),
    ],
)
def test_an_application_gets_what_its_types_and_grants_allow(
    client: Client, types: list[str], grants: list[str], asked: str
) -> None:
    app = client.app(responseTypes=types, grantTypes=grants)
    mode = "query" if asked == "code" else "fragment"
    assert answered(client.authorize(app, response_type=asked, nonce="n"), mode)["error"] == "unauthorized_client"


def test_an_id_token_from_here_needs_a_nonce_and_the_scope_openid(client: Client, app: App) -> None:
    _, scope = client.custom_scope(app)
    without_nonce = client.authorize(app, response_type="id_token", state="s")
    assert answered(without_nonce, "fragment").items() >= {("error", "invalid_request"), ("state", "s")}
    without_openid = client.authorize(app, response_type="id_token", nonce="n", scope=scope["name"])
    assert answered(without_openid, "fragment")["error"] == "invalid_scope"
    assert "flowId" in client.authorize(app, response_type="code token").location


@pytest.mark.parametrize("mode", ["", "query", "fragment", "form_post"])
def test_an_error_comes_in_the_response_mode_with_the_state(client: Client, app: App, mode: str) -> None:
    asked = client.authorize(app, response_mode=mode, scope="nonsense", state="ü&")
    assert answered(asked, mode or "query").items() >= {("error", "invalid_scope"), ("state", "ü&")}


def test_an_error_of_pi_flow_is_answered_and_not_redirected(client: Client, app: App) -> None:
    assert client.authorize(app, response_mode="pi.flow", scope="nonsense").error == "400 invalid_scope"


def test_a_completed_flow_of_pi_flow_tells_its_code_once_and_wherever_it_is_read(
    client: Client, app: App, user: User
) -> None:
    flow_id = client.authorize(app, response_mode="pi.flow", redirect_uri="", state="s").json["id"]
    assert "authorizeResponse" not in client.get(f"flows/{flow_id}").json
    told = client.login(flow_id, user).json["authorizeResponse"]
    assert told["state"] == "s"
    assert client.get(f"flows/{flow_id}").json["authorizeResponse"] == told
    assert client.get("as/resume", flowId=flow_id).json["authorizeResponse"] == told
    assert client.redeem(app, told["code"], redirect_uri="").status == 200


def test_a_live_session_completes_pi_flow_at_once(client: Client, app: App, user: User) -> None:
    client.code(app, user)
    asked = client.authorize(app, response_mode="pi.flow", redirect_uri="").json
    assert asked["status"] == "COMPLETED"
    assert client.redeem(app, asked["authorizeResponse"]["code"], redirect_uri="").status == 200


def test_other_modes_tell_no_code_in_the_flow(client: Client, app: App, user: User) -> None:
    flow_id = client.authorize(app).query("flowId")
    assert "authorizeResponse" not in client.login(flow_id, user).json


def test_an_id_token_alone_tells_the_claims_of_its_scopes(client: Client, user: User) -> None:
    app = every_type(client)
    resource_id, email = client.openid_scope("email")
    client.grant(app, resource_id, email, client.openid_scope("profile")[1])
    fields = {"scope": "openid email profile", "nonce": "n"}
    alone = answered(run(client, app, user, "fragment", response_type="id_token", **fields), "fragment")
    claims = read_token(client, alone["id_token"], audience=app.id)
    assert (claims["email"], claims["name"]) == ("joe@example.com", "Joe Smith")
    beside = answered(run(client, app, user, "fragment", response_type="token id_token", **fields), "fragment")
    assert "email" not in read_token(client, beside["id_token"], audience=app.id)


def test_tokens_of_the_fragment_end_with_the_session(client: Client, app: App, user: User) -> None:
    told = answered(run(client, app, user, "fragment", response_type="code token"), "fragment")
    assert client.get("as/signoff").status == 200
    assert client.introspect(app, told["access_token"]) == {"active": False}
    assert client.redeem(app, told["code"]).error == "400 invalid_grant"


@pytest.mark.parametrize("prompt", ["nonsense", "login nonsense", "none login", "NONE"])
def test_an_unknown_prompt_is_refused(client: Client, app: App, prompt: str) -> None:
    assert client.authorize(app, prompt=prompt).query("error") == "invalid_request"


@pytest.mark.parametrize("prompt", ["consent", "select_account", "login consent"])
def test_other_prompts_are_accepted(client: Client, app: App, prompt: str) -> None:
    assert "flowId" in client.authorize(app, prompt=prompt, login_hint="joe").location


@pytest.mark.parametrize("max_age", ["soon", "-1", "1.5", "9" * 30])
def test_max_age_is_a_number_of_seconds(client: Client, app: App, max_age: str) -> None:
    assert client.authorize(app, max_age=max_age).query("error") == "invalid_request"


def test_acr_values_choose_among_the_assigned_policies(client: Client, app: App, user: User) -> None:
    for priority, name in ((1, "first"), (2, "second")):
        policy = client.created("signOnPolicies", {"name": name})
        client.created(f"signOnPolicies/{policy['id']}/actions", {"priority": 1, "type": "LOGIN"})
        body = {"priority": priority, "signOnPolicy": {"id": policy["id"]}}
        client.created(f"applications/{app.id}/signOnPolicyAssignments", body)

    def acr(**fields: str) -> Any:
        return read_token(client, client.tokens(app, user, **fields)["id_token"], audience=app.id)["acr"]

    assert acr() == "first"
    assert acr(acr_values="unknown second first") == "second"
    assert client.authorize(app, acr_values="Single_Factor").query("error") == "invalid_request"


def test_without_an_assignment_the_default_policy_is_the_one_to_name(client: Client, app: App) -> None:
    assert "flowId" in client.authorize(app, acr_values="Single_Factor").location
    assert client.authorize(app, acr_values="Multi_Factor").query("error") == "invalid_request"


def test_what_is_wrong_before_the_redirect_uri_is_trusted_is_answered_as_json(client: Client, app: App) -> None:
    url = f"{client.auth_base}/as/authorize?client_id={app.id}&client_id={app.id}"
    assert client.send("GET", url).error == "400 INVALID_REQUEST INVALID_VALUE"
    posted = client.send("POST", f"{client.auth_base}/as/authorize", body=b"{}", content_type="application/json")
    assert posted.error == "400 INVALID_REQUEST INVALID_VALUE"
    unknown = f"{client.variables['authPath']}/nowhere/as/authorize"
    assert client.send("GET", unknown).error == "404 NOT_FOUND"
