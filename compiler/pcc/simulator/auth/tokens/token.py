"""The token endpoint, one function a grant type (RFC 6749 section 5, RFC 8628 section 3.4, reference section 4.4)."""

import base64
import hashlib
from collections.abc import Callable, Iterator

from pcc.simulator.auth.clients import authenticate_application
from pcc.simulator.auth.scopes import client_credentials_scopes, needs_refresh_token, split_scopes
from pcc.simulator.auth.tokens.issuing import bearer_fields, new_family
from pcc.simulator.calls import Call
from pcc.simulator.endings import revoke
from pcc.simulator.http import Document, SimulatorResponse, json_response
from pcc.simulator.problems import OAuthRefusal
from pcc.simulator.routing import Route
from pcc.simulator.state import AuthorizationRequest, DeviceGrant, DeviceStatus, Family, Grant, RefreshToken
from pcc.simulator.tokens import issue_id_token, issue_refresh_token

__all__ = ["token_routes"]

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"


def token_routes() -> Iterator[Route]:
    """Yield the route."""
    yield Route("POST", "/{env}/as/token", _token)


def _token(call: Call) -> SimulatorResponse:
    application = authenticate_application(call)
    grant_type = _required(call, "grant_type")
    if grant_type not in _GRANTS:
        raise OAuthRefusal("unsupported_grant_type", f"the grant type {grant_type} is not supported")
    needed, exchange = _GRANTS[grant_type]
    if needed not in application["grantTypes"]:
        raise OAuthRefusal("unauthorized_client", f"the application does not allow the grant type {grant_type}")
    return json_response(200, exchange(call, application), hal=False)


def _required(call: Call, name: str) -> str:
    value = call.form.get(name)
    if value is None:
        raise OAuthRefusal("invalid_request", f"{name} is missing")
    return value


def _invalid_grant(description: str) -> OAuthRefusal:
    return OAuthRefusal("invalid_grant", description)


# Authorization code


def _exchange_code(call: Call, application: Document) -> Document:
    value = _required(call, "code")
    code = call.environment.shelves.codes.get(value)
    if code is None or code.request.client_id != application["id"]:
        raise _invalid_grant("the code is unknown or was issued to another client")
    if code.family is not None:
        # RFC 6749 section 4.1.2: whoever sent it twice may not be the one whom it was meant for.
        revoke(call.environment, code.family)
        raise _invalid_grant("the code was used before")
    if code.expires_at <= call.world.now():
        raise _invalid_grant("the code has expired")
    _check_redirect_uri(call, code.request)
    _check_verifier(call, code.request)
    _guard_user(call, code.grant)
    code.family = new_family(call, application, code.grant)
    return _user_tokens(call, application, code.family)


def _check_redirect_uri(call: Call, request: AuthorizationRequest) -> None:
    if not request.redirect_uri and "redirect_uri" not in call.form:
        return
    if _required(call, "redirect_uri") != request.redirect_uri:
        raise _invalid_grant("the redirect URI is not the one of the authorize request")


def _check_verifier(call: Call, request: AuthorizationRequest) -> None:
    if request.code_challenge is None:
        return
    verifier = _required(call, "code_verifier")
    if request.code_challenge_method == "S256":
        digest = hashlib.sha256(verifier.encode()).digest()
        verifier = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    if verifier != request.code_challenge:
        raise _invalid_grant("the code verifier does not match the code challenge")


def _guard_user(call: Call, grant: Grant) -> None:
    user = call.environment.user(grant.user_id)
    if user is None or not user["enabled"]:
        raise _invalid_grant("the user is deleted or disabled")


def _user_tokens(call: Call, application: Document, family: Family) -> Document:
    answer = _tokens(call, application, family, scopes=family.grant.scopes, nonce=family.grant.nonce)
    if needs_refresh_token(call.environment, application, family.grant.scopes):
        answer["refresh_token"] = issue_refresh_token(call.world, call.environment, family, application).value
    return answer


