"""NTLM's three messages, as Postman writes them ([MS-NLMP] section 2.2.1)."""

import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from pcc.runner.request.auth.ntlm_hashes import (
    lm_hash,
    nt_hash,
    respond,
    respond_session,
    respond_v2,
)

__all__ = [
    "Account",
    "ChallengeMessage",
    "challenge_response",
    "read_challenge_message",
    "render_authenticate",
    "render_negotiate",
]

_SIGNATURE = b"NTLMSSP\0"
# Section 2.2.2.5.
_UNICODE = 0x00000001
_DOMAIN_SUPPLIED = 0x00001000
_EXTENDED_SECURITY = 0x00080000
_TARGET_INFO = 0x00800000
_NEGOTIATED = 0xA208B207
_AUTHENTICATED = 0xA2888205
# Windows XP SP2, NTLM revision 15 (section 2.2.2.10).
_VERSION = struct.pack("<BBH4B", 5, 1, 2600, 0, 0, 0, 15)
_ESCAPED = re.compile(r"[^A-Za-z0-9@*_+\-./]")


@dataclass(frozen=True, slots=True)
class Account:
    """Who signs on, and from where."""

    username: str
    password: str
    domain: str = ""
    workstation: str = ""


@dataclass(frozen=True, slots=True)
class ChallengeMessage:
    """The server's message: its flags, its eight bytes, and the target information when there is any."""

    flags: int
    nonce: bytes
    target_info: bytes | None


def render_negotiate(account: Account) -> bytes:
    """Return the first message."""
    domain, workstation = _name(account.domain).encode(), _name(account.workstation).encode()
    flags = _NEGOTIATED if domain else _NEGOTIATED - _DOMAIN_SUPPLIED
    start = 40
    fields = _field(len(domain), start + len(workstation)) + _field(len(workstation), start)
    return _SIGNATURE + struct.pack("<II", 1, flags) + fields + _VERSION + workstation + domain


def read_challenge_message(data: bytes) -> ChallengeMessage | None:
    """Read the server's message; None when it is none."""
    try:
        kind, flags, nonce = struct.unpack_from("<8xI8xI8s", data)
        length, _, offset = struct.unpack_from("<HHI", data, 40) if flags & _TARGET_INFO else (0, 0, 0)
    except struct.error:
        return None
    if kind != 2 or not data.startswith(_SIGNATURE):
        return None
    return ChallengeMessage(flags, nonce, data[offset : offset + length] if flags & _TARGET_INFO else None)


def challenge_response(
    challenge: ChallengeMessage, account: Account, *, drawn: bytes, now_ms: int
) -> tuple[bytes, bytes]:
    """Return the LM and the NT response; `drawn` are eight random bytes. Raises ImportError without the library.

    NTLMv2 where the server takes part in it (section 3.3.2), else NTLMv1, with session security when it is offered.
    """
    hashed = nt_hash(account.password)
    if not challenge.flags & _EXTENDED_SECURITY:
        return respond(lm_hash(account.password), challenge.nonce), respond(hashed, challenge.nonce)
    if challenge.target_info is None:
        return respond_session(hashed, challenge.nonce, drawn)
    owner = account.username.upper() + _name(account.domain)
    return respond_v2(hashed, owner, challenge.nonce, drawn=drawn, now_ms=now_ms, target_info=challenge.target_info)


def render_authenticate(challenge: ChallengeMessage, account: Account, answer: tuple[bytes, bytes]) -> bytes:
    """Return the last message."""
    unicode = bool(challenge.flags & _UNICODE)
    names = (_name(account.domain), account.username, _name(account.workstation))
    domain, user, workstation = (_encode(name, unicode=unicode) for name in names)
    start = 72
    places = _places(start, (domain, user, workstation, *answer, b""))
    of_domain, of_user, of_workstation, of_lm, of_nt, of_key = places
    flags = _AUTHENTICATED if unicode else _AUTHENTICATED - _UNICODE
    fields = of_lm + of_nt + of_domain + of_user + of_workstation + of_key
    head = _SIGNATURE + struct.pack("<I", 3) + fields + struct.pack("<I", flags) + _VERSION
    return b"".join((head, domain, user, workstation, *answer))


def _places(start: int, contents: Iterable[bytes]) -> list[bytes]:
    places: list[bytes] = []
    for content in contents:
        places.append(_field(len(content), start))
        start += len(content)
    return places


def _field(length: int, offset: int) -> bytes:
    return struct.pack("<HHI", length, length, offset)


def _encode(text: str, *, unicode: bool) -> bytes:
    return text.encode("utf-16-le", "replace") if unicode else text.encode("latin-1", "replace")


def _name(text: str) -> str:
    """A name in capitals; other than plain characters stand as JavaScript's `escape` writes them (ECMA-262 B.2.1.1)."""
    return _ESCAPED.sub(_escape, text.upper())


def _escape(match: re.Match[str]) -> str:
    data = match[0].encode("utf-16-be", "surrogatepass")
    units = (data[place : place + 2] for place in range(0, len(data), 2))
    return "".join(f"%{unit[1]:02X}" if unit[0] == 0 else f"%u{unit.hex().upper()}" for unit in units)
