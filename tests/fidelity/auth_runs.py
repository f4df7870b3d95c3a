"""Runs of single requests with credentials, through Newman and through pcc with the same draws."""

import base64
import json
import re
import struct
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fidelity.auth_servers import REPLIES, authorization, message_type
from fidelity.newman_driver import Newman, NewmanJob
from fidelity.recording import Answer, Recorded, Reply, record_requests
from pcc.model.result import RunResult
from pcc.postman import read_collection
from pcc.runner import Ports, RunOptions, follow_run, run_collection
from pcc.runner.transports.network import NetworkTransport

__all__ = [
    "Both",
    "Drawn",
    "by_case",
    "claims_of",
    "collection_of",
    "comparable",
    "drawn_by",
    "find",
    "judge",
    "letters",
    "replay",
    "run_both",
]

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
OWN_HEADERS = {"user-agent", "postman-token", "accept-encoding"}


@dataclass
class Drawn:
    """A clock and a randomness that give what another engine drew."""

    seconds: float = 0.0
    uuid: str = ""
    integers: list[int] = field(default_factory=list)

    def now(self) -> float:
        return self.seconds

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        pass

    def guid(self) -> str:
        return self.uuid

    def integer(self, low: int, high: int) -> int:
        return self.integers.pop(0)


def letters(text: str) -> list[int]:
    return [LETTERS.index(letter) for letter in text]


def find(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    return found[1] if found else ""


def drawn_by(kind: str, requests: list[Recorded]) -> Drawn:
    """Read what was drawn off the requests of an item."""
    last = requests[-1]
    text = f"{authorization(last)} {last.target} {last.body.decode('latin-1')}"
    match kind:
        case "awsv4":
            headers = dict(last.headers)
            moment = headers.get("X-Amz-Date") or find(r"X-Amz-Date=(\d\w+)", last.target)
            return Drawn(datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp())
        case "oauth1":
            time, nonce = (find(rf'oauth_{name}="?([^"&]+)', text) for name in ("timestamp", "nonce"))
            return Drawn(float(time or 0), integers=letters(nonce))
        case "hawk":
            return Drawn(float(find(r'ts="(\d+)', text) or 0), integers=letters(find(r'nonce="(\w+)', text)))
        case "edgegrid":
            moment = find("timestamp=([^;]+)", text) or "19700101T00:00:00+0000"
            return Drawn(datetime.strptime(moment, "%Y%m%dT%H:%M:%S%z").timestamp(), find("nonce=([^;]+)", text))
        case "asap":
            claims = claims_of(text)
            return Drawn(float(claims["iat"]), claims["jti"])
        case "digest":
            # Without a quality the nonce that pcc draws does not show.
            return Drawn(integers=letters(find(r'cnonce="(\w+)"', text) or "aaaaaaaa"))
        case "ntlm":
            return drawn_by_ntlm(last)
    return Drawn()


def claims_of(text: str) -> dict[str, Any]:
    payload = find(r"\.([\w-]+)\.", text)
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=="))
    return claims


def drawn_by_ntlm(request: Recorded) -> Drawn:
    if message_type(request) != 3:
        return Drawn()
    data = base64.b64decode(authorization(request).removeprefix("NTLM "))
    lm, nt = (
        data[offset : offset + length]
        for length, offset in map(struct.Struct("<HxxI").unpack, (data[12:20], data[20:28]))
    )
    if len(nt) == 24:
        return Drawn(integers=list(lm[:8]))
    ticks = int(struct.unpack_from("<Q", nt, 24)[0])
    return Drawn((ticks // 10000 - 11644473600000) / 1000, integers=list(nt[32:40]))


def comparable(request: Recorded) -> tuple[str, str, list[tuple[str, str]], bytes]:
    pairs = ((name, value.strip()) for name, value in request.headers if name.lower() not in OWN_HEADERS)
    return request.method, request.target, sorted(pairs), request.body


def by_case(requests: list[Recorded]) -> dict[str, list[Recorded]]:
    found: dict[str, list[Recorded]] = {}
    for request in requests:
        found.setdefault(dict(request.headers)["X-Case"], []).append(request)
    return found


def collection_of(*items: dict[str, Any], **others: Any) -> dict[str, Any]:
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    return {"info": {"name": "Auths", "schema": schema}, "item": list(items), **others}


def judge(newman: Newman, folder: Path, document: dict[str, Any], *, warns: bool = False) -> None:
    file = folder / "collection.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    newman.run(NewmanJob(file, working_dir=folder, warns=warns))


@dataclass
class Both:
    """What both engines sent for one collection, and what pcc says of it."""

    expected: list[Recorded]
    found: list[Recorded]
    run: RunResult


def run_both(
    newman: Newman,
    folder: Path,
    make: Callable[[str], dict[str, Any]],
    *,
    replies: Mapping[str, Reply | Answer] = REPLIES,
    drawn: Drawn | None = None,
) -> Both:
    """Run the collection that `make` makes for a server's URL. Without `drawn` pcc draws sevens."""
    with record_requests(replies) as recorder:
        document = make(recorder.base_url)
        judge(newman, folder, document, warns=True)
        expected = recorder.take()
        run = replay(folder, document, drawn or Drawn(1e9, "0" * 32, [7] * 99))
        return Both(expected, recorder.take(), run)


def replay(folder: Path, document: dict[str, Any], drawn: Drawn) -> RunResult:
    with closing(NetworkTransport()) as transport:
        ports = Ports(transport, clock=drawn, randomness=drawn)
        options = RunOptions(working_dir=folder)
        run = run_collection(
            read_collection(json.dumps(document)), None, ports=ports, target="the recorder", options=options
        )
        return follow_run(run, lambda _: None)
