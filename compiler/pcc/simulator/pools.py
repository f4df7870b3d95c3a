"""Bounded memory for what comes and goes: flows, codes, tokens, sessions. Times in seconds since the epoch."""

from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar

__all__ = ["Pool", "Shelf"]

# What has expired is remembered for a while, so that its use is told apart from a guess (`expired_token`).
REMEMBERED = 3600


class Expiring(Protocol):
    """Something that is of no use from a moment on."""

    expires_at: float


T = TypeVar("T", bound=Expiring)


class Pool(Generic[T]):
    """One kind of thing in all environments, at most `capacity` of it.

    Each environment has a shelf of its own. When the pool is full, the shelf that holds most loses its oldest thing, so
    that a flood in one environment does not take from another. Keys are unique over all shelves.
    """

    def __init__(self, capacity: int, now: Callable[[], float]) -> None:
        self.capacity = capacity
        self.now = now
        self._by_key: dict[str, T] = {}
        self._shelves: list[Shelf[T]] = []

    def __len__(self) -> int:
        return len(self._by_key)

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def get(self, key: str) -> T | None:
        """Return the thing with this key, whatever shelf it stands on."""
        return self._by_key.get(key)

    def new_shelf(self) -> "Shelf[T]":
        """Return an empty shelf."""
        shelf = Shelf(self, self._by_key)
        self._shelves.append(shelf)
        return shelf

    def remove_shelf(self, shelf: "Shelf[T]") -> None:
        """Forget a shelf with all that stands on it."""
        shelf.discard(lambda _: True)
        self._shelves.remove(shelf)

    def make_room(self) -> None:
        """Let the fullest shelf lose its oldest things until one more fits."""
        while len(self._by_key) >= self.capacity:
            max(self._shelves, key=len).drop_oldest()


class Shelf(Generic[T]):
    """What one environment holds of a pool, in the order in which it came."""

    __slots__ = ("_all", "_own", "_pool")

    def __init__(self, pool: Pool[T], by_key: dict[str, T]) -> None:
        self._pool = pool
        self._all = by_key
        self._own: dict[str, T] = {}

    def __len__(self) -> int:
        return len(self._own)

    def __iter__(self) -> Iterator[T]:
        return iter(self._own.values())

    def get(self, key: str) -> T | None:
        """Return the thing with this key, expired or not."""
        return self._own.get(key)

    def add(self, key: str, thing: T) -> None:
        """Keep a thing; the oldest ones go when they expired long ago, or when there is no room."""
        self._drop_expired()
        self._pool.make_room()
        self._own[key] = self._all[key] = thing

    def remove(self, key: str) -> None:
        """Forget a thing, if it is there."""
        if self._own.pop(key, None) is not None:
            del self._all[key]

    def discard(self, unwanted: Callable[[T], bool]) -> None:
        """Forget all things of a kind."""
        for key in [key for key, thing in self._own.items() if unwanted(thing)]:
            self.remove(key)

    def drop_oldest(self) -> None:
        """Forget the first thing."""
        self.remove(next(iter(self._own)))

    def _drop_expired(self) -> None:
        until = self._pool.now() - REMEMBERED
        while self._own and next(iter(self._own.values())).expires_at <= until:
            self.drop_oldest()
