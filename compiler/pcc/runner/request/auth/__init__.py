"""Credentials: how each of Postman's auth types signs a request (reference newman.md, 2.2)."""

from pcc.runner.request.auth.basic import sign_by_url
from pcc.runner.request.auth.draft import Draft
from pcc.runner.request.auth.schemes import AUTH_TYPES, Signer, open_signer
from pcc.runner.request.auth.tools import Challenge, Tools

__all__ = ["AUTH_TYPES", "Challenge", "Draft", "Signer", "Tools", "open_signer", "sign_by_url"]
