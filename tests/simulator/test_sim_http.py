"""Routing, headers, and that the simulator never raises."""

import json
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pcc.simulator
from pcc.simulator import Simulator, SimulatorRequest, SimulatorResponse
from pcc.simulator.faults import Answer
from simulator.sim_client import Client, unique


def test_the_public_names() -> None:
    names = ["SECRETS", "Fault", "Limits", "Simulator", "SimulatorRequest", "SimulatorResponse"]
    assert pcc.simulator.__all__ == names
    assert Simulator().variables().keys() >= pcc.simulator.SECRETS


def test_the_variables_are_those_of_the_environment_template(client: Client) -> None:
    variables = client.variables
    assert list(variables) == ["tld", "apiPath", "authPath", "adminEnvID", "adminAppID", "adminAppSecret", "envID"]
    assert variables["apiPath"] == "https://api.pingone.com/v1"
    assert variables["authPath"] == "https://auth.pingone.com"
    assert len(variables["adminAppSecret"]) >= 64


def test_another_region_is_followed() -> None:
    simulator = Simulator(api_base="https://api.pingone.com.au/v1", auth_base="https://auth.pingone.com.au")
    client = Client(simulator)
    assert client.variables["tld"] == "com.au"
    assert client.authorize(client.app()).location.startswith("https://apps.pingone.com.au/")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", "/v1"), ("GET", "/v1/environments/{env}/nothing"), ("POST", "/{env}/as/nothing"),
     ("GET", "/v1/v1/environments/{env}/users"), ("GET", "/environments/{env}/users"),
     ("GET", "/v1/environments/{env}/users/"), ("GET", "/v1/environments//users"), ("GET", "//{env}/flows/x"),
     ("POST", "/nobody/as/token"), ("GET", "/nobody/as/jwks"), ("GET", "/nobody/device")],
)  # fmt: skip
def test_an_unknown_path_is_not_found(client: Client, method: str, path: str) -> None:
    url = path.format(env=client.env)
    answer = client.send(method, url, body=b"client_id=x", content_type="application/x-www-form-urlencoded")
    assert answer.error == "404 NOT_FOUND"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("DELETE", "/{env}/as/token", "POST"), ("GET", "/{env}/as/token", "POST"), ("PUT", "/{env}/flows/x", "GET, POST"),
     ("DELETE", "/v1/environments/{env}/users", "GET, POST"), ("POST", "/{env}/device", "GET")],
)  # fmt: skip
def test_a_wrong_method_on_a_known_path_is_refused(client: Client, method: str, path: str, allowed: str) -> None:
    answer = client.send(method, path.format(env=client.env))
    assert answer.error == "405 METHOD_NOT_ALLOWED"
    assert answer.header("Allow") == allowed


def test_a_path_does_as_well_as_a_url(client: Client) -> None:
    assert client.send("GET", f"/{client.env}/as/jwks?x=1#y").status == 200


@pytest.mark.parametrize("path", ["/nothing", "/{env}/as/jwks"])
def test_every_answer_has_the_standard_headers(client: Client, path: str) -> None:
    answer = client.send("GET", path.format(env=client.env))
    assert re.fullmatch(r"[0-9a-f-]{36}", answer.header("Correlation-Id"))
    assert answer.header("Cache-Control").startswith("no-cache")
    assert answer.header("Date") == "Fri, 15 Jan 2027 08:00:00 GMT"
    assert answer.header("X-Content-Type-Options") == "nosniff"
    assert answer.header("X-Frame-Options") == "DENY"
    for name in ("Content-Type", "Expires", "Pragma", "Strict-Transport-Security", "Vary"):
        assert answer.header(name)
    assert client.send("GET", "/").header("Correlation-Id") != answer.header("Correlation-Id")


def test_an_error_refers_to_its_correlation_id(client: Client) -> None:
    answer = client.send("GET", "/nothing")
    assert answer.json["id"] == answer.header("Correlation-Id")


def test_a_transaction_id_is_cleaned_and_returned_or_made(client: Client) -> None:
    name = "X-Ping-External-Transaction-ID"
    assert client.send("GET", "/", headers={name.lower(): "a b?" + "x" * 200}).header(name) == "a_b_" + "x" * 96
    assert client.send("GET", "/").header(name)


def test_timestamps_have_milliseconds(client: Client) -> None:
    assert client.created("populations", {"name": unique("Pop")})["createdAt"] == "2027-01-15T08:00:00.500Z"


