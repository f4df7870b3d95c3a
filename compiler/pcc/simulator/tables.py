"""Documents at rest: one table a collection, and one quota over all of them."""

from collections.abc import Iterator
from typing import Any

from pcc.simulator.http import Document, render_json
from pcc.simulator.problems import limit_exceeded

__all__ = ["WITHOUT_CASE", "Quota", "Table"]


# Unique whatever the case: `Joe` signs on as `joe`, too (reference section 3.4 says nothing of it: assumed).
WITHOUT_CASE = frozenset({"username"})


class Quota:
    """How much all documents together may take: bytes of their JSON text."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.used = 0

    def charge(self, size: int) -> None:
        """Account for `size` more bytes (or less, when negative). Refused with 400 when they do not fit."""
        if size > 0 and self.used + size > self.capacity:
            raise limit_exceeded()
        self.used += size


class Table:
    """The documents of one collection in the order of their creation, with an index for each unique field.

    `numbers` count creations: a document keeps its number for life, and a number never comes back.
    """

    __slots__ = ("_index", "_last_number", "_quota", "_sizes", "numbers", "rows")

    def __init__(self, quota: Quota, unique: tuple[str, ...] = ()) -> None:
        self.rows: dict[str, Document] = {}
        self.numbers: dict[str, int] = {}
        self._last_number = 0
        self._quota = quota
        self._sizes: dict[str, int] = {}
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
        row_id = self._index[name].get(_key(name, value)) if name in self._index else None
        return None if row_id is None else self.rows[row_id]

    def put(self, document: Document) -> None:
        """Insert the document, or replace the one with its id in place; refused when the quota is used up."""
        row_id, size = document["id"], len(render_json(document))
        self._quota.charge(size - self._sizes.get(row_id, 0))
        self._unindex(row_id)
        self._number(row_id)
        self.rows[row_id], self._sizes[row_id] = document, size
        for name, index in self._index.items():
            if name in document:
                index[_key(name, document[name])] = row_id

    def remove(self, row_id: str) -> None:
        """Remove the document with this id."""
        self._unindex(row_id)
        del self.rows[row_id], self.numbers[row_id]
        self._quota.charge(-self._sizes.pop(row_id))

    def clear(self) -> None:
        """Remove all documents."""
        for row_id in list(self.rows):
            self.remove(row_id)

    def _number(self, row_id: str) -> None:
        if row_id not in self.numbers:
            self._last_number += 1
            self.numbers[row_id] = self._last_number

    def _unindex(self, row_id: str) -> None:
        old = self.rows.get(row_id)
        if old is None:
            return
        for name, index in self._index.items():
            index.pop(_key(name, old.get(name)), None)


def _key(name: str, value: Any) -> Any:
    return value.casefold() if name in WITHOUT_CASE and isinstance(value, str) else value
