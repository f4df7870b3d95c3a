"""Projects to run commands in, and a network that answers."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.notes_service import NotesService
from cli.shell import NOTES, PYPROJECT, Project, run_pcc


@pytest.fixture(autouse=True)
def _own_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Commands run in this process: what one loads must not be seen by the next."""
    for name in [name for name in os.environ if name.startswith("PCC_VAR_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    path, modules = list(sys.path), set(sys.modules)
    yield
    sys.path[:] = path
    for name in set(sys.modules) - modules:
        file = getattr(sys.modules[name], "__file__", None) or ""
        if name.startswith(("pcc_workflows.", "pcc_test_")) or f"{os.sep}collections{os.sep}" in file:
            del sys.modules[name]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project without a workflow; the working directory is its root."""
    root = tmp_path / "project"
    root.mkdir()
    made = Project(root)
    made.write("pyproject.toml", PYPROJECT)
    (root / "collections").mkdir()
    monkeypatch.chdir(root)
    return made


@pytest.fixture
def notes(project: Project) -> Project:
    """A project with one workflow, built."""
    project.write("collections/take_notes.py", NOTES)
    assert run_pcc("build").code == 0
    return project


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> NotesService:
    """The network is a service of notes."""
    service = NotesService()
    monkeypatch.setattr("pcc.runner.transports.network.NetworkTransport", lambda *_: service)
    return service
