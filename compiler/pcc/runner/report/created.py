"""What a run created on the other side: the list that somebody needs who has to clean up."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import IO
from weakref import finalize

from pcc.model.ports import HttpRequest, HttpResponse
from pcc.model.result import ItemResult
from pcc.runner.request.headers import find_header
from pcc.runner.request.url import resolve_location
from pcc.values import decode_json

__all__ = ["CreatedList", "created_resources"]

_IN_MEMORY = 500


class CreatedList:
    """What a run created, as lines for its end; those of a long run wait in a file, masked as far as secrets are known.

    `redact` masks secrets.
    """

    def __init__(self, redact: Callable[[str], str]) -> None:
        self._redact = redact
        self._first: list[str] = []
        self._file: IO[str] | None = None

    def add(self, item: ItemResult) -> None:
        """Keep what an item created."""
        for name, url in created_resources([item]):
            line = f"{name}: {url}"
            if len(self._first) < _IN_MEMORY:
                self._first.append(line)
            else:
                self._open().write(f"{json.dumps(self._redact(line))}\n")

    def __iter__(self) -> Iterator[str]:
        """Yield the lines in order. None may be added any more."""
        yield from self._first
        if self._file is not None:
            self._file.seek(0)
            yield from map(json.loads, self._file)

    def _open(self) -> IO[str]:
        if self._file is None:
            from tempfile import TemporaryFile

            self._file = TemporaryFile("w+", encoding="ascii", newline="\n")  # noqa: SIM115 - it lives as long as the list
            finalize(self, self._file.close)
        return self._file


def created_resources(items: Iterable[ItemResult]) -> Iterator[tuple[str, str]]:
    """Yield item name and URL of everything that a POST answered 201 has created, in order.

    The URL is `$._links.self.href`, else the Location header, else the request's URL and `/` and `$.id`, else the
    request's URL.
    """
    for item in items:
        for exchange in item.exchanges:
            response = exchange.response
            if exchange.request.method == "POST" and response is not None and response.status == 201:
                yield item.name, _url(exchange.request, response)


def _url(request: HttpRequest, response: HttpResponse) -> str:
    document = _document(response.body)
    match document.get("_links"):
        case {"self": {"href": str(href)}}:
            return href
    location = find_header(response.headers, "Location")
    if location:
        return resolve_location(request.url, location)
    identifier = document.get("id")
    base = request.url.partition("?")[0]
    return f"{base}/{identifier}" if isinstance(identifier, str | int) and identifier else request.url


def _document(body: bytes) -> dict[str, object]:
    try:
        document = decode_json(body.decode("utf-8"))
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}
