"""`jwt`: a token that is signed for this request (RFC 7519), as a bearer or as a query parameter."""

import base64
import re
from dataclasses import replace

from pcc.runner.request.auth.attributes import Attributes
from pcc.runner.request.auth.draft import Draft
from pcc.runner.request.auth.keys import PrivateKey, read_pem
from pcc.runner.request.auth.tokens import ALGORITHMS, write_token
from pcc.runner.request.auth.tools import Tools
from pcc.runner.request.url import add_parameter

__all__ = ["sign_jwt"]


def sign_jwt(draft: Draft, attributes: Attributes, _: Tools) -> Draft:
    """Sign; no claim is added to those of `payload`. Raises UnsendableError when something to sign with is missing."""
    algorithm = attributes.text("algorithm")
    if algorithm not in ALGORITHMS:
        raise attributes.wrong(f"its algorithm “{algorithm}” is none of {', '.join(ALGORITHMS)}")
    header = {**attributes.document("header"), "alg": algorithm}
    payload = attributes.document("payload")
    try:
        token = write_token(header, payload, _key(attributes, algorithm))
    except ValueError as error:
        raise attributes.wrong(str(error)) from error
    return _add(draft, attributes, token)


def _key(attributes: Attributes, algorithm: str) -> PrivateKey | bytes:
    if not algorithm.startswith("HS"):
        return read_pem(attributes.text("privateKey"))
    secret = attributes.text("secret")
    if not secret:
        raise attributes.wrong("`secret` is empty")
    return _decode(secret) if attributes.flag("isSecretBase64Encoded") else secret.encode("utf-8", "replace")


def _decode(secret: str) -> bytes:
    # Node passes over what is not base64, reads both alphabets and needs no padding.
    letters = re.sub(r"[^A-Za-z0-9+/]", "", secret.partition("=")[0].replace("-", "+").replace("_", "/"))
    return base64.b64decode(letters[: len(letters) - (len(letters) % 4 == 1)] + "==")


def _add(draft: Draft, attributes: Attributes, token: str) -> Draft:
    match attributes.text("addTokenTo", "header"):
        case "header":
            prefix = attributes.written("headerPrefix")
            prefix = "Bearer" if prefix is None else prefix
            return draft.authorized(f"{prefix} {token}" if prefix else token)
        case "queryParam":
            return replace(draft, url=add_parameter(draft.url, attributes.text("queryParamKey", "token"), token))
    return draft
