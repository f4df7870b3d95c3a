"""`ntlm`: NTLM over HTTP ([MS-NTHT]). It authenticates a connection, in three requests.

The first goes out unsigned; the server's refusal, and then its challenge, are answered. The transport sends one request
after the other and keeps the connection alive, so all three use the same one.
"""

import base64
import binascii
import re
import struct

from pcc.model.ports import Headers, HttpResponse
from pcc.runner.encodings import encode_base64
from pcc.runner.request.auth.attributes import Attributes
from pcc.runner.request.auth.draft import Draft
from pcc.runner.request.auth.ntlm_messages import (
    Account,
    challenge_response,
    read_challenge_message,
    render_authenticate,
    render_negotiate,
)
from pcc.runner.request.auth.tools import Tools

__all__ = ["NtlmSigner"]

_REFUSED = (401, 403)
_SCHEME = "NTLM "


class NtlmSigner:
    """Answers the server's refusal with a first message and its challenge with a second one, then stops."""

    def __init__(self, attributes: Attributes, tools: Tools) -> None:
        self._attributes = attributes
        self._tools = tools
        self._message: bytes | None = None
        self._authenticated = False

    def sign(self, draft: Draft) -> Draft:
        """Send the message that is due, in place of any written credentials; at first there is none."""
        if self._message is None:
            return draft.without_header("Authorization")
        return draft.authorized(_SCHEME + encode_base64(self._message))

    def answers(self, response: HttpResponse) -> bool:
        """Whether to send again, with the next message. Raises UnsendableError without the library for it."""
        refused = response.status in _REFUSED and not self._attributes.flag("disableRetryRequest")
        if not refused or self._authenticated:
            return False
        try:
            return self._negotiate(response.headers) if self._message is None else self._authenticate(response.headers)
        except ImportError as error:
            raise self._attributes.wrong(
                "it needs a library that is not installed: pip install 'postman-collection-compiler[auth]'"
            ) from error
        except struct.error as error:
            raise self._attributes.wrong("a name is longer than its messages can hold") from error

    def _negotiate(self, headers: Headers) -> bool:
        self._message = render_negotiate(self._account()) if _asks(headers) else None
        return self._message is not None

    def _authenticate(self, headers: Headers) -> bool:
        challenge = read_challenge_message(_token(headers))
        if challenge is None:
            return False
        account = self._account()
        now_ms = int(self._tools.clock.now() * 1000)
        answer = challenge_response(challenge, account, drawn=self._tools.octets(8), now_ms=now_ms)
        self._message = render_authenticate(challenge, account, answer)
        self._authenticated = True
        return True

    def _account(self) -> Account:
        user, domain = self._attributes.text("username"), self._attributes.text("domain")
        if not domain:
            user, domain = _split(user)
        return Account(user, self._attributes.text("password"), domain, self._attributes.text("workstation"))


def _values(headers: Headers) -> list[str]:
    return [value for name, value in headers if name.lower() == "www-authenticate"]


def _asks(headers: Headers) -> bool:
    # Negotiate alone is no offer: it wants NTLM, if at all, in an envelope.
    return any(re.search(r"\bNTLM\b", value, re.IGNORECASE) for value in _values(headers))


def _token(headers: Headers) -> bytes:
    tokens = (value[len(_SCHEME) :] for value in _values(headers) if value.upper().startswith(_SCHEME))
    try:
        return base64.b64decode(next(tokens, ""))
    except binascii.Error:
        return b""


def _split(username: str) -> tuple[str, str]:
    r"""User and domain out of `DOMAIN\user` or `user@domain`; a name that could be either is a user's."""
    down, up = username.split("\\"), username.split("@")
    if len(down) == 2 and len(up) == 1 and all(down):
        return down[1], down[0]
    if len(up) == 2 and len(down) == 1 and all(up):
        return up[0], up[1]
    return username, ""
