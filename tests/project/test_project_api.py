"""`pcc.build` and `pcc.replay` as a library, and how sources are loaded."""

import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import pcc
from pcc.errors import FormatError, StaleError, UsageError
from pcc.model.result import ItemResult
from pcc.runner import ItemFinished, RunEvent, RunFinished, RunOptions, RunStarted

ROOT = Path(__file__).parents[2]

HELLO = """
from pcc import Environment, Workflow, jsonpath, status, variable, workflow


class Api(Environment):
    base = variable("baseUrl", "https://api.pingone.com/v1")


env = Api()


@workflow("Hello", environment=Api)
def hello(w: Workflow) -> None:
    w.get("Nobody", f"{env.base}/environments", expect=[status(404)])
    w.get("Nothing", f"{env.base}/environments", expect=[jsonpath("$.nothing").exists()])
"""


@pytest.fixture(autouse=True)
def _own_path(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    modules = set(sys.modules)
    yield
    for name in set(sys.modules) - modules:
        if name.startswith(("pcc_workflows.", "pcc_test_")):
            del sys.modules[name]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("[tool.pcc]\nsimulator = true\n", encoding="utf-8")
    (tmp_path / "collections").mkdir()
    (tmp_path / "collections/hello.py").write_text(HELLO, encoding="utf-8")
    return tmp_path


def test_a_build_says_what_it_did(project: Path) -> None:
    first = pcc.build(project=project)
    names = ("hello.postman_collection.json", "hello.md", "api.postman_environment.json")
    assert (first.valid, first.written, first.diagnostics) == (True, names, ())
    assert [entry.reason for entry in first.stale] == ["missing"] * 3
    assert [(one.slug, one.title, one.steps) for one in first.workflows] == [("hello", "Hello", 2)]
    second = pcc.build("hello", project=project)
    assert (second.written, second.stale) == ((), ())


def test_an_invalid_build_is_data_not_an_exception(project: Path) -> None:
    (project / "collections/hello.py").write_text(HELLO.replace("{env.base}", "<<nothing>>"), encoding="utf-8")
    result = pcc.build(project=project)
    assert not result.valid
    assert [diagnostic.id for diagnostic in result.diagnostics] == ["undefined-variable"] * 2
    assert result.written == ()
    assert not (project / "out").exists()


def test_a_replay_is_data_and_tells_its_events(project: Path) -> None:
    pcc.build(project=project)
    events: list[RunEvent] = []
    result = pcc.replay("hello", project=project, on_event=events.append)
    assert not result.passed
    assert not result.interrupted
    (run,) = result.runs
    assert [item.passed for item in run.items] == [True, False]
    assert isinstance(events[0], RunStarted)
    assert isinstance(events[-1], RunFinished)
    finished: list[ItemResult] = [event.result for event in events if isinstance(event, ItemFinished)]
    assert tuple(finished) == run.items


def test_options_reach_the_run(project: Path) -> None:
    pcc.build(project=project)
    options = RunOptions(iterations=2, folders=("Step 1: Nobody",))
    result = pcc.replay("hello", project=project, options=options)
    assert result.passed
    assert [len(iteration.items) for iteration in result.runs[0].iterations] == [1, 1]


def test_nothing_is_printed(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pcc.build(project=project)
    pcc.replay("hello", project=project)
    assert capfd.readouterr() == ("", "")


def test_what_cannot_be_done_is_raised(project: Path) -> None:
    with pytest.raises(UsageError, match="no workflow 'helo': did you mean 'hello'"):
        pcc.build("helo", project=project)
    with pytest.raises(StaleError, match=r"hello\.md missing"):
        pcc.replay("hello", project=project)
    with pytest.raises(FormatError):
        pcc.replay(project / "pyproject.toml", project=project)


def test_a_file_can_be_a_path(project: Path) -> None:
    pcc.build(project=project)
    file = project / "out/hello.postman_collection.json"
    assert len(pcc.replay(file, simulator=True, variables={"baseUrl": "https://api.pingone.eu/v1"}).runs) == 1


def test_the_readmes_library_example_holds() -> None:
    assert not pcc.build(project=ROOT, check=True).stale
    assert pcc.replay("refresh-token-grant", project=ROOT).passed


def test_a_source_shadows_nothing_of_the_standard_library(project: Path) -> None:
    (project / "collections/statistics.py").write_text("VALUE = 1\n")
    (project / "collections/hello.py").write_text("import statistics\nassert statistics.mean([1]) == 1\n" + HELLO)
    assert pcc.build(project=project).valid
    assert sys.modules["statistics"] is statistics
    assert sys.path[-1] == str(project / "collections")


def test_shared_steps_are_imported_from_the_sources(project: Path) -> None:
    shared = project / "collections/pcc_test_shared"
    shared.mkdir()
    (shared / "__init__.py").write_text("")
    (shared / "steps.py").write_text("def add(w, url):\n    w.get('Shared', url)\n")
    text = "from pcc_test_shared.steps import add\n" + HELLO + "    add(w, env.base)\n"
    (project / "collections/hello.py").write_text(text)
    result = pcc.build(project=project)
    assert result.workflows[0].steps == 3


def test_files_that_begin_with_an_underscore_are_no_workflows(project: Path) -> None:
    (project / "collections/_draft.py").write_text("raise RuntimeError\n")
    assert len(pcc.build(project=project).workflows) == 1


def test_a_second_name_does_not_make_a_workflow_two(project: Path) -> None:
    (project / "collections/hello.py").write_text(HELLO + "\n\nalso = hello\n")
    result = pcc.build(project=project)
    assert [one.slug for one in result.workflows] == ["hello"]
