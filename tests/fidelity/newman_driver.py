"""Newman as a judge: finds or installs it, runs collections through `run_newman.js`, gives back data."""

import fcntl
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

import pytest

from fidelity.outcomes import ItemOutcome, Outcome

__all__ = ["Newman", "NewmanJob", "require_newman"]

HOME = Path(__file__).parent
VERSION = "6.2.2"


@dataclass(frozen=True)
class NewmanJob:
    """One run: a collection file and, perhaps, files of variables. Without `iterations` the rows of `data` count.

    `warns` when Newman may write to its console; `reports` are reporters with their files.
    `options` are further ones of `newman.run`; `process` are variables of its process, for runs that are not parallel.
    """

    collection: Path
    environment: Path | None = None
    iterations: int | None = 1
    working_dir: Path | None = None
    data: Path | None = None
    globals: Path | None = None
    global_variables: tuple[tuple[str, str], ...] = ()
    folders: tuple[str, ...] = ()
    bail: bool = False
    timeout_script_ms: int | None = None
    warns: bool = False
    reports: Mapping[str, Path] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    process: Mapping[str, str] = field(default_factory=dict)


class Newman:
    """Runs collections, all in one Node process: starting one takes longer than most runs."""

    def __init__(self, node: str) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the process
        self._process = subprocess.Popen(
            [node, "run_newman.js"],
            cwd=HOME,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
        )

    def close(self) -> None:
        """End the process."""
        self._process.communicate()
        self._errors.close()

    def run(self, *jobs: NewmanJob, parallel: int = 4) -> list[Outcome]:
        """Run all jobs, up to `parallel` at a time, and return their outcomes in order."""
        records = self.records(*jobs, parallel=parallel)
        return [_read_run(record, warns=job.warns) for job, record in zip(jobs, records, strict=True)]

    def records(self, *jobs: NewmanJob, parallel: int = 4) -> list[dict[str, Any]]:
        """Run all jobs and return what `run_newman.js` says of each."""
        runs = [
            {
                "collection": str(job.collection),
                "environment": job.environment and str(job.environment),
                "iterations": job.iterations,
                "workingDir": job.working_dir and str(job.working_dir),
                "data": job.data and str(job.data),
                "globals": job.globals and str(job.globals),
                "globalVars": job.global_variables,
                "folders": job.folders,
                "bail": job.bail,
                "timeoutScript": job.timeout_script_ms,
                "reports": {name: str(path) for name, path in job.reports.items()},
                "options": dict(job.options),
                "processEnvironment": dict(job.process),
            }
            for job in jobs
        ]
        answer = self._ask(json.dumps({"parallel": parallel, "runs": runs}))
        records: list[dict[str, Any]] = json.loads(answer)
        return records

    def read_data(self, *files: Path) -> list[tuple[str | None, str | None]]:
        """Read files of iteration data; return for each an error, or the rows in the notation of `exact`."""
        answer = self._ask(json.dumps({"data": [str(file) for file in files]}))
        return [(error, rows) for error, rows in json.loads(answer)]

    def _ask(self, line: str) -> bytes:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            self._errors.seek(0)
            pytest.fail(f"Newman's process ended:\n{self._errors.read().decode(errors='replace')}")
        return answer


def _environment() -> dict[str, str]:
    # A proxy of the machine has no part in a run on loopback.
    return {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}


def _read_run(record: Mapping[str, Any], *, warns: bool) -> Outcome:
    assert record["error"] is None, record["error"]
    assert warns or record["console"] == []
    return Outcome(
        tuple(map(_read_item, record["items"])),
        dict(record["environment"]),
        dict(record["globals"]),
        dict(record["collection"]),
        tuple((level, text) for level, text in record["console"]),
        passed=record["passed"],
    )


def _read_item(record: Mapping[str, Any]) -> ItemOutcome:
    return ItemOutcome(
        name=record["name"],
        iteration=record["iteration"],
        code=record["code"],
        assertions=tuple((name, error) for name, error, _ in record["assertions"]),
        errors=(*record["requestErrors"], *record["scriptErrors"]),
        environment=dict(record["environment"] or []),
        skipped=tuple(name for name, _, skipped in record["assertions"] if skipped),
    )


def require_newman() -> Newman:
    """Return Newman, installed when it is not there yet; skip the test without Node (fail it in CI)."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        _cannot("Node is not on PATH, and Newman needs it")
    with _locked():
        if _installed() != VERSION:
            _install(npm)
    return Newman(node)


def _cannot(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def _locked() -> Iterator[None]:
    # One worker installs, the others wait; the lock ends with its process, whatever happens to it.
    path = Path(tempfile.gettempdir(), f"pcc-newman-{sha256(bytes(HOME)).hexdigest()[:16]}.lock")
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _installed() -> str | None:
    # npm writes this file last: an install that was cut short has none.
    try:
        lock = json.loads((HOME / "node_modules/.package-lock.json").read_text(encoding="utf-8"))
        found: str = lock["packages"]["node_modules/newman"]["version"]
    except (OSError, ValueError, KeyError):
        return None
    return found


def _install(npm: str) -> None:
    finished = subprocess.run(
        [npm, "ci", "--no-audit", "--no-fund"], cwd=HOME, capture_output=True, text=True, check=False
    )
    if finished.returncode:
        _cannot(f"npm ci failed:\n{finished.stderr}")
