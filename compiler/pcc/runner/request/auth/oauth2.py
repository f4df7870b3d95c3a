"""`oauth2`: the access token that is stored in the file (RFC 6750). Newman fetches none, and neither does pcc."""

from dataclasses import replace

from pcc.runner.request.auth.attributes import Attributes
from pcc.runner.request.auth.draft import Draft
from pcc.runner.request.auth.tools import Tools
from pcc.runner.request.headers import without_header
from pcc.runner.request.url import add_parameter, without_parameters

__all__ = ["sign_oauth2"]


def sign_oauth2(draft: Draft, attributes: Attributes, _: Tools) -> Draft:
    """Sign; without a token, and for a token of the type `mac`, Postman leaves the request as it is."""
    token = attributes.text("accessToken")
    if not token or attributes.text("tokenType").lower() == "mac":
        return draft
    url = without_parameters(draft.url, "access_token")
    bare = replace(draft, url=url, headers=without_header(draft.headers, "Authorization"))
    match attributes.text("addTokenTo", "header"):
        case "header":
            return bare.authorized(_with_prefix(attributes.written("headerPrefix"), token))
        case "queryParams":
            return replace(bare, url=add_parameter(url, "access_token", token))
    return bare


def _with_prefix(written: str | None, token: str) -> str:
    # An empty prefix is one: the header then holds the token alone.
    prefix = "Bearer" if written is None else written.strip()
    return f"{prefix} {token}" if prefix else token
