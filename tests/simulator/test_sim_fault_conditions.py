"""Faults of the service: slow, busy, failing, broken off, not yet consistent, a token that ran out."""

import json
from email.utils import parsedate_to_datetime

import pytest

from pcc.simulator import faults as f
from simulator.sim_client import Client, unique

EVERY = f.Match()
USERS = f.Match("GET", "/users$")


def test_a_delay_is_left_to_whoever_sends_the_answer(client: Client) -> None:
    client.simulator.plant(f.delay(USERS, seconds=1.5))
    client.simulator.plant(f.delay(EVERY, seconds=0.5))
    answer = client.manage("GET", "users")
    assert (answer.status, answer.response.delay) == (200, 2.0)
    assert client.get("as/jwks").response.delay == 0.5


def test_a_rate_limit_tells_when_to_come_back_and_does_nothing(client: Client) -> None:
    client.token()
    with client.simulator.planted(f.rate_limit(f.Match("POST", "/populations$"), retry_after=7)):
        answer = client.manage("POST", "populations", {"name": unique("Users")})
    assert answer.error == "429 REQUEST_LIMITED"
    assert answer.header("Retry-After") == "7"
    assert answer.json["id"] == answer.header("Correlation-Id")
    assert client.manage("GET", "populations").json["count"] == 1


@pytest.mark.parametrize("status", [500, 502, 504])
def test_an_error_is_unexpected(client: Client, status: int) -> None:
    client.simulator.plant(f.error(EVERY, client.simulator, status=status))
    answer = client.get("as/jwks")
    assert answer.error == f"{status} UNEXPECTED_ERROR"
    assert answer.header("Retry-After") == ""


def test_a_503_tells_the_date_to_come_back(client: Client) -> None:
    client.simulator.plant(f.error(EVERY, client.simulator, status=503, retry_after=60))
    answer = client.get("as/jwks")
    assert answer.status == 503
    wait = parsedate_to_datetime(answer.header("Retry-After")) - parsedate_to_datetime(answer.header("Date"))
    assert wait.total_seconds() == 60


def test_only_the_first_times_are_hit(client: Client) -> None:
    client.simulator.plant(f.error(f.Match(path="/jwks$", times=2), client.simulator))
    assert [client.get("as/jwks").status for _ in range(4)] == [500, 500, 200, 200]


def test_a_reset_and_a_truncation_end_within_the_honest_body(client: Client) -> None:
    honest = client.get("as/jwks").response.body
    with client.simulator.planted(f.reset(EVERY)):
        assert client.get("as/jwks").response.reset_after == len(honest) // 2
    with client.simulator.planted(f.reset(EVERY, after=10**6)):
        assert client.get("as/jwks").response.reset_after == len(honest)
    with client.simulator.planted(f.truncate(EVERY)):
        assert client.get("as/jwks").response.body == honest[: len(honest) // 2]
    with client.simulator.planted(f.truncate(EVERY, after=3)):
        assert client.get("as/jwks").response.body == honest[:3]


def test_a_broken_answer_was_done_all_the_same(client: Client) -> None:
    client.token()
    with client.simulator.planted(f.reset(f.Match("POST", "/populations$"))):
        client.manage("POST", "populations", {"name": unique("Users")})
    assert client.manage("GET", "populations").json["count"] == 2


def test_a_new_thing_is_unknown_at_first(client: Client) -> None:
    client.simulator.plant(f.eventual(EVERY, misses=2))
    app = client.manage("POST", "applications", {"name": unique("App"), **WEB_APP}).json
    secret = f"applications/{app['id']}/secret"
    assert [client.manage("GET", secret).status for _ in range(3)] == [404, 404, 200]


def test_a_new_thing_is_unknown_where_a_body_names_it(client: Client) -> None:
    app = client.app()
    client.simulator.plant(f.eventual(f.Match("POST", "/(resources|scopes)$")))
    resource = client.created("resources", {"name": unique("Res")})
    scopes = f"resources/{resource['id']}/scopes"
    assert client.manage("POST", scopes, {"name": unique("scope")}).error == "404 NOT_FOUND"
    scope = client.created(scopes, {"name": unique("scope")})
    body = {"resource": {"id": resource["id"]}, "scopes": [{"id": scope["id"]}]}
    assert client.manage("POST", f"applications/{app.id}/grants", body).error == "404 NOT_FOUND"
    assert client.manage("POST", f"applications/{app.id}/grants", body).status == 201


def test_what_was_there_before_stays_known(client: Client) -> None:
    app = client.app()
    client.simulator.plant(f.eventual(EVERY))
    assert client.manage("GET", f"applications/{app.id}").status == 200


def test_an_expired_token_stays_expired_and_the_next_one_is_good(client: Client) -> None:
    client.token()
    client.simulator.plant(f.expired_token(f.Match("GET", "/users$", nth=1), client.simulator))
    assert client.manage("GET", "users").error == "401 ACCESS_FAILED INVALID_TOKEN Authentication Credentials"
    assert client.manage("GET", "populations").status == 401
    client.forget_token()
    assert client.manage("GET", "users").status == 200


def test_a_request_without_a_token_has_none_to_expire(client: Client) -> None:
    client.simulator.plant(f.expired_token(EVERY, client.simulator))
    assert client.get("as/jwks").status == 200


def test_a_refused_request_is_seen_by_the_faults_planted_after_it(client: Client) -> None:
    client.simulator.plant(f.rate_limit(EVERY))
    client.simulator.plant(f.with_field(EVERY, ("code",), "CHANGED"))
    assert json.loads(client.get("as/jwks").response.body)["code"] == "CHANGED"


WEB_APP = {
    "enabled": True,
    "type": "WEB_APP",
    "protocol": "OPENID_CONNECT",
    "grantTypes": ["AUTHORIZATION_CODE"],
    "tokenEndpointAuthMethod": "CLIENT_SECRET_BASIC",
    "redirectUris": ["https://www.example.com"],
}
