"""The simulator itself: start-up, throughput, memory. `python benchmarks/simulator.py`.

Start-up is that of fresh processes. Throughput in process is `Simulator.handle` in one thread; over a socket one
keep-alive client of the standard library sends to `pcc simulate` in a process of its own, whose memory is read
between rounds of 32 parallel clients that each run a workflow again and again.
"""

import base64
import http.client
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

from pcc.postman import read_collection
from pcc.runner import Ports, RunOptions, follow_run, run_collection
from pcc.runner.transports.network import NetworkTransport
from pcc.simulator import Simulator, SimulatorRequest

ROOT = Path(__file__).parents[1]
RUNS, REQUESTS, CLIENTS, WORKFLOWS = 9, 3000, 32, 1000

STARTUP = """
import time
start = time.perf_counter()
from pcc.simulator import Simulator
imported = time.perf_counter()
Simulator()
print(imported - start, time.perf_counter() - imported)
"""

Sender = Callable[[str, str, bytes, dict[str, str]], bytes]


def main() -> None:
    """Measure everything."""
    measure_startup()
    simulator = Simulator()
    measure_throughput("in process", simulator.variables(), in_process(simulator))
    with served() as (port, pid):
        variables = own_environment(port)
        with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
            measure_throughput("over a socket", variables, over_socket(connection))
        measure_crowd(port, pid)


def measure_startup() -> None:
    """Print the median times of importing the package and of making a simulator."""
    pairs = [
        [float(number) for number in subprocess.check_output([sys.executable, "-c", STARTUP]).split()]
        for _ in range(RUNS)
    ]
    imports, makes = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
    show(f"start-up in process: import {imports:.1f} ms, Simulator() {makes:.1f} ms (medians of {RUNS})")


def in_process(simulator: Simulator) -> Sender:
    """Return what calls the function."""

    def send(method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        return simulator.handle(SimulatorRequest(method, path, tuple(headers.items()), body)).body

    return send


def over_socket(connection: http.client.HTTPConnection) -> Sender:
    """Return what sends over one connection."""

    def send(method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        connection.request(method, path, body, headers)
        return connection.getresponse().read()

    return send


def measure_throughput(where: str, variables: dict[str, str], send: Sender) -> None:
    """Print requests a second for each kind of request."""
    pair = base64.b64encode(f"{variables['adminAppID']}:{variables['adminAppSecret']}".encode()).decode()
    form = {"Authorization": f"Basic {pair}", "Content-Type": "application/x-www-form-urlencoded"}
    token_path, grant = f"/{variables['adminEnvID']}/as/token", b"grant_type=client_credentials"
    bearer = {"Authorization": f"Bearer {json.loads(send('POST', token_path, grant, form))['access_token']}"}
    created = bearer | {"Content-Type": "application/json"}
    base = f"/v1/environments/{variables['envID']}"
    kinds: dict[str, Callable[[int], bytes]] = {
        "worker token (RS256)": lambda _: send("POST", token_path, grant, form),
        "create a population": lambda n: send("POST", f"{base}/populations", b'{"name":"%d"}' % n, created),
        "read the environment": lambda _: send("GET", base, b"", bearer),
        "not found": lambda _: send("GET", "/nothing", b"", {}),
    }
    for name, call in kinds.items():
        start = time.perf_counter()
        for number in range(REQUESTS):
            call(number)
        show(f"{where}: {name:22} {REQUESTS / (time.perf_counter() - start):8.0f} requests/s")


@contextmanager
def served() -> Iterator[tuple[int, int]]:
    """Serve in a process of its own; yield its port and process id."""
    command = [sys.executable, "-m", "pcc", "simulate", "--silent"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = re.search(r":(\d+),", process.stdout.readline())
        assert found
        try:
            yield int(found[1]), process.pid
        finally:
            process.terminate()


def own_environment(port: int) -> dict[str, str]:
    """Ask for an environment of one's own."""
    with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("POST", "/_simulator/environments")
        variables: dict[str, str] = json.load(connection.getresponse())["variables"]
        return variables


def measure_crowd(port: int, pid: int) -> None:
    """Print how 32 clients at once fare, and what the server holds after each quarter."""
    files = sorted((ROOT / "out").glob("*.postman_collection.json"))
    collections = [read_collection(path.read_text(encoding="utf-8"), file=str(path)) for path in files]
    environments = [own_environment(port) for _ in range(CLIENTS)]

    def run(number: int, times: int) -> tuple[int, int]:
        with closing(NetworkTransport()) as transport:
            events = run_collection(
                collections[number % len(collections)],
                None,
                ports=Ports(transport),
                target="",
                options=RunOptions(iterations=times),
                overrides=environments[number],
            )
            result = follow_run(events, lambda _: None)
        return sum(not item.passed for item in result.items), len(result.items)

    show(f"memory of the server before: {memory_mb(pid):.0f} MB")
    for quarter in range(4):
        start = time.perf_counter()
        with ThreadPoolExecutor(CLIENTS) as pool:
            times = [WORKFLOWS // 4 // CLIENTS + (number < WORKFLOWS // 4 % CLIENTS) for number in range(CLIENTS)]
            done = list(pool.map(run, range(CLIENTS), times))
        failed, sent = (sum(column) for column in zip(*done, strict=True))
        elapsed = time.perf_counter() - start
        show(
            f"{CLIENTS} clients, {sum(times) * (quarter + 1)} workflows so far: {failed} items failed, "
            f"{sent / elapsed:.0f} requests/s, memory {memory_mb(pid):.0f} MB"
        )


def memory_mb(pid: int) -> float:
    """Return the resident memory of a process in MB (Linux)."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else float("nan")


def show(line: str) -> None:
    """Print at once, also into a pipe."""
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
