"""Credentials of every kind go out of both engines as the same bytes.

What Newman drew (nonces, times) is read off its requests and given to pcc's ports, so that nothing has to be passed
over: the same signature comes out, or the test fails. PSS and ECDSA alone draw inside of it; those are verified.
"""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

from fidelity.auth_cases import CASES, AuthCase, ec_key, rsa_key
from fidelity.auth_runs import (
    Drawn,
    by_case,
    claims_of,
    collection_of,
    comparable,
    drawn_by,
    find,
    judge,
    letters,
    replay,
    run_both,
)
from fidelity.auth_servers import REPLIES, authorization
from fidelity.newman_driver import Newman
from fidelity.recording import Recorded, Recorder, record_requests


@dataclass
class Judged:
    """A server, and what Newman sent to it, by item."""

    recorder: Recorder
    folder: Path
    requests: Mapping[str, list[Recorded]]


@pytest.fixture(scope="module")
def judged(newman: Newman, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judged]:
    """All cases, sent by Newman in one run."""
    folder = tmp_path_factory.mktemp("auths")
    (folder / "data.bin").write_bytes(bytes(range(256)))
    with record_requests(REPLIES) as recorder:
        judge(newman, folder, collection_of(*(case.item(recorder.base_url) for case in CASES)), warns=True)
        yield Judged(recorder, folder, by_case(recorder.take()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_both_engines_sign_alike(case: AuthCase, judged: Judged) -> None:
    expected = judged.requests[case.title]
    assert len(expected) == case.sends
    judged.recorder.take()
    run = replay(judged.folder, collection_of(case.item(judged.recorder.base_url)), drawn_by(case.kind, expected))
    found = judged.recorder.take()
    assert [item.error for item in run.items] == [None]
    if re.search("[PE]S[0-9]+$", case.name):
        found, expected = (list(map(verified, requests)) for requests in (found, expected))
    assert list(map(comparable, found)) == list(map(comparable, expected))
    assert len(run.items[0].exchanges) == len(found)
    # NTLM authenticates a connection.
    assert len({request.connection for request in found}) == 1


def verified(request: Recorded) -> Recorded:
    """The request without the signature of its token, which is right."""
    token = authorization(request).removeprefix("Bearer ")
    algorithm = json.loads(base64.urlsafe_b64decode(token.partition(".")[0] + "=="))["alg"]
    key = ECKey.import_key(ec_key()) if algorithm == "ES256" else RSAKey.import_key(rsa_key())
    jws.deserialize_compact(token, key, [algorithm], jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False))
    headers = tuple(
        (name, value.rpartition(".")[0] if value == f"Bearer {token}" else value) for name, value in request.headers
    )
    return Recorded(request.method, request.target, headers, request.body)


def cases_of(*places: str, kind: str = "digest", **attributes: str) -> list[AuthCase]:
    return [AuthCase(f"{index}", kind, attributes, place) for index, place in enumerate(places)]


def test_an_auth_is_inherited_from_the_nearest_one_and_remembers_its_challenge(newman: Newman, tmp_path: Path) -> None:
    place = "/digest/auth/MD5"
    one, two, three, four, five = cases_of(*[place] * 5, username="u", password="{{secret}}")

    def make(base_url: str) -> dict[str, Any]:
        own = {**four.item(base_url, auth=False), "name": "own"}
        own["request"]["auth"] = {"type": "noauth"}
        folder = {
            "name": "Folder",
            "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "t"}]},
            "item": [own, five.item(base_url, auth=False), {"name": "Inner", "item": [two.item(base_url)]}],
        }
        items = [one.item(base_url, auth=False), folder, three.item(base_url, auth=False)]
        return collection_of(*items, auth=one.auth, variable=[{"key": "secret", "value": "s"}])

    with record_requests(REPLIES) as recorder:
        document = make(recorder.base_url)
        judge(newman, tmp_path, document)
        expected = recorder.take()
        signed = [find(r'cnonce="(\w+)"', authorization(request)) for request in expected]
        drawn = Drawn(integers=letters("".join(dict.fromkeys(filter(None, signed)))))
        replay(tmp_path, document, drawn)
        assert list(map(comparable, recorder.take())) == list(map(comparable, expected))
    counts = [find("nc=([0-9a-f]+)", authorization(request)) for request in expected]
    assert counts == ["", "00000001", "", "", "", "00000001", "00000002"]


def test_references_are_resolved_in_every_attribute(newman: Newman, tmp_path: Path) -> None:
    values = {"alg": "HS256", "key": "s", "who": "{{key}}ü", "claim": "c"}
    attributes = {"algorithm": "{{alg}}", "secret": "{{key}}", "payload": {"{{claim}}": [{"sub": "{{who}}"}], "n": 1}}
    case = AuthCase("references", "jwt", attributes)
    variables = [{"key": key, "value": value} for key, value in values.items()]
    both = run_both(newman, tmp_path, lambda base_url: collection_of(case.item(base_url), variable=variables))
    assert list(map(comparable, both.found)) == list(map(comparable, both.expected))
    assert claims_of(authorization(both.found[0])) == {"{{claim}}": [{"sub": "sü"}], "n": 1}
