"""What the JavaScript engine costs: `python benchmarks/sandbox.py [SCRIPTS]`.

Prints the time that `start` takes, the time until the first script has run, medians of round trips, and the memory of
the child process. It needs the extra `js` and `pcc sandbox fetch`.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable

from pcc.model.ports import HttpResponse
from pcc.sandbox import Sandbox, SandboxContext
from pcc.sandbox.process import read_resident_bytes

TINY = "pm.test('status', () => pm.response.to.have.status(200)); pm.environment.set('k', 1);"
BODY = (
    "const j = pm.response.json(); pm.test('items', () => pm.expect(j.items.length).to.be.above(0));"
    "pm.environment.set('first', j.items[0].id);"
)
ASYNC = "const f = async () => pm.response.json(); pm.test('items', (done) => f().then(() => done()));"
REQUEST = {"method": "GET", "url": "https://api.example.com/things?a=1", "header": [{"key": "Accept", "value": "*/*"}]}


def context(items: int) -> SandboxContext:
    """A script's context with a JSON response of so many items."""
    body = json.dumps({"items": [{"id": i, "name": f"n{i}", "tags": ["a", "b"]} for i in range(items)]}).encode()
    response = HttpResponse(200, "OK", (("Content-Type", "application/json"),), body, 12.0)
    variables = {f"name{i}": f"value {i}" for i in range(20)}
    return SandboxContext(environment=variables, request=REQUEST, response=response)


def milliseconds(action: Callable[[], object]) -> float:
    """Return how long an action took."""
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000


def measure(sandbox: Sandbox, source: str, given: SandboxContext, times: int) -> str:
    """Run a script that often; return the median, the least and the most of its round trips."""

    def run() -> None:
        result = sandbox.run_script("test", source, given)
        if not result.passed:
            raise SystemExit(f"the script failed: {result.errors}")

    run()
    taken = sorted(milliseconds(run) for _ in range(times))
    return f"{statistics.median(taken):7.2f} ms  ({taken[0]:.2f} to {taken[-1]:.2f})"


def main() -> None:
    """Measure everything."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    lines = []
    with Sandbox() as sandbox:
        started = time.perf_counter()
        lines.append(f"start returns after {milliseconds(sandbox.start):14.2f} ms")
        sandbox.run_script("test", "1")
        lines.append(f"first script done after {(time.perf_counter() - started) * 1000:10.2f} ms")
        lines.append(f"memory after the first script {_megabytes(sandbox):7.1f} MB")
        for name, source, items, often in (
            ("tiny", TINY, 2, times),
            ("json", BODY, 2, times),
            ("async", ASYNC, 2, times),
            ("json of 0.8 MB", BODY, 15_000, max(3, times // 20)),
        ):
            lines.append(f"script, {name:14} {measure(sandbox, source, context(items), often)}")
        lines.append(f"memory at the end {_megabytes(sandbox):19.1f} MB")
    print("\n".join(lines))  # noqa: T201


def _megabytes(sandbox: Sandbox) -> float:
    return (read_resident_bytes(sandbox.pid or 0) or 0) / 2**20


if __name__ == "__main__":
    main()
