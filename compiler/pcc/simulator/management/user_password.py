"""A user's password: state, set, reset and check (reference section 3.5)."""

from collections.abc import Iterator

from pcc.simulator.calls import Call
from pcc.simulator.fields import Field, boolean, read_fields, text
from pcc.simulator.http import Document, SimulatorResponse, json_response
from pcc.simulator.management.family import Family, invalid_value
from pcc.simulator.passwords import change_password, guard_locked, password_status, verify_password
from pcc.simulator.problems import unsupported_media_type
from pcc.simulator.routing import Route
from pcc.simulator.state import Credential

__all__ = ["password_routes"]

VENDOR = "application/vnd.pingidentity."
SET, RESET, CHECK = (f"{VENDOR}password.{action}+json" for action in ("set", "reset", "check"))

_SET_FIELDS = (Field("value", text(maximum=4096), required=True), Field("forceChange", boolean, default=False))
_RESET_FIELDS = (Field("currentPassword", text(), required=True), Field("newPassword", text(), required=True))
_CHECK_FIELDS = (Field("password", text(), required=True),)


def password_routes(users: Family) -> Iterator[Route]:
    """Yield the routes of `…/users/{id}/password`."""

    def read(call: Call) -> SimulatorResponse:
        return _answer(call, users.item(call))

    def write(call: Call) -> SimulatorResponse:
        user = users.item(call)
        _WRITERS.get(call.content_type, _refuse_write)(call, user)
        return _answer(call, user)

    def check(call: Call) -> SimulatorResponse:
        user = users.item(call)
        values = read_fields(call.json(CHECK), _CHECK_FIELDS)
        _verify(call, user, values["password"], target="password")
        return _answer(call, user)

    yield users.sub_route("GET", "/password", read)
    yield users.sub_route("PUT", "/password", write)
    yield users.sub_route("POST", "/password", check)


def _credential(call: Call, user: Document) -> Credential:
    return call.environment.credentials[user["id"]]


def _set(call: Call, user: Document) -> None:
    values = read_fields(call.json_object(), _SET_FIELDS)
    credential = _credential(call, user)
    change_password(credential, user, values["value"], now=call.world.now(), target="value")
    credential.must_change = values["forceChange"]


def _reset(call: Call, user: Document) -> None:
    values = read_fields(call.json_object(), _RESET_FIELDS)
    _verify(call, user, values["currentPassword"], target="currentPassword")
    change_password(_credential(call, user), user, values["newPassword"], now=call.world.now(), target="newPassword")


def _refuse_write(call: Call, _user: Document) -> None:
    raise unsupported_media_type(call.content_type, (SET, RESET))


_WRITERS = {SET: _set, RESET: _reset}


def _verify(call: Call, user: Document, value: str, *, target: str) -> None:
    credential, now = _credential(call, user), call.world.now()
    guard_locked(credential, now=now)
    if not verify_password(credential, value, now=now):
        raise invalid_value(target, "The password is not the user's.")


def _answer(call: Call, user: Document) -> SimulatorResponse:
    environment = call.environment
    base = call.world.environment_url(environment)
    url = f"{base}/users/{user['id']}/password"
    policy_id = environment.password_policy_id
    links = {"self": url, "environment": base, "user": f"{base}/users/{user['id']}"}
    links["passwordPolicy"] = f"{base}/passwordPolicies/{policy_id}"
    links |= {f"password.{action}": url for action in ("check", "reset", "set", "recover")}
    credential = _credential(call, user)
    document: Document = {
        "_links": {name: {"href": href} for name, href in links.items()},
        "environment": {"id": environment.id},
        "user": {"id": user["id"]},
        "passwordPolicy": {"id": policy_id},
        "status": password_status(credential, now=call.world.now()),
    }
    if credential.value is not None:
        document["lastChangedAt"] = call.world.timestamp(credential.changed_at)
    return json_response(200, document)
