"""Discovery and keys (OpenID Connect Discovery 1.0, RFC 7517, reference section 4.7)."""

from collections.abc import Iterator

from pcc.simulator.auth.authorization.request import CHALLENGE_METHODS, RESPONSE_TYPES
from pcc.simulator.auth.authorization.response_modes import MODES
from pcc.simulator.auth.tokens.profile import CLAIMS
from pcc.simulator.auth.tokens.token import DEVICE_CODE
from pcc.simulator.calls import Call
from pcc.simulator.http import SimulatorResponse, json_response
from pcc.simulator.keys import KEY_ALGORITHMS, SECRET_ALGORITHMS
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
    "scopes_supported": list(CLAIMS),
    "claims_supported": [*(claim for claims in CLAIMS.values() for claim in claims), "acr", "amr", "auth_time", "sid"],
    "response_types_supported": list(RESPONSE_TYPES),
    "response_modes_supported": list(MODES),
    "grant_types_supported": [
        "authorization_code", "implicit", "client_credentials", "refresh_token", DEVICE_CODE,
    ],
    "subject_types_supported": ["public"],
    "id_token_signing_alg_values_supported": ["RS256"],
    "request_object_signing_alg_values_supported": [*SECRET_ALGORITHMS, *KEY_ALGORITHMS],
    "token_endpoint_auth_methods_supported": [
        "none", "client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt",
    ],
    "token_endpoint_auth_signing_alg_values_supported": [*SECRET_ALGORITHMS, *KEY_ALGORITHMS],
    "code_challenge_methods_supported": list(CHALLENGE_METHODS),
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
