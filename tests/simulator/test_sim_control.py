"""The control endpoints: clock, faults and environments, outside PingOne's paths."""

import json
from typing import Any

import pytest

from pcc.simulator import Limits, Simulator
from pcc.simulator.faults.specs import build_fault, parse_fault
from simulator.sim_client import Answer, Client, unique


def control(client: Client, method: str, path: str, body: Any = None, **headers: str) -> Answer:
    content = b"" if body is None else json.dumps(body).encode()
    return client.send(method, f"/_simulator{path}", body=content, headers=headers)


def test_the_clock_moves_by_seconds(client: Client) -> None:
    assert control(client, "GET", "/clock").json == {"time": "2027-01-15T08:00:00.500000+00:00"}
    assert control(client, "POST", "/clock", {"seconds": 90.5}).json == {"time": "2027-01-15T08:01:31+00:00"}
    assert control(client, "POST", "/clock", {"seconds": -60}).json == {"time": "2027-01-15T08:00:31+00:00"}
    assert client.get("as/jwks").header("Date") == "Fri, 15 Jan 2027 08:00:31 GMT"


def test_a_moved_clock_expires_the_workers_token(client: Client) -> None:
    assert client.manage("GET", "users").status == 200
    control(client, "POST", "/clock", {"seconds": 3600})
    assert client.manage("GET", "users").error == "401 ACCESS_FAILED INVALID_TOKEN Authentication Credentials"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "400 INVALID_DATA REQUIRED_VALUE seconds"),
        ({"seconds": "1"}, "400 INVALID_REQUEST INVALID_VALUE seconds"),
        ({"seconds": True}, "400 INVALID_REQUEST INVALID_VALUE seconds"),
        ({"seconds": 1e12}, "400 INVALID_DATA INVALID_VALUE seconds"),
        ([], "400 INVALID_REQUEST INVALID_VALUE"),
    ],
)
def test_a_bad_clock_request_is_refused(client: Client, body: Any, error: str) -> None:
    assert control(client, "POST", "/clock", body).error == error


def test_a_fault_is_planted_listed_and_uprooted(client: Client) -> None:
    planted = control(client, "POST", "/faults", {"fault": "rate-limit", "path": "/users$"}).json
    assert planted == {"id": planted["id"], "fault": "rate-limit", "path": "/users$", "retryAfter": 1}
    assert control(client, "GET", "/faults").json == {"faults": [planted]}
    assert client.manage("GET", "users").error == "429 REQUEST_LIMITED"
    assert control(client, "DELETE", f"/faults/{planted['id']}").status == 204
    assert control(client, "GET", "/faults").json == {"faults": []}
    assert client.manage("GET", "users").status == 200
    assert control(client, "DELETE", f"/faults/{planted['id']}").error == "404 NOT_FOUND"


def test_all_faults_are_cleared_at_once(client: Client) -> None:
    for status in (500, 503):
        control(client, "POST", "/faults", {"fault": "error", "status": status})
    assert control(client, "DELETE", "/faults").status == 204
    assert control(client, "GET", "/faults").json == {"faults": []}
    assert client.manage("GET", "users").status == 200


def test_faults_leave_the_control_endpoints_alone(client: Client) -> None:
    control(client, "POST", "/faults", {"fault": "error"})
    assert client.get("as/jwks").status == 500
    assert control(client, "GET", "").json["faults"] == 1
    assert client.send("GET", "/_simulator_else").status == 500


def test_a_fault_that_is_not_understood_is_refused(client: Client) -> None:
    assert control(client, "POST", "/faults", {"fault": "delai"}).error == "400 INVALID_DATA INVALID_VALUE fault"
    assert control(client, "POST", "/faults", {"fault": "delay", "secs": 1}).status == 400
    assert control(client, "GET", "/faults").json == {"faults": []}