def test_text_outside_ascii_and_half_surrogates_are_answered(client: Client) -> None:
    assert client.created("populations", {"name": "Köln \U0001f600"})["name"] == "Köln \U0001f600"
    assert client.created("populations", {"name": "half \ud800"})["name"] == "half ?"


def test_a_run_with_injected_ids_is_repeatable() -> None:
    def answers() -> Iterator[bytes]:
        numbers = count(1)
        client = Client(Simulator(now=lambda: 0.0, new_id=lambda: f"id-{next(numbers)}"))
        client.simulator.plant(lambda request, proceed: proceed(request))
        yield json.dumps(client.variables).encode()
        yield client.manage("POST", "populations", {"name": "x"}).response.body
        yield client.manage("GET", "users").response.body

    assert list(answers()) == list(answers())


def test_two_simulators_share_no_secret() -> None:
    assert Simulator().variables()["adminAppSecret"] != Simulator().variables()["adminAppSecret"]


def test_a_bug_becomes_a_500(simulator: Simulator) -> None:
    def bug(request: SimulatorRequest, proceed: Answer) -> SimulatorResponse:
        raise ZeroDivisionError

    simulator.plant(bug)
    answer = simulator.handle(SimulatorRequest("GET", "/", ()))
    assert answer.status == 500
    assert json.loads(answer.body)["code"] == "UNEXPECTED_ERROR"


@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH", "", "get"]),
    template=st.sampled_from(
        ["{x}", "http://[", "/{env}/as/{x}", "/{env}/as/token?{x}", "/{env}/as/authorize?{x}", "/{env}/device/{x}",
         "/v1/environments/{env}/users/{x}", "/v1/environments/{env}/{x}", "/{env}/flows/{x}"]
    ),
    text=st.text(max_size=20),
    headers=st.lists(
        st.tuples(
            st.sampled_from(["authorization", "Content-Type", "Cookie", "X-Ping-External-Transaction-ID"]),
            st.one_of(st.text(max_size=20), st.sampled_from(["Basic ", "Bearer", "application/json"])),
        ),
        max_size=4,
    ),
    body=st.binary(max_size=40),
)  # fmt: skip
def test_no_request_is_a_bug(
    method: str, template: str, text: str, headers: list[tuple[str, str]], body: bytes
) -> None:
    url = template.replace("{env}", SHARED.variables()["envID"]).replace("{x}", text)
    answer = SHARED.handle(SimulatorRequest(method, url, tuple(headers), body))
    assert answer.status < 500
    assert len(dict(answer.headers)["Correlation-Id"]) == 36


SHARED = Simulator()


def test_many_threads_share_one_simulator(client: Client) -> None:
    client.token()
    barrier = threading.Barrier(4)

    def create(number: int) -> list[str]:
        barrier.wait()
        body = {"email": "a@b.example"}
        return [client.created("users", body | {"username": f"u{number}-{i}"})["id"] for i in range(50)]

    with ThreadPoolExecutor(4) as pool:
        ids = [found for ids in pool.map(create, range(4)) for found in ids]
    assert len(set(ids)) == 200
    assert client.manage("GET", "users").json["count"] == 200


def test_a_preflight_is_told_what_the_path_allows(client: Client) -> None:
    asked = {
        "Origin": "https://app.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    answer = client.send("OPTIONS", f"{client.auth_base}/as/authorize", headers=asked)
    assert answer.status == 204
    assert answer.header("Access-Control-Allow-Origin") == "https://app.example"
    assert answer.header("Access-Control-Allow-Methods") == "GET, POST"
    assert answer.header("Access-Control-Allow-Headers") == "authorization, content-type"
    assert answer.header("Vary") == "Origin"
    assert client.send("OPTIONS", "/nothing", headers=asked).error == "404 NOT_FOUND"


def test_an_answer_may_be_read_by_the_page_that_asked(client: Client) -> None:
    answer = client.send("GET", f"{client.auth_base}/as/jwks", headers={"Origin": "https://app.example"})
    assert answer.header("Access-Control-Allow-Origin") == "https://app.example"
    assert client.get("as/jwks").header("Access-Control-Allow-Origin") == ""


def test_options_without_an_origin_is_no_preflight(client: Client) -> None:
    assert client.send("OPTIONS", f"{client.auth_base}/as/jwks").error == "405 METHOD_NOT_ALLOWED"


def test_a_session_id_for_tracing_comes_back_only_when_sent(client: Client) -> None:
    name = "X-Ping-External-Session-ID"
    assert client.send("GET", "/", headers={name: "a b"}).header(name) == "a_b"
    assert client.send("GET", "/").header(name) == ""
