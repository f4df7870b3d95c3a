"""Every case of the corpus ends as it must: a code, a message that names the file and the place, nothing worse."""

from pathlib import Path

import pytest

from cli.notes_service import NotesService
from cli.shell import run_pcc
from hostile.cases import CASES, encode
from hostile.limits import in_time


def test_the_corpus_is_large() -> None:
    assert len(CASES) >= 300


@pytest.mark.parametrize("case", CASES)
def test_a_hostile_file(folder: Path, network: NotesService, case: str) -> None:
    given = CASES[case]
    wrong = "c.json" if given.environment is None else "e.json"
    (folder / "c.json").write_bytes(encode(given.content))
    arguments = list(given.arguments)
    if given.environment is not None:
        (folder / "e.json").write_bytes(encode(given.environment))
        arguments += ["-e", "e.json"]
    with in_time():
        done = run_pcc("replay", "c.json", *arguments)
    assert done.code == given.code, done.text[:2000]
    assert given.said in (done.out if given.code < 2 else done.err)
    if given.code in (3, 4):
        assert done.out == ""
        assert network.sent == []
    if given.code == 3:
        assert done.err.startswith(f"error: {wrong}")
    assert len(done.err) < 5000
    if given.sent is not None:
        assert tuple(network.requests) == given.sent
