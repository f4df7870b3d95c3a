"""Servers that refuse a request until it is signed: Digest and NTLM, by path."""

import base64
import re
import struct

from fidelity.recording import Answer, Recorded, Reply

__all__ = ["REPLIES", "authorization", "message_type"]

NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"


def authorization(request: Recorded) -> str:
    return next((value for name, value in request.headers if name.lower() == "authorization"), "")


def refuse(*challenges: str, status: int = 401) -> Reply:
    return Reply(status, tuple(("WWW-Authenticate", challenge) for challenge in challenges))


def digest(*, status: int = 401, always: bool = False) -> Answer:
    """Refuses what has no Digest; quality and algorithm stand in the path."""

    def answer(request: Recorded) -> Reply:
        quality, algorithm = request.target.partition("?")[0].split("/")[2:4]
        asked = f'Digest realm="http-auth@example.org", nonce="{NONCE}", algorithm={algorithm}, opaque="FQhe/qaU"'
        asked += "" if quality == "none" else f', qop="{quality}"'
        signed = authorization(request).startswith("Digest ")
        return Reply() if signed and not always else refuse('Basic realm="b"', asked, status=status)

    return answer


def redirected(request: Recorded) -> Reply:
    return Reply(302, (("Location", "/digest/auth/MD5"),))


INFO = struct.pack("<HH", 2, 12) + "DOMAIN".encode("utf-16-le") + struct.pack("<HH", 0, 0)
FLAGS = {"v2": 0xA2898205, "session": 0xA2098205, "v1": 0x00008205, "oem": 0x00008206}


def challenge_message(version: str) -> str:
    flags = FLAGS[version]
    info = INFO if flags & 0x00800000 else b""
    fields = struct.pack("<HHI", 0, 0, 48) + struct.pack("<I", flags) + bytes.fromhex("0123456789abcdef") + bytes(8)
    data = b"NTLMSSP\0" + struct.pack("<I", 2) + fields + struct.pack("<HHI", len(info), len(info), 48) + info
    return f"NTLM {base64.b64encode(data).decode()}"


def message_type(request: Recorded) -> int:
    """1 or 3; 0 without a message of NTLM."""
    found = re.match(r"NTLM (.*)", authorization(request))
    return base64.b64decode(found[1])[8] if found else 0


def ntlm(version: str, *offers: str, always: bool = False) -> Answer:
    def answer(request: Recorded) -> Reply:
        match message_type(request):
            case 1:
                return refuse("Negotiate", challenge_message(version)) if version in FLAGS else refuse("NTLM")
            case 3 if not always:
                return Reply()
        return refuse(*(offers or ("Negotiate", "NTLM")))

    return answer


_QUALITIES = {
    f"/digest/{quality}/{algorithm}": digest()
    for quality in ("auth", "auth-int", "none")
    for algorithm in ("MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess")
}
REPLIES: dict[str, Reply | Answer] = {
    **_QUALITIES,
    **{f"/ntlm/{version}": ntlm(version) for version in (*FLAGS, "none")},
    "/basic": refuse('Basic realm="b"'),
    "/digest/auth/MD5/forbidden": digest(status=403),
    "/digest/auth/MD5/refuse": digest(always=True),
    "/digest/redirect": redirected,
    "/ntlm/v2/listed": ntlm("v2", "Negotiate, NTLM"),
    "/ntlm/v2/negotiate": ntlm("v2", "Negotiate"),
    "/ntlm/v2/small": ntlm("v2", "ntlm"),
    "/ntlm/v2/refuse": ntlm("v2", always=True),
}
