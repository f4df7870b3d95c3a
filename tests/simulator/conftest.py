"""A fresh simulator for each test, with one signing key for all of them."""

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from pcc.simulator import Simulator
from simulator.sim_client import Client


@pytest.fixture(scope="session")
def signing_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture
def simulator(signing_key: rsa.RSAPrivateKey) -> Simulator:
    # The clock stands still: time passes only where a test says so.
    return Simulator(signing_key=signing_key, now=lambda: 1_800_000_000.5)


@pytest.fixture
def client(simulator: Simulator) -> Client:
    return Client(simulator)