def _tokens(
    call: Call, application: Document, family: Family, *, scopes: tuple[str, ...], nonce: str | None = None
) -> Document:
    answer = bearer_fields(call, application, family, scopes=scopes)
    if "openid" in scopes:
        beside = {"at_hash": answer["access_token"]}
        answer["id_token"] = issue_id_token(call.world, call.environment, family.grant, nonce=nonce, beside=beside)
    return answer


# Refresh token


def _exchange_refresh_token(call: Call, application: Document) -> Document:
    token = call.environment.shelves.refresh_tokens.get(_required(call, "refresh_token"))
    if token is None or token.family.grant.client_id != application["id"]:
        raise _invalid_grant("the refresh token is unknown or was issued to another client")
    _guard_live(call, token, application)
    _guard_user(call, token.family.grant)
    scopes = _narrowed(call, token.family.grant.scopes)
    if token.rotated_at is None:
        token.rotated_at = call.world.now()
    answer = _tokens(call, application, token.family, scopes=scopes)
    fresh = issue_refresh_token(call.world, call.environment, token.family, application)
    return answer | {"refresh_token": fresh.value}


def _guard_live(call: Call, token: RefreshToken, application: Document) -> None:
    environment, now = call.environment, call.world.now()
    if token.family.revoked:
        raise _invalid_grant("the refresh token was revoked")
    if token.expires_at <= now:
        raise _invalid_grant("the refresh token has expired")
    if not token.is_used_up(now, grace=application.get("refreshTokenRollingGracePeriodDuration", 0)):
        return
    if application["additionalRefreshTokenReplayProtectionEnabled"]:
        revoke(environment, token.family)
    raise _invalid_grant("the refresh token was used before")


def _narrowed(call: Call, granted: tuple[str, ...]) -> tuple[str, ...]:
    requested = split_scopes(call.form.get("scope", ""))
    if not set(requested) <= set(granted):
        raise OAuthRefusal("invalid_scope", "a refresh cannot ask for more scopes than were granted")
    return requested or granted


# Device code


def _exchange_device_code(call: Call, application: Document) -> Document:
    device = call.environment.shelves.devices.get(_required(call, "device_code"))
    if device is None or device.client_id != application["id"] or device.status is DeviceStatus.CONSUMED:
        raise _invalid_grant("the device code is unknown or was used before")
    _guard_approved(call, device)
    grant = Grant(
        client_id=device.client_id,
        user_id=device.user_id,
        session_id=device.session_id,
        policy=device.policy,
        signed_on_at=device.signed_on_at,
        scopes=device.scopes,
    )
    _guard_user(call, grant)
    device.status = DeviceStatus.CONSUMED
    return _user_tokens(call, application, new_family(call, application, grant))


def _guard_approved(call: Call, device: DeviceGrant) -> None:
    now, polled_at = call.world.now(), device.polled_at
    device.polled_at = now
    if device.expires_at <= now:
        raise OAuthRefusal("expired_token", "The device code has expired.")
    if device.status is DeviceStatus.DENIED:
        raise OAuthRefusal("access_denied", "The authorization request was denied.")
    if device.status is DeviceStatus.APPROVED:
        return
    if polled_at is not None and now - polled_at < device.interval:
        raise OAuthRefusal("slow_down", "The authorization request is still pending: poll less often.")
    raise OAuthRefusal("authorization_pending", "The authorization request is still pending.")


# Client credentials


def _exchange_client_credentials(call: Call, application: Document) -> Document:
    scopes = client_credentials_scopes(call.environment, application, call.form.get("scope", ""))
    return bearer_fields(call, application, None, scopes=scopes)


_GRANTS: dict[str, tuple[str, Callable[[Call, Document], Document]]] = {
    "authorization_code": ("AUTHORIZATION_CODE", _exchange_code),
    "refresh_token": ("REFRESH_TOKEN", _exchange_refresh_token),
    DEVICE_CODE: ("DEVICE_CODE", _exchange_device_code),
    "client_credentials": ("CLIENT_CREDENTIALS", _exchange_client_credentials),
}
