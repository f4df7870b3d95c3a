"""The query of a management request: the parameters that a route knows; all others are ignored."""

from urllib.parse import parse_qsl

from pcc.simulator.calls import Call
from pcc.simulator.http import split_url
from pcc.simulator.problems import ApiRefusal, Detail, invalid_request

__all__ = ["bad_parameter", "read_query"]


def read_query(call: Call, *names: str) -> dict[str, str]:
    """Return the parameters of these names, empty ones too. Refused with 400: one that is given twice."""
    fields: dict[str, str] = {}
    for name, value in parse_qsl(split_url(call.request.url)[1], keep_blank_values=True):
        if name in fields:
            raise bad_parameter(name, "is given twice")
        if name in names:
            fields[name] = value
    return fields


def bad_parameter(name: str, message: str, **inner: object) -> ApiRefusal:
    """Return the refusal of a query parameter."""
    return invalid_request(Detail("INVALID_VALUE", f"The query parameter {name} {message}.", name, inner))
