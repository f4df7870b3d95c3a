"""A user's password: state, set, reset, check and recover (reference section 3.5)."""

from collections.abc import Callable, Iterator, Mapping

from pcc.simulator.calls import Call
from pcc.simulator.fields import Field, boolean, read_fields, text
from pcc.simulator.http import Document, SimulatorResponse, json_response
from pcc.simulator.management.family import Family, invalid_value
from pcc.simulator.passwords import (
    change_password,
    guard_locked,
    import_password,
    password_status,
    recover_password,
    verify_password,
)
from pcc.simulator.problems import unsupported_media_type
from pcc.simulator.routing import Route
from pcc.simulator.state import Credential

__all__ = ["PASSWORD_FIELDS", "VENDOR", "password_routes"]

VENDOR = "application/vnd.pingidentity."
SET, RESET, CHECK, RECOVER = (f"{VENDOR}password.{verb}+json" for verb in ("set", "reset", "check", "recover"))

# A password as it is set or imported; `value` may be a hash.
PASSWORD_FIELDS = (Field("value", text(maximum=4096), required=True), Field("forceChange", boolean, default=False))
_RESET_FIELDS = (Field("currentPassword", text(), required=True), Field("newPassword", text(), required=True))
_CHECK_FIELDS = (Field("password", text(maximum=4096), required=True),)
_RECOVER_FIELDS = (Field("recoveryCode", text(), required=True), Field("newPassword", text(), required=True))


def password_routes(users: Family) -> Iterator[Route]:
    """Yield the routes of `…/users/{id}/password`."""

    def read(call: Call) -> SimulatorResponse:
        return _answer(call, users.item(call))

    def write(call: Call) -> SimulatorResponse:
        return _act(call, users.item(call), {SET: _set, RESET: _reset})

    def use(call: Call) -> SimulatorResponse:
        return _act(call, users.item(call), {CHECK: _check, RECOVER: _recover})

    yield users.sub_route("GET", "/password", read)
    yield users.sub_route("PUT", "/password", write)
    yield users.sub_route("POST", "/password", use)


_Action = Callable[[Call, Document], None]


def _act(call: Call, user: Document, actions: Mapping[str, _Action]) -> SimulatorResponse:
    action = actions.get(call.content_type)
    if action is None:
        raise unsupported_media_type(call.content_type, tuple(actions))
    action(call, user)
    return _answer(call, user)


def _credential(call: Call, user: Document) -> Credential:
    return call.environment.credentials[user["id"]]


def _set(call: Call, user: Document) -> None:
    values, now = read_fields(call.json_object(), PASSWORD_FIELDS), call.world.now()
    credential, must_change = _credential(call, user), values["forceChange"]
    import_password(credential, user, values["value"], now=now, target="value", must_change=must_change)


def _reset(call: Call, user: Document) -> None:
    values = read_fields(call.json_object(), _RESET_FIELDS)
    _verify(call, user, values["currentPassword"], target="currentPassword")
    change_password(_credential(call, user), user, values["newPassword"], now=call.world.now(), target="newPassword")


def _check(call: Call, user: Document) -> None:
    values = read_fields(call.json_object(), _CHECK_FIELDS)
    _verify(call, user, values["password"], target="password")


def _recover(call: Call, user: Document) -> None:
    values, now = read_fields(call.json_object(), _RECOVER_FIELDS), call.world.now()
    recover_password(_credential(call, user), user, values["recoveryCode"], values["newPassword"], now=now)


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
