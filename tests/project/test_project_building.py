"""A build compiles what changed, and gives what a build of everything gives."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pcc
from pcc.errors import UsageError, WorkflowError
from pcc.project import cache
from pcc.templating import files

ROOT = Path(__file__).parents[2]
ENVIRONMENT = """
from pcc import Environment, variable

class Api(Environment):
    base = variable("baseUrl", "https://api.example.com")
"""
SHARED = """
from pcc import Steps, status
from shared.{below} import {name}

def read(w: Steps) -> None:
    w.get("Read {word}", "<<baseUrl>>/{word}", expect=[status(200)])
"""
# Each time that a source is compiled, a letter is added to a file beside the project.
SOURCE = """
from pathlib import Path
from pcc import Workflow, workflow
from shared.environment import Api
from shared.{shared} import read
{more}
with open(Path(__file__).parents[1] / "compiled.log", "a") as log:
    log.write("{letter}")

@workflow("Flow {letter}", environment=Api)
def flow_{letter}(w: Workflow) -> None:
    read(w)
"""


class Sources:
    """A project of three workflows: a and b share a step, c has another; both import the same environment."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("pyproject.toml", "[tool.pcc]\n")
        self.write("collections/shared/__init__.py", "")
        self.write("collections/shared/environment.py", ENVIRONMENT)
        self.share("one", "ones")
        self.share("two", "twos")
        for letter, shared in (("a", "one"), ("b", "one"), ("c", "two")):
            self.source(letter, shared)

    def write(self, path: str, text: str) -> Path:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return target

    def share(self, module: str, word: str, below: str = "environment", name: str = "Api") -> None:
        self.write(f"collections/shared/{module}.py", SHARED.format(word=word, below=below, name=name))

    def source(self, letter: str, shared: str, more: str = "") -> None:
        self.write(f"collections/flow_{letter}.py", SOURCE.format(letter=letter, shared=shared, more=more))

    def compiled(self, *names: str, check: bool = False) -> str:
        """Build, and return the letters of the sources that were compiled."""
        log = self.write("compiled.log", "")
        result = pcc.build(*names, project=self.root, check=check)
        assert result.valid
        return log.read_text(encoding="utf-8")

    def files(self, folder: str = "out") -> dict[str, str]:
        return {path.name: path.read_text(encoding="utf-8") for path in sorted((self.root / folder).iterdir())}


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sources:
    monkeypatch.setattr(sys, "path", list(sys.path))
    made = Sources(tmp_path)
    assert made.compiled() == "abc"
    return made


def test_nothing_is_compiled_when_nothing_changed(sources: Sources) -> None:
    before = sources.files()
    assert sources.compiled() == ""
    assert sources.files() == before
    result = pcc.build(project=sources.root)
    assert [(one.slug, one.module, one.title, one.steps, one.environment) for one in result.workflows] == [
        (f"flow-{letter}", f"flow_{letter}", f"Flow {letter}", 1, "api") for letter in "abc"
    ]
    assert result.stale == ()


def test_a_newer_file_with_the_same_content_is_no_change(sources: Sources) -> None:
    os.utime(sources.root / "collections/flow_a.py", (1, 1))
    os.utime(sources.root / "out/flow-a.md")
    assert sources.compiled() == ""


def replace(sources: Sources, path: str, old: str, new: str) -> None:
    file = sources.root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def nested(sources: Sources) -> None:
    sources.share("one", "ones", below="two", name="read as _")


