"""The management API: every family with its routes, behind the Bearer token (reference section 3)."""

from collections.abc import Iterator

from pcc.simulator.calls import Call
from pcc.simulator.http import SimulatorResponse, json_response
from pcc.simulator.management.access import guarded
from pcc.simulator.management.applications import APPLICATIONS, ASSIGNMENTS, GRANTS, ROLE_ASSIGNMENTS
from pcc.simulator.management.family import Family
from pcc.simulator.management.policies import ACTIONS, POLICIES
from pcc.simulator.management.populations import POPULATIONS
from pcc.simulator.management.resources import RESOURCES, SCOPES
from pcc.simulator.management.roles import ALL_ROLES, role_routes
from pcc.simulator.management.users import USERS
from pcc.simulator.routing import Route

__all__ = ["management_routes"]

FAMILIES: tuple[Family, ...] = (
    APPLICATIONS, GRANTS, ASSIGNMENTS, ROLE_ASSIGNMENTS, POPULATIONS, USERS, RESOURCES, SCOPES, POLICIES, ACTIONS,
)  # fmt: skip


def management_routes() -> Iterator[Route]:
    """Yield all routes, relative to the API's base."""
    yield guarded(Route("GET", "/environments/{env}", _read_environment), ALL_ROLES)
    for route in role_routes():
        yield guarded(route)
    for family in FAMILIES:
        for route in family.routes():
            yield guarded(route, family.roles)


def _read_environment(call: Call) -> SimulatorResponse:
    url = call.world.environment_url(call.environment)
    names = ("applications", "populations", "users", "resources", "signOnPolicies")
    links = {"self": {"href": url}} | {name: {"href": f"{url}/{name}"} for name in names}
    return json_response(200, {"_links": links, **call.environment.document})
