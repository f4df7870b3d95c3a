"""What `pcc load` reaches on this machine: `python benchmarks/load.py [SECONDS] [ROUNDS]`.

Loads a collection of ten requests, a status test and a capture in each, against a server of its own process that costs
little and counts: with one worker process and with two, one after the other in each round. Prints medians: requests a
second by the server's own count, CPU of a request on either side, whether any request was lost, peak memory; then what
users who mostly wait cost. It needs the extra `load`.
"""

import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pcc.model.statement import Assertion, Capture, Comparison, JsonPath, Literal, Operator, StatusCode
from pcc.scripts import render_script

ITEMS = 10
BODY = b'{"id": "0f2c1a7e-7a5d-4a55-9d0c-2f4f4f6b9c11", "name": "Ann", "enabled": true, "tags": ["a", "b"]}'
HEAD = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(BODY)}\r\n\r\n".encode()
SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def tell(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Answering(asyncio.Protocol):
    """Answers every request alike, after a delay if there is one, and counts."""

    count = 0
    delay_s = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what to write to."""
        assert isinstance(transport, asyncio.Transport)
        self.write = transport.write

    def data_received(self, data: bytes) -> None:
        """Answer; a request fits into one piece."""
        if data.startswith(b"GET /_count "):
            text = json.dumps([Answering.count, time.process_time()]).encode()
            self.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(text), text))
            return
        Answering.count += 1
        if self.delay_s:
            asyncio.get_running_loop().call_later(self.delay_s, self.write, HEAD + BODY)
        else:
            self.write(HEAD + BODY)


async def serve(delay_ms: float) -> None:
    """Print the port, and serve until this process is ended."""
    Answering.delay_s = delay_ms / 1000
    server = await asyncio.get_running_loop().create_server(Answering, "127.0.0.1", 0, backlog=4096)
    tell(str(server.sockets[0].getsockname()[1]))
    await server.serve_forever()


@contextmanager
def serving(delay_ms: float = 0) -> Iterator[str]:
    """Serve in a process of its own."""
    command = [sys.executable, __file__, "serve", str(delay_ms)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()


def ask(base: str) -> tuple[int, float]:
    """Return what the server counted, and the seconds of CPU that it used."""
    from urllib.request import urlopen

    with urlopen(f"{base}/_count") as answer:
        count, cpu = json.load(answer)
    return count, cpu


def write_collection(folder: Path) -> Path:
    """Write ten requests; each has a status test, and captures what the next one sends."""
    items = []
    for number in range(ITEMS):
        status = Assertion(StatusCode(), Comparison(Operator.EQUALS, Literal(200)))
        script = render_script((status, Capture("id", JsonPath("$.id")))).split("\n")
        request = {"method": "GET", "url": f"{{{{base}}}}/step/{number}/{{{{id}}}}", "header": []}
        events = [{"listen": "test", "script": {"exec": script}}]
        items.append({"name": f"Step {number + 1}", "request": request, "event": events})
    file = folder / "load.postman_collection.json"
    start = [{"key": "id", "value": "none"}]
    file.write_text(json.dumps({"info": {"name": "Ten", "schema": SCHEMA}, "item": items, "variable": start}), "utf-8")
    return file


@dataclass(frozen=True)
class Measured:
    """One load: requests a second, microseconds of CPU a request on both sides, requests lost, peak memory in MB."""

    rate: float
    client_us: float
    server_us: float
    lost: int
    peak_mb: float
    seconds: float


def measure(file: Path, base: str, *arguments: object) -> Measured:
    """Load once, and hold it against the server's own count."""
    before, cpu_before = ask(base)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "pcc", "load", file, "--env-var", f"base={base}", *arguments]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [*map(str, command), "--csv", f"{folder}/load"], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(done.stdout + done.stderr)
        told = done.stdout.rpartition(" requests in ")
    after, cpu_after = ask(base)
    more = resource.getrusage(resource.RUSAGE_CHILDREN)
    count, seconds = after - before, float(told[2].split(" ")[0])
    client = more.ru_utime + more.ru_stime - used.ru_utime - used.ru_stime
    reported = int(told[0].rpartition("\n")[2].replace(",", ""))
    each = 1e6 / max(count, 1)
    return Measured(
        count / seconds,
        client * each,
        (cpu_after - cpu_before) * each,
        count - reported,
        more.ru_maxrss / 1024,
        seconds,
    )


def median(results: list[Measured], name: str) -> float:
    """The median of one figure."""
    return statistics.median(getattr(result, name) for result in results)


def compare(file: Path, seconds: float, rounds: int) -> None:
    """One worker process against two, on a server that answers at once."""
    results: dict[int, list[Measured]] = {1: [], 2: []}
    with serving() as base:
        for _ in range(rounds):
            for processes, found in results.items():
                arguments = ("-u", 20, "-r", 1000, "-t", f"{seconds}s", "--processes", processes)
                found.append(measure(file, base, *arguments))
    for processes, found in results.items():
        tell(
            f"{processes} worker process(es): {median(found, 'rate'):,.0f} requests/s, CPU of a request "
            f"{median(found, 'client_us'):.0f} us here and {median(found, 'server_us'):.0f} us in the server, "
            f"{sum(result.lost for result in found)} lost in {rounds} runs, {median(found, 'peak_mb'):.0f} MB at most"
        )
    ratios = [two.rate / one.rate for one, two in zip(results[1], results[2], strict=True)]
    tell(f"two against one, round by round: {', '.join(f'{r:.2f}' for r in ratios)}; {statistics.median(ratios):.2f}")


def wait(file: Path, seconds: float) -> None:
    """Users of one process that mostly wait: the server answers after 100 ms, and they think for a second."""
    for users in (100, 500, 1000, 2000):
        with serving(delay_ms=100) as base:
            arguments = ("-u", users, "-r", 200, "-t", f"{users / 200 + seconds}s", "--think-time", 1000)
            found = measure(file, base, *arguments)
        tell(
            f"{users} users in one process: {found.rate:,.0f} requests/s, {found.client_us:.0f} us of CPU a request, "
            f"{found.lost} lost, {found.peak_mb:.0f} MB"
        )


def main() -> None:
    """Measure all, or serve."""
    if sys.argv[1:2] == ["serve"]:
        asyncio.run(serve(float(sys.argv[2])))
        return
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 8.0
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    tell(f"{os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        file = write_collection(Path(folder))
        compare(file, seconds, rounds)
        wait(file, seconds)


if __name__ == "__main__":
    main()
