"""NTLM's hashes and responses ([MS-NLMP] section 3.3). MD4 and DES are pycryptodome's, which only this module names.

They are broken, and what NTLM is made of; Python and OpenSSL no longer offer them.
"""

import hashlib
import hmac
import struct

__all__ = ["lm_hash", "nt_hash", "respond", "respond_session", "respond_v2"]

# Milliseconds between 1601, where Windows begins to count, and 1970.
_EPOCH_MS = 11644473600000


def nt_hash(password: str) -> bytes:
    """NTOWFv1: 16 bytes."""
    from Crypto.Hash import MD4

    return MD4.new(password.encode("utf-16-le", "replace")).digest()


def lm_hash(password: str) -> bytes:
    """LMOWFv1: 16 bytes, of the first 14 characters in capitals."""
    secret = password.upper().encode("latin-1", "replace")[:14].ljust(14, b"\0")
    return _des(secret[:7], b"KGS!@#$%") + _des(secret[7:], b"KGS!@#$%")


def respond(hashed: bytes, nonce: bytes) -> bytes:
    """The response of NTLMv1 (section 3.3.1): 24 bytes."""
    key = hashed.ljust(21, b"\0")
    return b"".join(_des(key[place : place + 7], nonce) for place in (0, 7, 14))


def respond_session(hashed: bytes, nonce: bytes, drawn: bytes) -> tuple[bytes, bytes]:
    """The LM and the NT response of NTLMv1 with extended session security."""
    session = hashlib.md5(nonce + drawn, usedforsecurity=False).digest()[:8]
    return drawn.ljust(24, b"\0"), respond(hashed, session)


def respond_v2(
    hashed: bytes, owner: str, nonce: bytes, *, drawn: bytes, now_ms: int, target_info: bytes
) -> tuple[bytes, bytes]:
    """The LM and the NT response of NTLMv2 (section 3.3.2); `owner` is the user in capitals, then the domain."""
    key = _mac(hashed, owner.encode("utf-16-le", "replace"))
    time = struct.pack("<Q", (now_ms + _EPOCH_MS) * 10000)
    blob = b"\1\1" + bytes(6) + time + drawn + bytes(4) + target_info + bytes(4)
    return _mac(key, nonce + drawn) + drawn, _mac(key, nonce + blob) + blob


def _mac(key: bytes, data: bytes) -> bytes:
    return hmac.digest(key, data, "md5")


def _des(key: bytes, block: bytes) -> bytes:
    from Crypto.Cipher import DES

    bits = int.from_bytes(key, "big")
    # Seven bits a byte: the eighth is for parity, which nothing checks.
    spread = bytes((bits >> shift & 0x7F) << 1 for shift in range(49, -1, -7))
    return DES.new(spread, DES.MODE_ECB).encrypt(block)
