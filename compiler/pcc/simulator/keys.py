"""The signing key and JSON Web Signatures. The one module that names joserfc and cryptography."""

import base64
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pcc.simulator.http import Document

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from joserfc.jwk import RSAKey

__all__ = ["Signer", "read_claims"]


class Signer:
    """Signs with RS256 (RFC 7515). The RSA key is made when it is first needed, unless one is given."""

    def __init__(self, private_key: "RSAPrivateKey | None" = None) -> None:
        self._private_key = private_key
        self._key: RSAKey | None = None

    def sign(self, claims: Mapping[str, Any]) -> str:
        """Return the claims as a signed token (RFC 7519)."""
        from joserfc import jwt

        key = self._load()
        return jwt.encode({"alg": "RS256", "kid": key.kid}, dict(claims), key)

    def key_set(self) -> Document:
        """Return the public key as a JSON Web Key Set (RFC 7517 section 5)."""
        return {"keys": [{**self._load().as_dict(private=False), "use": "sig", "alg": "RS256"}]}

    def _load(self) -> "RSAKey":
        if self._key is None:
            from joserfc.jwk import RSAKey

            if self._private_key is None:
                self._key = RSAKey.generate_key(2048)
            else:
                self._key = RSAKey.import_key(self._private_key)
            self._key.ensure_kid()
        return self._key


def read_claims(token: str) -> Document:
    """Return the claims of a token without verifying it. Raises ValueError when the text is no token."""
    if token.count(".") != 2:
        raise ValueError("the text is no token: it does not have three parts")
    payload = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    if not isinstance(claims, dict):
        raise ValueError("the payload is no object")
    return claims
