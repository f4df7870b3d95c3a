"""Every negative case of the reference that is the management API's (section 10), and its cleanup (section 11)."""

from collections.abc import Callable
from typing import Any

import pytest

from simulator.sim_client import Answer, Client, app_body, device_app_body, unique

UNKNOWN = "00000000-0000-4000-8000-000000000000"

Case = Callable[[Client], Answer]
INVALID_TOKEN = ("ACCESS_FAILED", "INVALID_TOKEN", "Authentication Credentials")


def _bearer(authorization: str | None) -> Case:
    def send(client: Client) -> Answer:
        url = f"{client.variables['apiPath']}/environments/{client.env}/users"
        return client.send("GET", url, headers={} if authorization is None else {"Authorization": authorization})

    return send


def _expired(client: Client) -> Answer:
    client.token()
    client.simulator.advance(3600)
    return client.manage("GET", "users")


def _without_role(client: Client) -> Answer:
    _, token = client.worker()
    return client.manage("GET", "users", token=token)


def _wrong_environment(client: Client) -> Answer:
    return client.manage("GET", f"{client.variables['apiPath']}/environments/{UNKNOWN}/users")


def _missing(path: str, method: str = "GET") -> Case:
    return lambda client: client.manage(method, path.format(UNKNOWN), None if method in ("GET", "DELETE") else {})


def _application(**changes: Any) -> Case:
    return lambda client: client.manage("POST", "applications", app_body(**changes))


def _user(**changes: Any) -> Case:
    body = {"email": "joe@example.com", "username": unique("joe")} | changes
    return lambda client: client.manage("POST", "users", body)


def _twice(path: str) -> Case:
    def post(client: Client) -> Answer:
        resource = client.created("resources", {"name": unique("Res")})
        user = {"username": unique("same"), "email": "joe@example.com"}
        body = user if path == "users" else {"name": unique("Same")}
        client.created(path.format(resource["id"]), body)
        return client.manage("POST", path.format(resource["id"]), body)

    return post


def _weak_password(value: str) -> Case:
    return lambda client: client.set_password(client.user().id, value)


def _second_grant(client: Client) -> Answer:
    app = client.app()
    resource, scope = client.custom_scope(app)
    body = {"resource": {"id": resource["id"]}, "scopes": [{"id": scope["id"]}]}
    return client.manage("POST", f"applications/{app.id}/grants", body)


def _policy_without_actions(client: Client) -> Answer:
    policy = client.created("signOnPolicies", {"name": unique("Policy")})
    body = {"priority": 1, "signOnPolicy": {"id": policy["id"]}}
    return client.manage("POST", f"applications/{client.app().id}/signOnPolicyAssignments", body)


def _delete_default(path: str) -> Case:
    def delete(client: Client) -> Answer:
        default = next(item for item in client.listed(path) if item["default"])
        return client.manage("DELETE", f"{path}/{default['id']}")

    return delete


def _delete_population_with_users(client: Client) -> Answer:
    user = client.manage("GET", f"users/{client.user().id}").json
    return client.manage("DELETE", f"populations/{user['population']['id']}")


DATA, VIOLATION = "INVALID_DATA", "CONSTRAINT_VIOLATION"

CASES: list[tuple[str, Case, int, tuple[str, ...]]] = [
    ("no Bearer on management", _bearer(None), 401, INVALID_TOKEN),
    ("bad Bearer on management", _bearer("Bearer nonsense"), 401, INVALID_TOKEN),
    ("no token behind Bearer", _bearer("Bearer "), 401, INVALID_TOKEN),
    ("Basic on management", _bearer("Basic eDp5"), 401, INVALID_TOKEN),
    ("expired Bearer on management", _expired, 401, INVALID_TOKEN),
    ("worker without a role", _without_role, 403, ("ACCESS_FAILED", "INSUFFICIENT_PERMISSIONS")),
    ("wrong envID", _wrong_environment, 404, ("NOT_FOUND",)),
    *(
        (f"wrong resource id: {method} {path}", _missing(path, method), 404, ("NOT_FOUND",))
        for path in ("applications/{}", "populations/{}", "users/{}", "resources/{}", "signOnPolicies/{}")
        for method in ("GET", "PUT", "DELETE")
    ),
    ("wrong resource id: PATCH users/{}", _missing("users/{}", "PATCH"), 404, ("NOT_FOUND",)),
    ("app without name", _application(name=None), 400, (DATA, "REQUIRED_VALUE", "name")),
    ("bad enum in type", _application(type="WEBAPP"), 400, (DATA, "INVALID_VALUE", "type")),
    ("code grant without redirectUris", _application(redirectUris=None), 400, (DATA, "REQUIRED_VALUE", "redirectUris")),
    ("duplicate username", _twice("users"), 400, (DATA, "UNIQUENESS_VIOLATION", "username")),
    ("duplicate population name", _twice("populations"), 400, (DATA, "UNIQUENESS_VIOLATION", "name")),
    ("duplicate resource name", _twice("resources"), 400, (DATA, "UNIQUENESS_VIOLATION", "name")),
    ("duplicate scope name", _twice("resources/{}/scopes"), 400, (DATA, "UNIQUENESS_VIOLATION", "name")),
    ("duplicate policy name", _twice("signOnPolicies"), 400, (DATA, "UNIQUENESS_VIOLATION", "name")),
    ("invalid email", _user(email="joe"), 400, (DATA, "INVALID_VALUE", "email")),
    ("weak password", _weak_password("short"), 400, (DATA, "INVALID_VALUE", "value")),
    ("second grant for the same resource", _second_grant, 400, (DATA, "UNIQUENESS_VIOLATION", "resource.id")),
    ("assign a policy without actions", _policy_without_actions, 400, (DATA, VIOLATION, "signOnPolicy.id")),
    ("DELETE default population", _delete_default("populations"), 400, (DATA, VIOLATION)),
    ("DELETE default policy", _delete_default("signOnPolicies"), 400, (DATA, VIOLATION)),
    ("DELETE non-empty population", _delete_population_with_users, 400, (DATA, VIOLATION)),
]


