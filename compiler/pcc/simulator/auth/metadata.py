"""Discovery and keys (OpenID Connect Discovery 1.0, RFC 7517, reference section 4.7)."""

from collections.abc import Iterator

from pcc.simulator.auth.token import DEVICE_CODE
from pcc.simulator.calls import Call
from pcc.simulator.http import SimulatorResponse, json_response
from pcc.simulator.routing import Route

__all__ = ["metadata_routes"]

ENDPOINTS = {
    "authorization_endpoint": "authorize",
    "pushed_authorization_request_endpoint": "par",
    "token_endpoint": "token",
    "userinfo_endpoint": "userinfo",
    "jwks_uri": "jwks",
    "end_session_endpoint": "signoff",
    "introspection_endpoint": "introspect",
    "revocation_endpoint": "revoke",
    "device_authorization_endpoint": "device_authorization",
}
CAPABILITIES = {
    "claims_parameter_supported": False,
    "request_parameter_supported": True,
    "request_uri_parameter_supported": False,
    "require_pushed_authorization_requests": False,
    "scopes_supported": ["openid", "profile", "email", "address", "phone"],
    "response_types_supported": [
        "code", "id_token", "token id_token", "code id_token", "code token", "code token id_token",
    ],
    "response_modes_supported": ["pi.flow", "query", "fragment", "form_post"],
    "grant_types_supported": [
        "authorization_code", "implicit", "client_credentials", "refresh_token", DEVICE_CODE,
    ],
    "subject_types_supported": ["public"],
    "id_token_signing_alg_values_supported": ["RS256"],
    "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    "code_challenge_methods_supported": ["plain", "S256"],
}  # fmt: skip


def metadata_routes() -> Iterator[Route]:
    """Yield the routes."""
    yield Route("GET", "/{env}/as/.well-known/openid-configuration", _configuration)
    yield Route("GET", "/{env}/as/jwks", _keys)


def _configuration(call: Call) -> SimulatorResponse:
    issuer = f"{call.world.auth_url(call.environment)}/as"
    endpoints = {name: f"{issuer}/{path}" for name, path in ENDPOINTS.items()}
    return json_response(200, {"issuer": issuer, **endpoints, **CAPABILITIES}, hal=False)


def _keys(call: Call) -> SimulatorResponse:
    call.environment  # noqa: B018  # an unknown environment has no keys
    return json_response(200, call.world.signer.key_set(), hal=False)
