"""A simulator that is the same every time but for its port, and what is random in a run against it."""

import base64
import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from unittest.mock import patch
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import rsa

from pcc.simulator import Fault, Simulator, serving
from pcc.simulator.serving import Server

__all__ = ["Planter", "normalise", "serve_simulator", "write_environment"]

Planter = Callable[[Simulator], Fault]

_PORT = re.compile(r"127\.0\.0\.1:[0-9]+")
_TOKEN = re.compile(r"[\w-]{10,}\.([\w-]{10,})\.[\w-]{10,}")
_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@contextmanager
def serve_simulator(now: float, key: rsa.RSAPrivateKey, faults: Iterable[Planter] = ()) -> Iterator[Server]:
    """Serve a simulator whose ids, secrets and times are the same in every run of a test."""
    draw = Random(0)

    def new_id() -> str:
        # Of another version than the ids that the engines make up, to tell them apart.
        return str(UUID(int=draw.getrandbits(128), version=1))

    made = partial(Simulator, now=lambda: now, new_id=new_id, signing_key=key)
    # The addresses of a simulator are those of its server, which knows its port only now.
    with patch.object(serving, "Simulator", made):
        server = Server().__enter__()
    try:
        for plant in faults:
            server.simulator.plant(plant(server.simulator))
        yield server
    finally:
        server.__exit__(None, None, None)


def write_environment(server: Server, template: Path, path: Path) -> Path:
    """Write the environment file of a server: a built one with the simulator's values."""
    document = json.loads(template.read_text(encoding="utf-8"))
    values = server.simulator.variables()
    for entry in document["values"]:
        entry["value"] = values.pop(entry["key"], entry["value"])
    assert not values
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def normalise(text: str, *, guids: bool = True) -> str:
    """Replace what differs from run to run by its kind: ports, the encoding of tokens and, unless told, made-up ids."""
    text = _TOKEN.sub(lambda match: f"<token of {_payload(match[1])}>", text)
    text = _PORT.sub("<server>", text)
    return _GUID.sub("<guid>", text) if guids else text


def _payload(part: str) -> str:
    try:
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode()
    except ValueError:
        return part
