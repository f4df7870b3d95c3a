"""A refused request changes nothing, whatever was sent (reference section 1.5)."""

from dataclasses import dataclass
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from pcc.simulator import Limits, Simulator
from simulator.sim_client import PASSWORD, VENDOR, Client, app_body

UNKNOWN = "00000000-0000-4000-8000-000000000000"


@dataclass
class Place:
    """A world with one of everything: paths of collections and items, and a body that each would take."""

    client: Client
    collections: dict[str, Any]
    items: dict[str, Any]


def furnish(client: Client) -> Place:
    app, user = client.app(), client.user()
    client.login(client.authorize(app).query("flowId"), user)
    worker, _ = client.worker("Environment Admin")
    resource, scope = client.custom_scope(app)
    policy = client.created("signOnPolicies", {"name": "Policy"})
    action = client.created(f"signOnPolicies/{policy['id']}/actions", {"priority": 1, "type": "LOGIN"})
    assigning = {"priority": 1, "signOnPolicy": {"id": policy["id"]}}
    assigned = client.created(f"applications/{app.id}/signOnPolicyAssignments", assigning)
    (grant,) = client.listed(f"applications/{app.id}/grants")
    (role,) = client.listed(f"applications/{worker.id}/roleAssignments")
    (session,) = client.listed(f"users/{user.id}/sessions")
    person = {"email": "a@b.example", "username": "person", "name": {"given": "A"}, "nickname": "n"}
    granting = {"resource": {"id": resource["id"]}, "scopes": [{"id": scope["id"]}]}
    assigning_role = {"role": role["role"], "scope": role["scope"]}
    named = {"name": "Name", "description": "d"}
    collections = {
        "applications": app_body(name="Name"),
        "populations": named | {"default": True},
        "users": person | {"password": {"value": PASSWORD}},
        "resources": named | {"audience": "https://a.example"},
        "signOnPolicies": named | {"default": True},
        f"applications/{app.id}/grants": granting,
        f"applications/{app.id}/signOnPolicyAssignments": assigning,
        f"applications/{worker.id}/roleAssignments": assigning_role,
        f"resources/{resource['id']}/scopes": named,
        f"signOnPolicies/{policy['id']}/actions": {"priority": 2, "type": "AGREEMENT"},
        f"applications/{app.id}/secret": {"previous": {"expiresAt": "2027-01-15T09:00:00Z"}},
        f"resources/{resource['id']}/secret": {"previous": {"expiresAt": "2027-01-15T09:00:00Z"}},
        f"users/{user.id}/password": {"recoveryCode": "x", "newPassword": "Kestrel#Mango48"},
    }
    items = {
        f"applications/{app.id}": app_body(name="Name"),
        f"populations/{client.listed('populations')[0]['id']}": named,
        f"populations/{client.listed('populations')[1]['id']}": named,
        f"users/{user.id}": person,
        f"users/{user.id}/password": {"value": "Kestrel#Mango48", "forceChange": True},
        f"users/{user.id}/enabled": {"enabled": False},
        f"users/{user.id}/sessions/{session['id']}": {},
        f"resources/{resource['id']}": named,
        f"resources/{client.openid_scope('openid')[0]}": named,
        f"signOnPolicies/{policy['id']}": named,
        f"signOnPolicies/{client.listed('signOnPolicies')[0]['id']}": named,
        f"applications/{app.id}/grants/{grant['id']}": granting,
        f"applications/{app.id}/signOnPolicyAssignments/{assigned['id']}": assigning,
        f"applications/{worker.id}/roleAssignments/{role['id']}": assigning_role,
        f"resources/{resource['id']}/scopes/{scope['id']}": named,
        f"signOnPolicies/{policy['id']}/actions/{action['id']}": {"priority": 3, "type": "LOGIN"},
        f"applications/{app.id}/secret": {},
        f"users/{UNKNOWN}": person,
    }
    return Place(client, collections, items)