def test_an_environment_of_ones_own_sees_nothing_of_the_others(client: Client) -> None:
    created = control(client, "POST", "/environments")
    assert created.status == 201
    variables = created.json["variables"]
    assert created.json["id"] == variables["envID"] != client.env
    assert variables.keys() == client.variables.keys()
    other = Client(client.simulator, variables=variables)
    name = unique("Users")
    assert client.created("populations", {"name": name})
    assert other.created("populations", {"name": name})
    app, user = other.app(), other.user()
    assert other.tokens(app, user)["access_token"]
    # A worker has no role on the environment of another.
    assert other.manage("GET", f"{client.variables['apiPath']}/environments/{client.env}/users").status == 403


def test_a_removed_environment_is_gone_with_its_worker(client: Client) -> None:
    before = client.simulator.counts()
    variables = control(client, "POST", "/environments").json["variables"]
    other = Client(client.simulator, variables=variables)
    app, user = other.app(), other.user()
    tokens = other.tokens(app, user)
    assert control(client, "DELETE", f"/environments/{variables['envID']}").status == 204
    assert client.simulator.counts() == before
    assert other.manage("GET", "users").error.startswith("401 ACCESS_FAILED")
    assert other.worker_token().error == "404 NOT_FOUND"
    assert other.refresh(app, tokens["refresh_token"]).error == "404 NOT_FOUND"
    assert control(client, "DELETE", f"/environments/{variables['envID']}").error == "404 NOT_FOUND"


def test_an_environment_that_does_not_fit_leaves_nothing_behind(client: Client) -> None:
    room = client.simulator.counts()["documentBytes"]
    small = Simulator(limits=Limits(document_bytes=room + room // 2))
    before = small.counts()
    refused = control(Client(small), "POST", "/environments")
    assert refused.error == "400 INVALID_DATA LIMIT_EXCEEDED"
    assert small.counts() == before


def test_the_state_is_told_in_numbers(client: Client) -> None:
    client.tokens(client.app(), client.user())
    told = control(client, "GET", "").json
    assert told["holds"] == client.simulator.counts()
    assert (told["holds"]["access_tokens"], told["holds"]["refresh_tokens"]) == (2, 1)


@pytest.mark.parametrize(("method", "path"), [("POST", "/clock"), ("POST", "/faults"), ("GET", "")])
def test_a_page_in_a_browser_cannot_reach_the_controls(client: Client, method: str, path: str) -> None:
    body = {"seconds": 9, "fault": "error"}
    assert control(client, method, path, body, Origin="https://evil.example").status == 403
    assert control(client, "GET", "/clock").json == {"time": "2027-01-15T08:00:00.500000+00:00"}


def test_what_is_no_control_endpoint_is_not_found(client: Client) -> None:
    assert control(client, "GET", "/nothing").error == "404 NOT_FOUND"
    assert control(client, "PUT", "/clock", {"seconds": 1}).error == "405 METHOD_NOT_ALLOWED"


def test_the_codes_that_would_be_mailed_can_be_read(client: Client) -> None:
    user = client.user(email="mailbox@example.com")
    flow_id = client.authorize(client.app()).query("flowId")
    client.act(flow_id, "password.forgot", {"username": user.username})
    (message,) = control(client, "GET", f"/messages/{client.env}").json["messages"]
    assert (message["to"], message["kind"]) == ("mailbox@example.com", "recovery_code")
    body = {"recoveryCode": message["code"], "newPassword": "Falcon#Papaya58"}
    assert client.act(flow_id, "password.recover", body).status == 200
    assert control(client, "GET", "/messages/unknown").error == "404 NOT_FOUND"


def test_faults_of_a_test_are_listed_and_cleared_too(client: Client) -> None:
    spec = parse_fault("rate-limit path=/users$")
    fault_id = client.simulator.plant(build_fault(spec, client.simulator), spec)
    client.simulator.plant(lambda request, proceed: proceed(request))
    listed = control(client, "GET", "/faults").json["faults"]
    assert listed[0] == {"id": fault_id, "fault": "rate-limit", "path": "/users$", "retryAfter": 1}
    assert listed[1]["fault"] == "a function"
    assert control(client, "DELETE", "/faults").status == 204
    assert client.simulator.faults() == []
