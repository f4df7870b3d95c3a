"""`hawk`: a MAC over the request line and the host (github.com/mozilla/hawk, API.md), over the body if wanted."""

import hashlib
import hmac

from pcc.runner.encodings import encode_base64
from pcc.runner.request.auth.attributes import Attributes
from pcc.runner.request.auth.draft import Draft
from pcc.runner.request.auth.tools import Tools

__all__ = ["sign_hawk"]

_ALGORITHMS = ("sha1", "sha256")
_PORTS = {"http": "80", "https": "443"}


def sign_hawk(draft: Draft, attributes: Attributes, tools: Tools) -> Draft:
    """Sign; without `authId` or `authKey` Postman leaves the request as it is.

    Every request has a nonce and a time of its own. Raises UnsendableError for an unknown algorithm.
    """
    identifier, key = attributes.text("authId"), attributes.text("authKey")
    if not (identifier and key):
        return draft
    algorithm = attributes.text("algorithm", "sha256")
    if algorithm not in _ALGORITHMS:
        raise attributes.wrong(f"its algorithm “{algorithm}” is neither sha1 nor sha256")
    time = attributes.text("timestamp") or str(tools.seconds())
    nonce = attributes.text("nonce") or tools.letters(6)
    digest = _payload_hash(draft, algorithm) if attributes.flag("includePayloadHash") and draft.body else ""
    text = _normal_text(draft, attributes, (time, nonce, digest))
    mac = encode_base64(hmac.digest(key.encode("utf-8", "replace"), text.encode("utf-8", "replace"), algorithm))
    pairs = [("id", identifier), ("ts", time), ("nonce", nonce), ("hash", digest)]
    pairs += [("ext", _quote(attributes.text("extraData"))), ("mac", mac), *_delegation(attributes)]
    return draft.authorized("Hawk " + ", ".join(f'{name}="{value}"' for name, value in pairs if value))


def _payload_hash(draft: Draft, algorithm: str) -> str:
    media_type = (draft.content_type or "").partition(";")[0].strip().lower()
    content = b"hawk.1.payload\n" + media_type.encode("utf-8", "replace") + b"\n" + draft.body + b"\n"
    return encode_base64(hashlib.new(algorithm, content, usedforsecurity=False).digest())


def _normal_text(draft: Draft, attributes: Attributes, drawn: tuple[str, str, str]) -> str:
    time, nonce, digest = drawn
    host, port = _host(draft)
    # Hawk's own implementation escapes the first of each only, and servers run it.
    ext = attributes.text("extraData").replace("\\", "\\\\", 1).replace("\n", "\\n", 1)
    lines = ["hawk.1.header", time, nonce, draft.method, draft.target, host, port, digest, ext]
    if attributes.text("app"):
        lines += [attributes.text("app"), attributes.text("delegation")]
    return "".join(f"{line}\n" for line in lines)


def _host(draft: Draft) -> tuple[str, str]:
    port = draft.url.port
    host = draft.url.authority.removesuffix(f":{port}") if port is not None else draft.url.authority
    return host.strip("[]"), port or _PORTS[draft.scheme]


def _delegation(attributes: Attributes) -> tuple[tuple[str, str], ...]:
    app = attributes.text("app")
    return (("app", app), ("dlg", attributes.text("delegation"))) if app else ()


def _quote(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