def snapshot(client: Client) -> dict[str, Any]:
    """Return all that can be read below the environment."""
    pages: dict[str, Any] = {}

    def read(path: str) -> list[Any]:
        page = pages[path] = client.manage("GET", path).json
        (items,) = page["_embedded"].values()
        return list(items)

    below = {
        "applications": ("grants", "signOnPolicyAssignments", "roleAssignments", "secret"),
        "populations": (),
        "users": ("sessions", "password"),
        "resources": ("scopes", "secret"),
        "signOnPolicies": ("actions",),
    }
    for path, names in below.items():
        for item in read(path):
            for name in names:
                nested = client.manage("GET", f"{path}/{item['id']}/{name}").json
                # An error's id is another one each time.
                pages[f"{path}/{item['id']}/{name}"] = nested.get("code", nested)
    return pages


_junk = st.one_of(
    st.sampled_from(
        [None, True, 0, -1, 1.5, "", " ", "x", "x" * 300, "DEFAULT", UNKNOWN, [], {}, [1], {"id": UNKNOWN}]
    ),
    st.sampled_from(["Name", "person", PASSWORD, "Single_Factor", "openid", "Default", "LOGIN"]),
)


@st.composite
def damaged(draw: st.DrawFn, body: Any) -> Any:
    """Draw the body with some of its members replaced, removed or added."""
    changed = dict(body)
    names = [*body, "name", "default", "scopes", "priority", "password"]
    for name in draw(st.lists(st.sampled_from(names), max_size=2)):
        changed[name] = draw(_junk)
    for name in draw(st.lists(st.sampled_from([*body, "name"]), max_size=1)):
        changed.pop(name, None)
    return draw(st.just(changed) | _junk) if draw(st.integers(0, 9)) == 0 else changed


_CONTENT_TYPES = st.sampled_from([
    *["application/json"] * 3, "text/plain", f"{VENDOR}user.import+json", f"{VENDOR}password.set+json",
    f"{VENDOR}password.recover+json",
])  # fmt: skip


@settings(max_examples=60)
@given(st.data())
def test_a_refused_request_changes_nothing(signing_key: rsa.RSAPrivateKey, data: st.DataObject) -> None:
    place = furnish(Client(Simulator(signing_key=signing_key, now=lambda: 1_800_000_000.5)))
    before = snapshot(place.client)
    for _ in range(data.draw(st.integers(1, 6))):
        method = data.draw(st.sampled_from(["POST", "PUT", "PATCH", "DELETE"]))
        path, body = data.draw(st.sampled_from([*(place.collections if method == "POST" else place.items).items()]))
        sent = None if method == "DELETE" else data.draw(damaged(body))
        answer = place.client.manage(method, path, sent, content_type=data.draw(_CONTENT_TYPES))
        assert answer.status < 500, answer.json
        after = snapshot(place.client)
        if answer.status >= 400:
            assert after == before, (method, path, sent)
        before = after


def test_what_does_not_fit_any_more_changes_nothing(signing_key: rsa.RSAPrivateKey) -> None:
    place = furnish(Client(Simulator(signing_key=signing_key, now=lambda: 1_800_000_000.5)))
    room = place.client.simulator.counts()["documentBytes"] - 2000
    place = furnish(Client(Simulator(signing_key=signing_key, now=lambda: 1_800_000_000.5, limits=Limits(room + 2100))))
    client, refusals = place.client, 0
    before = snapshot(client)
    long = {"description": "x" * 1000, "nickname": "x" * 250, "name": "Another", "username": "another", "priority": 9}
    requests = [
        *(("POST", path, body) for path, body in place.collections.items() if "secret" not in path),
        *(("PUT", path, body) for path, body in place.items.items()),
        *(("PATCH", path, {"nickname": "x" * 250, "locale": "x" * 250}) for path in place.items if "users" in path),
    ]
    for method, path, body in requests:
        sent = body | {name: value for name, value in long.items() if name != "name" or "users" not in path}
        answer = client.manage(method, path, sent)
        if answer.status >= 400:
            refusals += answer.error == "400 INVALID_DATA LIMIT_EXCEEDED"
            assert snapshot(client) == before, (method, path)
        before = snapshot(client)
    assert refusals > 3


@pytest.mark.parametrize("path", ["populations", "signOnPolicies"])
def test_a_refused_new_default_leaves_the_old_one(client: Client, path: str) -> None:
    before = client.listed(path)
    body = {"name": before[0]["name"], "default": True}
    assert client.manage("POST", path, body).error == "400 INVALID_DATA UNIQUENESS_VIOLATION name"
    assert client.listed(path) == before
