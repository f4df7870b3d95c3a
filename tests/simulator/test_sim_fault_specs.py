"""Faults as text and as JSON."""

from pathlib import Path
from typing import Any

import pytest

from pcc.errors import UsageError
from pcc.simulator import Simulator
from pcc.simulator.faults.specs import KINDS, build_fault, parse_fault
from simulator.sim_client import Client

DOCS = Path(__file__).parents[2] / "docs" / "simulator.md"


@pytest.mark.parametrize(
    ("line", "spec"),
    [
        ("error", {"fault": "error", "status": 500, "retryAfter": 1}),
        ("error status=503 retryAfter=9", {"fault": "error", "status": 503, "retryAfter": 9}),
        (
            "delay seconds=0.5 method=POST path=/as/token$ nth=2",
            {"fault": "delay", "seconds": 0.5, "method": "POST", "path": "/as/token$", "nth": 2},
        ),
        (r"reset 'path=/users(/| )\d' times=1", {"fault": "reset", "path": r"/users(/| )\d", "times": 1}),
        ("truncate path=12", {"fault": "truncate", "path": "12"}),
        ("eventual path=a=b", {"fault": "eventual", "path": "a=b", "misses": 1}),
        ("expired-token", {"fault": "expired-token"}),
        ("rate-limit", {"fault": "rate-limit", "retryAfter": 1}),
    ],
)
def test_a_line_is_read(line: str, spec: Any) -> None:
    assert parse_fault(line) == spec


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", "fault: must be one of delay, rate-limit"),
        ("delai", "fault: must be one of delay, rate-limit"),
        ("delay", "seconds: A required value is missing"),
        ("delay seconds=soon", "seconds: The value must be a number"),
        ("delay seconds=-1", "seconds: must be between 0 and 3600"),
        ("delay seconds", "seconds is not option=value"),
        ("delay seconds=1 secs=2", "secs: is no option of delay, which has method, path, nth, times, seconds"),
        ("error status=404", "status: must be between 500 and 599"),
        ("error path=(", "path: is no regular expression"),
        ("error method=FETCH", "method: must be one of GET"),
        ("error nth=0", "nth: must be between 1"),
        ("error 'path=", "No closing quotation"),
    ],
)
def test_a_line_that_is_wrong_says_what_could_stand_there(line: str, reason: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_fault(line)
    assert reason in str(raised.value)
    assert repr(line) in str(raised.value)


SMALLEST = {"delay": "delay seconds=1"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_changes_an_answer_and_is_documented(kind: str, simulator: Simulator) -> None:
    client = Client(simulator)
    client.token()
    honest = client.manage("GET", "users").response
    simulator.plant(build_fault(parse_fault(SMALLEST.get(kind, kind)), simulator))
    if kind == "eventual":
        created = client.created("populations", {"name": "New"})
        assert client.manage("GET", f"populations/{created['id']}").status == 404
    else:
        faulty = client.manage("GET", "users").response
        told = ("status", "body", "delay", "reset_after")
        assert any(getattr(faulty, name) != getattr(honest, name) for name in told)
    text = DOCS.read_text(encoding="utf-8")
    assert f"| `{kind}` |" in text
    for field in KINDS[kind].options:
        assert f"`{field.name}`" in text
