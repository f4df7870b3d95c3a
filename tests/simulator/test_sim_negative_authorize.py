"""The refusals that reach the client by redirect, because its redirect URI is trusted by then (reference 4.1)."""

import pytest

from simulator.auth_bench import Bench
from simulator.sim_client import REDIRECT, Client


@pytest.fixture
def bench(client: Client) -> Bench:
    return Bench(client, client.app(), client.user())


REDIRECTED = [
    ("4.1: response type missing", {"response_type": ""}, "invalid_request"),
    ("4.1: response type not allowed by the app", {"response_type": "id_token", "nonce": "n"}, "unauthorized_client"),
    ("4.1: unknown response type", {"response_type": "token"}, "unsupported_response_type"),
    ("4.1: unknown scope", {"scope": "openid nonsense"}, "invalid_scope"),
    ("4.1: scope that is not granted", {"scope": "profile"}, "invalid_scope"),
    ("4.1: no scope", {"scope": ""}, "invalid_scope"),
    ("4.1: prompt=none without a session", {"prompt": "none"}, "login_required"),
    ("4.1: unknown prompt", {"prompt": "nonsense"}, "invalid_request"),
    (
        "4.1: unknown code_challenge_method",
        {"code_challenge": "x" * 43, "code_challenge_method": "S1"},
        "invalid_request",
    ),
    ("4.1: unknown response_mode", {"response_mode": "pigeon"}, "invalid_request"),
    ("4.1: acr_values that name no assigned policy", {"acr_values": "Multi_Factor"}, "invalid_request"),
    ("4.1: unsigned request", {"request": "a.b.c"}, "invalid_request_object"),
]


@pytest.mark.parametrize(("changes", "error"), [row[1:] for row in REDIRECTED], ids=[row[0] for row in REDIRECTED])
def test_the_listed_refusal_is_redirected(bench: Bench, changes: dict[str, str], error: str) -> None:
    answer = bench.client.authorize(bench.app, state="s-1", **changes)
    separator = "#" if changes.get("response_type") == "id_token" else "?"
    assert answer.status == 302
    assert answer.location.startswith(f"{REDIRECT}{separator}error={error}&error_description=Request+denied")
    assert answer.location.endswith("&state=s-1")


def test_custom_scopes_do_not_go_with_those_of_the_pingone_api(bench: Bench) -> None:
    client, app = bench.client, bench.app
    resources = client.manage("GET", "resources").json["_embedded"]["resources"]
    api = next(found for found in resources if found["name"] == "PingOne API")
    scopes = client.manage("GET", f"resources/{api['id']}/scopes").json["_embedded"]["scopes"]
    client.grant(app, api["id"], scopes[0]["id"])
    _, custom = client.custom_scope(app)
    _, other = client.custom_scope(app)
    for name in (scopes[0]["name"], other["name"]):
        answer = client.authorize(app, scope=f"{custom['name']} {name}")
        assert answer.query("error") == "invalid_scope"
        assert "May not request scopes for multiple resources" in answer.query("error_description")
    assert "flowId" in client.authorize(app, scope=f"openid {custom['name']}").location
