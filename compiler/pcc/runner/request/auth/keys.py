"""Private keys and their signatures, by cryptography, which only this module names."""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Any

__all__ = ["PrivateKey", "read_der", "read_pem", "unpack_pfx"]

_PEM = re.compile(r"-----BEGIN ([A-Z ]*)PRIVATE KEY-----(.*?)-----END \1PRIVATE KEY-----", re.DOTALL)


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """A key for signing. Each method raises ValueError when the key is not of its kind."""

    _key: Any

    def sign_pkcs1(self, data: bytes, algorithm: str) -> bytes:
        """RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2) with a hash named as in hashlib."""
        from cryptography.hazmat.primitives.asymmetric import padding

        return self._sign_rsa(data, algorithm, padding.PKCS1v15())

    def sign_pss(self, data: bytes, algorithm: str) -> bytes:
        """RSASSA-PSS (RFC 7518 section 3.5): the salt is as long as the hash."""
        from cryptography.hazmat.primitives.asymmetric import padding

        digest = _hash(algorithm)
        return self._sign_rsa(data, algorithm, padding.PSS(padding.MGF1(digest), digest.digest_size))

    def _sign_rsa(self, data: bytes, algorithm: str, filling: Any) -> bytes:
        from cryptography.hazmat.primitives.asymmetric import rsa

        if not isinstance(self._key, rsa.RSAPrivateKey):
            raise ValueError("the private key is not an RSA key")
        return self._key.sign(data, filling, _hash(algorithm))

    def sign_ecdsa(self, data: bytes, algorithm: str, bits: int) -> bytes:
        """ECDSA on NIST's curve of so many bits, both numbers one after the other (RFC 7518 section 3.4)."""
        from cryptography.hazmat.primitives.asymmetric import ec, utils

        if not (isinstance(self._key, ec.EllipticCurvePrivateKey) and self._key.curve.name == f"secp{bits}r1"):
            raise ValueError(f"the private key is not a key of the curve P-{bits}")
        numbers = utils.decode_dss_signature(self._key.sign(data, ec.ECDSA(_hash(algorithm))))
        return b"".join(number.to_bytes((bits + 7) // 8, "big") for number in numbers)


def _hash(algorithm: str) -> Any:
    from cryptography.hazmat.primitives import hashes

    return getattr(hashes, algorithm.upper())()


def read_pem(text: str) -> PrivateKey:
    """Read a key in PEM, whose line breaks may be lost. Raises ValueError, which never shows the key."""
    found = _PEM.search(text)
    if found is None:
        raise ValueError("the private key is not in PEM: it begins with -----BEGIN PRIVATE KEY-----")
    if found[1] == "ENCRYPTED ":
        raise ValueError("the private key has a passphrase, which this auth has no attribute for")
    return read_der("".join(found[2].split()))


def read_der(encoded: str) -> PrivateKey:
    """Read a key in DER, in base64. Raises ValueError, which never shows the key."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    try:
        return PrivateKey(load_der_private_key(base64.b64decode(encoded, validate=True), None))
    except (binascii.Error, ValueError, TypeError, UnsupportedAlgorithm):
        raise ValueError("the private key cannot be read") from None


def unpack_pfx(content: bytes, passphrase: str) -> bytes:
    """Return key and certificates of a PFX file (PKCS #12) in PEM. Raises ValueError, which never shows the key."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12

    bundle = pkcs12.load_pkcs12(content, passphrase.encode() or None)
    if bundle.key is None or bundle.cert is None:
        raise ValueError("it holds no certificate with its key")
    chain = (bundle.cert, *bundle.additional_certs)
    key = bundle.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return key + b"".join(entry.certificate.public_bytes(Encoding.PEM) for entry in chain)
