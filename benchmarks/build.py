"""Builds at scale: `python benchmarks/build.py [WORKFLOWS]`.

Makes a project of 1,000 workflows of 12 steps out of ten shared modules in a temporary folder, and prints wall and CPU
seconds of `pcc build`: cold, in one process, when nothing changed, when one source did, and when a shared module did.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ENVIRONMENT = """
from pcc import Environment, variable

class Api(Environment):
    base = variable("baseUrl", "https://api.example.com")
    token = variable("apiToken", secret=True)

env = Api()
"""
SHARED = """
from pcc import Ref, Steps, jsonpath, sent, status
from shared.environment import env

def make(w: Steps, number: int, *, id_as: str) -> Ref:
    made = w.post(
        f"Make thing {{number}}", f"{{env.base}}/things{number}", does="make a thing",
        json={{"name": f"thing {{number}}", "enabled": True, "tags": ["a", "b"], "nested": {{"x": 1, "y": None}}}},
        expect=[status(201), jsonpath("$.name").equals(sent("$.name")), jsonpath("$.enabled").equals(True)],
    )
    return made.capture(id_as, "$.id")

def read(w: Steps, thing: Ref, number: int) -> None:
    w.get(
        f"Read thing {{number}}", f"{{env.base}}/things{number}/{{thing}}", does="read it",
        expect=[status(200), jsonpath("$.id").equals(thing), jsonpath("$.tags[*]", every=True).contains("a")],
    )
"""
SOURCE = """
from pcc import Workflow, bearer, workflow
from shared.environment import Api, env
from shared.steps{shared} import make, read

@workflow("Flow {number}", environment=Api, prerequisites=["A token."], auth=bearer(env.token))
def flow_{number:04}(w: Workflow) -> None:
    for number in range(6):
        thing = make(w, number + {number}, id_as=f"thing{{number}}ID")
        read(w, thing, number)
"""


def make_project(root: Path, workflows: int) -> None:
    """Write the sources."""
    shared = root / "collections/shared"
    shared.mkdir(parents=True)
    (root / "pyproject.toml").write_text("[tool.pcc]\n")
    (shared / "environment.py").write_text(ENVIRONMENT)
    for number in range(10):
        (shared / f"steps{number}.py").write_text(SHARED.format(number=number))
    for number in range(workflows):
        (root / f"collections/flow_{number:04}.py").write_text(SOURCE.format(number=number, shared=number % 10))


def measure(root: Path, what: str, *arguments: str, cores: int | None = None) -> None:
    """Run `pcc build` in a process of its own, on so many cores, and print what it took."""
    allowed = sorted(os.sched_getaffinity(0))[:cores] if hasattr(os, "sched_getaffinity") else []
    pin = (lambda: os.sched_setaffinity(0, allowed)) if allowed else None
    command = [sys.executable, "-m", "pcc", "build", *arguments]
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, preexec_fn=pin)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"pcc build ended with {process.returncode}")
    wall, cpu = time.perf_counter() - start, usage.ru_utime + usage.ru_stime
    print(f"{what:32} {wall:6.2f} s wall {cpu:6.2f} s CPU")  # noqa: T201


def main() -> None:
    """Measure every kind of build."""
    workflows = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_project(root, workflows)
        measure(root, "cold")
        measure(root, "no cache, files in place", "--no-cache")
        measure(root, "no cache, one core", "--no-cache", cores=1)
        measure(root, "nothing changed")
        measure(root, "nothing changed, --check", "--check")
        (root / "collections/flow_0000.py").write_text(SOURCE.format(number=0, shared=1))
        measure(root, "one source changed")
        (root / "collections/shared/steps5.py").write_text(SHARED.format(number=55))
        measure(root, "a tenth's shared steps changed")


if __name__ == "__main__":
    main()
