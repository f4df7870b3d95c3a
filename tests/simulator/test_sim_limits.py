"""Memory stays bounded, whatever is sent."""

import json
from dataclasses import dataclass
from itertools import count

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from pcc.simulator import Limits, Simulator
from pcc.simulator.pools import REMEMBERED, Pool
from simulator.sim_client import Client, unique


@dataclass
class Thing:
    expires_at: float


def pool_of(capacity: int, now: float = 0.0) -> Pool[Thing]:
    return Pool(capacity, lambda: now)


def test_the_fullest_shelf_loses_its_oldest_thing() -> None:
    pool = pool_of(4)
    quiet, busy = pool.new_shelf(), pool.new_shelf()
    quiet.add("kept", Thing(10))
    for number in range(9):
        busy.add(f"busy-{number}", Thing(10))
    assert len(pool) == 4
    assert quiet.get("kept")
    assert [key for key in (f"busy-{number}" for number in range(9)) if key in pool] == ["busy-6", "busy-7", "busy-8"]


def test_what_expired_is_remembered_for_a_while() -> None:
    now = [0.0]
    pool: Pool[Thing] = Pool(100, lambda: now[0])
    shelf = pool.new_shelf()
    shelf.add("short", Thing(60))
    now[0] = REMEMBERED + 59
    shelf.add("later", Thing(now[0] + 60))
    assert shelf.get("short")
    now[0] = REMEMBERED + 60
    shelf.add("last", Thing(now[0] + 60))
    assert shelf.get("short") is None
    assert "short" not in pool


@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["add", "remove"]), st.integers(0, 9)), max_size=60))
def test_a_pool_and_its_shelves_agree(actions: list[tuple[int, str, int]]) -> None:
    pool = pool_of(5)
    shelves = [pool.new_shelf() for _ in range(3)]
    numbers = count()
    keys = {0: "none"}
    for at, action, number in actions:
        if action == "add":
            keys[number] = f"{number}-{next(numbers)}"
            shelves[at].add(keys[number], Thing(9))
        else:
            shelves[at].remove(keys.get(number, "none"))
        assert len(pool) == sum(len(shelf) for shelf in shelves) <= 5
        for key in keys.values():
            assert (key in pool) == any(shelf.get(key) for shelf in shelves)


def test_endless_creates_end_in_a_refusal_and_deletes_make_room(signing_key: rsa.RSAPrivateKey) -> None:
    seeded = Simulator().counts()["documentBytes"]
    client = Client(Simulator(signing_key=signing_key, limits=Limits(document_bytes=seeded + 4000)))
    ids = []
    for number in range(100):
        answer = client.manage("POST", "populations", {"name": f"P{number}"})
        if answer.status != 201:
            break
        ids.append(answer.json["id"])
    assert answer.error == "400 INVALID_DATA LIMIT_EXCEEDED"
    assert 3 < len(ids) < 20
    assert client.manage("GET", "populations").json["count"] == len(ids) + 1
    for population in ids:
        assert client.manage("DELETE", f"populations/{population}").status == 204
    assert client.simulator.counts()["documentBytes"] == seeded
    assert client.manage("POST", "populations", {"name": "again"}).status == 201


def test_a_replacement_that_does_not_fit_changes_nothing(signing_key: rsa.RSAPrivateKey) -> None:
    seeded = Simulator().counts()["documentBytes"]
    client = Client(Simulator(signing_key=signing_key, limits=Limits(document_bytes=seeded + 700)))
    population = client.created("populations", {"name": "small"})
    path = f"populations/{population['id']}"
    assert client.manage("PUT", path, {"name": "large", "description": "x" * 900}).error == (
        "400 INVALID_DATA LIMIT_EXCEEDED"
    )
    assert client.manage("GET", path).json == population


def test_endless_flows_and_tokens_forget_the_oldest(signing_key: rsa.RSAPrivateKey) -> None:
    client = Client(Simulator(signing_key=signing_key, limits=Limits(things=20)))
    app, user = client.app(), client.user()
    first = client.authorize(app).query("flowId")
    for _ in range(30):
        client.authorize(app)
        assert client.worker_token().status == 200
    held = client.simulator.counts()
    assert (held["flows"], held["access_tokens"]) == (20, 20)
    assert client.get(f"flows/{first}").error == "404 NOT_FOUND"
    client.forget_token()
    assert client.tokens(app, user)["refresh_token"]


def test_a_flood_in_one_environment_leaves_the_sign_on_of_another_alone(signing_key: rsa.RSAPrivateKey) -> None:
    client = Client(Simulator(signing_key=signing_key, limits=Limits(things=20)))
    other = Client(client.simulator, variables=client.simulator.new_environment())
    app, user = other.app(), other.user()
    flow_id = other.authorize(app).query("flowId")
    flooding = client.app()
    for _ in range(60):
        client.authorize(flooding)
    assert other.login(flow_id, user).json["status"] == "COMPLETED"


def test_a_body_over_the_limit_is_refused_whatever_the_path(client: Client) -> None:
    simulator = Simulator(limits=Limits(body_bytes=100))
    for path in ("/nothing", f"/{simulator.variables()['envID']}/as/token"):
        answer = Client(simulator).send("POST", path, body=b"x" * 101)
        assert answer.error == "413 REQUEST_TOO_LARGE"
    assert Client(simulator).send("POST", "/nothing", body=b"x" * 100).status == 404


def test_headers_over_six_kilobytes_are_refused(client: Client) -> None:
    assert client.send("GET", "/nothing", headers={"X": "x" * 6200}).error == "431 REQUEST_TOO_LARGE"
    assert client.send("GET", "/nothing", headers={"X": "x" * 6000}).status == 404


@pytest.mark.parametrize("depth", [10_000, 200_000])
def test_a_deeply_nested_body_is_a_bad_request(client: Client, depth: int) -> None:
    answer = client.send(
        "POST",
        f"{client.variables['apiPath']}/environments/{client.env}/populations",
        body=b"[" * depth,
        content_type="application/json",
        headers={"Authorization": f"Bearer {client.token()}"},
    )
    assert answer.error == "400 INVALID_REQUEST INVALID_VALUE"


def test_an_unknown_member_is_not_kept(client: Client) -> None:
    found = client.created("populations", {"name": unique("P"), "padding": "x" * 1000})
    assert "padding" not in json.dumps(found)
