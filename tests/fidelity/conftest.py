"""What the fidelity tests share: Newman, the built workflows, one signing key for all simulators."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

import pcc
from fidelity.newman_driver import Newman, require_newman

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
