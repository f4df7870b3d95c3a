"""What scripts cost in a run: `python benchmarks/scripts.py [REQUESTS]`.

Runs one collection, ten items with a prerequest and a test script of other people's, through `pcc replay` and, when it
is installed under `tests/fidelity`, through Newman, one after the other against one server on loopback. Prints requests
per second of whole processes, starting included, medians of three. It needs the extra `js` and `pcc sandbox fetch`.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parents[1]
NEWMAN = ROOT / "tests/fidelity/node_modules/newman/bin/newman.js"
ITEMS = 10
BEFORE = "pm.environment.set('n', (pm.environment.get('n') || 0) + 1);"
AFTER = (
    "pm.test('status', () => pm.response.to.have.status(200));"
    "pm.test('id', () => pm.expect(pm.response.json().id).to.equal(7));"
    "pm.environment.set('id', pm.response.json().id);"
)
BODY = b'{"id": 7, "name": "Ann", "tags": ["a", "b"]}'


class Handler(BaseHTTPRequestHandler):
    """Answers everything alike."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer at once, in one write."""
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(BODY)}\r\n\r\n"
        self.wfile.write(head.encode() + BODY)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[str]:
    """Serve on loopback, and give the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def write_collection(folder: Path, base: str, *, scripted: bool) -> Path:
    """Write the collection, with its scripts or without."""
    events = [
        {"listen": listen, "script": {"exec": [text]}} for listen, text in (("prerequest", BEFORE), ("test", AFTER))
    ]
    items = [
        {"name": f"item {index}", "request": {"method": "GET", "url": f"{base}/{index}"}, "event": events * scripted}
        for index in range(ITEMS)
    ]
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    path = folder / f"scripted-{scripted}.json"
    path.write_text(json.dumps({"info": {"name": "Benchmark", "schema": schema}, "item": items}), encoding="utf-8")
    return path


def measure(command: Sequence[str | Path], requests: int) -> str:
    """Run a command three times; return requests per second."""
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    taken = []
    for _ in range(3):
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
        taken.append(time.perf_counter() - started)
    seconds = statistics.median(taken)
    return f"{requests / seconds:8.0f} requests/s  ({seconds:.2f} s)"


def main() -> None:
    """Measure everything."""
    iterations = max(1, int(sys.argv[1]) // ITEMS if len(sys.argv) > 1 else 100)
    requests = iterations * ITEMS
    node = shutil.which("node")
    lines = [f"{requests} requests, {2 * requests} scripts"]
    with serving() as base, tempfile.TemporaryDirectory() as folder:
        for scripted in (True, False):
            collection = write_collection(Path(folder), base, scripted=scripted)
            kind = "with scripts" if scripted else "without scripts"
            ours = [sys.executable, "-m", "pcc", "replay", "--silent", "-n", str(iterations), collection]
            lines.append(f"pcc,    {kind:16} {measure(ours, requests)}")
            if node and NEWMAN.exists():
                theirs = [node, NEWMAN, "run", "--silent", "-n", str(iterations), collection]
                lines.append(f"Newman, {kind:16} {measure(theirs, requests)}")
    print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    main()
