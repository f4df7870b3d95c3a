"""`pcc check` over many files, in one process of its own: `python benchmarks/checks.py [FILES] [RUNS]`.

Makes FILES collection files (by default 1000) out of those in `out/`, each with a name of its own inside, and prints
the median, the least and the most of the seconds that one call takes, and of its CPU seconds.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

OUT = Path(__file__).parents[1] / "out"


def make_files(folder: Path, count: int) -> None:
    """Copy the built collections in turn, each copy with another name and other texts in its scripts."""
    built = sorted(OUT.glob("*.postman_collection.json"))
    for number in range(count):
        source = built[number % len(built)]
        text = source.read_text(encoding="utf-8").replace('"name": "', f'"name": "{number} ')
        # Nothing that is read once may be known for the copies: the captures are called otherwise, too.
        text = text.replace("appUser", f"appUser{number}")
        (folder / f"{number:05}-{source.name}").write_text(text, encoding="utf-8")


def measure(folder: Path, *options: str) -> tuple[float, float, str]:
    """Check a folder once; return seconds, user + system seconds, and the closing line."""
    command = [sys.executable, "-m", "pcc", "check", *options, str(folder)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = process.stdout.read().strip().splitlines()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, said[-1]


def main() -> None:
    """Measure with and without an environment."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    environment = str(OUT / "pingone.postman_environment.json")
    with tempfile.TemporaryDirectory() as name:
        make_files(Path(name), count)
        for options in ((), ("-e", environment)):
            found = [measure(Path(name), *options) for _ in range(runs)]
            seconds, cpu = sorted(one[0] for one in found), sorted(one[1] for one in found)
            print(  # noqa: T201
                f"pcc check{' -e FILE' if options else ''} FOLDER  {statistics.median(seconds):.2f} s "
                f"({seconds[0]:.2f} to {seconds[-1]:.2f}), {statistics.median(cpu):.2f} s CPU  {found[0][2]}"
            )


if __name__ == "__main__":
    main()
