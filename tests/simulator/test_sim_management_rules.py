"""Bodies, links and constraints of the management API's resources (reference sections 2 and 3)."""

from typing import Any

import pytest

from simulator.sim_client import Client, app_body, unique

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def refused(client: Client, path: str, body: Any, *, method: str = "POST") -> str:
    return client.manage(method, path, body).error


# Bodies


def test_an_application_is_shown_as_the_reference_does(client: Client) -> None:
    found = client.created("applications", app_body(description="x", grantTypes=["AUTHORIZATION_CODE"]))
    assert list(found)[:13] == [
        "_links", "environment", "id", "name", "description", "enabled", "hiddenFromAppPortal", "type", "protocol",
        "createdAt", "updatedAt", "clientId", "assignActorRoles",
    ]  # fmt: skip
    assert list(found["_links"]) == [
        "self", "environment", "metadata", "attributes", "secret", "grants", "keyRotationPolicy",
    ]  # fmt: skip
    assert found["clientId"] == found["id"]
    assert list(found)[-1] == "signing"


def test_a_population_is_shown_as_the_reference_does(client: Client) -> None:
    found = client.created("populations", {"name": unique("Pop"), "description": "x"})
    assert list(found["_links"]) == ["self", "environment", "theme"]
    assert list(found) == [
        "_links", "id", "environment", "name", "description", "userCount", "createdAt", "updatedAt", "default",
        "preferredLanguage", "theme",
    ]  # fmt: skip


def test_a_user_is_shown_as_the_reference_does(client: Client) -> None:
    body = {"email": "a@b.example", "name": {"given": "Joe", "family": "Smith"}, "username": unique("u")}
    found = client.created("users", body)
    assert list(found["_links"]) == [
        "self", "environment", "population", "devices", "roleAssignments", "password", "password.reset",
        "password.set", "password.check", "password.recover", "linkedAccounts", "account.sendVerificationCode",
    ]  # fmt: skip
    assert list(found) == [
        "_links", "id", "environment", "account", "createdAt", "updatedAt", "email", "enabled", "identityProvider",
        "lifecycle", "mfaEnabled", "name", "population", "username", "verifyStatus",
    ]  # fmt: skip
    shown = {name: found[name] for name in ("account", "identityProvider", "lifecycle", "mfaEnabled", "verifyStatus")}
    assert shown == {
        "account": {"canAuthenticate": True, "status": "OK"},
        "identityProvider": {"type": "PING_ONE"},
        "lifecycle": {"status": "ACCOUNT_OK"},
        "mfaEnabled": False,
        "verifyStatus": "NOT_INITIATED",
    }


def test_the_nested_resources_name_their_owners_and_link_to_them(client: Client) -> None:
    app = client.app()
    resource, scope = client.custom_scope(app)
    (grant,) = client.listed(f"applications/{app.id}/grants")
    policy = client.created("signOnPolicies", {"name": unique("Policy")})
    action = client.created(f"signOnPolicies/{policy['id']}/actions", {"priority": 1, "type": "LOGIN"})
    body = {"priority": 1, "signOnPolicy": {"id": policy["id"]}}
    assigned = client.created(f"applications/{app.id}/signOnPolicyAssignments", body)
    for found, links in (
        (resource, ["scopes", "attributes"]),
        (scope, ["resource"]),
        (grant, ["application", "resource"]),
        (policy, ["actions"]),
        (action, ["signOnPolicy"]),
        (assigned, ["application", "signOnPolicy"]),
    ):
        assert list(found["_links"]) == ["self", "environment", *links]
        assert found["environment"] == {"id": client.env}
        for name in ("self", *links):
            if name != "attributes":
                assert client.manage("GET", found["_links"][name]["href"]).status == 200
        assert client.manage("GET", found["_links"]["self"]["href"]).json == found
    assert (scope["resource"], grant["application"]) == ({"id": resource["id"]}, {"id": app.id})
    assert (action["signOnPolicy"], assigned["signOnPolicy"]) == ({"id": policy["id"]}, {"id": policy["id"]})
    assert (action["recovery"], action["registration"]) == ({"enabled": True}, {"enabled": False})
    stamps = {"createdAt", "updatedAt"}
    assert all(stamps <= found.keys() for found in (resource, scope, grant, policy))
    assert not any(stamps & found.keys() for found in (action, assigned))


