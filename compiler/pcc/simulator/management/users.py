"""Populations and users (reference sections 3.3 and 3.4)."""

# ruff: noqa: ARG002  # a hook is given what any family may need

from collections.abc import Iterator

from pcc.simulator.calls import Call
from pcc.simulator.endings import forget_user
from pcc.simulator.environments import Environment
from pcc.simulator.fields import Field, boolean, email, lenient_boolean, record, reference, text
from pcc.simulator.http import Document
from pcc.simulator.management.family import Family, invalid_value
from pcc.simulator.management.roles import ENVIRONMENT_ADMIN, IDENTITY_DATA_ADMIN
from pcc.simulator.management.user_password import password_routes
from pcc.simulator.problems import constraint_violation
from pcc.simulator.routing import Route
from pcc.simulator.state import Credential
from pcc.simulator.store import World

__all__ = ["POPULATIONS", "USERS"]


class Populations(Family):
    """Groups of users that share settings; exactly one is the default."""

    name = "populations"
    singular = "population"
    roles = (ENVIRONMENT_ADMIN, IDENTITY_DATA_ADMIN)
    unique = ("name",)
    fields = (
        Field("name", text(maximum=256), required=True),
        Field("description", text(blank=True)),
        Field("default", lenient_boolean, default=False),
        Field("preferredLanguage", text(), default="en"),
        Field("passwordPolicy", reference),
        Field("theme", reference),
    )

    def complete(self, call: Call, values: Document, *, previous: Document | None) -> None:
        """Know the referenced policy and theme, keep a default population and the number of users."""
        environment = call.environment
        theme = values.setdefault("theme", {"id": environment.theme_id})
        if theme["id"] != environment.theme_id:
            raise invalid_value("theme.id", "no theme has this id")
        if values.get("passwordPolicy", {"id": environment.password_policy_id})["id"] != environment.password_policy_id:
            raise invalid_value("passwordPolicy.id", "no password policy has this id")
        if previous is not None and previous["default"] and not values["default"]:
            raise constraint_violation("The default population stays the default until another one is", "default")
        values["userCount"] = previous["userCount"] if previous else 0

    def stored(self, call: Call, document: Document, *, previous: Document | None) -> None:
        """Leave one default."""
        if document["default"]:
            for other in self.table(call):
                other["default"] = other is document

    def guard_delete(self, call: Call, document: Document) -> None:
        """Keep the default population and those with users."""
        if document["default"]:
            raise constraint_violation("The environment must contain at least one population, its default")
        if document["userCount"]:
            raise constraint_violation("Cannot delete a population that holds users")

    def more_links(self, world: World, environment: Environment, document: Document) -> dict[str, str]:
        """Link to the theme."""
        return {"theme": f"{world.environment_url(environment)}/themes/{document['theme']['id']}"}


PASSWORD_LINKS = ("password", "password.reset", "password.set", "password.check", "password.recover")
PROFILE = (
    "accountId", "externalId", "locale", "mobilePhone", "nickname", "preferredLanguage", "primaryPhone", "timezone",
    "title", "type",
)  # fmt: skip
NAME_PARTS = ("formatted", "given", "middle", "family", "honorificPrefix", "honorificSuffix")
ADDRESS_PARTS = ("streetAddress", "locality", "region", "postalCode", "countryCode")


class Users(Family):
    """Users; a username is unique in the whole environment."""

    name = "users"
    singular = "user"
    roles = (IDENTITY_DATA_ADMIN,)
    unique = ("username",)
    links = dict.fromkeys(PASSWORD_LINKS, "/password") | {
        "devices": "/devices",
        "roleAssignments": "/roleAssignments",
        "linkedAccounts": "/linkedAccounts",
        "account.sendVerificationCode": "",
    }
    fields = (
        Field("email", email, required=True),
        Field("enabled", boolean, default=True),
        Field("name", record(*(Field(part, text(maximum=256, blank=True)) for part in NAME_PARTS))),
        Field("address", record(*(Field(part, text(maximum=256, blank=True)) for part in ADDRESS_PARTS))),
        *(Field(name, text(maximum=256, blank=True)) for name in PROFILE),
        Field("population", reference),
        Field("username", text(maximum=128), required=True),
    )

    def complete(self, call: Call, values: Document, *, previous: Document | None) -> None:
        """Put a user without a population into the one it was in, or into the default one."""
        default = previous["population"] if previous else {"id": call.environment.default_population()["id"]}
        values.setdefault("population", default)
        if call.environment.table("populations").get(values["population"]["id"]) is None:
            raise invalid_value("population.id", "no population has this id")
        values |= {
            "identityProvider": {"type": "PING_ONE"},
            "lifecycle": {"status": "ACCOUNT_OK"},
            "mfaEnabled": False,
            "verifyStatus": "NOT_INITIATED",
        }

    def stored(self, call: Call, document: Document, *, previous: Document | None) -> None:
        """Count the users of the populations; a new user has no password."""
        if previous is None:
            call.environment.credentials[document["id"]] = Credential()
        else:
            _count(call, previous, -1)
        _count(call, document, +1)

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
        """Link to the population."""
        return {"population": f"{world.environment_url(environment)}/populations/{document['population']['id']}"}

    def routes(self) -> Iterator[Route]:
        """Add the password."""
        yield from super().routes()
        yield from password_routes(self)


def _count(call: Call, user: Document, change: int) -> None:
    # A population with users cannot be deleted, so that it is there.
    call.environment.table("populations").rows[user["population"]["id"]]["userCount"] += change


POPULATIONS = Populations()
USERS = Users()
