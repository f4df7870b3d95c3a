"""CPU time of whole commands, cold: `python benchmarks/startup.py [RUNS]`.

Prints a line for each command: the median, the least and the most of user + system seconds over the runs.
"""

import os
import statistics
import subprocess
import sys

COMMANDS = (("--help",), ("list",), ("build", "--check"), ("replay", "--silent"))


def cpu_seconds(arguments: tuple[str, ...]) -> float:
    """Run a command once in a process of its own and return its user + system seconds."""
    process = subprocess.Popen([sys.executable, "-m", "pcc", *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"pcc {' '.join(arguments)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Measure every command."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    for arguments in COMMANDS:
        cpu_seconds(arguments)
        times = [cpu_seconds(arguments) for _ in range(runs)]
        median = statistics.median(times)
        print(f"pcc {' '.join(arguments):16} {median:.3f} s CPU  ({min(times):.3f} to {max(times):.3f})")  # noqa: T201


if __name__ == "__main__":
    main()
