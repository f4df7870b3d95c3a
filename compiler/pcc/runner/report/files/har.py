"""The har reporter: HTTP Archive 1.2, one entry an exchange, redirects and the requests of scripts included.

Source: http://www.softwareishard.com/blog/har-12-spec/. How long sending and receiving took is not known: all of the
time is waiting. Sizes that were not measured are -1, as the format has it.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any
from urllib.parse import urljoin

from pcc.model.ports import Headers, HttpRequest, HttpResponse
from pcc.model.result import Exchange, ItemResult
from pcc.runner.events import ItemFinished, ItemStarted, RunEvent, RunStarted
from pcc.runner.redact import MASK
from pcc.runner.report.files.export import export_path, write_report
from pcc.runner.report.files.messages import body_limit, body_text, header_pairs, query_pairs, timestamp
from pcc.runner.report.files.records import Records, redact_json, render_json
from pcc.runner.report.protocol import ReporterOptions, Write
from pcc.runner.report.tally import scripted_requests
from pcc.runner.request.headers import find_header
from pcc.version import VERSION

__all__ = ["HarReporter"]

_HTTP = "HTTP/1.1"
_UNTYPED = "application/octet-stream"


class HarReporter:
    """Writes an archive when it is closed, if a run has begun; options `export`, `body-limit`."""

    def __init__(self, options: ReporterOptions, write: Write) -> None:
        self._write = write
        self._path = export_path(options, "har")
        self._limit = body_limit(options)
        self._redact = options.redact
        self._entries = Records(options.redact)
        self._pages: list[dict[str, Any]] = []
        self._iterations = 1
        self._item = ItemStarted(0, "")

    def handle(self, event: RunEvent) -> None:
        """Keep the exchanges of an item."""
        match event:
            case RunStarted():
                self._iterations = event.iterations
                self._pages.append(_page(event, len(self._pages)))
            case ItemStarted():
                self._item = event
            case ItemFinished():
                self._add(event)

    def close(self) -> None:
        """Write the file. Raises RunError when the disk refuses."""
        if not self._pages:
            return
        with write_report(self._path) as stream:
            head = {"version": "1.2", "creator": {"name": "pcc", "version": VERSION}}
            pages = [_dated(page) for page in redact_json(self._pages, self._redact)]
            stream.write(f'{{"log": {render_json(head)[:-1]},\n"pages": {render_json(pages)},\n"entries": [')
            for index, entry in enumerate(self._entries):
                stream.write(f"{',' if index else ''}\n{render_json(_dated(_with_query(entry)))}")
            stream.write("\n]}}\n")
        self._entries.close()
        self._write(f"har report: {self._path}\n")

    def _add(self, event: ItemFinished) -> None:
        comment = " / ".join((*event.result.path, event.result.name))
        if self._iterations > 1:
            comment += f", iteration {event.iteration + 1}"
        for exchange, note in _exchanges(event.result):
            self._entries.add(self._entry(exchange, f"{comment}{note}"))

    def _entry(self, exchange: Exchange, comment: str) -> dict[str, Any]:
        elapsed = exchange.response.elapsed_ms if exchange.response else 0.0
        entry = {
            "pageref": self._pages[-1]["id"],
            "startedDateTime": exchange.started or self._item.started,
            "time": elapsed,
            "request": self._request(exchange.request),
            "response": self._response(exchange),
            "cache": {},
            "timings": {"send": 0, "wait": elapsed, "receive": 0},
            "comment": comment,
        }
        return {**entry, "_error": exchange.error} if exchange.error else entry

    def _request(self, request: HttpRequest) -> dict[str, Any]:
        data: dict[str, Any] = {
            "method": request.method,
            "url": request.url,
            "httpVersion": _HTTP,
            "cookies": _cookies(find_header(request.headers, "Cookie") or ""),
            "headers": _pairs(request.headers),
            "queryString": [],
            "headersSize": -1,
            "bodySize": len(request.body),
        }
        if request.body:
            body = body_text(request.body, self._limit, self._redact)
            data["postData"] = {
                "mimeType": find_header(request.headers, "Content-Type") or _UNTYPED,
                "text": body.text,
                **_notes(body.omitted, "base64" if body.encoded else None),
            }
        return data

    def _response(self, exchange: Exchange) -> dict[str, Any]:
        response = exchange.response or HttpResponse(0, "", (), b"", 0.0)
        location = find_header(response.headers, "Location")
        body = body_text(response.body, self._limit, self._redact)
        content = {
            "size": len(response.body),
            "mimeType": find_header(response.headers, "Content-Type") or _UNTYPED,
            "text": body.text,
            **({"encoding": "base64"} if body.encoded else {}),
            **_notes(body.omitted, None),
        }
        compressed = find_header(response.headers, "Content-Encoding") is not None
        return {
            "status": response.status,
            "statusText": response.reason,
            "httpVersion": _HTTP,
            "cookies": _set_cookies(response.headers),
            "headers": _pairs(response.headers),
            "content": content,
            "redirectURL": _absolute(exchange.request.url, location) if location else "",
            "headersSize": -1,
            "bodySize": -1 if compressed or exchange.response is None else len(response.body),
        }


def _page(event: RunStarted, index: int) -> dict[str, Any]:
    return {
        "id": f"run_{index + 1}",
        "startedDateTime": event.started,
        "title": f"{event.collection} → {event.target}",
        "pageTimings": {},
    }


def _with_query(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry with its query. It comes from the redacted URL: a secret may be more than one parameter."""
    request = entry["request"]
    request["queryString"] = [{"name": name, "value": value} for name, value in query_pairs(request["url"])]
    return entry


def _dated(record: dict[str, Any]) -> dict[str, Any]:
    """The record with its time as text: until now it was a number, so that no secret is found in it."""
    return {**record, "startedDateTime": timestamp(record["startedDateTime"])}


def _exchanges(result: ItemResult) -> Iterator[tuple[Exchange, str]]:
    """The exchanges of an item in the order in which they were sent, each with what it was."""
    hops = ((exchange, f", redirect {hop}" if hop else "") for hop, exchange in enumerate(result.exchanges))
    scripted = ((exchange, ", sent by a script") for exchange in scripted_requests(result))
    yield from sorted(chain(hops, scripted), key=lambda pair: pair[0].started)


def _notes(omitted: int, encoding: str | None) -> dict[str, Any]:
    notes = [encoding] if encoding else []
    if omitted:
        notes.append(f"{omitted} bytes left out")
    return {"comment": ", ".join(notes)} if notes else {}


def _pairs(headers: Headers) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in header_pairs(headers)]


def _cookies(header: str) -> list[dict[str, str]]:
    pairs = (part.partition("=") for part in header.split(";") if part.strip())
    return [{"name": name.strip(), "value": MASK} for name, _, _ in pairs]


def _set_cookies(headers: Headers) -> list[dict[str, str]]:
    values = [value for name, value in headers if name.lower() == "set-cookie"]
    return [cookie for value in values for cookie in _cookies(value.partition(";")[0])]


def _absolute(base: str, location: str) -> str:
    try:
        return urljoin(base, location)
    except ValueError:
        return location
