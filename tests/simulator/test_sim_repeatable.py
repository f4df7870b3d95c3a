"""With clock, ids and key injected, the same requests get the same bytes."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from unittest.mock import patch
from uuid import UUID

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from pcc.simulator import Simulator, SimulatorRequest, SimulatorResponse
from pcc.simulator.faults import Answer
from simulator import sim_client
from simulator.sim_client import Client, app_body, device_app_body

TESTS = Path(__file__).parents[1]

SCRIPT = """
import sys
from cryptography.hazmat.primitives.serialization import load_pem_private_key
sys.path.insert(0, sys.argv[1])
from simulator.test_sim_repeatable import digest
print(digest(load_pem_private_key(sys.stdin.buffer.read(), None)))
"""


def numbered() -> Iterator[str]:
    return (str(UUID(int=number, version=4)) for number in count(1))


def digest(key: rsa.RSAPrivateKey) -> str:
    """A hash over every byte of every answer of sign-on, refresh and device flows, and of a clock that moves."""
    ids = numbered()
    simulator = Simulator(signing_key=key, now=lambda: 1_800_000_000.5, new_id=lambda: next(ids))
    seen = hashlib.sha256(json.dumps(simulator.variables()).encode())

    def listen(request: SimulatorRequest, proceed: Answer) -> SimulatorResponse:
        response = proceed(request)
        seen.update(repr(response).encode())
        return response

    simulator.plant(listen)
    with patch.object(sim_client, "_numbers", count(1)):
        walk(Client(simulator))
    return seen.hexdigest()


def walk(client: Client) -> None:
    app = client.app(**app_body(name="App"))
    user = client.user(username="app_user")
    tokens = client.tokens(app, user, scope="openid", state="s", nonce="n")
    client.simulator.advance(10)
    client.refresh(app, tokens["refresh_token"])
    client.introspect(app, tokens["access_token"])
    device = client.device_app(**device_app_body(name="Device"))
    client.form("as/device_authorization", {"client_id": device.id, "scope": "openid"})
    client.login(client.get("device").query("flowId"), user)
    client.manage("GET", "users")
    client.get("as/jwks")


def test_two_processes_with_other_hash_seeds_answer_the_same_bytes(signing_key: rsa.RSAPrivateKey) -> None:
    pem = signing_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(TESTS)],
            input=pem,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_another_key_shows_in_the_bytes(signing_key: rsa.RSAPrivateKey) -> None:
    # The comparison above could not fail if the digest saw nothing of the answers.
    assert digest(signing_key) == digest(signing_key)
    assert digest(signing_key) != digest(rsa.generate_private_key(65537, 2048))
