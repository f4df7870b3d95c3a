"""Device authorization: the device's request and the user's page (RFC 8628, reference section 4.6)."""

from collections.abc import Iterator

from pcc.simulator.auth.clients import authenticate_application
from pcc.simulator.auth.flows.state import new_flow, sign_on_url
from pcc.simulator.auth.scopes import check_requested_scopes, split_scopes
from pcc.simulator.calls import Call
from pcc.simulator.environments import Environment
from pcc.simulator.http import Document, SimulatorResponse, json_response, redirect_response, with_query
from pcc.simulator.problems import OAuthRefusal, not_found
from pcc.simulator.routing import Route
from pcc.simulator.state import DeviceGrant

__all__ = ["device_routes"]


def device_routes() -> Iterator[Route]:
    """Yield the routes."""
    yield Route("POST", "/{env}/as/device_authorization", _request)
    yield Route("GET", "/{env}/device", lambda call: _open(call, None))
    yield Route(
        "GET", "/{env}/device/{app}", lambda call: _open(call, _identified(call.environment, call.params["app"]))
    )


def _request(call: Call) -> SimulatorResponse:
    application = authenticate_application(call)
    if "DEVICE_CODE" not in application["grantTypes"]:
        raise OAuthRefusal("unauthorized_client", "the application does not allow the device grant")
    scopes = split_scopes(call.form.get("scope", ""))
    check_requested_scopes(call.environment, application, scopes)
    device = _remember(call, application, scopes)
    uri = _verification_uri(call, application)
    return json_response(200, {
        "device_code": device.device_code,
        "user_code": device.user_code,
        "verification_uri": uri,
        "verification_uri_complete": with_query(uri, {"user_code": device.user_code}),
        "expires_in": application["deviceTimeout"],
        "interval": device.interval,
    }, hal=False)  # fmt: skip


def _remember(call: Call, application: Document, scopes: tuple[str, ...]) -> DeviceGrant:
    world, environment = call.world, call.environment
    device = DeviceGrant(
        device_code=world.new_id(),
        user_code=world.new_user_code(),
        client_id=application["id"],
        scopes=scopes,
        expires_at=world.now() + application["deviceTimeout"],
        interval=application["devicePollingInterval"],
    )
    environment.shelves.devices.add(device.device_code, device)
    environment.shelves.user_codes.add(device.user_code, device)
    return device


def _verification_uri(call: Call, application: Document) -> str:
    custom = application.get("deviceCustomVerificationUri")
    if custom:
        return str(custom)
    path_id = application.get("devicePathId")
    return f"{call.world.auth_url(call.environment)}/device" + (f"/{path_id}" if path_id else "")


def _open(call: Call, application: Document | None) -> SimulatorResponse:
    # A session in the browser does not skip the login of a device: its user is there to confirm it.
    return redirect_response(sign_on_url(call, new_flow(call, application, for_device=True)))


def _identified(environment: Environment, identifier: str) -> Document:
    by_path = (found for found in environment.table("applications") if found.get("devicePathId") == identifier)
    application = environment.application(identifier) or next(by_path, None)
    if application is None or not application["enabled"]:
        raise not_found()
    return application
