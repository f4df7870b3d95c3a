"""NTLM's hashes and messages against the figures of [MS-NLMP] section 4.2."""

import base64
import sys

import pytest

from pcc.model.ports import HttpRequest, HttpResponse
from pcc.model.request import OtherAuth
from pcc.runner.request.auth.ntlm_hashes import lm_hash, nt_hash, respond, respond_session, respond_v2
from pcc.runner.request.auth.ntlm_messages import (
    Account,
    challenge_response,
    read_challenge_message,
    render_authenticate,
    render_negotiate,
)
from runner.fakes import header_of, item, reply, run

NONCE = bytes.fromhex("0123456789abcdef")
DRAWN = bytes.fromhex("aa" * 8)
INFO = (
    b"\x02\x00\x0c\x00" + "Domain".encode("utf-16-le") + b"\x01\x00\x0c\x00" + "Server".encode("utf-16-le") + bytes(4)
)
# Time 0 of Windows.
EPOCH_MS = -11644473600000


def test_the_hashes_of_a_password() -> None:
    assert lm_hash("Password").hex() == "e52cac67419a9a224a3b108f3fa6cb6d"
    assert nt_hash("Password").hex() == "a4f49c406510bdcab6824ee7c30fd852"


def test_the_responses_of_version_1() -> None:
    assert respond(nt_hash("Password"), NONCE).hex() == "67c43011f30298a2ad35ece64f16331c44bdbed927841f94"
    assert respond(lm_hash("Password"), NONCE).hex() == "98def7b87f88aa5dafe2df779688a172def11c7d5ccdef13"


def test_the_responses_of_version_1_with_session_security() -> None:
    lm, nt = respond_session(nt_hash("Password"), NONCE, DRAWN)
    assert lm.hex() == "aa" * 8 + "00" * 16
    assert nt.hex() == "7537f803ae367128ca458204bde7caf81e97ed2683267232"


def test_the_responses_of_version_2() -> None:
    lm, nt = respond_v2(nt_hash("Password"), "USERDomain", NONCE, drawn=DRAWN, now_ms=EPOCH_MS, target_info=INFO)
    assert lm.hex() == "86c35097ac9cec102554764a57cccc19" + "aa" * 8
    assert nt.hex().startswith("68cd0ab851e51c96aabc927bebef6a1c0101")


# The challenge of section 4.2.4.3.
CHALLENGE = bytes.fromhex(
    "4e544c4d53535000020000000c000c003800000033828ae20123456789abcdef00000000000000002400240044000000"
    "060070170000000f53006500720076006500720002000c0044006f006d00610069006e0001000c00530065007200760065007200"
    "00000000"
)


def test_a_challenge_is_read() -> None:
    challenge = read_challenge_message(CHALLENGE)
    assert challenge is not None
    assert (challenge.flags, challenge.nonce, challenge.target_info) == (0xE28A8233, NONCE, INFO)


@pytest.mark.parametrize(
    "data", [b"", CHALLENGE[:30], CHALLENGE.replace(b"NTLM", b"NTLN"), CHALLENGE[:8] + b"\3" + CHALLENGE[9:]]
)
def test_what_is_no_challenge_is_none(data: bytes) -> None:
    assert read_challenge_message(data) is None


def test_the_messages_hold_their_fields_where_they_say() -> None:
    account = Account("User", "Password", "Dom ü", "pc")
    first = render_negotiate(account)
    assert (first[32:40], first[40:42], first[42:]) == (bytes.fromhex("0501280a0000000f"), b"PC", b"DOM%20%DC")
    challenge = read_challenge_message(CHALLENGE)
    assert challenge is not None
    answer = challenge_response(challenge, account, drawn=DRAWN, now_ms=EPOCH_MS)
    last = render_authenticate(challenge, account, answer)
    fields = [(last[place], int.from_bytes(last[place + 4 : place + 8], "little")) for place in range(12, 60, 8)]
    contents = [last[offset : offset + length] for length, offset in fields]
    names = [name.encode("utf-16-le") for name in ("DOM%20%DC", "User", "PC")]
    assert contents == [answer[0], answer[1], *names, b""]


def asking(request: HttpRequest) -> HttpResponse:
    sent = header_of(request.headers, "Authorization") or ""
    token = f"NTLM {base64.b64encode(CHALLENGE).decode()}" if sent else "NTLM"
    return reply(401, None, ("WWW-Authenticate", token))


def test_without_the_library_the_item_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "Crypto.Hash", None)
    done = run(item("a", auth=OtherAuth("ntlm", (("username", "u"),))), answer=asking)
    assert [exchange.response and exchange.response.status for exchange in done.result.items[0].exchanges] == [401, 401]
    assert (done.result.items[0].error or "").endswith("pip install 'postman-collection-compiler[auth]'")


def test_a_refusal_after_the_last_message_is_the_response() -> None:
    done = run(item("a", auth=OtherAuth("ntlm", (("username", "u"),))), answer=asking)
    assert (len(done.sent), done.result.items[0].error) == (3, None)
