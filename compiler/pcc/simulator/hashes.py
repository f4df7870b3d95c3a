"""Passwords that come as a hash: `{SSHA512}` and its like, salted digests in base64 (RFC 2307 section 5.3)."""

import base64
import binascii
import hashlib
import hmac
import re

__all__ = ["is_hash", "is_readable_hash", "matches_hash"]

_DIGESTS = {"SHA": "sha1", "SHA256": "sha256", "SHA384": "sha384", "SHA512": "sha512"}
_SCHEMES = _DIGESTS | {f"S{scheme}": digest for scheme, digest in _DIGESTS.items()}
# Hashes, too, but not of these simple ones. Any other word in braces begins a plain password.
_UNREADABLE = ("ARGON2", "BCRYPT", "CRYPT", "MD5", "PBKDF2", "SCRYPT", "SMD5")
_PREFIX = re.compile(rf"\{{({'|'.join(map(re.escape, (*_SCHEMES, *_UNREADABLE)))})\}}(.*)", re.DOTALL)


def is_hash(value: str) -> bool:
    """Tell whether it is a hash instead of a password: the name of a scheme in braces stands before it."""
    return _PREFIX.match(value) is not None


def is_readable_hash(value: str) -> bool:
    """Tell whether passwords can be compared with the hash: its scheme is a SHA one, and its base64 is whole."""
    return _parts(value) is not None


def matches_hash(value: str, password: str) -> bool:
    """Tell whether it is the hash of the password."""
    parts = _parts(value)
    if parts is None:
        return False
    name, digest, salt = parts
    return hmac.compare_digest(hashlib.new(name, password.encode("utf-8", "replace") + salt).digest(), digest)


def _parts(value: str) -> tuple[str, bytes, bytes] | None:
    found = _PREFIX.match(value)
    if found is None or found[1] not in _SCHEMES:
        return None
    name = _SCHEMES[found[1]]
    try:
        decoded = base64.b64decode(found[2], validate=True)
    except (binascii.Error, ValueError):
        return None
    size = hashlib.new(name).digest_size
    salted = found[1].startswith("SS")
    # A salted digest has a salt behind it, another has nothing.
    return (name, decoded[:size], decoded[size:]) if (len(decoded) > size) is salted and len(decoded) >= size else None
