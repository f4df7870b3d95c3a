"""The workload in Bruno's own format: a folder of `.bru` files, with assertions and variables as is usual there."""

import json
from collections.abc import Mapping
from pathlib import Path

from race.workload import STEPS, VARIABLES, Step

__all__ = ["write_bruno"]


def write_bruno(folder: Path, base: str) -> None:
    """Write the collection for the server at `base`."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = {"version": "1", "name": "Benchmark", "type": "collection"}
    (folder / "bruno.json").write_text(json.dumps(settings), encoding="utf-8")
    variables = _block("vars:pre-request", {"baseUrl": base, **VARIABLES})
    (folder / "collection.bru").write_text(variables, encoding="utf-8")
    for number, step in enumerate(STEPS, start=1):
        (folder / f"{number:02}.bru").write_text(_render(step, number), encoding="utf-8")


def _render(step: Step, number: int) -> str:
    name, member = step.capture
    body = "json" if step.json else "formUrlEncoded" if step.form else "none"
    query = step.path.partition("?")[2]
    blocks = [
        _block("meta", {"name": step.name, "type": "http", "seq": str(number)}),
        _block(step.method.lower(), {"url": f"{{{{baseUrl}}}}{step.path}", "body": body, "auth": "none"}),
        _block("params:query", dict(pair.split("=") for pair in query.split("&") if pair)),
        _block("headers", step.headers),
        f"body:json {{\n  {step.body}\n}}\n" if step.json else "",
        _block("body:form-urlencoded", step.form or {}),
        # A capture that finds nothing fails, as in the other collections.
        _block("assert", {"res.status": f"eq {step.status}", f"res.body.{member}": "isDefined"}),
        _block("vars:post-response", {name: f"res.body.{member}"}),
    ]
    return "\n".join(filter(None, blocks))


def _block(name: str, values: Mapping[str, str]) -> str:
    lines = "".join(f"  {key}: {value}\n" for key, value in values.items())
    return f"{name} {{\n{lines}}}\n" if lines else ""
