"""How an authorization answer reaches the client (OAuth 2.0 Multiple Response Types, Form Post Response Mode)."""

from collections.abc import Mapping
from html import escape
from typing import Any

from pcc.simulator.http import SimulatorResponse, redirect_response, with_fragment, with_query

__all__ = ["MODES", "PI_FLOW", "deliver", "error_mode", "is_allowed", "response_mode"]

PI_FLOW = "pi.flow"
MODES = (PI_FLOW, "query", "fragment", "form_post")


def response_mode(fields: Mapping[str, str], response_type: frozenset[str]) -> str:
    """Return the mode asked for, or the response type's own: tokens do not belong into a query."""
    return fields.get("response_mode") or ("query" if response_type <= {"code"} else "fragment")


def is_allowed(mode: str, response_type: frozenset[str]) -> bool:
    """Tell whether the mode is known, and may carry what the response type puts into it."""
    return mode in MODES and (mode != "query" or response_type <= {"code"})


def error_mode(fields: Mapping[str, str], response_type: frozenset[str]) -> str:
    """Return the mode of an error: the one asked for where it is allowed."""
    mode = response_mode(fields, response_type)
    return mode if is_allowed(mode, response_type) else response_mode({}, response_type)


def deliver(mode: str, redirect_uri: str, fields: Mapping[str, Any]) -> SimulatorResponse:
    """Send the fields to the redirect URI, by query, fragment or form."""
    texts = {name: str(value) for name, value in fields.items()}
    if mode == "fragment":
        return redirect_response(with_fragment(redirect_uri, texts))
    if mode == "form_post":
        return _form_post(redirect_uri, texts)
    return redirect_response(with_query(redirect_uri, texts))


def _form_post(redirect_uri: str, fields: Mapping[str, str]) -> SimulatorResponse:
    inputs = "".join(f'<input type="hidden" name="{escape(n)}" value="{escape(v)}"/>' for n, v in fields.items())
    page = (
        '<!DOCTYPE html><html><body onload="document.forms[0].submit()">'
        f'<form method="post" action="{escape(redirect_uri)}">{inputs}</form></body></html>'
    )
    return SimulatorResponse(200, (("Content-Type", "text/html;charset=UTF-8"),), page.encode("utf-8", "replace"))
