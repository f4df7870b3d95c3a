"""The benchmark beside Newman: that it runs, and that everybody sends the same; it is no place to judge times."""

import subprocess
import sys
from pathlib import Path

import pytest

from fidelity.newman_driver import Newman

RUNNERS = Path(__file__).parents[2] / "benchmarks/runners.py"


@pytest.mark.usefixtures("engine_here")
def test_the_benchmark_runs_the_same_workload_in_all_that_is_installed(newman: Newman) -> None:
    # The fixture has installed Newman; the other runners of npm would have to be brought from the network.
    few = ["--rounds", "1", "--low", "1", "--high", "2", "--flat", "1", "2"]
    done = subprocess.run(
        [sys.executable, RUNNERS, *few, "--only", "pcc,pcc-sandbox,newman,httpx,raw"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for title in ("pcc", "pcc, every script in the sandbox", "Newman 6.2.2", "a bare httpx.Client loop"):
        assert f"\n{title} " in done.stdout
    assert "pcc against Newman 6.2.2: " in done.stdout


def test_a_benchmark_of_nobody_is_wrong_use() -> None:
    done = subprocess.run([sys.executable, RUNNERS, "--only", "curl"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "nobody is called curl" in done.stderr
