"""`basic`: a user name and a password (RFC 7617), as attributes or in the URL."""

from dataclasses import replace
from urllib.parse import unquote

from pcc.model.ports import Headers
from pcc.runner.encodings import encode_base64
from pcc.runner.request.auth.attributes import Attributes
from pcc.runner.request.auth.draft import Draft
from pcc.runner.request.auth.tools import Tools
from pcc.runner.request.headers import find_header
from pcc.runner.request.url import ParsedUrl

__all__ = ["sign_basic", "sign_by_url"]


def sign_basic(draft: Draft, attributes: Attributes, _: Tools) -> Draft:
    """Sign; Postman does so without a user name and without a password, too."""
    return draft.authorized(_credentials(attributes.text("username"), attributes.text("password")))


def sign_by_url(url: ParsedUrl, headers: Headers) -> tuple[ParsedUrl, Headers]:
    """Turn credentials in the URL into a header, unless there is one; the URL goes out without them."""
    if url.userinfo is None:
        return url, headers
    if find_header(headers, "Authorization") is None:
        headers = (*headers, ("Authorization", _credentials(*map(unquote, url.userinfo))))
    return replace(url, userinfo=None), headers


def _credentials(username: str, password: str) -> str:
    pair = f"{username}:{password}".encode("utf-8", "replace")
    return f"Basic {encode_base64(pair)}"
