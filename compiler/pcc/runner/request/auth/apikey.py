"""`apikey`: a header or a query parameter of any name."""

from dataclasses import replace

from pcc.runner.request.auth.attributes import Attributes
from pcc.runner.request.auth.draft import Draft
from pcc.runner.request.auth.tools import Tools
from pcc.runner.request.url import add_parameter

__all__ = ["sign_api_key"]


def sign_api_key(draft: Draft, attributes: Attributes, _: Tools) -> Draft:
    """Sign; nothing is sent when both name and value are empty."""
    key, value = attributes.text("key"), attributes.text("value")
    if not (key or value):
        return draft
    if attributes.text("in") == "query":
        return replace(draft, url=add_parameter(draft.url, key, value))
    return draft.with_header(key, value)
