"""Many clients at once over sockets, each with a workflow and an environment of its own."""

import http.client
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from pcc.model.collection import Collection
from pcc.model.result import RunResult
from pcc.postman import read_collection
from pcc.runner import Ports, RunOptions, follow_run, run_collection
from pcc.runner.transports.network import NetworkTransport
from pcc.simulator import Limits
from pcc.simulator.serving import Server

OUT = Path(__file__).parents[2] / "out"
CLIENTS, WORKFLOWS = 32, 1000


def collections() -> list[Collection]:
    files = sorted(OUT.glob("*.postman_collection.json"))
    return [read_collection(path.read_text(encoding="utf-8"), file=str(path)) for path in files]


def own_environment(port: int) -> dict[str, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("POST", "/_simulator/environments")
        variables: dict[str, str] = json.load(connection.getresponse())["variables"]
        return variables


def client_of(port: int) -> Callable[[Collection, int], RunResult]:
    def run(collection: Collection, times: int) -> RunResult:
        with closing(NetworkTransport()) as transport:
            events = run_collection(
                collection,
                None,
                ports=Ports(transport),
                target="",
                options=RunOptions(iterations=times),
                overrides=own_environment(port),
            )
            return follow_run(events, lambda _: None)

    return run


def test_32_clients_run_1000_workflows_within_the_limits() -> None:
    available = collections()
    chosen = [available[number % len(available)] for number in range(CLIENTS)]
    # 1000 = 8 * 32 + 24 * 31
    times = [WORKFLOWS // CLIENTS + (number < WORKFLOWS % CLIENTS) for number in range(CLIENTS)]
    with Server(limits=Limits(things=400)) as server, ThreadPoolExecutor(CLIENTS) as pool:
        results = list(pool.map(client_of(server.port), chosen, times))
        held = server.simulator.counts()
    assert sum(len(result.iterations) for result in results) == WORKFLOWS
    assert [result.collection for result in results if not result.passed] == []
    assert max(count for name, count in held.items() if name not in ("documentBytes", "environments")) <= 400
    assert held["documentBytes"] < 8_000_000
