"""A line for each request that was served."""

import json
from typing import Any

from pcc.simulator.http import SimulatorRequest, SimulatorResponse, split_url

__all__ = ["render_log"]


def render_log(request: SimulatorRequest, response: SimulatorResponse, *, elapsed_ms: float) -> str:
    """Return method, path, status, time and the codes of a refusal; never a query, a header or the rest of a body."""
    path = split_url(request.url)[0]
    parts = [f"{request.method:<6}", path, str(response.status), *_fate(response), *_codes(response)]
    return " ".join(parts) + f" ({elapsed_ms:.1f} ms)"


def _fate(response: SimulatorResponse) -> list[str]:
    delayed = [f"after {response.delay:g} s"] if response.delay else []
    return delayed + ([f"reset after {response.reset_after} bytes"] if response.reset_after is not None else [])


def _codes(response: SimulatorResponse) -> list[str]:
    if response.status < 400:
        return []
    try:
        document = json.loads(response.body)
    except ValueError:
        return []
    return list(filter(None, _named(document))) if isinstance(document, dict) else []


def _named(document: dict[str, Any]) -> list[str]:
    details = document.get("details") or [{}]
    names = [document.get("error") or document.get("code"), details[0].get("code"), details[0].get("target")]
    return [str(name) for name in names if name]
