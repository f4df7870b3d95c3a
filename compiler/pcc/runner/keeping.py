"""The results of a run's iterations: in memory up to a bound, the later ones in a file, read when asked for."""

import pickle
from array import array
from collections.abc import Iterator, Sequence
from typing import IO, overload
from weakref import finalize

from pcc.model.result import Exchange, IterationResult

__all__ = ["IN_MEMORY", "Kept"]

IN_MEMORY = 2**25
"""How many bytes of results stay in memory, roughly."""

# What an item takes beside its bodies.
_ITEM = 2**12


class Kept(Sequence[IterationResult]):
    """Results in order. Beyond `limit` bytes they go to a temporary file.

    It has no name, is this user's alone and gone with the object; values are in the clear there, as they are in memory.
    """

    def __init__(self, limit: int = IN_MEMORY) -> None:
        self._left = limit
        self._first: list[IterationResult] = []
        self._places = array("Q")
        self._file: IO[bytes] | None = None

    def add(self, iteration: IterationResult) -> None:
        """Put a result behind the others."""
        self._left -= _size(iteration)
        if self._left >= 0:
            self._first.append(iteration)
            return
        file = self._open()
        self._places.append(file.seek(0, 2))
        pickle.dump(iteration, file, pickle.HIGHEST_PROTOCOL)

    def done(self) -> Sequence[IterationResult]:
        """Return all results: a tuple when none of them is in the file."""
        return self if self._places else tuple(self._first)

    def __len__(self) -> int:
        return len(self._first) + len(self._places)

    @overload
    def __getitem__(self, index: int) -> IterationResult: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[IterationResult]: ...
    def __getitem__(self, index: int | slice) -> IterationResult | Sequence[IterationResult]:
        if isinstance(index, slice):
            return tuple(map(self._get, range(*index.indices(len(self)))))
        return self._get(range(len(self))[index])

    def __iter__(self) -> Iterator[IterationResult]:
        return map(self._get, range(len(self)))

    def _get(self, place: int) -> IterationResult:
        if place < len(self._first):
            return self._first[place]
        file = self._open()
        file.seek(self._places[place - len(self._first)])
        found: IterationResult = pickle.load(file)
        return found

    def _open(self) -> IO[bytes]:
        if self._file is None:
            from tempfile import TemporaryFile

            self._file = TemporaryFile()  # noqa: SIM115 - it lives as long as the object
            finalize(self, self._file.close)
        return self._file


def _size(iteration: IterationResult) -> int:
    scripted = (exchange for item in iteration.items for script in item.scripts for exchange in script.requests)
    sent = (exchange for item in iteration.items for exchange in item.exchanges)
    return _ITEM * len(iteration.items) + sum(map(_bodies, (*sent, *scripted)))


def _bodies(exchange: Exchange) -> int:
    return len(exchange.request.body) + (len(exchange.response.body) if exchange.response else 0)
