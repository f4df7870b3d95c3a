"""Pushed authorization requests (RFC 9126): sent by the client itself, named by a URI that is good once."""

from collections.abc import Iterator, Mapping

from pcc.simulator.auth.authorization.client import read_redirect_uri
from pcc.simulator.auth.authorization.request import read_request
from pcc.simulator.auth.authorization.request_object import with_request_object
from pcc.simulator.auth.clients import authenticate_application
from pcc.simulator.calls import Call
from pcc.simulator.http import Document, SimulatorResponse, json_response
from pcc.simulator.problems import ApiRefusal, Detail, OAuthRefusal, invalid_data
from pcc.simulator.routing import Route
from pcc.simulator.state import PushedRequest

__all__ = ["pushed_routes", "take_pushed"]

PREFIX = "urn:ietf:params:oauth:request_uri:"
# They prove who the client is, and are no part of the request.
_CREDENTIALS = frozenset({"client_secret", "client_assertion", "client_assertion_type"})


def pushed_routes() -> Iterator[Route]:
    """Yield the route."""
    yield Route("POST", "/{env}/as/par", _push)


def take_pushed(call: Call, application: Document, fields: Mapping[str, str]) -> Mapping[str, str]:
    """Return the parameters that a `request_uri` stands for, and forget it; all others of the request are ignored."""
    pushed_requests, uri = call.environment.shelves.pushed_requests, fields["request_uri"]
    pushed = pushed_requests.get(uri)
    if pushed is None or pushed.client_id != application["id"] or pushed.expires_at <= call.world.now():
        message = "The request URI is unknown, used, expired or another client's."
        raise invalid_data(Detail("INVALID_VALUE", message, "request_uri"))
    pushed_requests.remove(uri)
    return pushed.fields


def _push(call: Call) -> SimulatorResponse:
    application = authenticate_application(call)
    sent = {name: value for name, value in call.form.items() if name not in _CREDENTIALS}
    if "request_uri" in sent:
        raise OAuthRefusal("invalid_request", "request_uri may not be pushed")
    fields = with_request_object(call, application, sent | {"client_id": application["id"]})
    read_request(call, fields, application=application, redirect_uri=_redirect_uri(application, fields))
    uri, lifetime = PREFIX + call.world.new_secret(), application["parTimeout"]
    pushed = PushedRequest(application["id"], fields, call.world.now() + lifetime)
    call.environment.shelves.pushed_requests.add(uri, pushed)
    return json_response(201, {"request_uri": uri, "expires_in": lifetime}, hal=False)


def _redirect_uri(application: Document, fields: Mapping[str, str]) -> str:
    try:
        return read_redirect_uri(application, fields)
    except ApiRefusal:
        raise OAuthRefusal("invalid_request", "redirect_uri is not one of the application's") from None
