"""Who may call the management API: the Bearer token, and the roles of its worker (reference sections 1.3 and 1.8)."""

from dataclasses import replace

from pcc.simulator.calls import Call
from pcc.simulator.http import SimulatorResponse
from pcc.simulator.management.roles import assigned_roles
from pcc.simulator.problems import access_failed, insufficient_permissions
from pcc.simulator.routing import Route
from pcc.simulator.store import PINGONE_AUDIENCE

__all__ = ["guarded"]


def guarded(route: Route, roles: tuple[str, ...] = ()) -> Route:
    """Return the route behind the token check; `roles` are those of which the worker needs one, none for no role."""

    def authorized(call: Call) -> SimulatorResponse:
        token = call.token
        if PINGONE_AUDIENCE not in token.claims["aud"]:
            raise access_failed()
        # A user's token has no roles: users manage nothing here.
        if token.family is not None:
            raise insufficient_permissions()
        if roles and not assigned_roles(call.world, token, call.environment) & set(roles):
            raise insufficient_permissions()
        return route.handler(call)

    return replace(route, handler=authorized)
