"""`digest`: HTTP Digest (RFC 7616), by attributes that are known before or by the server's challenge."""

import hashlib
from dataclasses import dataclass, replace

from pcc.model.ports import HttpResponse
from pcc.runner.request.auth.attributes import Attributes
from pcc.runner.request.auth.challenges import read_challenges
from pcc.runner.request.auth.draft import Draft
from pcc.runner.request.auth.tools import Challenge, Tools

__all__ = ["DigestSigner"]

_HASHES = {"MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512_256"}
_ALGORITHMS = tuple(f"{name}{session}" for name in _HASHES for session in ("", "-sess"))
_REFUSED = (401, 403)
_DRAWN = 8


@dataclass(frozen=True, slots=True)
class _Parameters:
    """What a signature is made of: attributes, and the challenge where they say nothing."""

    username: str
    realm: str
    nonce: str
    opaque: str
    qop: str
    algorithm: str
    count: str
    client_nonce: str


class DigestSigner:
    """Signs with what is known, and once more when the server asks for it.

    The first request of a run goes out unsigned, unless its attributes hold realm and nonce. What the server asks for
    is remembered for its origin, so that later requests of the same auth are signed at once, with a count that rises.
    """

    def __init__(self, attributes: Attributes, tools: Tools) -> None:
        self._attributes = attributes
        self._tools = tools
        self._origin = ""
        self._signed: _Parameters | None = None
        self._answered = False

    def sign(self, draft: Draft) -> Draft:
        """Sign as far as realm and nonce are known. Raises UnsendableError for an unknown algorithm."""
        self._origin = draft.origin
        known = self._parameters()
        if not (known.username and known.realm and known.nonce):
            return draft
        known = known if known.client_nonce else replace(known, client_nonce=self._tools.letters(_DRAWN))
        self._signed = known
        return draft.authorized(_header(draft, known, self._attributes.text("password")))

    def answers(self, response: HttpResponse) -> bool:
        """Whether to send again: the server refused and says how to sign, and this is not what it just refused.

        A signature that was made after a challenge is repeated only when the server calls its nonce stale.
        """
        if self._attributes.flag("disableRetryRequest"):
            return False
        found = self._challenge(response) if response.status in _REFUSED else None
        if found is None:
            self._count_up()
            return False
        if not self._attributes.text("username") or (self._answered and not found.stale):
            return False
        self._tools.remembered[self._origin] = found
        if self._signed is not None and _asked(self._parameters()) == _asked(self._signed):
            return False
        self._tools.remembered[self._origin] = replace(found, client_nonce=self._tools.letters(_DRAWN))
        self._answered = True
        return True

    def _count_up(self) -> None:
        remembered = self._tools.remembered.get(self._origin)
        if remembered is not None and self._signed is not None:
            self._tools.remembered[self._origin] = replace(remembered, count=remembered.count + 1)

    def _challenge(self, response: HttpResponse) -> Challenge | None:
        wanted = self._attributes.text("algorithm")
        known = [found for found in read_challenges(response.headers) if _canonical(found.algorithm) in _ALGORITHMS]
        same = [found for found in known if _canonical(found.algorithm) == wanted]
        return next(iter((*same, *known)), None)

    def _parameters(self) -> _Parameters:
        written = self._attributes.text
        asked = self._tools.remembered.get(self._origin, Challenge())
        algorithm = written("algorithm") or _canonical(asked.algorithm)
        if algorithm not in _ALGORITHMS:
            raise self._attributes.wrong(f"its algorithm “{algorithm}” is none of {', '.join(_ALGORITHMS)}")
        return _Parameters(
            written("username"),
            written("realm") or asked.realm,
            written("nonce") or asked.nonce,
            written("opaque") or asked.opaque,
            written("qop") or next((qop for qop in ("auth", "auth-int") if qop in asked.qops), ""),
            algorithm,
            written("nonceCount") or f"{asked.count:08x}",
            written("clientNonce") or asked.client_nonce,
        )


def _canonical(algorithm: str) -> str:
    # Names are compared without regard to case; a challenge without one means MD5.
    return next((name for name in _ALGORITHMS if name.lower() == algorithm.lower()), algorithm or "MD5")


def _asked(known: _Parameters) -> tuple[str, ...]:
    return known.realm, known.nonce, known.opaque, known.qop, known.algorithm


def _header(draft: Draft, known: _Parameters, password: str) -> str:
    quoted = [("username", known.username), ("realm", known.realm), ("nonce", known.nonce), ("uri", draft.target)]
    pairs = [f'{name}="{value}"' for name, value in (*quoted, ("algorithm", known.algorithm))]
    if known.qop:
        pairs.append(f"qop={known.qop}")
    if known.qop or known.algorithm.endswith("-sess"):
        pairs += [f"nc={known.count}", f'cnonce="{known.client_nonce}"']
    pairs.append(f'response="{_response(draft, known, password)}"')
    if known.opaque:
        pairs.append(f'opaque="{known.opaque}"')
    return f"Digest {', '.join(pairs)}"


def _response(draft: Draft, known: _Parameters, password: str) -> str:
    digest = _HASHES[known.algorithm.removesuffix("-sess")]
    secret = _hash(digest, ":".join((known.username, known.realm, password)))
    if known.algorithm.endswith("-sess"):
        secret = _hash(digest, ":".join((secret, known.nonce, known.client_nonce)))
    asked = [draft.method, draft.target]
    if known.qop == "auth-int":
        asked.append(hashlib.new(digest, draft.body, usedforsecurity=False).hexdigest())
    quality = (known.count, known.client_nonce, known.qop) if known.qop else ()
    return _hash(digest, ":".join((secret, known.nonce, *quality, _hash(digest, ":".join(asked)))))


def _hash(digest: str, text: str) -> str:
    return hashlib.new(digest, text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
