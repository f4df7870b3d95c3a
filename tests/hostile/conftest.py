"""A folder to work in, and a network that answers."""

from pathlib import Path

import pytest

from cli.notes_service import NotesService
from pcc.errors import EngineMissingError
from pcc.sandbox.engine import Engine


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No JavaScript engine: hostile scripts are its own tests' concern (tests/sandbox)."""

    def find_engine() -> Engine:
        raise EngineMissingError("no engine")

    monkeypatch.setattr("pcc.sandbox.sandbox.find_engine", find_engine)


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> NotesService:
    """The network is a service that answers everything."""
    service = NotesService()
    monkeypatch.setattr("pcc.runner.transports.network.NetworkTransport", lambda *_: service)
    return service
