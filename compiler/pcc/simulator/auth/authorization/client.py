"""Who asks, and where the answer may go: refused with JSON, because nothing is trusted yet (reference section 1.8)."""

from collections.abc import Mapping

from pcc.simulator.auth.authorization.response_modes import PI_FLOW
from pcc.simulator.calls import Call
from pcc.simulator.http import Document
from pcc.simulator.problems import Detail, invalid_data

__all__ = ["read_client", "read_redirect_uri"]


def read_client(call: Call, fields: Mapping[str, str]) -> Document:
    """Return the application that `client_id` names; refuse an unknown or disabled one."""
    application = call.environment.application(fields.get("client_id", ""))
    if application is None or not application["enabled"]:
        raise invalid_data(Detail("INVALID_VALUE", "The client is unknown or disabled.", "client_id"))
    return application


def read_redirect_uri(application: Document, fields: Mapping[str, str]) -> str:
    """Return the redirect URI, which is one of the application's to the letter; `pi.flow` needs none."""
    found = fields.get("redirect_uri", "")
    if not found and fields.get("response_mode") == PI_FLOW:
        return ""
    if found not in application.get("redirectUris", ()):
        raise invalid_data(Detail("INVALID_VALUE", "Redirect URI mismatch", "redirect_uri"))
    return found
