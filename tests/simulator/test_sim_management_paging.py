"""Pages of users and populations, while things come and go between them (reference section 1.7)."""

import base64
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from pcc.simulator import Simulator
from pcc.simulator.management.users import USERS
from simulator.sim_client import Client, unique


def fill(client: Client, count: int) -> list[str]:
    return [create(client) for _ in range(count)]


def create(client: Client) -> str:
    return str(client.created("users", {"email": "a@b.example", "username": unique("u")})["id"])


def ids(page: Any) -> list[str]:
    return [user["id"] for user in page["_embedded"]["users"]]


def read(client: Client, path: str) -> Any:
    answer = client.manage("GET", path)
    assert answer.status == 200, answer.json
    return answer.json


def link(page: Any, name: str) -> str:
    return str(page["_links"][name]["href"])


def test_pages_lead_on_and_back(client: Client) -> None:
    users = fill(client, 7)
    first = read(client, "users?limit=3")
    second = read(client, link(first, "next"))
    third = read(client, link(second, "next"))
    assert [ids(first), ids(second), ids(third)] == [users[:3], users[3:6], users[6:]]
    assert [(page["count"], page["size"]) for page in (first, second, third)] == [(7, 3), (7, 3), (7, 1)]
    assert first["_links"].keys() == {"self", "next"}
    assert second["_links"].keys() == {"self", "next", "prev"}
    assert third["_links"].keys() == {"self", "prev"}
    back = read(client, link(third, "prev"))
    assert ids(back) == users[3:6]
    assert ids(read(client, link(back, "prev"))) == users[:3]
    assert link(second, "self") == link(first, "next")
    assert ids(read(client, link(second, "self"))) == users[3:6]


def test_a_next_link_has_a_cursor_alone_and_it_is_safe_in_a_url(client: Client) -> None:
    fill(client, 3)
    page = read(client, "users?limit=1&filter=email%20eq%20%22A%40b.example%22")
    query = parse_qs(urlsplit(link(page, "next")).query)
    assert query.keys() == {"cursor"}
    assert set(query["cursor"][0]) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_a_filtered_collection_is_paged_with_its_filter(client: Client) -> None:
    users = fill(client, 5)
    client.manage("PATCH", f"users/{users[2]}", {"nickname": "x"})
    page = read(client, "users?limit=2&filter=not%20(nickname%20pr)")
    assert (page["count"], ids(page)) == (4, users[:2])
    page = read(client, link(page, "next"))
    assert (page["count"], ids(page)) == (4, users[3:])
    assert page["_links"].keys() == {"self", "prev"}


def test_a_page_has_two_hundred_unless_it_is_told(client: Client) -> None:
    fill(client, 201)
    first = read(client, "users")
    assert (first["count"], first["size"]) == (201, 200)
    assert read(client, link(first, "next"))["size"] == 1
    assert read(client, "users?limit=1000")["size"] == 201
    again = read(client, link(first, "next") + "&limit=1000")
    assert again["size"] == 1


def test_populations_are_paged_too(client: Client) -> None:
    client.created("populations", {"name": unique("Pop")})
    page = read(client, "populations?limit=1")
    assert (page["count"], page["size"], page["_embedded"]["populations"][0]["name"]) == (2, 1, "Default")
    assert read(client, link(page, "next"))["size"] == 1


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "+1", "1.0", "ten", "", "%20", "1e2", "9" * 5000, "%D9%A1"])
@pytest.mark.parametrize("path", ["users", "populations"])
def test_a_bad_limit_is_refused(client: Client, path: str, limit: str) -> None:
    answer = client.manage("GET", f"{path}?limit={limit}")
    assert answer.error == "400 INVALID_REQUEST INVALID_VALUE limit"
    inner = answer.json["details"][0]["innerError"]
    assert (inner["rangeMinimumValue"], inner["rangeMaximumValue"]) == (1, 1000)


def test_a_parameter_given_twice_is_refused(client: Client) -> None:
    assert client.manage("GET", "users?limit=1&limit=1").error == "400 INVALID_REQUEST INVALID_VALUE limit"
    assert client.manage("GET", "users?x=1&x=1").status == 200


BAD_CURSOR = "400 INVALID_REQUEST INVALID_VALUE cursor"


