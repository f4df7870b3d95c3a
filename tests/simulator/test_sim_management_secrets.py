"""Secrets of applications and resources: rotation, the previous one, its end (reference section 3.2)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from pcc.simulator.state import Secret
from simulator.sim_client import App, Client, unique

DAY = 86400


def in_time(client: Client, seconds: float) -> str:
    """Return a moment that lies ahead, as the API writes it."""
    return datetime.fromtimestamp(client.simulator.now() + seconds, UTC).isoformat()


def rotate(client: Client, path: str, seconds: float) -> Any:
    answer = client.manage("POST", path, {"previous": {"expiresAt": in_time(client, seconds)}})
    assert answer.status == 200, answer.json
    return answer.json


def works(client: Client, client_id: str, secret: str) -> bool:
    return client.form("as/introspect", {"token": "x"}, basic=(client_id, secret)).status == 200


@pytest.fixture(params=["application", "resource"])
def secret(client: Client, request: pytest.FixtureRequest) -> tuple[str, str]:
    """Return the path of a secret and the id of whom it proves."""
    if request.param == "application":
        app = client.app()
        return f"applications/{app.id}/secret", app.id
    found = client.created("resources", {"name": unique("Res")})
    return f"resources/{found['id']}/secret", found["id"]


def test_a_secret_is_shown_with_its_links(client: Client, secret: tuple[str, str]) -> None:
    path, _ = secret
    body = client.manage("GET", path).json
    assert list(body) == ["_links", "environment", "secret"]
    assert list(body["_links"]) == ["self", "environment", path.partition("/")[0].rstrip("s")]
    assert client.manage("GET", body["_links"]["self"]["href"]).json == body
    assert len(body["secret"]) >= 64


def test_both_secrets_work_until_the_previous_one_expires(client: Client, secret: tuple[str, str]) -> None:
    path, client_id = secret
    old = client.manage("GET", path).json["secret"]
    answer = rotate(client, path, 3600)
    new = answer["secret"]
    assert answer["previous"] == {"secret": old, "expiresAt": "2027-01-15T09:00:00.500Z"}
    assert new != old
    assert works(client, client_id, new)
    assert "lastUsed" not in client.manage("GET", path).json["previous"]
    client.simulator.advance(10)
    assert works(client, client_id, old)
    assert not works(client, client_id, "x")
    assert client.manage("GET", path).json["previous"]["lastUsed"] == "2027-01-15T08:00:10.500Z"
    client.simulator.advance(3590)
    client.forget_token()
    assert not works(client, client_id, old)
    assert works(client, client_id, new)
    assert "previous" not in client.manage("GET", path).json
    assert client.manage("DELETE", path).error == "404 NOT_FOUND"


def test_a_previous_secret_can_be_dropped_once(client: Client, secret: tuple[str, str]) -> None:
    path, client_id = secret
    assert client.manage("DELETE", path).error == "404 NOT_FOUND"
    old = client.manage("GET", path).json["secret"]
    new = rotate(client, path, 3600)["secret"]
    dropped = client.manage("DELETE", path)
    assert (dropped.status, dropped.response.body) == (204, b"")
    assert not works(client, client_id, old)
    assert works(client, client_id, new)
    assert client.manage("DELETE", path).error == "404 NOT_FOUND"


@pytest.mark.parametrize("body", [None, {}, {"previous": None}, {"other": 1}])
def test_without_a_time_the_old_secret_stops_at_once(client: Client, secret: tuple[str, str], body: Any) -> None:
    path, client_id = secret
    rotate(client, path, 3600)
    old = client.manage("GET", path).json["secret"]
    answer = client.manage("POST", path, body)
    assert answer.status == 200
    assert "previous" not in answer.json
    assert not works(client, client_id, old)


def test_only_the_last_secret_is_a_previous_one(client: Client, secret: tuple[str, str]) -> None:
    path, client_id = secret
    first = client.manage("GET", path).json["secret"]
    second = rotate(client, path, 3600)["secret"]
    third = rotate(client, path, 3600)["secret"]
    assert [works(client, client_id, value) for value in (first, second, third)] == [False, True, True]


@pytest.mark.parametrize("seconds", [60, 61, 30 * DAY - 1, 30 * DAY])
def test_the_previous_secret_may_live_a_minute_to_thirty_days(client: Client, seconds: int) -> None:
    rotate(client, f"applications/{client.app().id}/secret", seconds)


@pytest.mark.parametrize("seconds", [-3600, 0, 59, 30 * DAY + 1])
def test_any_other_time_is_refused_and_rotates_nothing(client: Client, seconds: int) -> None:
    app = client.app()
    path, body = f"applications/{app.id}/secret", {"previous": {"expiresAt": in_time(client, seconds)}}
    assert client.manage("POST", path, body).error == "400 INVALID_DATA INVALID_VALUE previous.expiresAt"
    assert client.manage("GET", path).json["secret"] == app.secret


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"previous": {}}, "400 INVALID_DATA REQUIRED_VALUE previous.expiresAt"),
        ({"previous": {"expiresAt": "tomorrow"}}, "400 INVALID_DATA INVALID_VALUE previous.expiresAt"),
        ({"previous": {"expiresAt": "2027-01-15T09:00:00"}}, "400 INVALID_DATA INVALID_VALUE previous.expiresAt"),
        ({"previous": {"expiresAt": 1800003600}}, "400 INVALID_REQUEST INVALID_VALUE previous.expiresAt"),
        ({"previous": "now"}, "400 INVALID_REQUEST INVALID_VALUE previous"),
    ],
)
def test_a_wrong_rotation_is_refused_and_rotates_nothing(client: Client, body: Any, error: str) -> None:
    app = client.app()
    path = f"applications/{app.id}/secret"
    assert client.manage("POST", path, body).error == error
    assert client.manage("POST", path, {}, content_type="text/plain").error == "415 UNSUPPORTED_MEDIA_TYPE"
    assert client.manage("GET", path).json["secret"] == app.secret


def test_a_worker_reads_rotates_and_drops_no_secret_of_its_own(client: Client) -> None:
    app, token = client.worker("Environment Admin")
    path = f"applications/{app.id}/secret"
    for method in ("GET", "POST", "DELETE"):
        assert client.manage(method, path, token=token).error == "403 ACCESS_FAILED INSUFFICIENT_PERMISSIONS"
    assert client.manage("GET", path).json["secret"] == app.secret


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_built_in_resource_has_no_secret_to_use(client: Client, method: str) -> None:
    resource_id, _ = client.openid_scope("openid")
    assert client.manage(method, f"resources/{resource_id}/secret").error == "404 NOT_FOUND"


def test_a_deleted_application_takes_both_secrets_with_it(client: Client) -> None:
    app: App = client.app()
    new = rotate(client, f"applications/{app.id}/secret", 3600)["secret"]
    client.manage("DELETE", f"applications/{app.id}")
    assert not works(client, app.id, app.secret)
    assert not works(client, app.id, new)


def test_a_secret_knows_the_one_before_it() -> None:
    secret = Secret("a")
    secret.rotate("b", previous_until=10.0)
    assert [secret.accepts(value, now=9.0) for value in ("a", "b", "c", "")] == [True, True, False, False]
    assert secret.previous is not None
    assert secret.previous.used_at == 9.0
    assert not secret.accepts("a", now=10.0)
    secret.rotate("c")
    assert [secret.accepts(value, now=0.0) for value in "abc"] == [False, False, True]
