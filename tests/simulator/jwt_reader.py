"""PyJWT as the judge of the simulator's tokens: another library than the one they are signed with."""

import base64
import hashlib
from typing import Any

import jwt

from simulator.sim_client import Client


def read_token(client: Client, token: str, *, audience: str) -> dict[str, Any]:
    """Return the claims of a token that the key set verifies; time is the simulator's, so it is not looked at."""
    keys = jwt.PyJWKSet.from_dict(client.get("as/jwks").json)
    key = keys[jwt.get_unverified_header(token)["kid"]]
    return jwt.decode(
        token,
        key,
        algorithms=["RS256"],
        audience=audience,
        issuer=f"{client.auth_base}/as",
        options={"verify_exp": False, "verify_iat": False, "require": ["exp", "iat", "iss", "aud"]},
    )


def half_hash(text: str) -> str:
    """The `at_hash` or `c_hash` of a text, worked out by OpenID Connect Core 1.0 section 3.1.3.6."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode("ascii")).digest()[:16]).decode().rstrip("=")


def sign(claims: dict[str, Any], secret: str, algorithm: str = "HS256") -> str:
    """Return the claims signed with a client's secret."""
    return jwt.encode(claims, secret, algorithm=algorithm)
