"""The command line without a process: its exit code and what it printed, and projects to run it in."""

import contextlib
import io
from dataclasses import dataclass
from pathlib import Path

from pcc import cli

__all__ = ["NOTES", "PYPROJECT", "Outcome", "Project", "run_pcc"]

PYPROJECT = '[tool.pcc]\nworkflows = "collections"\nout = "out"\n'

NOTES = '''"""Notes: create one, read it back."""

from pcc import Environment, Workflow, bearer, jsonpath, status, variable, workflow


class Notes(Environment):
    base = variable("baseUrl", "https://notes.example.com")
    token = variable("apiToken", secret=True)


env = Notes()


@workflow("Take notes", environment=Notes, summary="Create a note and read it back.", auth=bearer(env.token))
def take_notes(w: Workflow) -> None:
    created = w.post("Create a note", f"{env.base}/notes", json={"text": "hello"}, expect=[status(201)])
    note = created.capture("noteID", "$.id")
    w.get("Read the note", f"{env.base}/notes/{note}", expect=[status(200), jsonpath("$.text").equals("hello")])
    w.cleanup().delete("Delete the note", f"{env.base}/notes/{note}", expect=[status(204)])
'''


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """Everything that a user sees."""
        return self.out + self.err


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run_pcc(*arguments: object, terminal: bool = False) -> Outcome:
    """Run a command in this process."""
    kind = _Terminal if terminal else io.StringIO
    out, err = kind(), kind()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli._run([str(argument) for argument in arguments])
    assert "Traceback" not in out.getvalue() + err.getvalue()
    return Outcome(code, out.getvalue(), err.getvalue())


@dataclass(frozen=True)
class Project:
    """A project in a folder."""

    root: Path

    def write(self, path: str, text: str) -> Path:
        """Write a file of the project."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return target

    def files(self, folder: str = "out") -> dict[str, bytes]:
        """The files of a folder with their content."""
        return {path.name: path.read_bytes() for path in sorted((self.root / folder).glob("*")) if path.is_file()}
