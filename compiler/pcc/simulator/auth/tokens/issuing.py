"""The tokens of a grant, as the token endpoint and the authorize endpoint both hand them out."""

from pcc.simulator.auth.scopes import audience_of
from pcc.simulator.auth.sessions import LIFETIME as SESSION_LIFETIME
from pcc.simulator.calls import Call
from pcc.simulator.http import Document
from pcc.simulator.state import Family, Grant
from pcc.simulator.tokens import issue_access_token

__all__ = ["bearer_fields", "new_family"]

ROLLING_DURATION = 180 * 86400


def new_family(call: Call, application: Document, grant: Grant) -> Family:
    """Return the family of all tokens that will come of the grant."""
    rolling = application.get("refreshTokenRollingDuration", ROLLING_DURATION)
    # The family ends with the session, which refreshing does not extend.
    session_ends = grant.signed_on_at + SESSION_LIFETIME
    return Family(grant, min(call.world.now() + rolling, session_ends))


def bearer_fields(call: Call, application: Document, family: Family | None, *, scopes: tuple[str, ...]) -> Document:
    """Issue an access token, a user's or (without a family) the client's own, and return it with what is said of it."""
    audience = audience_of(call.environment, application, scopes)
    access = issue_access_token(
        call.world, call.environment, client_id=application["id"], audience=audience, scopes=scopes, family=family
    )
    fields: Document = {"access_token": access.value, "token_type": "Bearer", "expires_in": audience.lifetime}
    return fields | {"scope": " ".join(scopes)} if scopes else fields
