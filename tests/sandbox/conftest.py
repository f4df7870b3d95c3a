"""The engine for the tests: what is installed, or else the bundle is fetched once."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import pytest

from pcc.errors import EngineMissingError, RunError
from pcc.sandbox import Bundle, Engine, Sandbox, SandboxLimits, find_engine
from pcc.sandbox.fetch import fetch_bundle

# Short, so that a script that never ends does not hold up the tests.
LIMITS = SandboxLimits(timeout_ms=2_000, heap_mb=128, resident_mb=400, output_mb=16)


def cannot(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> Engine:
    """The engine, or a skip; in CI a failure."""
    try:
        return find_engine()
    except EngineMissingError:
        return Engine(fetched(request.config.cache), library())


def library() -> Path:
    spec = find_spec("py_mini_racer")
    if spec is None or spec.origin is None:
        cannot("mini-racer is not installed")
    return Path(spec.origin).parent.parent


def fetched(cache: pytest.Cache | None) -> Bundle:
    if cache is None or shutil.which("npm") is None:
        cannot("Postman's sandbox is not here, and npm is not on PATH to bring it")
    folder = cache.mkdir("sandbox")
    with (folder / "lock").open("w") as lock:
        # One worker fetches, the others wait.
        fcntl.flock(lock, fcntl.LOCK_EX)
        bundle = Bundle(folder / "bundle")
        if not bundle.complete:
            try:
                fetch_bundle(bundle.folder)
            except RunError as error:
                cannot(str(error))
    return bundle


@pytest.fixture(scope="module")
def sandbox(engine: Engine) -> Iterator[Sandbox]:
    """A sandbox that the tests of a module share."""
    with Sandbox(engine, limits=LIMITS) as made:
        made.start()
        yield made


@pytest.fixture
def fresh(engine: Engine) -> Iterator[Sandbox]:
    """A sandbox of a test's own."""
    with Sandbox(engine, limits=replace(LIMITS)) as made:
        yield made
