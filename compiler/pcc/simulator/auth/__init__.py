"""The auth API: OAuth 2.0, OpenID Connect and sign-on flows (reference section 4)."""

from collections.abc import Iterator

from pcc.simulator.auth.authorization.endpoint import authorize_routes
from pcc.simulator.auth.authorization.pushed import pushed_routes
from pcc.simulator.auth.authorization.resume import resume_routes
from pcc.simulator.auth.device import device_routes
from pcc.simulator.auth.flows.endpoint import flow_routes
from pcc.simulator.auth.metadata import metadata_routes
from pcc.simulator.auth.signoff import signoff_routes
from pcc.simulator.auth.tokens.introspect import introspect_routes
from pcc.simulator.auth.tokens.revoke import revoke_routes
from pcc.simulator.auth.tokens.token import token_routes
from pcc.simulator.auth.tokens.userinfo import userinfo_routes
from pcc.simulator.routing import Route

__all__ = ["auth_routes"]


def auth_routes() -> Iterator[Route]:
    """Yield all routes, relative to the auth base."""
    yield from authorize_routes()
    yield from pushed_routes()
    yield from flow_routes()
    yield from resume_routes()
    yield from token_routes()
    yield from device_routes()
    yield from introspect_routes()
    yield from revoke_routes()
    yield from userinfo_routes()
    yield from signoff_routes()
    yield from metadata_routes()
