"""Roles of workers: who may do what, how roles are assigned, and which refusal comes first (reference section 1.3)."""

from typing import Any

import pytest

from simulator.sim_client import Client, app_body, unique

UNKNOWN = "00000000-0000-4000-8000-000000000000"
ADMIN, IDENTITY, DEVELOPER = "Environment Admin", "Identity Data Admin", "Client Application Developer"
FORBIDDEN = "403 ACCESS_FAILED INSUFFICIENT_PERMISSIONS"

FAMILIES = {
    "": {ADMIN, IDENTITY, DEVELOPER},
    "/applications": {ADMIN, DEVELOPER},
    "/applications/{app}/secret": {ADMIN, DEVELOPER},
    "/applications/{app}/grants": {ADMIN, DEVELOPER},
    "/applications/{app}/signOnPolicyAssignments": {ADMIN, DEVELOPER},
    "/applications/{app}/roleAssignments": {ADMIN},
    "/populations": {ADMIN, IDENTITY},
    "/users": {IDENTITY},
    "/users/{user}/password": {IDENTITY},
    "/users/{user}/enabled": {IDENTITY},
    "/users/{user}/sessions": {IDENTITY},
    "/resources": {ADMIN, DEVELOPER},
    "/resources/{resource}/secret": {ADMIN, DEVELOPER},
    "/resources/{resource}/scopes": {ADMIN, DEVELOPER},
    "/signOnPolicies": {ADMIN},
    "/signOnPolicies/{policy}/actions": {ADMIN},
}


@pytest.fixture
def places(client: Client) -> dict[str, str]:
    return {
        "app": client.app().id,
        "user": client.user().id,
        "resource": client.created("resources", {"name": unique("Res")})["id"],
        "policy": client.listed("signOnPolicies")[0]["id"],
    }


def url(client: Client, path: str, environment: str = "") -> str:
    return f"{client.variables['apiPath']}/environments/{environment or client.env}{path}"


@pytest.mark.parametrize("role", [ADMIN, IDENTITY, DEVELOPER, None])
@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_needs_one_of_its_roles(client: Client, places: dict[str, str], family: str, role: str | None) -> None:
    _, token = client.worker(*([role] if role else []))
    path = url(client, family.format(**places))
    read = client.manage("GET", path, token=token)
    allowed = role in FAMILIES[family]
    assert (read.status == 200) is allowed, read.json
    # An item that is not there, and a body that is not JSON: the role comes before both.
    expected = {True: "404 NOT_FOUND", False: FORBIDDEN}
    if family and not family.endswith(("secret", "password", "enabled", "sessions")):
        assert client.manage("GET", f"{path}/{UNKNOWN}", token=token).error == expected[allowed]
        written = client.manage("POST", path, [], token=token).error
        assert written == ("400 INVALID_REQUEST INVALID_VALUE" if allowed else FORBIDDEN)
    if not allowed:
        assert read.error == FORBIDDEN


def test_every_worker_may_read_the_catalogue_of_roles(client: Client) -> None:
    _, token = client.worker()
    page = client.manage("GET", f"{client.variables['apiPath']}/roles", token=token).json
    assert [role["name"] for role in page["_embedded"]["roles"]] == [ADMIN, IDENTITY, DEVELOPER]
    assert (page["count"], page["size"]) == (3, 3)
    for role in page["_embedded"]["roles"]:
        assert client.manage("GET", role["_links"]["self"]["href"], token=token).json == role
    unknown = client.manage("GET", f"{client.variables['apiPath']}/roles/{UNKNOWN}", token=token)
    assert unknown.error == "404 NOT_FOUND"
    assert client.manage("POST", f"{client.variables['apiPath']}/roles", {}).error == "405 METHOD_NOT_ALLOWED"


def test_refusals_come_in_their_order(client: Client) -> None:
    _, token = client.worker(IDENTITY)
    unknown_path, unknown_method = url(client, "/nothing"), ("PATCH", url(client, "/applications"))
    assert client.send("GET", unknown_path).status == 404
    assert client.send(*unknown_method).status == 405
    assert client.send("GET", url(client, f"/applications/{UNKNOWN}")).status == 401
    assert client.send("GET", url(client, "/users", UNKNOWN)).status == 401
    assert client.manage("GET", url(client, "/users", UNKNOWN), token=token).status == 404
    assert client.manage("GET", url(client, "/users", client.variables["adminEnvID"]), token=token).status == 403
    assert client.manage("GET", url(client, f"/applications/{UNKNOWN}"), token=token).status == 403
    assert client.manage("GET", url(client, f"/users/{UNKNOWN}"), token=token).status == 404
    assert client.manage("POST", url(client, f"/users/{UNKNOWN}/password"), token=token).status == 404
    assert client.manage("POST", url(client, "/users"), {}, content_type="text/plain", token=token).status == 415


