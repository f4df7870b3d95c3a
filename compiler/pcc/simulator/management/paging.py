"""Collections that are answered a page at a time, and filtered (reference section 1.7).

A cursor names a place between two creations, not a count of items: what is created or deleted between two pages makes
nothing come twice, and nothing that stayed be missed.
"""

import base64
import binascii
import hashlib
import hmac
import json
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, ClassVar
from urllib.parse import urlencode

from pcc.simulator.calls import Call
from pcc.simulator.http import Document, SimulatorResponse, json_response
from pcc.simulator.management.comparisons import Attributes, Filter
from pcc.simulator.management.family import Family
from pcc.simulator.management.filters import read_filter
from pcc.simulator.management.query import bad_parameter, read_query
from pcc.simulator.tables import WITHOUT_CASE, Table

__all__ = ["PagedFamily"]

MAXIMUM_LIMIT, DEFAULT_LIMIT = 1000, 200
_MAC_BYTES = 12


@dataclass(frozen=True, slots=True)
class _Cursor:
    """A place in a collection: behind the document with this number, and the direction to read from there."""

    place: int = 0
    forwards: bool = True
    limit: int = DEFAULT_LIMIT
    filter: str | None = None


class PagedFamily(Family):
    """A family whose collection takes `limit`, `cursor` and `filter`."""

    attributes: ClassVar[Attributes]
    """What a filter may name."""

    def read_all(self, call: Call) -> SimulatorResponse:
        """Answer one page."""
        query = read_query(call, "limit", "cursor", "filter")
        cursor = self._cursor(call, query)
        numbers, rows = self._matches(call, cursor.filter)
        start, end = _bounds(numbers, cursor)
        first, last = (numbers[start] - 1, numbers[end - 1]) if start < end else (cursor.place, cursor.place)
        cursors: dict[str, str | None] = {"self": None}
        if end < len(rows):
            cursors["next"] = self._write(call, replace(cursor, place=last, forwards=True))
        if start:
            cursors["prev"] = self._write(call, replace(cursor, place=first, forwards=False))
        return json_response(200, {
            "_links": self._page_links(call, query, cursors),
            "_embedded": {self.name: [self.render(call, document) for document in rows[start:end]]},
            "count": len(rows),
            "size": end - start,
        })  # fmt: skip

    def _page_links(self, call: Call, query: Mapping[str, str], cursors: Mapping[str, str | None]) -> Document:
        url = self._collection_url(call)
        queries = {name: {"cursor": cursor} if cursor else dict(query) for name, cursor in cursors.items()}
        return {name: {"href": f"{url}?{urlencode(sent)}" if sent else url} for name, sent in queries.items()}

    def _matches(self, call: Call, text: str | None) -> tuple[list[int], list[Document]]:
        table = self.table(call)
        if text is None:
            return list(table.numbers.values()), list(table)
        wanted = read_filter(text, self.attributes)
        rows = [row for row in self._candidates(table, wanted) if wanted.matches(self.present(call, row))]
        return [table.numbers[row["id"]] for row in rows], rows

    def _candidates(self, table: Table, wanted: Filter) -> list[Document]:
        # The index compares as the filter does, where it ignores the case and for ids.
        names = [name for name in self.unique if name in WITHOUT_CASE and name in wanted.pins]
        if names:
            found = table.find(names[0], wanted.pins[names[0]])
        elif "id" in wanted.pins:
            found = table.get(wanted.pins["id"])
        else:
            return list(table)
        return [] if found is None else [found]

    def _cursor(self, call: Call, query: Mapping[str, str]) -> _Cursor:
        cursor = self._read(call, query["cursor"]) if "cursor" in query else _Cursor(filter=query.get("filter"))
        if query.get("filter", cursor.filter) != cursor.filter:
            raise bad_parameter("cursor", "belongs to another filter")
        return replace(cursor, limit=_limit(query["limit"])) if "limit" in query else cursor

    def _write(self, call: Call, cursor: _Cursor) -> str:
        payload = json.dumps(asdict(cursor), separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._mac(call, payload) + payload).rstrip(b"=").decode()

    def _read(self, call: Call, text: str) -> _Cursor:
        try:
            # Read back, it must be the very text: base64 has several texts for the same bytes.
            decoded = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            mac, payload = decoded[:_MAC_BYTES], decoded[_MAC_BYTES:]
            if hmac.compare_digest(mac, self._mac(call, payload)):
                cursor = _Cursor(**json.loads(payload))
                if self._write(call, cursor) == text:
                    return cursor
        except (binascii.Error, ValueError):
            pass
        raise bad_parameter("cursor", "is none that was given out for this collection")

    def _mac(self, call: Call, payload: bytes) -> bytes:
        # Whoever knows the environment could make one up: this finds mistakes, it keeps no secret.
        key = f"{call.environment.id} {self.name}".encode()
        return hmac.digest(key, payload, hashlib.sha256)[:_MAC_BYTES]


def _limit(text: str) -> int:
    if re.fullmatch(r"[0-9]{1,9}", text, re.ASCII) and 1 <= int(text) <= MAXIMUM_LIMIT:
        return int(text)
    inner: dict[str, Any] = {"rangeMinimumValue": 1, "rangeMaximumValue": MAXIMUM_LIMIT}
    raise bad_parameter("limit", f"must be a whole number between 1 and {MAXIMUM_LIMIT}", **inner)


def _bounds(numbers: list[int], cursor: _Cursor) -> tuple[int, int]:
    place = bisect_right(numbers, cursor.place)
    if cursor.forwards:
        return place, min(place + cursor.limit, len(numbers))
    return max(place - cursor.limit, 0), place