@pytest.mark.parametrize(("case", "status", "codes"), [pytest.param(*rest, id=name) for name, *rest in CASES])
def test_a_negative_case(client: Client, case: Case, status: int, codes: tuple[str, ...]) -> None:
    answer = case(client)
    assert answer.error == " ".join([str(status), *codes])
    body = answer.json
    assert body["id"] == answer.header("Correlation-Id")
    assert body["message"].startswith(("The request could not be completed.", "You do not have permissions"))
    assert all(detail["message"] for detail in body.get("details", []))


def test_what_the_messages_of_the_negative_cases_say(client: Client) -> None:
    told = {name: case(client).json for name, case, *_ in CASES if name != "expired Bearer on management"}

    def detail(name: str) -> Any:
        return told[name]["details"][0]

    assert detail("invalid email")["message"] == "must be a well-formed email address"
    assert detail("duplicate username")["message"].endswith("is unique but a non-unique value is provided")
    assert detail("weak password")["innerError"]["unsatisfiedRequirements"] == ["length", "minCharacters"]
    assert "WEB_APP" in detail("bad enum in type")["innerError"]["allowedValues"]
    assert "must contain at least one population" in detail("DELETE default population")["message"]
    assert "delete a default policy" in detail("DELETE default policy")["message"]
    assert told["wrong envID"]["message"].endswith("The requested resource was not found.")


# Cleanup

SEEDED = ("applications", "populations", "users", "resources", "signOnPolicies")


def snapshot(client: Client) -> dict[str, Any]:
    lists = {path: client.listed(path) for path in SEEDED}
    for item in lists["resources"]:
        lists[f"scopes of {item['name']}"] = client.listed(f"resources/{item['id']}/scopes")
    for item in lists["signOnPolicies"]:
        lists[f"actions of {item['name']}"] = client.listed(f"signOnPolicies/{item['id']}/actions")
    return lists


def policy_of(client: Client, app_id: str) -> tuple[str, str]:
    """Create a policy with a login and assign it; return the paths of assignment and policy."""
    policy = client.created("signOnPolicies", {"name": unique("Policy"), "default": "false"})
    client.created(f"signOnPolicies/{policy['id']}/actions", {"priority": 1, "type": "LOGIN"})
    path = f"applications/{app_id}/signOnPolicyAssignments"
    assigned = client.created(path, {"priority": 1, "signOnPolicy": {"id": policy["id"]}})
    return f"{path}/{assigned['id']}", f"signOnPolicies/{policy['id']}"


def test_the_cleanup_of_all_five_workflows_leaves_the_environment_as_it_was(client: Client) -> None:
    before = snapshot(client)
    simple, offline, exchange, custom = (client.app() for _ in range(4))
    device = client.app(**device_app_body())
    users = [client.user() for _ in range(5)]
    populations = [client.manage("GET", f"users/{user.id}").json["population"]["id"] for user in users]
    grants = [client.grant(offline, *client.openid_scope("offline_access"))]
    resource, scope = client.custom_scope(custom)
    grants += client.listed(f"applications/{custom.id}/grants")
    assignment, policy = policy_of(client, custom.id)
    for app, user in ((simple, users[0]), (exchange, users[2])):
        assert client.tokens(app, user)["access_token"]
    order = [
        *(f"users/{user.id}" for user in users),
        assignment,
        *(f"applications/{grant['application']['id']}/grants/{grant['id']}" for grant in grants),
        *(f"applications/{app.id}" for app in (simple, offline, exchange, custom, device)),
        policy,
        f"resources/{resource['id']}/scopes/{scope['id']}",
        f"resources/{resource['id']}",
        *(f"populations/{population}" for population in populations),
    ]
    assert snapshot(client) != before
    for path in order:
        answer = client.manage("DELETE", path)
        assert (answer.status, answer.response.body) == (204, b""), path
    assert snapshot(client) == before
    assert client.simulator.counts()["sessions"] == 0
    for path in order:
        assert client.manage("DELETE", path).error == "404 NOT_FOUND"
