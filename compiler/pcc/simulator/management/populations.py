"""Populations (reference section 3.3)."""

# ruff: noqa: ARG002  # a hook is given what any family may need

from pcc.simulator.calls import Call
from pcc.simulator.environments import Environment
from pcc.simulator.fields import Field, lenient_boolean, reference, text
from pcc.simulator.http import Document
from pcc.simulator.management.comparisons import Kind, attributes
from pcc.simulator.management.family import invalid_value, leave_one_default
from pcc.simulator.management.paging import PagedFamily
from pcc.simulator.management.roles import ENVIRONMENT_ADMIN, IDENTITY_DATA_ADMIN
from pcc.simulator.problems import constraint_violation
from pcc.simulator.store import World

__all__ = ["POPULATIONS"]


class Populations(PagedFamily):
    """Groups of users that share settings; exactly one is the default."""

    name = "populations"
    singular = "population"
    roles = (ENVIRONMENT_ADMIN, IDENTITY_DATA_ADMIN)
    unique = ("name",)
    order = ("id", "environment", "name", "description", "userCount", "createdAt", "updatedAt", "default")
    attributes = attributes(
        id=Kind.CODE,
        name=Kind.TEXT,
        description=Kind.TEXT,
        default=Kind.BOOLEAN,
        preferredLanguage=Kind.TEXT,
        userCount=Kind.NUMBER,
        createdAt=Kind.INSTANT,
        updatedAt=Kind.INSTANT,
        theme__id=Kind.CODE,
        passwordPolicy__id=Kind.CODE,
    )
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
            leave_one_default(self.table(call), document)

    def guard_delete(self, call: Call, document: Document) -> None:
        """Keep the default population, those with users, and those that new users are registered in."""
        if document["default"]:
            raise constraint_violation("The environment must contain at least one population, its default")
        if document["userCount"]:
            raise constraint_violation("Cannot delete a population that holds users")
        if _registers(call.environment, document["id"]):
            raise constraint_violation("Cannot delete a population that a sign-on policy registers users in")

    def more_links(self, world: World, environment: Environment, document: Document) -> dict[str, str]:
        """Link to the theme."""
        return {"theme": f"{world.environment_url(environment)}/themes/{document['theme']['id']}"}


def _registers(environment: Environment, population_id: str) -> bool:
    return any(
        action.get("registration", {}).get("population", {}).get("id") == population_id
        for policy in environment.table("signOnPolicies")
        for action in environment.table("actions", policy["id"])
    )


POPULATIONS = Populations()
