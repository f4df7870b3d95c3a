"""The GitHub Action and the pre-commit hooks, run as those would run them."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from cli.shell import NOTES, PYPROJECT
from pcc import cli

ROOT = Path(__file__).parents[1]
BASH = shutil.which("bash")
GIT = shutil.which("git")
pytestmark = pytest.mark.skipif(not BASH or not GIT, reason="needs bash and git")


def read_yaml(path: str) -> Any:
    return YAML(typ="safe", pure=True).load((ROOT / path).read_text(encoding="utf-8"))


ACTION = read_yaml("action.yml")


@dataclass
class Job:
    """A job with the action as its only step: a repository, and what GitHub hands to its steps."""

    root: Path
    inputs: dict[str, str] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    printed: str = ""

    def git(self, *arguments: str) -> str:
        command = [
            "git",
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.com",
            "-c",
            "commit.gpgsign=false",
            *arguments,
        ]
        return subprocess.run(command, cwd=self.root, check=True, capture_output=True, text=True).stdout.strip()

    def commit(self, message: str) -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)
        return self.git("rev-parse", "HEAD")

    def pcc(self, *arguments: str) -> None:
        subprocess.run([sys.executable, "-m", "pcc", *arguments], cwd=self.root, check=True, capture_output=True)

    def run(self, **inputs: str) -> None:
        """Run every step whose condition holds."""
        defaults = {name: str(given.get("default", "")) for name, given in ACTION["inputs"].items()}
        self.inputs = {**defaults, "base": "", "package": "", **inputs}
        for step in ACTION["runs"]["steps"]:
            if self._holds(step.get("if", "true")):
                self._run(step)

    def _holds(self, condition: str) -> bool:
        # The few forms that the action uses; anything else is a mistake here.
        terms = re.sub(r"\$\{\{|\}\}", "", condition).split("&&")
        return all(self._term(term.strip()) for term in terms)

    def _term(self, term: str) -> bool:
        if term in ("true", "!cancelled()"):
            return True
        found = re.fullmatch(r"inputs\.([\w-]+) (==|!=) '(\w*)'", term)
        assert found, term
        return (self.inputs[found[1]] == found[3]) is (found[2] == "==")

    def _run(self, step: dict[str, Any]) -> None:
        def filled(text: str) -> str:
            return re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: self.inputs[match[1]], text)

        environment = {name: filled(value) for name, value in step.get("env", {}).items()}
        given = {"RUNNER_TEMP": "temp", "GITHUB_OUTPUT": "temp/output", "GITHUB_STEP_SUMMARY": "temp/summary"}
        folders = {name: str(self.root.parent / path) for name, path in given.items()}
        (self.root.parent / "temp").mkdir(exist_ok=True)
        done = subprocess.run(
            [str(BASH), "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.root / filled(step.get("working-directory", ".")),
            env={
                **os.environ,
                "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
                **folders,
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        self.printed += done.stdout + done.stderr
        if done.returncode:
            self.failed.append(step["name"])

    def read(self, name: str) -> str:
        path = self.root.parent / "temp" / name
        return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.fixture
def job(tmp_path: Path) -> Job:
    made = Job(tmp_path / "repository")
    (made.root / "collections").mkdir(parents=True)
    (made.root / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (made.root / "collections/take_notes.py").write_text(NOTES, encoding="utf-8")
    made.pcc("build")
    made.git("init", "-q")
    made.commit("Take notes")
    return made


def change(job: Job, old: str, new: str, *, build: bool = True) -> str:
    base = job.git("rev-parse", "HEAD")
    source = job.root / "collections/take_notes.py"
    text = source.read_text(encoding="utf-8")
    assert old in text
    source.write_text(text.replace(old, new), encoding="utf-8")
    if build:
        job.pcc("build")
    job.commit("Change")
    return base


def test_a_project_in_order_passes(job: Job) -> None:
    job.run()
    assert job.failed == []
    assert job.read("output") == ""


def test_a_stale_folder_fails_and_everything_else_is_told_all_the_same(job: Job) -> None:
    base = change(job, 'w.get("Read the note"', 'w.put("Read the note"', build=False)
    job.run(base=base)
    assert job.failed == ["Build"]
    assert "No changes a reader would notice" in job.read("summary")


def test_what_a_reader_would_notice_is_the_body_of_a_comment(job: Job) -> None:
    base = change(job, 'w.get("Read the note"', 'w.put("Read the note"')
    job.run(base=base)
    assert job.failed == []
    body = Path(job.read("output").strip().removeprefix("body="))
    assert "PUT" in body.read_text(encoding="utf-8")
    assert job.read("summary") == body.read_text(encoding="utf-8")


def test_a_change_that_is_as_bad_as_was_said_fails(job: Job) -> None:
    base = change(job, 'w.get("Read the note"', 'w.put("Read the note"')
    job.run(base=base, **{"fail-on": "breaking"})
    assert job.failed == ["Diff"]
    assert "PUT" in job.read("summary")


def test_findings_are_annotations(job: Job) -> None:
    (job.root / "collections/take_notes.py").write_text(
        NOTES.replace("/notes/{note}", "/notes/<<gone>>"), encoding="utf-8"
    )
    job.run(build="false")
    assert job.failed == ["Check"]
    assert re.search(r"^::error file=collections/take_notes\.py,line=\d+", job.printed, flags=re.MULTILINE)
    job.failed.clear()
    job.run(build="false", check="false")
    assert job.failed == []


def test_workflows_are_replayed_on_the_simulator(job: Job) -> None:
    shutil.rmtree(job.root / "collections")
    shutil.rmtree(job.root / "out")
    shutil.copytree(ROOT / "collections", job.root / "collections", ignore=shutil.ignore_patterns("__pycache__"))
    job.pcc("build")
    job.run(replay="true", check="false")
    assert job.failed == []
    assert "5 runs: 5 passed, 0 failed" in job.printed


def test_every_input_and_output_of_the_action_is_documented_and_no_other() -> None:
    page = (ROOT / "docs/pipeline.md").read_text(encoding="utf-8")
    inputs, outputs = page.partition("| input |")[2].split("\n\n")[0], page.partition("| output |")[2].split("\n\n")[0]
    assert re.findall(r"^\| `([\w-]+)` \|", inputs, flags=re.MULTILINE) == list(ACTION["inputs"])
    assert re.findall(r"^\| `([\w-]+)` \|", outputs, flags=re.MULTILINE) == list(ACTION["outputs"])


def test_no_step_lets_an_input_be_code() -> None:
    # A branch or an argument with a quote in it must stay text: it comes in by the environment.
    assert all("${{" not in step["run"] for step in ACTION["runs"]["steps"])


HOOKS = read_yaml(".pre-commit-hooks.yaml")


@pytest.mark.parametrize("hook", HOOKS, ids=[hook["id"] for hook in HOOKS])
def test_every_hook_is_a_command_and_documented(hook: dict[str, Any]) -> None:
    assert hook["language"] == "python"
    program, command, *options = hook["entry"].split()
    assert (program, command in cli.COMMANDS, options) in (("pcc", True, []), ("pcc", True, ["--check"]))
    assert f"| `{hook['id']}` |" in (ROOT / "docs/pipeline.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("hook", HOOKS, ids=[hook["id"] for hook in HOOKS])
def test_every_hook_passes_a_project_in_order(job: Job, hook: dict[str, Any]) -> None:
    files = [] if hook.get("pass_filenames") is False else ["out/take-notes.postman_collection.json"]
    assert all(re.search(hook.get("files", ""), file) for file in files)
    command = [sys.executable, "-m", *hook["entry"].split(), *files]
    done = subprocess.run(command, cwd=job.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
