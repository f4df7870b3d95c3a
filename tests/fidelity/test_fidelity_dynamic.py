"""Dynamic variables: what Newman makes of each has the formats that our values are held against."""

import time
from pathlib import Path

import pcc
from fidelity.newman_driver import Newman, NewmanJob
from fidelity.recording import record_requests
from pcc.model.collection import Collection, Item
from pcc.model.request import RawBody, Request, Url
from pcc.model.template import Reference, Template
from pcc.postman import write_collection
from runner.dynamic_formats import FORMATS, find_faults

ROUNDS = 60
# No value holds these.
BETWEEN, WITHIN = "\x1e", "\x1f"
UNKNOWN = ("$randomFish", "$Guid", "$random")


def collection(url: str) -> Collection:
    parts: list[str | Reference] = []
    for name in (*FORMATS, *UNKNOWN):
        parts += [name, *(part for _ in range(ROUNDS) for part in (WITHIN, Reference(name))), BETWEEN]
    request = Request("POST", Url(Template.of(url)), body=RawBody(Template.of(*parts)))
    return Collection("Dynamic", (Item("All of them", request),))


def values_of(body: bytes) -> dict[str, list[str]]:
    records = body.decode().split(BETWEEN)
    assert records.pop() == ""
    return {record.split(WITHIN)[0]: record.split(WITHIN)[1:] for record in records}


def test_newmans_values_and_ours_have_the_same_formats(newman: Newman, tmp_path: Path) -> None:
    file = tmp_path / "collection.json"
    started = time.time()
    with record_requests({}) as recorder:
        file.write_text(write_collection(collection(recorder.base_url + "/")), encoding="utf-8")
        newman.run(NewmanJob(file))
        pcc.replay(file)
    theirs, ours = (values_of(request.body) for request in recorder.take())
    ended = time.time()
    for engine, found in (("Newman", theirs), ("pcc", ours)):
        assert {name: set(found.pop(name)) for name in UNKNOWN} == {name: {f"{{{{{name}}}}}"} for name in UNKNOWN}
        assert list(found) == list(FORMATS)
        faults = [
            fault
            for name, values in found.items()
            for value in values
            if (fault := find_faults(name, value, started=started, ended=ended))
        ]
        assert faults == [], engine
        assert {len(values) for values in found.values()} == {ROUNDS}
    # What varies in one varies in the other; of two values sixty draws see both.
    assert {name: len(set(values)) > 1 for name, values in theirs.items() if "imestamp" not in name} == {
        name: len(set(values)) > 1 for name, values in ours.items() if "imestamp" not in name
    }
