"""Roles of workers: what may be assigned, and what a request needs (reference section 1.3)."""

# ruff: noqa: ARG002  # a hook is given what any family may need

from collections.abc import Iterable, Iterator

from pcc.simulator.calls import Call
from pcc.simulator.environments import Environment
from pcc.simulator.fields import Field, choice, record, reference, text
from pcc.simulator.http import Document, SimulatorResponse, json_response
from pcc.simulator.management.family import Family, invalid_value, uniqueness_violation
from pcc.simulator.problems import constraint_violation, insufficient_permissions, not_found
from pcc.simulator.routing import Route
from pcc.simulator.state import AccessToken
from pcc.simulator.store import World

__all__ = ["ALL_ROLES", "RoleAssignments", "assigned_roles", "plant_roles", "role_routes"]

ENVIRONMENT_ADMIN = "Environment Admin"
IDENTITY_DATA_ADMIN = "Identity Data Admin"
CLIENT_APPLICATION_DEVELOPER = "Client Application Developer"
ALL_ROLES = (ENVIRONMENT_ADMIN, IDENTITY_DATA_ADMIN, CLIENT_APPLICATION_DEVELOPER)

_DESCRIPTIONS = {
    ENVIRONMENT_ADMIN: "Manages everything of an environment but its users.",
    IDENTITY_DATA_ADMIN: "Manages populations and users.",
    CLIENT_APPLICATION_DEVELOPER: "Manages applications and resources.",
}


def plant_roles(world: World) -> None:
    """Fill the catalogue of roles, which all environments share."""
    for name in ALL_ROLES:
        role_id = world.new_id()
        world.roles[role_id] = {
            "id": role_id,
            "name": name,
            "description": _DESCRIPTIONS[name],
            "applicableTo": ["ENVIRONMENT", "ORGANIZATION"],
        }


def assigned_roles(world: World, token: AccessToken, environment: Environment) -> frozenset[str]:
    """Return the names of the roles that the token's application has on an environment."""
    home = world.environment(token.environment_id)
    covered = {("ENVIRONMENT", environment.id), ("ORGANIZATION", environment.organization_id)}
    return frozenset(
        world.roles[assignment["role"]["id"]]["name"]
        for assignment in home.table(RoleAssignments.name, token.client_id)
        if (assignment["scope"]["type"], assignment["scope"]["id"]) in covered
    )


def role_routes() -> Iterator[Route]:
    """Yield the routes of the catalogue."""
    yield Route("GET", "/roles", _read_all)
    yield Route("GET", "/roles/{role}", _read)


def _read_all(call: Call) -> SimulatorResponse:
    roles = [_render(call, role) for role in call.world.roles.values()]
    links = {"self": {"href": f"{call.world.bases.api}/roles"}}
    document = {"_links": links, "_embedded": {"roles": roles}, "count": len(roles), "size": len(roles)}
    return json_response(200, document)


def _read(call: Call) -> SimulatorResponse:
    role = call.world.roles.get(call.params["role"])
    if role is None:
        raise not_found()
    return json_response(200, _render(call, role))


def _render(call: Call, role: Document) -> Document:
    return {"_links": {"self": {"href": f"{call.world.bases.api}/roles/{role['id']}"}}, **role}


_SCOPE = record(Field("id", text(), required=True), Field("type", choice("ENVIRONMENT", "ORGANIZATION"), required=True))


class RoleAssignments(Family):
    """Which roles a worker application has, and on what."""

    name = "roleAssignments"
    singular = "roleAssignment"
    stamped = False
    roles = (ENVIRONMENT_ADMIN,)
    fields = (
        Field("role", reference, required=True),
        Field("scope", _SCOPE, required=True),
    )

    def routes(self) -> Iterator[Route]:
        """An assignment is made and removed, never changed."""
        yield from (route for route in super().routes() if route.method != "PUT")

    def complete(self, call: Call, values: Document, *, previous: Document | None) -> None:
        """The role and its scope exist, the application is a worker, and the caller has the role there itself."""
        application = call.environment.application(self.owner_id(call))
        if application is None or application["type"] != "WORKER":
            raise constraint_violation("Roles are assigned to worker applications", "role")
        role = call.world.roles.get(values["role"]["id"])
        if role is None:
            raise invalid_value("role.id", "no role has this id")
        scoped = list(_in_scope(call.world, values["scope"]))
        if not scoped:
            raise invalid_value("scope.id", "no environment or organization has this id")
        if any(values.items() <= assigned.items() for assigned in self.table(call)):
            raise uniqueness_violation("role.id")
        if any(role["name"] not in assigned_roles(call.world, call.token, environment) for environment in scoped):
            raise insufficient_permissions()

    def more_links(self, world: World, environment: Environment, document: Document) -> dict[str, str]:
        """Link to both sides."""
        return {
            "application": f"{world.environment_url(environment)}/applications/{document['application']['id']}",
            "role": f"{world.bases.api}/roles/{document['role']['id']}",
        }


def _in_scope(world: World, scope: Document) -> Iterable[Environment]:
    for environment in world.environments.values():
        if scope["id"] == (environment.id if scope["type"] == "ENVIRONMENT" else environment.organization_id):
            yield environment
