"""The auth API: OAuth 2.0, OpenID Connect and sign-on flows (reference section 4)."""

from collections.abc import Iterator

from pcc.simulator.auth.authorize import authorize_routes
from pcc.simulator.auth.device import device_routes
from pcc.simulator.auth.flows import flow_routes
from pcc.simulator.auth.introspect import introspect_routes
from pcc.simulator.auth.metadata import metadata_routes
from pcc.simulator.auth.token import token_routes
from pcc.simulator.routing import Route

__all__ = ["auth_routes"]


def auth_routes() -> Iterator[Route]:
    """Yield all routes, relative to the auth base."""
    for routes in (authorize_routes, flow_routes, token_routes, device_routes, introspect_routes, metadata_routes):
        yield from routes()
