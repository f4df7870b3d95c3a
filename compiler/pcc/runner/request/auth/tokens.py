"""Signed tokens: JWS in its compact form (RFC 7515 section 7.1), with the JSON that JavaScript writes."""

import base64
import hmac

from pcc.model.json import JsonObject
from pcc.runner.request.auth.keys import PrivateKey
from pcc.values import stringify

__all__ = ["ALGORITHMS", "write_token"]

# RFC 7518 section 3.1; ES512 is of the curve P-521.
ALGORITHMS = tuple(f"{family}{bits}" for family in ("HS", "RS", "PS", "ES") for bits in (256, 384, 512))
_CURVES = {"256": 256, "384": 384, "512": 521}


def write_token(header: JsonObject, payload: JsonObject, key: PrivateKey | bytes) -> str:
    """Return the token, signed by the header's `alg`; bytes are the secret of an HMAC.

    Raises ValueError when the key is not of the algorithm's kind.
    """
    signed = f"{_encode(stringify(header).encode())}.{_encode(stringify(payload).encode())}"
    return f"{signed}.{_encode(_sign(str(header['alg']), signed.encode(), key))}"


def _sign(algorithm: str, data: bytes, key: PrivateKey | bytes) -> bytes:
    family, bits = algorithm[:2], algorithm[2:]
    digest = f"sha{bits}"
    if isinstance(key, bytes):
        return hmac.digest(key, data, digest)
    match family:
        case "RS":
            return key.sign_pkcs1(data, digest)
        case "PS":
            return key.sign_pss(data, digest)
    return key.sign_ecdsa(data, digest, _CURVES[bits])


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
