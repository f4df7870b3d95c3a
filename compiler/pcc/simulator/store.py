"""Everything the simulator remembers: environments with their tables, and what belongs to all of them."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from pcc.simulator.environments import Environment, Pools
from pcc.simulator.http import Document
from pcc.simulator.keys import Signer
from pcc.simulator.problems import not_found
from pcc.simulator.state import AccessToken
from pcc.simulator.tables import Quota

__all__ = ["PINGONE_AUDIENCE", "Bases", "Environment", "Limits", "World"]

PINGONE_AUDIENCE = "https://api.pingone.com"

# Read aloud without mistakes: no vowels, no 0/O, no 1/I.
_USER_CODE_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the simulator holds, so that its memory stays bounded whatever is sent.

    `document_bytes` of JSON text in all environments together, past which creates are refused. `things` of a kind:
    flows, sessions, codes, tokens; past it the oldest are forgotten. `body_bytes` of one request.
    """

    document_bytes: int = 32 * 1024 * 1024
    things: int = 10_000
    body_bytes: int = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bases:
    """Where the services live: `api` ends with the version, `auth` has none, `ui` hosts the sign-on pages."""

    api: str
    auth: str
    tld: str
    ui: str
    secure: bool

    @classmethod
    def of(cls, api_base: str, auth_base: str) -> "Bases":
        """Derive the rest: the hosted UI is in the region that the auth host names, `com` for any other host."""
        auth = urlsplit(auth_base)
        _, pingone, region = (auth.hostname or "").partition(".pingone.")
        tld = region if pingone and region else "com"
        return cls(
            api_base.rstrip("/"), auth_base.rstrip("/"), tld, f"https://apps.pingone.{tld}", auth.scheme == "https"
        )


class World:
    """The state behind all requests. Not thread-safe: the simulator serialises its callers."""

    def __init__(
        self,
        *,
        bases: Bases,
        now: Callable[[], float],
        new_id: Callable[[], str],
        signer: Signer,
        limits: Limits = Limits(),
    ) -> None:
        self.bases = bases
        self.new_id = new_id
        self.signer = signer
        self.quota = Quota(limits.document_bytes)
        self.environments: dict[str, Environment] = {}
        self.roles: dict[str, Document] = {}
        self.pools = Pools(limits.things, self.now)
        self._read_clock = now
        self._advanced = 0.0

    def now(self) -> float:
        """Return the simulated time in seconds since the epoch."""
        return self._read_clock() + self._advanced

    def advance(self, seconds: float) -> None:
        """Move the clock."""
        self._advanced += seconds

    def timestamp(self, at: float | None = None) -> str:
        """Return a time (default: now) as ISO 8601 in UTC with milliseconds."""
        moment = datetime.fromtimestamp(self.now() if at is None else at, UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"

    def environment(self, environment_id: str) -> Environment:
        """Return the environment; refuse an unknown one with 404."""
        found = self.environments.get(environment_id)
        if found is None:
            raise not_found()
        return found

    def remove_environment(self, environment: Environment) -> None:
        """Forget an environment with all that it holds."""
        del self.environments[environment.id]
        self.pools.remove_shelves(environment.shelves)
        for table in environment.tables.values():
            table.clear()

    def access_token(self, text: str) -> AccessToken | None:
        """Return the access token of this text if it is good, in whatever environment it was issued."""
        token = self.pools.access_tokens.get(text)
        return token if token is not None and token.is_live(self.now()) else None

    def new_secret(self) -> str:
        """Return 86 URL-safe characters, as unpredictable as two new ids."""
        digest = hashlib.sha512(f"{self.new_id()} {self.new_id()}".encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def new_user_code(self) -> str:
        """Return two groups of four characters that are not in use (RFC 8628 section 6.1)."""
        while True:
            digest = hashlib.sha256(self.new_id().encode()).digest()
            letters = "".join(_USER_CODE_ALPHABET[byte % len(_USER_CODE_ALPHABET)] for byte in digest[:8])
            code = f"{letters[:4]}-{letters[4:]}"
            if code not in self.pools.user_codes:
                return code

    def environment_url(self, environment: Environment) -> str:
        """Return the management URL of an environment."""
        return f"{self.bases.api}/environments/{environment.id}"

    def auth_url(self, environment: Environment) -> str:
        """Return the auth URL of an environment."""
        return f"{self.bases.auth}/{environment.id}"
