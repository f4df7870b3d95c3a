"""What the fidelity tests share: Newman, the built workflows, one signing key for all simulators."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

import pcc
from fidelity.newman_driver import Newman, require_newman
from pcc.errors import EngineMissingError
from pcc.sandbox import find_engine

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def newman() -> Iterator[Newman]:
    """Newman, or a skip without Node; in CI a failure."""
    with closing(require_newman()) as judge:
        yield judge


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of all workflows, freshly built."""
    out = tmp_path_factory.mktemp("out")
    assert pcc.build(project=ROOT, out=out).valid
    return out


@pytest.fixture(scope="session")
def signing_key() -> rsa.RSAPrivateKey:
    """One key: making one takes longer than a run."""
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture(scope="session")
def engine_here() -> None:
    """Skip without the JavaScript engine; in CI fail."""
    try:
        find_engine()
    except EngineMissingError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))
