"""The signing key and JSON Web Signatures. The one module that names joserfc and cryptography."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pcc.simulator.http import Document

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from joserfc.jwk import KeyFlexible, RSAKey

__all__ = [
    "KEY_ALGORITHMS",
    "SECRET_ALGORITHMS",
    "Signer",
    "half_hash",
    "read_claims",
    "verify_with_keys",
    "verify_with_secret",
]

SECRET_ALGORITHMS = ("HS256", "HS384", "HS512")
KEY_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512")


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

    def verify(self, token: str) -> Document:
        """Return the claims of a token that this key signed, expired or not. Raises ValueError for any other text."""
        return _decode(token, self._load(), ("RS256",))

    def _load(self) -> "RSAKey":
        if self._key is None:
            from joserfc.jwk import RSAKey

            if self._private_key is None:
                self._key = RSAKey.generate_key(2048)
            else:
                self._key = RSAKey.import_key(self._private_key)
            self._key.ensure_kid()
        return self._key


def verify_with_secret(token: str, secrets: Sequence[str]) -> Document:
    """Return the claims of a token signed with one of a client's secrets (RFC 7518 section 3.2). Raises ValueError."""
    from joserfc.jwk import OctKey

    *others, last = secrets
    for secret in others:
        with suppress(ValueError):
            return _decode(token, OctKey.import_key(secret), SECRET_ALGORITHMS)
    return _decode(token, OctKey.import_key(last), SECRET_ALGORITHMS)


def verify_with_keys(token: str, key_set: str) -> Document:
    """Return the claims of a token signed with a key of a JSON Web Key Set, given as text. Raises ValueError."""
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    try:
        keys = KeySet.import_key_set(json.loads(key_set))
    except (AttributeError, JoseError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise ValueError("the key set is unreadable") from error
    return _decode(token, keys, KEY_ALGORITHMS)


def half_hash(text: str) -> str:
    """Return the left half of a text's SHA-256, as `at_hash` and `c_hash` tell it (OpenID Connect Core 3.3.2.11)."""
    digest = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def _decode(token: str, key: "KeyFlexible", algorithms: tuple[str, ...]) -> Document:
    from joserfc import jwt
    from joserfc.errors import JoseError

    try:
        return dict(jwt.decode(token, key, algorithms=algorithms).claims)
    except (JoseError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise ValueError("the token is malformed, or its signature does not match") from error


def read_claims(token: str) -> Document:
    """Return the claims of a token without verifying it. Raises ValueError when the text is no token."""
    if token.count(".") != 2:
        raise ValueError("the text is no token: it does not have three parts")
    payload = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    if not isinstance(claims, dict):
        raise ValueError("the payload is no object")
    return claims