def test_a_collection_has_its_own_link_and_its_counts(client: Client) -> None:
    page = client.manage("GET", "signOnPolicies").json
    assert list(page) == ["_links", "_embedded", "count", "size"]
    assert page["_links"].keys() == {"self"}
    assert client.manage("GET", page["_links"]["self"]["href"]).json == page
    assert page["count"] == page["size"] == len(page["_embedded"]["signOnPolicies"])


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("populations", {"description": "x"}),
        ("signOnPolicies", {"description": "x"}),
        ("resources", {}),
    ],
)
def test_what_is_seeded_shows_the_fields_of_what_is_created(client: Client, path: str, body: Any) -> None:
    seeded = next(item for item in client.listed(path) if item["name"] != "openid")
    assert seeded.keys() <= client.created(path, {"name": unique("New")} | body).keys() | {"description"}


def test_the_seeded_worker_shows_the_fields_of_a_created_one(client: Client) -> None:
    v = client.variables
    url = f"{v['apiPath']}/environments/{v['adminEnvID']}/applications/{v['adminAppID']}"
    seeded = client.manage("GET", url).json
    durations = {name: None for name in app_body() if name.startswith("refresh")}
    worker = {"type": "WORKER", "grantTypes": ["CLIENT_CREDENTIALS"], "responseTypes": None, "redirectUris": None}
    created = client.created("applications", app_body(**worker | durations))
    assert list(seeded) == list(created)
    assert list(seeded["_links"]) == list(created["_links"])
    same = seeded.keys() - {"_links", "environment", "id", "clientId", "name", "createdAt", "updatedAt", "signing"}
    assert {name: seeded[name] for name in same} == {name: created[name] for name in same}


# expand


def test_resources_are_expanded_by_their_scopes(client: Client) -> None:
    resource, scope = client.custom_scope(client.app())
    path = f"resources/{resource['id']}"
    assert "_embedded" not in client.manage("GET", path).json
    expanded = client.manage("GET", f"{path}?expand=scopes").json
    assert list(expanded)[:2] == ["_links", "_embedded"]
    assert expanded["_embedded"] == {"scopes": [scope]}
    assert {name: value for name, value in expanded.items() if name != "_embedded"} == resource
    for item in client.listed("resources?expand=scopes"):
        assert item["_embedded"]["scopes"] == client.listed(f"resources/{item['id']}/scopes")


@pytest.mark.parametrize("expand", ["", "grants", "scopes,grants"])
def test_nothing_else_is_expanded(client: Client, expand: str) -> None:
    resource_id, _ = client.openid_scope("openid")
    for path in ("resources", f"resources/{resource_id}"):
        answer = client.manage("GET", f"{path}?expand={expand}")
        assert answer.error == "400 INVALID_REQUEST INVALID_VALUE expand"
    body = {"name": unique("Res")}
    assert client.manage("POST", "resources?expand=grants", body).status == 201


# Constraints


def test_the_priorities_of_a_policy_differ(client: Client) -> None:
    policy = client.created("signOnPolicies", {"name": unique("Policy")})
    path = f"signOnPolicies/{policy['id']}/actions"
    first = client.created(path, {"priority": 1, "type": "LOGIN"})
    second = client.created(path, {"priority": 2, "type": "MULTI_FACTOR_AUTHENTICATION"})
    taken, error = {"priority": 1, "type": "AGREEMENT"}, "400 INVALID_DATA UNIQUENESS_VIOLATION priority"
    assert refused(client, path, taken) == error
    body = {"priority": 1, "type": "MULTI_FACTOR_AUTHENTICATION"}
    assert refused(client, f"{path}/{second['id']}", body, method="PUT") == error
    assert client.manage("PUT", f"{path}/{first['id']}", {"priority": 1, "type": "LOGIN"}).status == 200
    moved = client.manage("PUT", f"{path}/{first['id']}", {"priority": 3, "type": "LOGIN"})
    assert moved.json["priority"] == 3
    assert client.created(path, taken)


def test_the_type_of_an_action_stays(client: Client) -> None:
    policy = client.created("signOnPolicies", {"name": unique("Policy")})
    path = f"signOnPolicies/{policy['id']}/actions"
    action = client.created(path, {"priority": 1, "type": "LOGIN"})
    body = {"priority": 1, "type": "AGREEMENT"}
    assert refused(client, f"{path}/{action['id']}", body, method="PUT") == "400 INVALID_DATA INVALID_VALUE type"


