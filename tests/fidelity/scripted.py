"""Collections with scripts of other people, run by both engines, and all that can be seen of a run."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pcc
from fidelity.newman_driver import Newman, NewmanJob
from fidelity.outcomes import ItemOutcome, Outcome, outcome_of
from fidelity.recording import Recorded, Reply, record_requests
from pcc.model.json import JsonObject, JsonValue
from pcc.model.result import RunResult
from pcc.runner import RunOptions

__all__ = ["Case", "Seen", "comparable", "folder", "item", "judge", "replay", "values"]

# Each engine names itself, and asks for the encodings that it can decode.
OWN_HEADERS = {"user-agent", "postman-token", "accept-encoding"}
# Which warning an old name gets depends on the version of the sandbox.
_DEPRECATED = re.compile('Using ".*" is deprecated')
_LINE = re.compile(r" \(line [0-9]+\)")


@dataclass(frozen=True)
class Case:
    """A collection about one behaviour. A request without a URL of its own goes to `{{base}}/<its name>`."""

    items: Sequence[JsonObject]
    before: str = ""
    after: str = ""
    variables: Sequence[JsonObject] = ()
    environment: Sequence[JsonObject] = ()
    globals: Sequence[JsonObject] = ()
    data: Sequence[JsonObject] = ()
    iterations: int | None = None
    folders: tuple[str, ...] = ()
    bail: bool = False
    timeout_script_ms: int | None = None
    replies: Mapping[str, Reply] = field(default_factory=dict)
    more: JsonObject = field(default_factory=dict)

    @property
    def document(self) -> JsonObject:
        """The collection as Postman writes it."""
        schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
        return {
            "info": {"name": "Case", "_postman_id": "case", "schema": schema},
            "item": list(self.items),
            "variable": list(self.variables),
            "event": _events(self.before, self.after),
            **self.more,
        }


def item(name: str, before: str = "", after: str = "", url: Any = None, **more: Any) -> JsonObject:
    """An item; `more` are members of its request, but for those that an item itself has."""
    own: JsonObject = {key: more.pop(key) for key in ("id", "protocolProfileBehavior", "event") if key in more}
    request = {"method": "GET", "header": [], "url": url or f"{{{{base}}}}/{name}", **more}
    return {"id": name, "name": name, "event": _events(before, after), "request": request, **own}


def folder(name: str, *items: JsonObject, before: str = "", after: str = "", **more: Any) -> JsonObject:
    """A folder."""
    return {"id": name, "name": name, "item": list(items), "event": _events(before, after), **more}


def values(**pairs: JsonValue) -> list[JsonObject]:
    """Variables of type `any`, which keeps values as they are."""
    return [{"key": key, "value": value, "type": "any"} for key, value in pairs.items()]


def _events(before: str, after: str) -> list[JsonObject]:
    scripts = (("prerequest", before), ("test", after))
    # Postman's app gives every script an id; Newman tells the requests of scripts by it.
    return [
        {"listen": listen, "script": {"id": f"{listen}-{text[:20]}", "exec": text.split("\n")}}
        for listen, text in scripts
        if text
    ]


@dataclass(frozen=True)
class Seen:
    """What can be seen of a run: requests as `comparable` has them, items, variables, console."""

    requests: list[Any]
    outcome: Outcome

    def differences(self, other: "Seen") -> list[str]:
        """Say in what another run differs from this one, which is Newman's."""
        pairs: list[tuple[str, Any, Any]] = [("requests", self.requests, other.requests)]
        pairs += [
            (name, _of(self.outcome, name), _of(other.outcome, name))
            for name in ("passed", "items", "environment", "globals", "collection", "console")
        ]
        return [f"{name}:\n  Newman {theirs}\n  pcc    {ours}" for name, theirs, ours in pairs if theirs != ours]


def _of(outcome: Outcome, name: str) -> Any:
    match name:
        case "items":
            return [_plain(found) for found in outcome.items]
        case "console":
            return [said for said in outcome.console if not _DEPRECATED.match(said[1])]
    return getattr(outcome, name)


def _plain(found: ItemOutcome) -> Any:
    # Newman does not say on which line an error was, and tells several errors one by one.
    errors = sorted(part for error in found.errors for part in _LINE.sub("", error).split("; "))
    tests = [(name, error and _LINE.sub("", error)) for name, error in found.assertions]
    return (found.name, found.iteration, found.code, tests, found.skipped, errors)


@dataclass(frozen=True)
class _Files:
    collection: Path
    environment: Path
    globals: Path
    data: Path | None


def judge(case: Case, newman: Newman, folder: Path) -> tuple[Seen, Seen]:
    """Run a case with Newman, then with pcc, against the same server."""
    with record_requests(case.replies) as recorder:
        files = _write(case, recorder.base_url, folder)
        job = NewmanJob(
            files.collection,
            files.environment,
            case.iterations,
            data=files.data,
            globals=files.globals,
            folders=case.folders,
            bail=case.bail,
            timeout_script_ms=case.timeout_script_ms,
            warns=True,
        )
        (judged,) = newman.run(job)
        expected = Seen(list(map(comparable, recorder.take())), judged)
        run = _replay(case, files)
        return expected, Seen(list(map(comparable, recorder.take())), outcome_of(run, {}))


def replay(case: Case, folder: Path, **options: Any) -> tuple[RunResult, list[Recorded]]:
    """Run a case with pcc alone."""
    with record_requests(case.replies) as recorder:
        run = _replay(case, _write(case, recorder.base_url, folder), **options)
        return run, recorder.take()


def _replay(case: Case, files: _Files, **options: Any) -> RunResult:
    chosen = RunOptions(
        iterations=case.iterations, folders=case.folders, bail=case.bail, timeout_script_ms=case.timeout_script_ms
    )
    (run,) = pcc.replay(
        files.collection,
        environment=files.environment,
        globals_file=files.globals,
        iteration_data=files.data,
        options=replace(chosen, **options),
    ).runs
    return run


def _write(case: Case, base: str, folder: Path) -> _Files:
    files = _Files(*(folder / f"{name}.json" for name in ("collection", "environment", "globals", "data")))
    files.collection.write_text(json.dumps(case.document), encoding="utf-8")
    scope = {"id": "scope", "name": "Env", "values": [*values(base=base), *case.environment]}
    files.environment.write_text(json.dumps(scope), encoding="utf-8")
    files.globals.write_text(json.dumps({"name": "Globals", "values": list(case.globals)}), encoding="utf-8")
    if not case.data:
        return replace(files, data=None)
    assert files.data is not None
    files.data.write_text(json.dumps(list(case.data)), encoding="utf-8")
    return files


def comparable(request: Recorded) -> tuple[str, str, list[tuple[str, str]], bytes]:
    """Return what both engines should send alike: all but what each says of itself, and the boundaries it makes up."""
    # White space around a value is not part of it (RFC 9110 section 5.5): Newman leaves what stands behind it.
    pairs = ((name, value.strip()) for name, value in request.headers if name.lower() not in OWN_HEADERS)
    kept = sorted(pairs)
    boundary = next((_find_boundary(value) for name, value in kept if name.lower() == "content-type"), None)
    if boundary is None:
        return request.method, request.target, kept, request.body
    headers = [(name, value.replace(boundary, "<boundary>")) for name, value in kept]
    return request.method, request.target, headers, request.body.replace(boundary.encode(), b"<boundary>")


def _find_boundary(content_type: str) -> str | None:
    found = re.search("boundary=([^;]+)", content_type)
    return found[1] if found else None