CHANGES: dict[str, tuple[Callable[[Sources], object], str]] = {
    "a source": (lambda sources: replace(sources, "collections/flow_b.py", "Flow b", "Flow B"), "b"),
    "a shared step": (lambda sources: sources.share("one", "others"), "ab"),
    "another shared step": (lambda sources: sources.share("two", "others"), "c"),
    "the environment that all import through shared steps": (
        lambda sources: replace(sources, "collections/shared/environment.py", "api.example", "other.example"),
        "abc",
    ),
    "the package of the shared steps": (
        lambda sources: sources.write("collections/shared/__init__.py", "X = 1"),
        "abc",
    ),
    "a file that went missing": (lambda sources: (sources.root / "out/flow-c.md").unlink(), "c"),
    "a file that somebody edited": (lambda sources: sources.write("out/flow-a.md", "edited"), "a"),
    "the environment's file": (lambda sources: (sources.root / "out/api.postman_environment.json").unlink(), "abc"),
    "a module that takes the place of another": (
        lambda sources: sources.write(
            "collections/shared/one/__init__.py", SHARED.format(word="x", below="two", name="read as _")
        ),
        "ab",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_depends_on_a_change_is_compiled_and_nothing_else(sources: Sources, change: str) -> None:
    make, letters = CHANGES[change]
    make(sources)
    assert sources.compiled() == letters
    built = sources.files()
    assert sources.compiled() == ""
    assert pcc.build(project=sources.root, out=sources.root / "whole", cache=False).valid
    assert built == sources.files("whole")


def test_a_step_that_is_shared_by_way_of_another_module_counts(sources: Sources) -> None:
    nested(sources)
    assert sources.compiled() == "ab"
    sources.share("two", "others")
    assert sources.compiled() == "abc"


def test_a_changed_source_is_compiled_for_a_check_too(sources: Sources) -> None:
    sources.share("one", "others")
    assert sources.compiled(check=True) == "ab"
    result = pcc.build(project=sources.root, check=True)
    assert {entry.path for entry in result.stale} == {
        f"flow-{letter}.{kind}" for letter in "ab" for kind in ("md", "postman_collection.json")
    }


def test_a_file_that_a_source_reads_counts(sources: Sources) -> None:
    sources.write("collections/words.txt", "one")
    sources.source("a", "one", more='WORD = (Path(__file__).parent / "words.txt").read_text()')
    assert sources.compiled() == "a"
    sources.write("collections/words.txt", "two")
    assert sources.compiled() == "a"
    assert sources.compiled() == ""


def test_a_folder_that_a_source_lists_counts(sources: Sources) -> None:
    sources.write("data/one.json", "{}")
    sources.source("a", "one", more='FILES = sorted((Path(__file__).parents[1] / "data").iterdir())')
    assert sources.compiled() == "a"
    sources.write("data/two.json", "{}")
    assert sources.compiled() == "a"


@pytest.mark.parametrize(
    "more",
    [
        "import os\nHOME = os.environ.get('HOME')",
        "import importlib",
        "from time import time",
        "exec('X = 1')",
        "THERE = Path('words.txt').exists()",
    ],
)
def test_what_cannot_be_followed_is_compiled_every_time(sources: Sources, more: str) -> None:
    sources.source("a", "one", more=more)
    assert sources.compiled() == "a"
    assert sources.compiled() == "a"


def test_the_workflows_of_this_project_are_all_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # `.exists()` and `.at_least()` are words of assertions, and ask for no file.
    monkeypatch.setattr(sys, "path", list(sys.path))
    shutil.copytree(ROOT / "collections", tmp_path / "collections", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "pyproject.toml").write_text("[tool.pcc]\n", encoding="utf-8")
    assert pcc.build(project=tmp_path).valid
    sources = {path.stem for path in (ROOT / "collections").glob("*.py")}
    assert set(cache.read_cache(tmp_path)) == sources
    assert pcc.build(project=tmp_path).files == ()


def test_another_compiler_compiles_everything(sources: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_compiler", lambda: "another")
    assert sources.compiled() == "abc"


def test_the_compiler_is_known_by_its_code_and_its_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    known = cache._compiler.__wrapped__()
    read = files.read_template
    monkeypatch.setattr(cache, "read_template", lambda name: read(name) + ("x" if name == "pages/workflow.md" else ""))
    assert cache._compiler.__wrapped__() != known


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"compiler": 1}', '{"compiler": "%s", "modules": {"flow_a": {}}}', "\0"]
)
def test_a_damaged_cache_is_no_cache(sources: Sources, text: str) -> None:
    sources.write(".pcc_cache/build.json", text.replace("%s", cache._compiler()))
    assert sources.compiled() == "abc"
    assert sources.compiled() == ""


def test_the_cache_is_kept_out_of_version_control(sources: Sources) -> None:
    assert (sources.root / ".pcc_cache/.gitignore").read_text(encoding="utf-8") == "*\n"


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(sources: Sources) -> None:
    for path in (sources.root / ".pcc_cache").iterdir():
        path.unlink()
    (sources.root / ".pcc_cache").rmdir()
    sources.write(".pcc_cache", "a file is in the way")
    assert sources.compiled() == "abc"
    assert sources.compiled() == "abc"


def test_only_what_was_asked_for_is_compiled(sources: Sources) -> None:
    sources.share("one", "others")
    assert sources.compiled("flow-c") == "ab"  # to know how they are called; their files stay as they were
    assert "others" not in sources.files()["flow-a.md"]
    assert sources.compiled() == "ab"


def test_an_unknown_name_is_refused_by_what_is_remembered(sources: Sources) -> None:
    with pytest.raises(UsageError, match="no workflow 'flow-x': did you mean 'flow-"):
        pcc.build("flow-x", project=sources.root)


def test_a_source_that_is_gone_leaves_its_files_over(sources: Sources) -> None:
    (sources.root / "collections/flow_c.py").unlink()
    result = pcc.build(project=sources.root)
    assert [(entry.reason, entry.path) for entry in result.stale] == [
        ("left over", "flow-c.md"),
        ("left over", "flow-c.postman_collection.json"),
    ]


def test_a_slug_that_an_unchanged_source_has_is_refused(sources: Sources) -> None:
    replace(sources, "collections/flow_b.py", "def flow_b", "def flow_c")
    with pytest.raises(WorkflowError, match="two workflows are called 'flow-c'"):
        pcc.build(project=sources.root)


def test_an_environment_that_an_unchanged_source_has_otherwise_is_refused(sources: Sources) -> None:
    other = ENVIRONMENT.replace("baseUrl", "otherUrl") + '    also = variable("baseUrl", "x")\n'
    sources.write("collections/shared/other.py", other)
    replace(sources, "collections/flow_b.py", "shared.environment", "shared.other")
    with pytest.raises(WorkflowError, match="two environments would be written to api"):
        pcc.build(project=sources.root)


def test_what_is_wrong_is_said_by_every_build(sources: Sources) -> None:
    sources.write("collections/shared/two.py", SHARED.format(word="<<nobody>>", below="environment", name="Api"))
    for _ in range(2):
        result = pcc.build(project=sources.root)
        assert [finding.id for finding in result.diagnostics] == ["undefined-variable"]
        assert not result.valid


def test_a_project_that_lost_all_its_workflows_is_refused(sources: Sources) -> None:
    for letter in "abc":
        sources.write(f"collections/flow_{letter}.py", "")
    for _ in range(2):
        with pytest.raises(UsageError, match="no workflow in"):
            pcc.build(project=sources.root)


WORDS = st.sampled_from(["ones", "twos", "threes"])
EDITS = st.one_of(
    st.tuples(st.just("share"), st.sampled_from(["one", "two"]), WORDS),
    st.tuples(st.just("source"), st.sampled_from("abcd"), st.sampled_from(["one", "two"])),
    st.tuples(st.just("remove"), st.sampled_from("bcd"), st.just("")),
    st.tuples(st.just("spoil"), st.sampled_from("abc"), WORDS),
    st.tuples(st.just("base"), st.just("environment"), WORDS),
)


def edit(sources: Sources, kind: str, what: str, word: str) -> None:
    match kind:
        case "share":
            sources.share(what, word)
        case "source":
            sources.source(what, word)
        case "remove":
            (sources.root / f"collections/flow_{what}.py").unlink(missing_ok=True)
        case "spoil":
            sources.write(f"out/flow-{what}.md", word)
        case "base":
            sources.write("collections/shared/environment.py", ENVIRONMENT.replace("example", word))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(st.lists(EDITS, max_size=3), min_size=1, max_size=4))
