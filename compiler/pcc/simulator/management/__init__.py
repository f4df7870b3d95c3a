"""The management API: every family with its routes, behind the Bearer token (reference section 3)."""

from collections.abc import Iterator
from dataclasses import replace

from pcc.simulator.calls import Call, Handler
from pcc.simulator.http import SimulatorResponse, json_response
from pcc.simulator.management.applications import APPLICATIONS, ASSIGNMENTS, GRANTS
from pcc.simulator.management.family import Family
from pcc.simulator.management.policies import ACTIONS, POLICIES
from pcc.simulator.management.resources import RESOURCES, SCOPES
from pcc.simulator.management.users import POPULATIONS, USERS
from pcc.simulator.problems import access_failed, insufficient_permissions
from pcc.simulator.routing import Route
from pcc.simulator.store import PINGONE_AUDIENCE

__all__ = ["management_routes"]

FAMILIES: tuple[Family, ...] = (
    APPLICATIONS, GRANTS, ASSIGNMENTS, POPULATIONS, USERS, RESOURCES, SCOPES, POLICIES, ACTIONS,
)  # fmt: skip


def management_routes() -> Iterator[Route]:
    """Yield all routes, relative to the API's base."""
    yield _guarded(Route("GET", "/environments/{env}", _read_environment))
    for family in FAMILIES:
        for route in family.routes():
            yield _guarded(route)


def _guarded(route: Route) -> Route:
    return replace(route, handler=_authorized(route.handler))


def _authorized(handler: Handler) -> Handler:
    def authorized(call: Call) -> SimulatorResponse:
        token = call.world.access_tokens.get(call.bearer())
        if token is None or token.revoked or token.expires_at <= call.world.now():
            raise access_failed()
        if PINGONE_AUDIENCE not in token.claims["aud"]:
            raise access_failed()
        if call.environment.id not in call.world.roles.get(token.client_id, ()) or token.user_id:
            raise insufficient_permissions()
        return handler(call)

    return authorized


def _read_environment(call: Call) -> SimulatorResponse:
    url = call.world.environment_url(call.environment)
    names = ("applications", "populations", "users", "resources", "signOnPolicies")
    links = {"self": {"href": url}} | {name: {"href": f"{url}/{name}"} for name in names}
    return json_response(200, {"_links": links, **call.environment.document})
