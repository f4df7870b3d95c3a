"""Reading costs in proportion to the size of a file, whatever it is that there is much of."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from hostile.samples import collection, dump, everything, item, request, script
from pcc.postman import read_collection

MANY: dict[str, Callable[[int], Any]] = {
    "items": lambda n: collection(*everything()["item"] * n),
    "items, each another": lambda n: collection(
        *(item(name=f"{k}", request=f"http://h{k}/{{{{v{k}}}}}") for k in range(n))
    ),
    "folders": lambda n: collection(*({"name": "F", "item": [item()]} for _ in range(n))),
    "variables": lambda n: collection(
        item(), variable=[{"key": f"k{k}", "value": f"{{{{k{k + 1}}}}}"} for k in range(n)]
    ),
    "headers": lambda n: request(header=[{"key": "a", "value": "{{b}}"}] * n),
    "parameters": lambda n: request(url="http://h/?" + "a={{b}}&" * n),
    "segments": lambda n: request(url="http://h/" + "{{b}}/" * n),
    "references in a body": lambda n: request(body={"mode": "raw", "raw": "{{b}} " * n}),
    "lines of a script": lambda n: script(script={"exec": [f"// set {k}" for k in range(n)]}),
    "attributes of an auth": lambda n: request(auth={"type": "basic", "basic": [{"key": f"k{k}"} for k in range(n)]}),
    "unknown keys": lambda n: collection(item(), x={f"k{k}": k for k in range(n)}),
}


def effort(text: str) -> int:
    """How many functions, ours and Python's, are called to read a text."""
    calls = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        read_collection(text)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("what", MANY)
def test_eight_times_as_much_costs_eight_times_as_much(what: str) -> None:
    few, many = (effort(dump(MANY[what](count))) for count in (50, 400))
    assert many <= 9 * few
