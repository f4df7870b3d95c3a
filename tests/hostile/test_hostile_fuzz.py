"""Laws: whatever a file holds, a replay ends with a code of its own, a message, and in time."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from cli.notes_service import NotesService
from cli.shell import Outcome, run_pcc
from hostile.limits import in_time
from hostile.mutations import mutated_documents, mutated_texts
from hostile.samples import dump


def law(examples: int) -> settings:
    """How hypothesis searches; the folder and the network serve all examples of a test."""
    return settings(
        max_examples=examples,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
        ],
    )


def judge(network: NotesService, data: bytes, *arguments: str) -> Outcome:
    Path("c.json").write_bytes(data)
    network.sent.clear()
    with in_time():
        done = run_pcc("replay", "c.json", *arguments)
    assert done.code in (0, 1, 3, 4), done.text
    if done.code == 3:
        assert done.err.startswith("error: c.json")
    if done.code == 4:
        assert "JavaScript" in done.err
    if done.code > 1:
        assert done.out == ""
        assert network.sent == []
    else:
        assert done.err == ""
        assert "request" in done.out
    return done


@given(mutated_documents())
@law(400)
def test_a_mutated_collection_ends_well(network: NotesService, document: Any) -> None:
    done = judge(network, dump(document).encode())
    if done.code == 0:
        assert network.sent


@given(mutated_texts())
@law(150)
def test_a_collection_of_changed_bytes_ends_well(network: NotesService, data: bytes) -> None:
    judge(network, data)


@given(mutated_documents())
@law(30)
def test_a_mutated_collection_ends_well_with_the_simulator(
    network: NotesService, monkeypatch: pytest.MonkeyPatch, document: Any
) -> None:
    judge(network, dump(document).encode(), "--simulator")


@given(mutated_documents())
@law(100)
def test_a_mutated_environment_ends_well(network: NotesService, document: Any) -> None:
    Path("good.json").write_text(dump({"info": {"name": "x"}, "item": [{"request": "http://h.example/{{b}}"}]}))
    # Its list of variables is an environment's too.
    values = document.get("variable") if isinstance(document, dict) else document
    Path("e.json").write_text(dump({"name": "e", "values": values}))
    with in_time():
        done = run_pcc("replay", "good.json", "-e", "e.json")
    assert done.code in (0, 1, 3)
    if done.code == 3:
        assert done.err.startswith("error: e.json")