def test_a_cursor_that_was_not_given_out_is_refused(client: Client) -> None:
    fill(client, 3)
    client.created("populations", {"name": unique("Pop")})
    url = link(read(client, "users?limit=1"), "next")
    cursor = url.partition("cursor=")[2]
    forged = base64.urlsafe_b64encode(b"0" * 12 + json.dumps({"place": 0}).encode()).decode().rstrip("=")
    tampered = [cursor[:at] + ("A" if cursor[at] != "A" else "B") + cursor[at + 1 :] for at in range(len(cursor))]
    others = [cursor[:-1], cursor + "A", cursor + "=", cursor[::-1], forged, "", "%00", "x", "%E2%82%AC", "="]
    for text in (*tampered, *others):
        assert client.manage("GET", f"users?cursor={text}").error == BAD_CURSOR, text
    population = link(read(client, "populations?limit=1"), "next").partition("cursor=")[2]
    assert client.manage("GET", f"users?cursor={population}").error == BAD_CURSOR
    assert client.manage("GET", f"users?cursor={cursor}&filter=email%20pr").error == BAD_CURSOR
    assert client.manage("GET", f"users?cursor={cursor}").status == 200
    other = Client(client.simulator, variables=client.simulator.new_environment())
    assert other.manage("GET", f"users?cursor={cursor}").error == BAD_CURSOR


def test_a_page_whose_users_are_gone_is_empty_and_leads_back(client: Client) -> None:
    users = fill(client, 3)
    url = link(read(client, "users?limit=2"), "next")
    client.manage("DELETE", f"users/{users[2]}")
    page = read(client, url)
    assert (ids(page), page["size"], page["count"]) == ([], 0, 2)
    assert ids(read(client, link(page, "prev"))) == users[:2]


def test_who_stayed_is_found_though_all_before_went_and_others_came(client: Client) -> None:
    *gone, stayed = fill(client, 4)
    url = link(read(client, "users?limit=3"), "next")
    for user in gone:
        client.manage("DELETE", f"users/{user}")
    came = fill(client, 3)
    assert ids(read(client, url)) == [stayed, *came[:2]]


def test_a_page_renders_no_more_than_it_shows(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    users = fill(client, 50)
    rendered: list[str] = []
    honest = USERS.render

    def counting(call: Any, document: Any) -> Any:
        rendered.append(document["id"])
        return honest(call, document)

    monkeypatch.setattr(USERS, "render", counting)
    read(client, "users?limit=5")
    assert rendered == users[:5]


def test_a_user_is_found_by_name_without_looking_at_the_others(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    users = fill(client, 50)
    username = read(client, f"users/{users[30]}")["username"]
    looked: list[str] = []
    honest = USERS.present

    def counting(call: Any, document: Any) -> Any:
        looked.append(document["id"])
        return honest(call, document)

    monkeypatch.setattr(USERS, "present", counting)
    assert ids(read(client, f'users?filter=username%20eq%20"{username.upper()}"%20and%20enabled%20eq%20true')) == [
        users[30]
    ]
    assert set(looked) == {users[30]}
    looked.clear()
    assert ids(read(client, f'users?filter=id%20eq%20"{users[7]}"')) == [users[7]]
    assert set(looked) == {users[7]}


@settings(max_examples=40)
@given(
    count=st.integers(0, 8),
    limit=st.integers(1, 4),
    between=st.lists(st.lists(st.integers(-9, 9), max_size=4), max_size=12),
    backwards=st.booleans(),
)
def test_nothing_comes_twice_and_nothing_that_stayed_is_missed(
    signing_key: rsa.RSAPrivateKey, count: int, limit: int, between: list[list[int]], backwards: bool
) -> None:
    client = Client(Simulator(signing_key=signing_key, now=lambda: 1_800_000_000.0))
    alive = fill(client, count)
    stayed, seen, changes = set(alive), [], iter(between)
    page = read(client, f"users?limit={limit}")
    if backwards:
        while "next" in page["_links"]:
            page = read(client, link(page, "next"))
    way = "prev" if backwards else "next"
    while True:
        seen += ids(page)
        for change in next(changes, []):
            # Below zero something is deleted, else something is created.
            if change >= 0:
                alive.append(create(client))
            elif alive:
                gone = alive.pop(change % len(alive))
                assert client.manage("DELETE", f"users/{gone}").status == 204
                stayed.discard(gone)
        if way not in page["_links"]:
            break
        page = read(client, link(page, way))
    assert len(seen) == len(set(seen))
    assert stayed <= set(seen)