def test_a_policy_and_a_priority_are_assigned_once(client: Client) -> None:
    app = client.app()
    single, multi = (item["id"] for item in client.listed("signOnPolicies"))
    path = f"applications/{app.id}/signOnPolicyAssignments"

    def body(policy: str, priority: int) -> Any:
        return {"priority": priority, "signOnPolicy": {"id": policy}}

    first = client.created(path, body(single, 1))
    assert refused(client, path, body(single, 2)) == "400 INVALID_DATA UNIQUENESS_VIOLATION signOnPolicy.id"
    assert refused(client, path, body(multi, 1)) == "400 INVALID_DATA UNIQUENESS_VIOLATION priority"
    assert client.manage("PUT", f"{path}/{first['id']}", body(multi, 1)).status == 200
    client.created(path, body(single, 2))
    client.created(f"applications/{client.app().id}/signOnPolicyAssignments", body(single, 1))


def test_a_registration_needs_a_population_and_keeps_it(client: Client) -> None:
    policy = client.created("signOnPolicies", {"name": unique("Policy")})
    population = client.created("populations", {"name": unique("Pop")})
    path = f"signOnPolicies/{policy['id']}/actions"

    def body(population_id: str) -> Any:
        registration = {"enabled": True, "population": {"id": population_id}}
        return {"priority": 1, "type": "LOGIN", "registration": registration}

    assert refused(client, path, body(UNKNOWN)) == "400 INVALID_DATA INVALID_VALUE registration.population.id"
    client.created(path, body(population["id"]))
    kept = f"populations/{population['id']}"
    assert client.manage("DELETE", kept).error == "400 INVALID_DATA CONSTRAINT_VIOLATION"
    assert client.manage("DELETE", f"signOnPolicies/{policy['id']}").status == 204
    assert client.manage("DELETE", kept).status == 204


def test_the_last_default_is_never_lost(client: Client) -> None:
    for path in ("populations", "signOnPolicies"):
        old = next(item for item in client.listed(path) if item["default"])
        new = client.created(path, {"name": unique("New"), "default": True})
        assert [item["id"] for item in client.listed(path) if item["default"]] == [new["id"]]
        assert client.manage("DELETE", f"{path}/{new['id']}").error == "400 INVALID_DATA CONSTRAINT_VIOLATION"
        assert client.manage("PUT", f"{path}/{old['id']}", {"name": old["name"], "default": True}).status == 200
        assert [item["id"] for item in client.listed(path) if item["default"]] == [old["id"]]
        assert client.manage("DELETE", f"{path}/{new['id']}").status == 204


def test_names_other_than_usernames_differ_by_case(client: Client) -> None:
    for path in ("applications", "populations", "resources", "signOnPolicies"):
        name = unique("Name")
        for spelling in (name, name.upper()):
            client.created(path, app_body(name=spelling) if path == "applications" else {"name": spelling})


@pytest.mark.parametrize(
    ("path", "field", "longest"),
    [
        ("applications", "name", 256),
        ("populations", "name", 256),
        ("resources", "name", 256),
        ("signOnPolicies", "name", 256),
        ("users", "username", 128),
    ],
)
def test_names_have_a_longest_length(client: Client, path: str, field: str, longest: int) -> None:
    body = {"users": {"email": "a@b.example"}, "applications": app_body()}.get(path, {})
    answer = client.manage("POST", path, body | {field: "x" * (longest + 1)})
    assert answer.error == f"400 INVALID_DATA INVALID_VALUE {field}"
    assert answer.json["details"][0]["innerError"] == {"rangeMaximumValue": longest}
    assert client.created(path, body | {field: "x" * longest})


def test_a_scope_name_is_taken_within_its_resource_only(client: Client) -> None:
    first, second = (client.created("resources", {"name": unique("Res")})["id"] for _ in range(2))
    for resource in (first, second):
        client.created(f"resources/{resource}/scopes", {"name": "read"})
    error = refused(client, f"resources/{first}/scopes", {"name": "read"})
    assert error == "400 INVALID_DATA UNIQUENESS_VIOLATION name"


def test_a_scope_that_is_repeated_is_granted_once(client: Client) -> None:
    app = client.app()
    resource_id, scope_id = client.openid_scope("email")
    assert client.grant(app, resource_id, scope_id, scope_id)["scopes"] == [{"id": scope_id}]


def test_a_deleted_application_takes_its_own_with_it(client: Client) -> None:
    app = client.app()
    resource, _ = client.custom_scope(app)
    policy = client.listed("signOnPolicies")[0]["id"]
    body = {"priority": 1, "signOnPolicy": {"id": policy}}
    client.created(f"applications/{app.id}/signOnPolicyAssignments", body)
    assert client.manage("DELETE", f"applications/{app.id}").status == 204
    for below in ("", "/grants", "/signOnPolicyAssignments", "/roleAssignments", "/secret"):
        assert client.manage("GET", f"applications/{app.id}{below}").error == "404 NOT_FOUND"
    assert client.manage("DELETE", f"resources/{resource['id']}").status == 204