def test_after_any_edits_a_build_gives_what_a_build_of_everything_gives(
    tmp_path_factory: pytest.TempPathFactory, edits: list[list[tuple[str, str, str]]]
) -> None:
    sources = Sources(tmp_path_factory.mktemp("edited"))
    for round_of_edits in [[], *edits]:
        for one in round_of_edits:
            edit(sources, *one)
        sources.compiled()
        shutil.rmtree(sources.root / "whole", ignore_errors=True)
        assert pcc.build(project=sources.root, out=sources.root / "whole", cache=False).valid
        whole = sources.files("whole")
        assert {name: text for name, text in sources.files().items() if name in whole} == whole


SIDE_BY_SIDE = """
import sys
from pathlib import Path
import pcc
from pcc.project import parts, side_by_side

parts._WORTH_A_PROCESS = 1
side_by_side._cores = lambda: 2
split, counted = parts.split, []
parts.split = lambda *given, **named: counted.append(split(*given, **named)) or counted[-1]
try:
    result = pcc.build(project=Path(sys.argv[1]))
    print(*map(len, counted), *(one.slug for one in result.workflows), *(finding.id for finding in result.diagnostics))
except pcc.PccError as error:
    print(*map(len, counted), error)
"""


def built_side_by_side(sources: Sources) -> str:
    (sources.root / ".pcc_cache/build.json").unlink(missing_ok=True)
    command = [sys.executable, "-c", SIDE_BY_SIDE, str(sources.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=sources.root)
    return done.stdout.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks")
def test_several_processes_give_what_one_gives(sources: Sources) -> None:
    before = sources.files()
    shutil.rmtree(sources.root / "out")
    assert built_side_by_side(sources) == "2 flow-a flow-b flow-c"
    assert sources.files() == before
    assert sources.compiled() == ""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks")
def test_what_is_wrong_is_said_by_several_processes_too(sources: Sources) -> None:
    replace(sources, "collections/flow_b.py", "read(w)", "read(w); 1 / 0")
    assert built_side_by_side(sources) == "2 flow-a flow-c invalid-workflow"
    replace(sources, "collections/flow_b.py", "read(w); 1 / 0", "")
    assert built_side_by_side(sources).startswith("2 collections/flow_b.py:")
