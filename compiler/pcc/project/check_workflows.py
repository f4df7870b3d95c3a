"""The workflows that `pcc check` looks at. None stops the others, not even one that does not load."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pcc.checks.invalid import found_invalid
from pcc.checks.subject import Subject
from pcc.diagnostics import propose, shown_path
from pcc.dsl.workflow import WorkflowDefinition
from pcc.emit import emit_collection
from pcc.errors import SourceError, UsageError
from pcc.project.loading import load_each, run_author_code
from pcc.project.opened import ALL, Opened
from pcc.project.refusing import refuse_unwritable
from pcc.project.settings import ProjectSettings

__all__ = ["Workflows"]


class Workflows:
    """The workflows of a project, each compiled when it is asked for.

    Raises UsageError for names that no workflow has, unless a source does not load: it may be in there.
    """

    def __init__(self, project: ProjectSettings, names: Sequence[str]) -> None:
        self._loaded, self._errors = load_each(project.workflows)
        slugs = [definition.slug for definitions in self._loaded.values() for definition in definitions]
        if not slugs and not self._errors:
            folder = shown_path(project.workflows)
            raise UsageError(f"no workflow in {folder}: write one with @workflow, or run `pcc init`")
        missing = [name for name in names if name != ALL and not any(self._found(name))]
        if missing and not self._errors:
            raise UsageError(f"no workflow {missing[0]!r}: {propose(missing[0], slugs)}")
        if not missing and ALL not in names:
            self._errors = []

    def named(self, name: str) -> Iterator[Opened]:
        """Compile those of a name, or all of them; then say, once, which sources do not even load."""
        for file, definition in self._found(name):
            yield _compile(file, definition)
        while self._errors:
            error = self._errors.pop(0)
            yield Opened(error.origin.file if error.origin else "", None, found_invalid(error))

    def _found(self, name: str) -> Iterator[tuple[Path, WorkflowDefinition]]:
        for file, definitions in self._loaded.items():
            for definition in definitions:
                if name in (ALL, definition.slug, file.stem):
                    yield file, definition


def _compile(file: Path, definition: WorkflowDefinition) -> Opened:
    try:
        collection = run_author_code(definition.build, file, definition.origin)
        environment = run_author_code(definition.environment, file, definition.origin)
        refuse_unwritable(collection, emit_collection(collection, definition.slug))
    except SourceError as error:
        return Opened(definition.slug, None, found_invalid(error))
    return Opened(definition.slug, Subject(collection, environment.build()))
