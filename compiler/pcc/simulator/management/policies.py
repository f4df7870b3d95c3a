"""Sign-on policies and their actions (reference section 3.8)."""

# ruff: noqa: ARG002  # a hook is given what any family may need

from collections.abc import Mapping
from typing import ClassVar

from pcc.simulator.calls import Call
from pcc.simulator.environments import Environment
from pcc.simulator.fields import Field, boolean, choice, integer, lenient_boolean, record, reference, text
from pcc.simulator.http import Document
from pcc.simulator.management.family import Family, invalid_value, leave_one_default
from pcc.simulator.management.roles import ENVIRONMENT_ADMIN
from pcc.simulator.problems import constraint_violation
from pcc.simulator.store import World

__all__ = ["ACTIONS", "POLICIES"]

ACTION_TYPES = (
    "LOGIN", "MULTI_FACTOR_AUTHENTICATION", "IDENTIFIER_FIRST", "IDENTITY_PROVIDER", "PROGRESSIVE_PROFILING",
    "AGREEMENT", "PINGID_AUTHENTICATION", "PINGID_WINLOGIN_PASSWORDLESS_AUTHENTICATION",
)  # fmt: skip

# Letters, digits, `_ . -` and blanks; an absolute URI when it has a colon.
NAME = r"[A-Za-z0-9_. \-]+|[A-Za-z][A-Za-z0-9+.\-]*:[^\s]+"


class Policies(Family):
    """Sign-on policies; exactly one is the default."""

    name = "signOnPolicies"
    singular = "signOnPolicy"
    roles = (ENVIRONMENT_ADMIN,)
    unique = ("name",)
    links: ClassVar[Mapping[str, str]] = {"actions": "/actions"}
    fields = (
        Field("name", text(maximum=256, pattern=NAME), required=True),
        Field("description", text(blank=True)),
        Field("default", lenient_boolean, default=False),
    )

    def complete(self, call: Call, values: Document, *, previous: Document | None) -> None:
        """Keep a default policy: another one takes over, it is never taken away."""
        if previous is not None and previous["default"] and not values["default"]:
            raise constraint_violation("The default policy stays the default until another one is", "default")

    def stored(self, call: Call, document: Document, *, previous: Document | None) -> None:
        """Leave one default."""
        if document["default"]:
            leave_one_default(self.table(call), document)

    def guard_delete(self, call: Call, document: Document) -> None:
        """Keep the default policy and those in use."""
        if document["default"]:
            raise constraint_violation("Cannot delete a default policy")
        for application in call.environment.table("applications"):
            for assignment in call.environment.table("signOnPolicyAssignments", application["id"]):
                if assignment["signOnPolicy"]["id"] == document["id"]:
                    raise constraint_violation("Cannot delete a policy that is assigned to an application")

    def deleted(self, call: Call, document: Document) -> None:
        """Drop its actions."""
        call.environment.drop(ACTIONS.name, document["id"])


class Actions(Family):
    """The actions of a policy."""

    name = "actions"
    singular = "action"
    roles = (ENVIRONMENT_ADMIN,)
    stamped = False
    fields = (
        Field("priority", integer(1), required=True),
        Field("type", choice(*ACTION_TYPES), required=True),
        Field("recovery", record(Field("enabled", boolean, default=True))),
        Field("registration", record(Field("enabled", boolean, default=False), Field("population", reference))),
        Field("enforceLockoutForIdentityProviders", boolean),
    )
    immutable = ("type",)
    unique = ("priority",)

    def complete(self, call: Call, values: Document, *, previous: Document | None) -> None:
        """Fill in the blocks of a login."""
        if values["type"] == "LOGIN":
            values.setdefault("recovery", {"enabled": True})
            values.setdefault("registration", {"enabled": False})
        population = values.get("registration", {}).get("population")
        if population is not None and call.environment.table("populations").get(population["id"]) is None:
            raise invalid_value("registration.population.id", "no population has this id")

    def guard_delete(self, call: Call, document: Document) -> None:
        """Keep the last action."""
        if len(self.table(call)) == 1:
            raise constraint_violation("Cannot delete last action from the policy")

    def more_links(self, world: World, environment: Environment, document: Document) -> dict[str, str]:
        """Link to the policy."""
        return {"signOnPolicy": f"{world.environment_url(environment)}/signOnPolicies/{document['signOnPolicy']['id']}"}


POLICIES = Policies()
Actions.owner = POLICIES
ACTIONS = Actions()
