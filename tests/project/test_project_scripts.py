"""Runs with scripts of other people: what one run leaves in the engine is not there for the next."""

import json
from pathlib import Path

import pytest

import pcc
from pcc.errors import EngineMissingError
from pcc.model.ports import HttpRequest, HttpResponse
from pcc.runner import RunOptions
from pcc.sandbox import find_engine

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
LEAK = "leaked = (typeof leaked === 'undefined' ? 0 : leaked) + 1; Array.prototype.mine = 1; pm.globals.set('g', 1);"
LOOK = "console.log(typeof leaked, [].mine, pm.globals.get('g'), pm.variables.get('l')); pm.variables.set('l', 1);"


class Nothing:
    """A network that answers nothing in particular."""

    def send(self, request: HttpRequest, *, timeout_ms: float | None = None, verify: bool = True) -> HttpResponse:
        return HttpResponse(200, "OK", (("Set-Cookie", "seen=1"),), b"", 1.0)

    def close(self) -> None:
        pass


@pytest.fixture(autouse=True)
def network(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        find_engine()
    except EngineMissingError as error:
        pytest.skip(str(error))
    monkeypatch.setattr("pcc.runner.transports.network.NetworkTransport", lambda *_: Nothing())


def write(path: Path, *scripts: str) -> Path:
    items = [
        {"name": f"{index}", "request": "http://host.test/", "event": [{"listen": "test", "script": {"exec": text}}]}
        for index, text in enumerate(scripts)
    ]
    path.write_text(json.dumps({"info": {"name": path.stem, "schema": SCHEMA}, "item": items}), encoding="utf-8")
    return path


def test_scripts_of_a_run_share_what_those_of_another_run_cannot_see(tmp_path: Path) -> None:
    one = write(tmp_path / "one.json", LEAK + LOOK, LOOK)
    two = write(tmp_path / "two.json", LOOK)
    result = pcc.replay(one, two, one)
    said = [
        [line.text for item in run.items for script in item.scripts for line in script.console] for run in result.runs
    ]
    own = ["number 1 1 undefined", "number 1 1 1"]
    assert said == [own, ["undefined undefined undefined undefined"], own]


def test_iterations_of_a_run_share_the_engine(tmp_path: Path) -> None:
    script = LEAK + "console.log(leaked); pm.test('cookie', () => pm.expect(pm.cookies.has('seen')).to.be.true);"
    result = pcc.replay(write(tmp_path / "c.json", script), options=RunOptions(iterations=3))
    (run,) = result.runs
    assert [line.text for item in run.items for line in item.scripts[0].console] == ["1", "2", "3"]
    assert run.passed
