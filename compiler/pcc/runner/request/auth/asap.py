"""`asap`: Atlassian's service to service tokens (s2sauth.bitbucket.io/spec), as a bearer."""

import re
from urllib.parse import unquote

from pcc.model.json import JsonObject, JsonValue
from pcc.runner.request.auth.attributes import Attributes
from pcc.runner.request.auth.draft import Draft
from pcc.runner.request.auth.keys import PrivateKey, read_der, read_pem
from pcc.runner.request.auth.tokens import ALGORITHMS, write_token
from pcc.runner.request.auth.tools import Tools
from pcc.values import to_text

__all__ = ["sign_asap"]

_ALGORITHMS = tuple(name for name in ALGORITHMS if not name.startswith("HS"))
_EXPIRY_S = 3600
_DATA_URI = re.compile(r"data:application/pkcs8;kid=([\w.\-+/]+);base64,([A-Za-z0-9+/=]+)")


def sign_asap(draft: Draft, attributes: Attributes, tools: Tools) -> Draft:
    """Sign. What stands in `claims` wins over the attributes of the same name.

    Raises UnsendableError when something that ASAP asks for is missing.
    """
    algorithm = attributes.text("alg", "RS256")
    if algorithm not in _ALGORITHMS:
        raise attributes.wrong(f"its algorithm “{algorithm}” is none of {', '.join(_ALGORITHMS)}")
    written = attributes.document("claims")
    kid = written.get("kid") or attributes.text("kid")
    claims = {**written, **_claims(written, attributes, tools)}
    missing = [name for name, value in (("kid", kid), ("iss", claims["iss"]), ("aud", claims["aud"])) if not value]
    if missing:
        raise attributes.wrong(f"`{missing[0]}` is missing")
    try:
        token = write_token({"alg": algorithm, "kid": kid}, claims, _key(attributes, to_text(kid)))
    except ValueError as error:
        raise attributes.wrong(str(error)) from error
    return draft.authorized(f"Bearer {token}")


def _claims(written: JsonObject, attributes: Attributes, tools: Tools) -> JsonObject:
    issuer = written.get("iss") or attributes.text("iss")
    return {
        "iat": written.get("iat") or tools.seconds(),
        "iss": issuer,
        "sub": written.get("sub") or attributes.text("sub") or issuer,
        "jti": written.get("jti") or tools.randomness.guid(),
        "aud": written.get("aud") or attributes.text("aud"),
        # As a claim a time, as an attribute a duration.
        "exp": _integer(written.get("exp")) or tools.seconds() + (_integer(attributes.text("exp")) or _EXPIRY_S),
    }


def _integer(value: JsonValue) -> int:
    """`parseInt`: the digits in front; 0 without any."""
    found = re.match(r"\s*([+-]?\d+)", to_text(value), re.ASCII)
    return int(found[1]) if found else 0


def _key(attributes: Attributes, kid: str) -> PrivateKey:
    written = re.sub(r'^"(.*)"$', r"\1", attributes.text("privateKey").replace("\n", ""))
    text = unquote(written)
    if not text.startswith("data:"):
        return read_pem(text)
    found = _DATA_URI.fullmatch(text)
    if found is None:
        raise ValueError("the private key is not a data URI of the form data:application/pkcs8;kid=…;base64,…")
    if found[1] != kid:
        raise ValueError("the `kid` in the data URI of the private key is another one")
    return read_der(found[2])
