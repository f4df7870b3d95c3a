"""Planted faults: each kind, what it hits, and that the state behind it stays honest."""

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from pcc.simulator import Simulator, SimulatorRequest, SimulatorResponse
from pcc.simulator import faults as f
from simulator.sim_client import Client, unique

POPULATIONS = f.Match("POST", r"/populations$")
AUTHORIZE = f.Match("GET", r"/as/authorize$")
TOKEN = f.Match("POST", r"/as/token$")


def create(client: Client) -> object:
    return client.manage("POST", "populations", {"name": unique("Pop")}).json


def test_a_wrong_status(client: Client) -> None:
    client.simulator.plant(f.status(POPULATIONS, 200))
    assert client.manage("POST", "populations", {"name": unique("Pop")}).status == 200
    assert client.manage("GET", "populations").json["count"] == 2


def test_another_answer(client: Client) -> None:
    client.simulator.plant(f.answer(f.Match("GET", "/populations"), SimulatorResponse(503, (), b"busy")))
    assert client.manage("GET", "populations").response == SimulatorResponse(503, (), b"busy")


def test_a_missing_and_a_wrong_field(client: Client) -> None:
    client.simulator.plant(f.without_field(POPULATIONS, ("environment", "id")))
    client.simulator.plant(f.with_field(POPULATIONS, ("name",), "another"))
    client.simulator.plant(f.with_field(POPULATIONS, ("new", "deep"), [1]))
    found = client.manage("POST", "populations", {"name": unique("Pop")}).json
    assert (found["environment"], found["name"], found["new"]) == ({}, "another", {"deep": [1]})


def test_a_field_in_a_list(client: Client) -> None:
    keys: f.Keys = ("_embedded", "populations", 0, "name")
    client.simulator.plant(f.with_field(f.Match("GET", "/populations$"), keys, "x"))
    assert client.manage("GET", "populations").json["_embedded"]["populations"][0]["name"] == "x"


@pytest.mark.parametrize("keys", [("details", 7, "x"), ("nothing", "here"), ("code", "x")])
def test_a_body_without_the_field_is_sent_as_it_is(client: Client, keys: f.Keys) -> None:
    honest = client.send("GET", "/nothing").json.keys()
    client.simulator.plant(f.without_field(f.Match("GET", "/nothing"), keys))
    assert client.send("GET", "/nothing").json.keys() == honest


def test_a_body_that_is_no_json_is_sent_as_it_is(client: Client) -> None:
    population = client.created("populations", {"name": unique("Pop")})
    client.simulator.plant(f.with_field(f.Match("DELETE", "/populations/"), ("x",), 1))
    assert client.manage("DELETE", f"populations/{population['id']}").response.body == b""


def test_a_header_set_and_removed(client: Client) -> None:
    client.simulator.plant(f.header(POPULATIONS, "content-type", "text/plain"))
    client.simulator.plant(f.without_header(POPULATIONS, "CORRELATION-ID"))
    answer = client.manage("POST", "populations", {"name": unique("Pop")})
    assert [value for name, value in answer.response.headers if name.lower() == "content-type"] == ["text/plain"]
    assert answer.header("Correlation-Id") == ""


def test_a_location_without_its_parameter_or_with_another(client: Client) -> None:
    app = client.app()
    with client.simulator.planted(f.location_query(AUTHORIZE, "flowId", None)):
        assert client.authorize(app).location == f"https://apps.pingone.com/{client.env}/signon/"
    with client.simulator.planted(f.location_query(AUTHORIZE, "flowId", "stale")):
        assert client.authorize(app).query("flowId") == "stale"
    with client.simulator.planted(f.location_query(AUTHORIZE, "flowId", None)):
        assert client.get("as/authorize").status == 400
    assert len(client.authorize(app).query("flowId")) == 36


def test_a_wrong_claim_under_a_good_signature(client: Client) -> None:
    app, user = client.app(), client.user()
    code = client.code(app, user)
    client.simulator.plant(f.claims(TOKEN, client.simulator, {"aud": ["https://other.example"], "sid": None}))
    token = client.redeem(app, code).json["access_token"]
    keys = KeySet.import_key_set(client.get("as/jwks").json)
    claims = jwt.decode(token, keys, algorithms=["RS256"]).claims
    assert claims["aud"] == ["https://other.example"]
    assert "sid" not in claims
    assert client.introspect(app, token)["active"] is True


def test_a_wrong_claim_in_the_id_token(client: Client) -> None:
    app, user = client.app(), client.user()
    code = client.code(app, user)
    client.simulator.plant(f.claims(TOKEN, client.simulator, {"aud": "other"}, field="id_token"))
    keys = KeySet.import_key_set(client.get("as/jwks").json)
    claims = jwt.decode(client.redeem(app, code).json["id_token"], keys, algorithms=["RS256"]).claims
    assert claims["aud"] == "other"
    assert client.redeem(app, code).error == "400 invalid_grant"


def test_only_tokens_are_reissued(simulator: Simulator) -> None:
    with pytest.raises(ValueError, match="no token"):
        simulator.reissue("no token", {})
    with pytest.raises(ValueError, match="no object"):
        simulator.reissue("x.W10.x", {})


def test_a_stale_id(client: Client) -> None:
    client.simulator.plant(f.stale(POPULATIONS, ("id",)))
    first, second = client.created("populations", {"name": "a"}), client.created("populations", {"name": "b"})
    assert first["id"] == second["id"]


def test_a_code_that_expires_on_the_way(client: Client) -> None:
    app, user = client.app(), client.user()
    code = client.code(app, user)
    client.simulator.plant(f.delayed(TOKEN, client.simulator, seconds=61))
    assert client.redeem(app, code).error == "400 invalid_grant"
    assert client.get("as/jwks").header("Date") == "Fri, 15 Jan 2027 08:01:01 GMT"


def test_a_fault_before_handling_may_change_the_request(client: Client) -> None:
    def elsewhere(request: SimulatorRequest, proceed: f.Answer) -> SimulatorResponse:
        return proceed(SimulatorRequest(request.method, "/nothing", request.headers, request.body))

    client.simulator.plant(elsewhere)
    assert client.get("as/jwks").status == 404


def test_only_the_nth_match_is_hit(client: Client) -> None:
    client.simulator.plant(f.status(f.Match("post", r"/populations$", nth=2), 418))
    statuses = []
    for _ in range(3):
        client.manage("GET", "populations")
        statuses.append(client.manage("POST", "populations", {"name": unique("Pop")}).status)
    assert statuses == [201, 418, 201]


def test_the_path_is_matched_and_not_the_query(client: Client) -> None:
    client.simulator.plant(f.status(f.Match("GET", "secret"), 418))
    assert client.get("as/jwks", x="secret").status == 200


def test_cleared_faults_are_gone(client: Client) -> None:
    client.simulator.plant(f.status(f.Match("GET", ""), 418))
    assert client.get("as/jwks").status == 418
    client.simulator.clear_faults()
    assert client.get("as/jwks").status == 200
