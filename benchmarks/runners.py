"""pcc beside other runners and beside the limits: `python benchmarks/runners.py`.

One workload of ten requests, each with a status test and a capture, against one server on loopback, in one run: Newman,
Bruno's and Postman's CLI (brought from npm into the user's cache), a bare httpx loop, a bare socket loop. Whoever takes
part runs in processes of its own, one after the other, round by round: one iteration from cold, then LOW and HIGH
iterations. The difference of these two, for the requests between them, is what a request costs once a runner is under
way. Ratios are taken within a round; what is printed are medians over the rounds.

The server counts: a run that sent more or less than it should ends the benchmark. `--quick` is for a first look.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from race.contestants import NAMES, Contestant, contestants  # noqa: E402
from race.measuring import Measured, measure  # noqa: E402
from race.workload import STEPS  # noqa: E402


@dataclass(frozen=True, slots=True)
class Round:
    """What one contestant did in one round."""

    cold: Measured
    low: Measured
    high: Measured
    requests: int

    @property
    def wall(self) -> float:
        """Seconds on the clock for a request, once under way."""
        return (self.high.wall - self.low.wall) / self.requests

    @property
    def cpu(self) -> float:
        """Seconds of CPU for a request, once under way."""
        return (self.high.cpu - self.low.cpu) / self.requests


@contextmanager
def serving() -> Iterator[str]:
    """Run the server in a process of its own, and give its address."""
    command = [sys.executable, "-m", "race.server"]
    with subprocess.Popen(command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.terminate()


class Track:
    """Runs contestants, and has the server count what they send."""

    def __init__(self, base: str) -> None:
        self._base = base
        # Whatever proxy the environment names, it is not for loopback.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def run(self, contestant: Contestant, iterations: int) -> Measured:
        """Run so many iterations. Raises SystemExit when it failed, or sent another number of requests."""
        self._count()
        measured = measure(contestant.command(iterations), contestant.folder, path=HERE)
        sent, wanted = self._count(), iterations * len(STEPS)
        if sent != wanted:
            raise SystemExit(f"{contestant.title} sent {sent} requests, not {wanted}")
        return measured

    def _count(self) -> int:
        with self._opener.open(f"{self._base}/count") as answer:
            return int(answer.read())


def compare(track: Track, field: Sequence[Contestant], options: argparse.Namespace) -> dict[str, list[Round]]:
    """Run everybody, round by round."""
    found: dict[str, list[Round]] = {contestant.name: [] for contestant in field}
    requests = (options.high - options.low) * len(STEPS)
    for contestant in field:
        # Bytecode, caches of the file system.
        track.run(contestant, 1)
    for number in range(options.rounds):
        for contestant in field:
            print(f"round {number + 1} of {options.rounds}: {contestant.title}", file=sys.stderr)  # noqa: T201
            cold, low, high = (track.run(contestant, n) for n in (1, options.low, options.high))
            found[contestant.name].append(Round(cold, low, high, requests))
    return found


def flatness(track: Track, field: Sequence[Contestant], options: argparse.Namespace) -> Iterator[str]:
    """What long runs of pcc hold of memory, against short ones. What V8 holds of a sandbox is its own affair."""
    few, many = options.flat
    for contestant in (entry for entry in field if entry.name == "pcc"):
        pairs = [(track.run(contestant, few).memory, track.run(contestant, many).memory) for _ in range(options.rounds)]
        ratio = statistics.median(more / less for less, more in pairs)
        less, more = (statistics.median(column) for column in zip(*pairs, strict=True))
        yield f"{contestant.title}: {less:.1f} MB at {few} iterations, {more:.1f} MB at {many}: {ratio:.2f} times"


def table(found: dict[str, list[Round]], field: Sequence[Contestant], options: argparse.Namespace) -> Iterator[str]:
    """The medians, one line for each contestant."""
    yield (
        f"{'':34}{'1 iteration, cold':>22}{'once under way, a request':>36}{'peak memory, MB':>20}\n"
        f"{'':34}{'wall s':>11}{'CPU s':>11}{'wall us':>12}{'CPU us':>12}{'requests/s':>12}"
        f"{f'{options.low} it.':>10}{f'{options.high} it.':>10}"
    )
    for contestant in field:
        rounds = found[contestant.name]
        wall = _median(entry.wall for entry in rounds)
        yield (
            f"{contestant.title:34}{_median(entry.cold.wall for entry in rounds):11.3f}"
            f"{_median(entry.cold.cpu for entry in rounds):11.3f}{wall * 1e6:12.0f}"
            f"{_median(entry.cpu for entry in rounds) * 1e6:12.0f}{_ratio(1, wall):12.0f}"
            f"{_median(entry.low.memory for entry in rounds):10.0f}"
            f"{_median(entry.high.memory for entry in rounds):10.0f}"
        )


def ratios(found: dict[str, list[Round]], field: Sequence[Contestant]) -> Iterator[str]:
    """pcc against each of the others: medians of the ratios within a round."""
    for own in (entry for entry in field if entry.name.startswith("pcc")):
        for other in (entry for entry in field if not entry.name.startswith("pcc")):
            pairs = list(zip(found[own.name], found[other.name], strict=True))
            speed = _median(_ratio(theirs.wall, ours.wall) for ours, theirs in pairs)
            cpu = _median(_ratio(ours.cpu, theirs.cpu) for ours, theirs in pairs)
            line = f"{own.title} against {other.title}: {speed:.2f} times its throughput, {cpu:.3f} of its CPU"
            if not other.limit:
                wall = _median(ours.cold.wall / theirs.cold.wall for ours, theirs in pairs)
                cold = _median(ours.cold.cpu / theirs.cold.cpu for ours, theirs in pairs)
                memory = _median(ours.high.memory / theirs.high.memory for ours, theirs in pairs)
                line += f"; cold {wall:.2f} of its wall time, {cold:.2f} of its CPU; {memory:.2f} of its memory"
            yield line


def _ratio(one: float, other: float) -> float:
    # So few requests that the clock did not move compare with nothing.
    return one / other if other else float("nan")


def _median(values: Iterator[float]) -> float:
    return statistics.median(values)


def machine() -> str:
    """What it was measured on."""
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs ({_model()}), "
        f"Python {platform.python_version()}, Node {_node()}, pcc {version('postman-collection-compiler')}, "
        f"httpx {version('httpx')}"
    )


def _node() -> str:
    node = shutil.which("node")
    if node is None:
        return "-"
    return subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()


def _model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "unknown")


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description="pcc beside other runners and beside the limits.")
    parser.add_argument("--rounds", type=int, default=3, help="how often everybody runs")
    parser.add_argument("--low", type=int, default=100, help="iterations of the shorter run")
    parser.add_argument("--high", type=int, default=1100, help="iterations of the longer run")
    parser.add_argument("--flat", type=int, nargs=2, default=(200, 2000), help="iterations to compare the memory of")
    parser.add_argument("--only", default=",".join(NAMES), help=f"who takes part, of {','.join(NAMES)}")
    parser.add_argument("--quick", action="store_true", help="one round of few iterations")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what was measured, unabridged")
    options = parser.parse_args(arguments)
    if options.quick:
        options.rounds, options.low, options.high, options.flat = 1, 10, 60, (20, 100)
    unknown = set(options.only.split(",")) - set(NAMES)
    if unknown:
        parser.error(f"nobody is called {', '.join(sorted(unknown))}: there are {', '.join(NAMES)}")
    return options


def main(arguments: Sequence[str]) -> None:
    """Measure everything and print it."""
    options = read_options(arguments)
    with serving() as base, tempfile.TemporaryDirectory() as folder:
        field = list(contestants(Path(folder), base, options.only.split(",")))
        track = Track(base)
        found = compare(track, field, options)
        lines = [machine(), f"medians of {options.rounds} rounds, {len(STEPS)} requests an iteration", ""]
        lines += [*table(found, field, options), "", *ratios(found, field), "", *flatness(track, field, options)]
    print("\n".join(lines))  # noqa: T201
    if options.json:
        record = {name: [_record(entry) for entry in rounds] for name, rounds in found.items()}
        options.json.write_text(json.dumps(record, indent=2), encoding="utf-8")


def _record(entry: Round) -> dict[str, dict[str, float]]:
    runs = {"cold": entry.cold, "low": entry.low, "high": entry.high}
    return {name: {"wall": run.wall, "cpu": run.cpu, "memory": run.memory} for name, run in runs.items()}


if __name__ == "__main__":
    main(sys.argv[1:])
