"""Users: create, import, replace and change (reference section 3.4)."""

from collections.abc import Iterator

from pcc.simulator.calls import JSON_TYPE, Call
from pcc.simulator.endings import forget_user
from pcc.simulator.environments import Environment
from pcc.simulator.fields import read_fields
from pcc.simulator.http import Document, SimulatorResponse
from pcc.simulator.management.family import invalid_value
from pcc.simulator.management.paging import PagedFamily
from pcc.simulator.management.roles import IDENTITY_DATA_ADMIN
from pcc.simulator.management.user_enabled import enabled_routes
from pcc.simulator.management.user_fields import IMPORT_FIELDS, PATCH_FIELDS, USER_ATTRIBUTES, USER_FIELDS, USER_ORDER
from pcc.simulator.management.user_password import VENDOR, password_routes
from pcc.simulator.management.user_sessions import session_routes
from pcc.simulator.passwords import import_password
from pcc.simulator.problems import unsupported_media_type
from pcc.simulator.routing import Route
from pcc.simulator.state import Credential
from pcc.simulator.store import World

__all__ = ["USERS"]

IMPORT = f"{VENDOR}user.import+json"
ITEM_LINKS = {
    "devices": "/devices",
    "roleAssignments": "/roleAssignments",
    "password": "/password",
    "password.reset": "/password",
    "password.set": "/password",
    "password.check": "/password",
    "password.recover": "/password",
    "linkedAccounts": "/linkedAccounts",
    "account.sendVerificationCode": "",
}


class Users(PagedFamily):
    """Users; a username is unique in the whole environment, whatever its case."""

    name = "users"
    singular = "user"
    roles = (IDENTITY_DATA_ADMIN,)
    unique = ("username",)
    fields = USER_FIELDS
    order = USER_ORDER
    attributes = USER_ATTRIBUTES

    def create(self, call: Call) -> SimulatorResponse:
        """Create a user, or import one with a password: the content type tells which."""
        if call.content_type not in (JSON_TYPE, IMPORT):
            raise unsupported_media_type(call.content_type, (JSON_TYPE, IMPORT))
        return self._import(call) if call.content_type == IMPORT else super().create(call)

    def change(self, call: Call) -> SimulatorResponse:
        """Change the members that were sent: null removes one, and objects are merged (RFC 7396)."""
        previous = self.item(call)
        names = [field.name for field in self.fields]
        merged = _merged(previous, {name: value for name, value in call.json().items() if name in names})
        return self.answer_changed(call, read_fields(merged, PATCH_FIELDS), previous=previous)

    def complete(self, call: Call, values: Document, *, previous: Document | None) -> None:
        """Put a user without a population into the one it was in, or into the default one."""
        default = previous["population"] if previous else {"id": call.environment.default_population()["id"]}
        values.setdefault("population", default)
        if call.environment.table("populations").get(values["population"]["id"]) is None:
            raise invalid_value("population.id", "no population has this id")
        values.setdefault("lifecycle", previous["lifecycle"] if previous else {"status": "ACCOUNT_OK"})
        values |= {"identityProvider": {"type": "PING_ONE"}, "mfaEnabled": False, "verifyStatus": "NOT_INITIATED"}

    def stored(self, call: Call, document: Document, *, previous: Document | None) -> None:
        """Count the users of the populations; a new user has no password, a disabled one no session."""
        if previous is None:
            call.environment.credentials[document["id"]] = Credential()
        else:
            _count(call, previous, -1)
        _count(call, document, +1)
        if not document["enabled"]:
            forget_user(call.environment, document["id"])

    def deleted(self, call: Call, document: Document) -> None:
        """End the user's sessions and tokens."""
        environment, user_id = call.environment, document["id"]
        _count(call, document, -1)
        environment.credentials.pop(user_id, None)
        forget_user(environment, user_id)

    def present(self, call: Call, document: Document) -> Document:
        """Show whether the account is locked."""
        locked = call.environment.credentials[document["id"]].locked_until > call.world.now()
        can_authenticate = document["enabled"] and not locked
        return document | {
            "account": {"canAuthenticate": can_authenticate, "status": "LOCKED" if locked else "OK"}
        }  # fmt: skip

    def more_links(self, world: World, environment: Environment, document: Document) -> dict[str, str]:
        """Link to the population, then to what is below the user."""
        base = world.environment_url(environment)
        links = {"population": f"{base}/populations/{document['population']['id']}"}
        return links | {name: f"{base}/users/{document['id']}{suffix}" for name, suffix in ITEM_LINKS.items()}

    def routes(self) -> Iterator[Route]:
        """Add the change, the password, the sessions, and whether the user is enabled."""
        yield from super().routes()
        yield Route("PATCH", self.item_template(), self.change)
        yield from password_routes(self)
        yield from session_routes(self)
        yield from enabled_routes(self)

    def _import(self, call: Call) -> SimulatorResponse:
        values = read_fields(call.json(IMPORT), IMPORT_FIELDS)
        password, credential = values.pop("password", None), Credential()
        if password is not None:
            import_password(
                credential,
                values,
                password["value"],
                now=call.world.now(),
                target="password.value",
                must_change=password["forceChange"],
            )
        document = self.add(call, values)
        call.environment.credentials[document["id"]] = credential
        return self.answer_created(call, document)


def _merged(document: Document, changes: Document) -> Document:
    merged = document | changes
    for name, change in changes.items():
        if isinstance(change, dict) and isinstance(document.get(name), dict):
            merged[name] = document[name] | change
    return merged


def _count(call: Call, user: Document, change: int) -> None:
    # A population with users cannot be deleted, so that it is there.
    call.environment.table("populations").rows[user["population"]["id"]]["userCount"] += change


USERS = Users()
