"""Compiling: workflows of a project to the files of its output folder."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pcc.checks import check_unset
from pcc.checks.subject import Subject
from pcc.diagnostics import Diagnostic, Level, diagnostic_of, nearest
from pcc.dsl.environment import Environment
from pcc.dsl.refs import find_marker
from pcc.dsl.workflow import WorkflowDefinition
from pcc.emit import OutputFile, emit_collection, emit_environment, emit_page
from pcc.errors import UsageError, WorkflowError
from pcc.model.collection import Collection, Role
from pcc.model.environment import Environment as ModelEnvironment
from pcc.project.loading import load_workflows, run_author_code
from pcc.project.settings import ProjectSettings

__all__ = ["Compilation", "CompiledWorkflow", "compile_workflows", "select_workflows"]


@dataclass(frozen=True, slots=True)
class CompiledWorkflow:
    """A workflow and what it compiled to.

    `module` is that of its source, `environment` the slug of its environment, `variables` what that declares.
    """

    slug: str
    module: str
    title: str
    collection: Collection
    environment: str
    variables: ModelEnvironment

    @property
    def steps(self) -> int:
        """The number of numbered steps."""
        special = (Role.PREREQUISITES, Role.CLEANUP)
        return sum(not any(folder.role in special for folder in folders) for folders, _ in self.collection.walk())


@dataclass(frozen=True, slots=True)
class Compilation:
    """What compiling gave: the workflows, the files to write, and what was found wrong."""

    workflows: tuple[CompiledWorkflow, ...]
    files: tuple[OutputFile, ...]
    diagnostics: tuple[Diagnostic, ...]
    complete: bool

    @property
    def valid(self) -> bool:
        """Whether nothing that was found is an error."""
        return all(diagnostic.level is not Level.ERROR for diagnostic in self.diagnostics)


def select_workflows(settings: ProjectSettings, names: Sequence[str]) -> list[tuple[Path, WorkflowDefinition]]:
    """Return the workflows of these names (slug or module), or all, with their files. Raises UsageError for others."""
    loaded = load_workflows(settings.workflows)
    everything = [
        (settings.workflows / f"{module}.py", definition)
        for module, definitions in loaded.items()
        for definition in definitions
    ]
    if not names:
        return everything
    chosen: dict[str, tuple[Path, WorkflowDefinition]] = {}
    for name in names:
        found = [entry for entry in everything if name in (entry[1].slug, entry[0].stem)]
        if not found:
            raise UsageError(_unknown(name, [definition.slug for _, definition in everything]))
        chosen.update({definition.slug: (file, definition) for file, definition in found})
    return list(chosen.values())


def _unknown(name: str, slugs: list[str]) -> str:
    similar = nearest(name, slugs)
    return f"no workflow {name!r}: " + (f"did you mean {similar!r}?" if similar else f"there are {', '.join(slugs)}")


def compile_workflows(settings: ProjectSettings, names: Sequence[str] = ()) -> Compilation:
    """Compile workflows in memory. What is wrong with one is a diagnostic; the others compile all the same."""
    chosen = select_workflows(settings, names)
    workflows: list[CompiledWorkflow] = []
    diagnostics: list[Diagnostic] = []
    classes: list[type[Environment]] = []
    for file, definition in chosen:
        try:
            collection = run_author_code(definition.build, file, definition.origin)
            environment = run_author_code(definition.environment, file, definition.origin)
        except WorkflowError as error:
            diagnostics.append(diagnostic_of(error))
            continue
        variables = environment.build()
        found = check_unset(Subject(collection, variables))
        diagnostics += (diagnostic for diagnostic in found if diagnostic.level is Level.ERROR)
        classes.append(definition.environment)
        workflows.append(
            CompiledWorkflow(definition.slug, file.stem, definition.title, collection, environment.slug, variables)
        )
    files = [
        *(file for workflow in workflows for file in _emit(workflow)),
        *_emit_environments(classes),
    ]
    return Compilation(tuple(workflows), tuple(files), tuple(diagnostics), complete=not names)


def _emit(workflow: CompiledWorkflow) -> tuple[OutputFile, ...]:
    collection = emit_collection(workflow.collection, workflow.slug)
    page = emit_page(workflow.collection, workflow.slug)
    origin = workflow.collection.doc.origin if workflow.collection.doc else None
    # Whatever is no template keeps a reference's marker; better no file than one with odd text in it.
    name = find_marker(collection.text)
    if name:
        raise WorkflowError(f"<<{name}>> stands in text that is no template, such as a name: take it out", origin)
    if re.search("[\ud800-\udfff]", page.text):
        raise WorkflowError("a text of this workflow holds half of a character, which no file can hold", origin)
    return (collection, page)


def _emit_environments(classes: Iterable[type[Environment]]) -> list[OutputFile]:
    files: dict[str, OutputFile] = {}
    for declared in dict.fromkeys(classes):
        for environment in declared.declared():
            file = emit_environment(environment.build(), environment.slug)
            if files.setdefault(file.path, file) != file:
                raise WorkflowError(f"two environments would be written to {file.path}: give one another name")
    return list(files.values())
