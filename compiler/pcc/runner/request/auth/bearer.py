"""`bearer`: a token (RFC 6750)."""

from pcc.runner.request.auth.attributes import Attributes
from pcc.runner.request.auth.draft import Draft
from pcc.runner.request.auth.tools import Tools

__all__ = ["sign_bearer"]


def sign_bearer(draft: Draft, attributes: Attributes, _: Tools) -> Draft:
    """Sign; without a token Postman leaves the request as it is."""
    token = attributes.text("token")
    return draft.authorized(f"Bearer {token}") if token else draft
