"""Everything the simulator remembers: environments with their tables, and what belongs to all of them."""

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from pcc.simulator.http import Document
from pcc.simulator.keys import Signer
from pcc.simulator.problems import not_found
from pcc.simulator.state import (
    AccessToken,
    AuthorizationCode,
    Credential,
    DeviceGrant,
    Flow,
    RefreshToken,
    Secret,
    Session,
)

__all__ = ["PINGONE_AUDIENCE", "Bases", "Environment", "Table", "World"]

PINGONE_AUDIENCE = "https://api.pingone.com"

# Read aloud without mistakes: no vowels, no 0/O, no 1/I.
_USER_CODE_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789"


class Table:
    """The documents of one collection in the order of their creation, with an index for each unique field."""

    __slots__ = ("_index", "rows")

    def __init__(self, unique: tuple[str, ...] = ()) -> None:
        self.rows: dict[str, Document] = {}
        self._index: dict[str, dict[Any, str]] = {name: {} for name in unique}

    def __iter__(self) -> Iterator[Document]:
        return iter(self.rows.values())

    def __len__(self) -> int:
        return len(self.rows)

    def get(self, row_id: str) -> Document | None:
        """Return the document with this id."""
        return self.rows.get(row_id)

    def find(self, name: str, value: Any) -> Document | None:
        """Return the document whose unique field `name` has this value."""
        row_id = self._index[name].get(value) if name in self._index else None
        return None if row_id is None else self.rows[row_id]

    def put(self, document: Document) -> None:
        """Insert the document, or replace the one with its id in place."""
        row_id = document["id"]
        self._unindex(row_id)
        self.rows[row_id] = document
        for name, index in self._index.items():
            if name in document:
                index[document[name]] = row_id

    def remove(self, row_id: str) -> None:
        """Remove the document with this id."""
        self._unindex(row_id)
        del self.rows[row_id]

    def _unindex(self, row_id: str) -> None:
        old = self.rows.get(row_id)
        if old is None:
            return
        for name, index in self._index.items():
            index.pop(old.get(name), None)


@dataclass(slots=True)
class Environment:
    """One environment. Tables are named by their collection and, for nested ones, the id of the owner."""

    document: Document
    organization_id: str
    theme_id: str
    password_policy_id: str
    key_rotation_policy_id: str
    tables: dict[tuple[str, str], Table] = field(default_factory=dict)
    credentials: dict[str, Credential] = field(default_factory=dict)
    secrets: dict[str, Secret] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    codes: dict[str, AuthorizationCode] = field(default_factory=dict)
    refresh_tokens: dict[str, RefreshToken] = field(default_factory=dict)
    devices: dict[str, DeviceGrant] = field(default_factory=dict)
    user_codes: dict[str, DeviceGrant] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The environment's id."""
        return str(self.document["id"])

    def table(self, name: str, owner_id: str = "") -> Table:
        """Return a table to read; an empty one stands for what nothing was put into yet."""
        return self.tables.get((name, owner_id)) or Table()

    def table_to_fill(self, name: str, owner_id: str, *, unique: tuple[str, ...]) -> Table:
        """Return a table to write; `unique` are the fields to index when it is new."""
        return self.tables.setdefault((name, owner_id), Table(unique))

    def drop(self, name: str, owner_id: str) -> None:
        """Forget a nested table, with the owner it belongs to."""
        self.tables.pop((name, owner_id), None)

    def application(self, client_id: str) -> Document | None:
        """Return the application with this client id, which is its id."""
        return self.table("applications").get(client_id)

    def user(self, user_id: str) -> Document | None:
        """Return the user with this id."""
        return self.table("users").get(user_id)

    def default_policy(self) -> Document:
        """Return the sign-on policy that applies where none is assigned."""
        return next(policy for policy in self.table("signOnPolicies") if policy["default"])

    def default_population(self) -> Document:
        """Return the population of users that name none."""
        return next(population for population in self.table("populations") if population["default"])


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

    def __init__(self, *, bases: Bases, now: Callable[[], float], new_id: Callable[[], str], signer: Signer) -> None:
        self.bases = bases
        self.new_id = new_id
        self.signer = signer
        self.environments: dict[str, Environment] = {}
        self.access_tokens: dict[str, AccessToken] = {}
        self.roles: dict[str, frozenset[str]] = {}
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

    def new_secret(self) -> str:
        """Return 86 URL-safe characters, as unpredictable as two new ids."""
        digest = hashlib.sha512(f"{self.new_id()} {self.new_id()}".encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def new_user_code(self, taken: dict[str, DeviceGrant]) -> str:
        """Return two groups of four characters that are not in use (RFC 8628 section 6.1)."""
        while True:
            digest = hashlib.sha256(self.new_id().encode()).digest()
            letters = "".join(_USER_CODE_ALPHABET[byte % len(_USER_CODE_ALPHABET)] for byte in digest[:8])
            code = f"{letters[:4]}-{letters[4:]}"
            if code not in taken:
                return code

    def environment_url(self, environment: Environment) -> str:
        """Return the management URL of an environment."""
        return f"{self.bases.api}/environments/{environment.id}"

    def auth_url(self, environment: Environment) -> str:
        """Return the auth URL of an environment."""
        return f"{self.bases.auth}/{environment.id}"