def test_a_role_on_the_organization_covers_its_environments(client: Client) -> None:
    v = client.variables
    organization = client.manage("GET", url(client, "")).json["organization"]["id"]
    home = url(client, f"/applications/{v['adminAppID']}/roleAssignments", v["adminEnvID"])
    body = {"role": {"id": client.role(IDENTITY)}, "scope": {"id": organization, "type": "ORGANIZATION"}}
    assert client.manage("POST", home, body).status == 201
    app, token = client.worker()
    assert client.manage("POST", f"applications/{app.id}/roleAssignments", body).status == 201
    for environment in (client.env, v["adminEnvID"]):
        assert client.manage("GET", url(client, "/users", environment), token=token).status == 200
        assert client.manage("GET", url(client, "/applications", environment), token=token).status == 403
    other = client.simulator.new_environment()["envID"]
    assert client.manage("GET", url(client, "/users", other), token=token).status == 403


# Assignments


def body_of(client: Client, role: str = ADMIN, **scope: str) -> dict[str, Any]:
    return {"role": {"id": client.role(role)}, "scope": {"id": client.env, "type": "ENVIRONMENT"} | scope}


def test_an_assigned_role_works_at_once_until_it_is_taken_away(client: Client) -> None:
    app, token = client.worker()
    path = f"applications/{app.id}/roleAssignments"
    assert client.manage("GET", "users", token=token).status == 403
    answer = client.manage("POST", path, body_of(client, IDENTITY))
    created = answer.json
    assert (answer.status, answer.location) == (201, created["_links"]["self"]["href"])
    assert created["role"] == {"id": client.role(IDENTITY)}
    assert created["scope"] == {"id": client.env, "type": "ENVIRONMENT"}
    assert created["application"] == {"id": app.id}
    assert created["_links"].keys() == {"self", "environment", "application", "role"}
    assert client.manage("GET", answer.location).json == created
    assert client.listed(path) == [created]
    assert client.manage("GET", "users", token=token).status == 200
    assert client.manage("DELETE", answer.location).status == 204
    assert client.manage("GET", "users", token=token).status == 403
    for method in ("GET", "DELETE"):
        assert client.manage(method, answer.location).error == "404 NOT_FOUND"
    assert client.manage("PUT", answer.location, {}).error == "405 METHOD_NOT_ALLOWED"


def test_a_wrong_assignment_is_refused(client: Client) -> None:
    app, _ = client.worker()
    path = f"applications/{app.id}/roleAssignments"

    def error(body: Any, path: str = path) -> str:
        return client.manage("POST", path, body).error

    good = body_of(client)
    assert error({}) == "400 INVALID_DATA REQUIRED_VALUE role"
    assert error({"role": good["role"]}) == "400 INVALID_DATA REQUIRED_VALUE scope"
    assert error(good | {"role": {"id": UNKNOWN}}) == "400 INVALID_DATA INVALID_VALUE role.id"
    assert error(body_of(client, id=UNKNOWN)) == "400 INVALID_DATA INVALID_VALUE scope.id"
    assert error(body_of(client, type="ORGANIZATION")) == "400 INVALID_DATA INVALID_VALUE scope.id"
    assert error(body_of(client, type="POPULATION")) == "400 INVALID_DATA INVALID_VALUE scope.type"
    assert error(good, f"applications/{UNKNOWN}/roleAssignments") == "404 NOT_FOUND"
    no_worker = f"applications/{client.app().id}/roleAssignments"
    assert error(good, no_worker) == "400 INVALID_DATA CONSTRAINT_VIOLATION role"
    assert client.listed(path) == client.listed(no_worker) == []


def test_a_role_is_assigned_once(client: Client) -> None:
    app, _ = client.worker(ADMIN)
    path = f"applications/{app.id}/roleAssignments"
    assert client.manage("POST", path, body_of(client)).error == "400 INVALID_DATA UNIQUENESS_VIOLATION role.id"
    elsewhere = body_of(client, id=client.variables["adminEnvID"])
    assert client.manage("POST", path, elsewhere).status == 201
    assert client.manage("POST", path, body_of(client, IDENTITY)).status == 201


def test_nobody_assigns_what_they_do_not_have(client: Client) -> None:
    app, _ = client.worker()
    _, token = client.worker(ADMIN)
    path = f"applications/{app.id}/roleAssignments"
    for body in (body_of(client, IDENTITY), body_of(client, id=client.variables["adminEnvID"])):
        assert client.manage("POST", path, body, token=token).error == FORBIDDEN
    assert client.listed(path) == []
    assert client.manage("POST", path, body_of(client), token=token).status == 201


def test_a_deleted_worker_is_out(client: Client) -> None:
    app, token = client.worker(ADMIN)
    assert client.manage("DELETE", f"applications/{app.id}").status == 204
    assert client.manage("GET", "applications", token=token).error.startswith("401 ACCESS_FAILED INVALID_TOKEN")


def test_a_worker_needs_the_role_of_what_it_creates(client: Client) -> None:
    _, token = client.worker(DEVELOPER)
    assert client.manage("POST", "applications", app_body(), token=token).status == 201
    assert client.manage("POST", "populations", {"name": unique("Pop")}, token=token).error == FORBIDDEN
    assert client.manage("POST", "signOnPolicies", {"name": unique("P")}, token=token).error == FORBIDDEN
