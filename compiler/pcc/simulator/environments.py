"""One environment: its tables of documents, and its shelves of what comes and goes."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, fields

from pcc.simulator.http import Document
from pcc.simulator.pools import Pool, Shelf
from pcc.simulator.state import (
    AccessToken,
    AuthorizationCode,
    Credential,
    DeviceGrant,
    Flow,
    Message,
    PushedRequest,
    RefreshToken,
    Secret,
    Session,
)
from pcc.simulator.tables import Quota, Table

__all__ = ["Environment", "Pools", "Shelves"]

# Messages kept of each environment: the last ones.
OUTBOX_MESSAGES = 100


@dataclass(frozen=True, slots=True)
class Shelves:
    """What comes and goes in one environment. `sessions` are kept by cookie, tokens by their text."""

    flows: Shelf[Flow]
    pushed_requests: Shelf[PushedRequest]
    sessions: Shelf[Session]
    codes: Shelf[AuthorizationCode]
    devices: Shelf[DeviceGrant]
    user_codes: Shelf[DeviceGrant]
    access_tokens: Shelf[AccessToken]
    refresh_tokens: Shelf[RefreshToken]


class Pools:
    """The pools that the shelves of all environments belong to, each of the same capacity."""

    def __init__(self, capacity: int, now: Callable[[], float]) -> None:
        self.flows = Pool[Flow](capacity, now)
        self.pushed_requests = Pool[PushedRequest](capacity, now)
        self.sessions = Pool[Session](capacity, now)
        self.codes = Pool[AuthorizationCode](capacity, now)
        self.devices = Pool[DeviceGrant](capacity, now)
        self.user_codes = Pool[DeviceGrant](capacity, now)
        self.access_tokens = Pool[AccessToken](capacity, now)
        self.refresh_tokens = Pool[RefreshToken](capacity, now)

    def new_shelves(self) -> Shelves:
        """Return empty shelves for a new environment."""
        return Shelves(**{entry.name: getattr(self, entry.name).new_shelf() for entry in fields(Shelves)})

    def remove_shelves(self, shelves: Shelves) -> None:
        """Forget an environment's shelves with all that stands on them."""
        for entry in fields(Shelves):
            getattr(self, entry.name).remove_shelf(getattr(shelves, entry.name))


@dataclass(slots=True)
class Environment:
    """One environment. Tables are named by their collection and, for nested ones, the id of the owner."""

    document: Document
    organization_id: str
    theme_id: str
    password_policy_id: str
    key_rotation_policy_id: str
    quota: Quota
    shelves: Shelves
    tables: dict[tuple[str, str], Table] = field(default_factory=dict)
    credentials: dict[str, Credential] = field(default_factory=dict)
    secrets: dict[str, Secret] = field(default_factory=dict)
    outbox: deque[Message] = field(default_factory=lambda: deque(maxlen=OUTBOX_MESSAGES))

    @property
    def id(self) -> str:
        """The environment's id."""
        return str(self.document["id"])

    def table(self, name: str, owner_id: str = "") -> Table:
        """Return a table to read; an empty one stands for what nothing was put into yet."""
        return self.tables.get((name, owner_id)) or Table(self.quota)

    def table_to_fill(self, name: str, owner_id: str, *, unique: tuple[str, ...]) -> Table:
        """Return a table to write; `unique` are the fields to index when it is new."""
        return self.tables.setdefault((name, owner_id), Table(self.quota, unique))

    def drop(self, name: str, owner_id: str) -> None:
        """Forget a nested table, with the owner it belongs to."""
        dropped = self.tables.pop((name, owner_id), None)
        if dropped is not None:
            dropped.clear()

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
