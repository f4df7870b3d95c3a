"""Single requests through Newman and through pcc, against one recording server: what arrived, and what came back."""

import base64
import json
import re
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fidelity.newman_driver import Newman, NewmanJob
from fidelity.recording import Answer, Recorded, Reply, record_requests
from pcc.model.result import ItemResult, RunResult
from pcc.postman import read_collection
from pcc.runner import Ports, RunOptions, follow_run, run_collection
from pcc.runner.transports.network import NetworkOptions, NetworkTransport

__all__ = ["Both", "Seen", "WireCase", "collection_of", "comparable", "newmans_view", "our_view", "replay", "run_cases"]

# Each engine names itself, and pcc is not Postman.
OWN_HEADERS = {"user-agent", "postman-token"}


@dataclass(frozen=True)
class WireCase:
    """One item. `place` is path and query, or a whole URL object or text when it does not begin with a slash."""

    name: str
    place: Any = "/plain"
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: dict[str, Any] | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    request: dict[str, Any] = field(default_factory=dict)

    def item(self, base_url: str) -> dict[str, Any]:
        place = base_url + self.place if isinstance(self.place, str) and self.place.startswith("/") else self.place
        return {
            "name": self.name,
            "protocolProfileBehavior": self.settings,
            "request": {
                "method": self.method,
                "header": [{"key": key, "value": value} for key, value in self.headers],
                "url": place,
                **({} if self.body is None else {"body": self.body}),
                **self.request,
            },
        }


@dataclass(frozen=True)
class Seen:
    """A response as the run sees it: status and body, or that there is none."""

    code: int | None
    body: bytes

    @property
    def failed(self) -> bool:
        return self.code is None


@dataclass
class Both:
    """What both engines sent for a collection, by item, and what they say came back."""

    expected: list[Recorded]
    found: list[Recorded]
    judged: list[Seen]
    replayed: list[Seen]
    run: RunResult
    console: list[Any]

    @property
    def errors(self) -> list[str | None]:
        return [item.error for item in self.run.items]


def collection_of(*items: dict[str, Any], **others: Any) -> dict[str, Any]:
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    return {"info": {"name": "Wire", "schema": schema}, "item": list(items), **others}


def newmans_view(record: Mapping[str, Any]) -> list[Seen]:
    return [
        Seen(None if item["requestErrors"] else item["code"], base64.b64decode(item["body"] or ""))
        for item in record["items"]
    ]


def our_view(item: ItemResult) -> Seen:
    response = item.response if item.error is None else None
    return Seen(None, b"") if response is None else Seen(response.status, response.body)


def replay(
    document: dict[str, Any], options: RunOptions | None = None, network: NetworkOptions | None = None
) -> RunResult:
    with closing(NetworkTransport(network or NetworkOptions())) as transport:
        collection = read_collection(json.dumps(document))
        run = run_collection(
            collection, None, ports=Ports(transport), target="the recorder", options=options or RunOptions()
        )
        return follow_run(run, lambda _: None)


def run_cases(
    newman: Newman,
    folder: Path,
    make: Callable[[str], dict[str, Any]],
    replies: "Mapping[str, Reply | Answer]",
    *,
    ours: RunOptions | None = None,
    network: NetworkOptions | None = None,
    theirs: Mapping[str, Any] | None = None,
    process: Mapping[str, str] | None = None,
) -> Both:
    """Run the collection that `make` makes for a server's URL, through both."""
    with record_requests(replies) as recorder:
        document = make(recorder.base_url)
        file = folder / "collection.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        (record,) = newman.records(
            NewmanJob(file, working_dir=folder, options=theirs or {}, process=process or {}), parallel=1
        )
        assert record["error"] is None
        expected = recorder.take()
        run = replay(document, ours or RunOptions(working_dir=folder), network)
        found = recorder.take()
    return Both(expected, found, newmans_view(record), list(map(our_view, run.items)), run, record["console"])


Comparable = tuple[str, str, list[tuple[str, str]], bytes]


def comparable(request: Recorded) -> Comparable:
    """What must be equal to the letter: order, case and number of headers too; a drawn boundary is named."""
    headers = [(name, value) for name, value in request.headers if name.lower() not in OWN_HEADERS]
    drawn = re.match(rb"--(-{10,}\w+)\r\n", request.body)
    if drawn is None:
        return request.method, request.target, headers, request.body
    boundary = drawn[1].decode()
    named = [(name, value.replace(boundary, "<boundary>")) for name, value in headers]
    return request.method, request.target, named, request.body.replace(drawn[1], b"<boundary>")
