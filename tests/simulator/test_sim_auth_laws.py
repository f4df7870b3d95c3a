"""Laws of the auth API: PKCE, redirect URIs, scopes, user codes; and that nothing sent makes it stumble."""

import base64
import hashlib
import string
from functools import cache
from html.parser import HTMLParser
from urllib.parse import parse_qsl, quote, urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st

from pcc.simulator import Simulator
from pcc.simulator.auth.authorization.response_modes import deliver
from pcc.simulator.auth.scopes import split_scopes
from simulator.sim_client import App, Client, User

UNRESERVED = string.ascii_letters + string.digits + "-._~"
verifiers = st.text(UNRESERVED, min_size=43, max_size=128)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
fields = st.dictionaries(st.sampled_from(["code", "state", "error", "id_token"]), texts.filter(bool), min_size=1)
# As the management API takes them: an absolute URI without a fragment.
paths = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"], exclude_characters="#?"), max_size=20)
queries = st.lists(st.tuples(texts.filter(bool), texts), max_size=3)


@cache
def bench() -> tuple[Client, App, User]:
    """One simulator for all examples: each signs on anew."""
    client = Client(Simulator())
    return client, client.app(), client.user()


@cache
def device_app() -> App:
    return bench()[0].device_app()


def s256(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


@given(verifier=verifiers, other=verifiers, method=st.sampled_from(["S256", "plain", ""]))
@settings(max_examples=30)
def test_a_code_needs_the_verifier_that_its_challenge_was_made_of(verifier: str, other: str, method: str) -> None:
    client, app, user = bench()
    challenge = s256(verifier) if method == "S256" else verifier
    code = client.code(app, user, code_challenge=challenge, code_challenge_method=method)
    if other != verifier:
        assert client.redeem(app, code, code_verifier=other).error == "400 invalid_grant"
    if method == "S256":
        assert client.redeem(app, code, code_verifier=challenge).error == "400 invalid_grant"
    assert client.redeem(app, code, code_verifier=verifier).status == 200


@given(challenge=st.text(min_size=1, max_size=140))
@settings(max_examples=30)
def test_a_challenge_that_no_verifier_could_make_is_refused(challenge: str) -> None:
    client, app, _ = bench()
    possible = 43 <= len(challenge) <= 128 and set(challenge) <= set(UNRESERVED)
    answer = client.send(
        "GET",
        f"{client.auth_base}/as/authorize?response_type=code&client_id={app.id}"
        f"&redirect_uri=https%3A%2F%2Fwww.example.com&scope=openid&code_challenge={quote(challenge, safe='')}",
    )
    assert ("error=invalid_request" in answer.location) is not possible


def built_uri(path: str, query: list[tuple[str, str]]) -> str:
    uri = f"https://www.example.com/{path}"
    return uri + ("?" + "&".join(f"{quote(n, safe='')}={quote(v, safe='')}" for n, v in query) if query else "")


@given(path=paths, query=queries, told=fields)
def test_a_redirect_keeps_the_uri_and_adds_the_fields_to_its_query(
    path: str, query: list[tuple[str, str]], told: dict[str, str]
) -> None:
    uri = built_uri(path, query)
    (_, location), *_ = deliver("query", uri, told).headers
    assert location.isascii()
    assert parse_qsl(urlsplit(location).query, keep_blank_values=True) == [*query, *told.items()]
    assert location.startswith(quote(uri, safe=string.printable.strip()))


@given(path=paths, query=queries, told=fields)
def test_a_fragment_leaves_the_query_as_it_is(path: str, query: list[tuple[str, str]], told: dict[str, str]) -> None:
    (_, location), *_ = deliver("fragment", built_uri(path, query), told).headers
    parts = urlsplit(location)
    assert location.isascii()
    assert parse_qsl(parts.query, keep_blank_values=True) == query
    assert parse_qsl(parts.fragment, keep_blank_values=True) == list(told.items())


class Inputs(HTMLParser):
    """Every tag of a page, and what its hidden fields would send."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.sent: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = {name: value or "" for name, value in attrs}
        if tag == "input":
            self.sent[found["name"]] = found["value"]

    handle_startendtag = handle_starttag


@given(told=st.dictionaries(texts.filter(bool), texts, min_size=1, max_size=4))
def test_a_form_sends_the_fields_and_holds_nobody_elses_markup(told: dict[str, str]) -> None:
    inputs = Inputs()
    inputs.feed(deliver("form_post", "https://www.example.com", told).body.decode())
    assert inputs.tags == ["html", "body", "form"] + ["input"] * len(told)
    assert inputs.sent == told


@given(scopes=st.lists(st.text("abc:._", min_size=1, max_size=4)), spaces=st.integers(1, 3))
def test_scopes_come_back_once_and_in_order(scopes: list[str], spaces: int) -> None:
    split = split_scopes((" " * spaces).join(scopes))
    assert split == tuple(dict.fromkeys(scopes))
    assert split_scopes(" ".join(split)) == split
    assert split_scopes(" " * spaces) == ()


@given(st.data())
@settings(max_examples=20)
def test_a_user_code_is_read_however_it_is_typed(data: st.DataObject) -> None:
    client, _, user = bench()
    device = client.form("as/device_authorization", {"client_id": device_app().id}).json
    typed = "".join(data.draw(st.sampled_from([c, c.lower()])) for c in device["user_code"])
    typed = typed.replace("-", data.draw(st.sampled_from(["-", "", " ", " - "])))
    flow_id = client.get("device").query("flowId")
    client.login(flow_id, user)
    answer = client.act(flow_id, "deviceAuthGrant.userCode.verify", {"userCode": typed})
    assert answer.json["status"] == "DAG_CONSENT_REQUIRED"


PARAMETERS = (
    "response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "prompt", "max_age", "acr_values",
    "code_challenge", "code_challenge_method", "response_mode", "request", "request_uri", "grant_type", "code",
    "code_verifier", "refresh_token", "device_code", "token", "client_assertion", "client_assertion_type",
    "id_token_hint", "post_logout_redirect_uri", "flowId", "access_token", "client_secret", "user_code",
)  # fmt: skip
PATHS = (
    "as/authorize", "as/par", "as/token", "as/introspect", "as/revoke", "as/userinfo", "as/signoff", "as/resume",
    "as/device_authorization", "device", "device/x",
)  # fmt: skip
LIKELY = (
    "code", "id_token", "code token id_token", "openid", "https://www.example.com", "pi.flow", "fragment", "form_post",
    "none", "login", "authorization_code", "refresh_token", "client_credentials", "S256", "plain", "x" * 43, "a.b.c",
    "urn:ietf:params:oauth:grant-type:device_code", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    "eyJhbGciOiJIUzI1NiJ9.e30.e30", "eyJhbGciOiJub25lIn0.e30.", "{client}", "{secret}", "\ud7ff", "0", "-1",
)  # fmt: skip
ACTIONS = (
    "usernamePassword.check", "password.forgot", "password.recover", "password.sendRecoveryCode", "password.reset",
    "session.reset", "user.register", "user.verify", "otp.check", "deviceAuthGrant.userCode.verify", "nonsense",
)  # fmt: skip
MEMBERS = ("username", "password", "recoveryCode", "newPassword", "currentPassword", "email", "name", "userCode")


@given(
    path=st.sampled_from(PATHS),
    told=st.dictionaries(st.sampled_from(PARAMETERS), st.sampled_from(LIKELY) | texts, max_size=8),
    as_client=st.booleans(),
    posted=st.booleans(),
)
@settings(max_examples=300)
def test_whatever_is_sent_is_answered_or_refused(
    path: str, told: dict[str, str], as_client: bool, posted: bool
) -> None:
    client, app, _ = bench()
    told = {n: v.replace("{client}", app.id).replace("{secret}", app.secret) for n, v in told.items()}
    if posted:
        answer = client.form(path, told, basic=app.basic if as_client else None)
    else:
        answer = client.get(path, **told)
    assert answer.status < 500, answer.json


@given(
    action=st.sampled_from(ACTIONS),
    body=st.dictionaries(st.sampled_from(MEMBERS), st.none() | st.booleans() | st.integers() | texts, max_size=6)
    | st.none()
    | st.lists(st.integers(), max_size=2),
)
@settings(max_examples=100)
def test_whatever_is_sent_to_a_flow_is_answered_or_refused(action: str, body: object) -> None:
    client, app, _ = bench()
    flow_id = client.authorize(app, prompt="login").query("flowId")
    assert client.act(flow_id, action, body).status < 500
    assert client.get(f"flows/{flow_id}").status == 200
