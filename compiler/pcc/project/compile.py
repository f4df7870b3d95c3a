"""Compiling: the workflows of sources to the files of an output folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pcc.checks.subject import Subject
from pcc.diagnostics import Diagnostic, Level, diagnostic_of
from pcc.dsl.environment import Environment
from pcc.dsl.workflow import WorkflowDefinition
from pcc.emit import OutputFile, emit_collection, emit_environment, emit_page
from pcc.errors import WorkflowError
from pcc.model.collection import Collection, Role
from pcc.model.environment import Environment as ModelEnvironment
from pcc.project.cache import BuiltWorkflow
from pcc.project.choosing import choose, find_source_files
from pcc.project.loading import load_workflows, refuse_equal_slugs, run_author_code
from pcc.project.refusing import find_refusals, refuse_unwritable
from pcc.project.settings import ProjectSettings

__all__ = [
    "Compilation",
    "CompiledWorkflow",
    "Loaded",
    "compile_loaded",
    "compile_workflows",
    "load_sources",
]


class Loaded(NamedTuple):
    """A workflow as its source declares it."""

    file: Path
    definition: WorkflowDefinition

    @property
    def slug(self) -> str:
        """The slug of the workflow."""
        return self.definition.slug

    @property
    def module(self) -> str:
        """The name of its source."""
        return self.file.stem


@dataclass(frozen=True, slots=True)
class CompiledWorkflow:
    """A workflow and what it compiled to.

    `module` is that of its source, `environment` the slug of its environment, `variables` what that declares. `own`
    are its files, `shared` those of its environments.
    """

    slug: str
    module: str
    title: str
    collection: Collection
    environment: str
    variables: ModelEnvironment
    own: tuple[OutputFile, ...]
    shared: tuple[OutputFile, ...]

    @property
    def summary(self) -> BuiltWorkflow:
        """What is known of it once it is built."""
        return BuiltWorkflow(self.slug, self.module, self.title, self.steps, self.environment)

    @property
    def steps(self) -> int:
        """The number of numbered steps."""
        special = (Role.PREREQUISITES, Role.CLEANUP)
        return sum(not any(folder.role in special for folder in folders) for folders, _ in self.collection.walk())


@dataclass(frozen=True, slots=True)
class Compilation:
    """What compiling gave: the workflows with their files, and what was found wrong."""

    workflows: tuple[CompiledWorkflow, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def valid(self) -> bool:
        """Whether nothing that was found is an error."""
        return all(diagnostic.level is not Level.ERROR for diagnostic in self.diagnostics)


def load_sources(sources: Sequence[Path], folder: Path) -> list[Loaded]:
    """Load sources of a folder and return their workflows. Raises WorkflowError when a source does not load."""
    modules = load_workflows(sources, folder)
    loaded = [Loaded(file, definition) for file in sources for definition in modules[file.stem]]
    refuse_equal_slugs(workflow.definition for workflow in loaded)
    return loaded


def compile_workflows(settings: ProjectSettings, names: Sequence[str] = ()) -> Compilation:
    """Compile the workflows of these names (slug or module), or all, in memory. Raises UsageError for other names."""
    loaded = load_sources(find_source_files(settings.workflows), settings.workflows)
    return compile_loaded(choose(loaded, names, settings.workflows))


def compile_loaded(loaded: Sequence[Loaded]) -> Compilation:
    """Compile workflows in memory. What is wrong with one is a diagnostic; the others compile all the same."""
    workflows: list[CompiledWorkflow] = []
    diagnostics: list[Diagnostic] = []
    shared: dict[type[Environment], tuple[OutputFile, ...]] = {}
    for file, definition in loaded:
        try:
            collection = run_author_code(definition.build, file, definition.origin)
            environment = run_author_code(definition.environment, file, definition.origin)
        except WorkflowError as error:
            diagnostics.append(diagnostic_of(error))
            continue
        if definition.environment not in shared:
            shared[definition.environment] = _emit_environments(definition.environment)
        variables = environment.build()
        diagnostics += find_refusals(Subject(collection, variables))
        workflows.append(
            CompiledWorkflow(
                slug=definition.slug,
                module=file.stem,
                title=definition.title,
                collection=collection,
                environment=environment.slug,
                variables=variables,
                own=_emit(collection, definition.slug),
                shared=shared[definition.environment],
            )
        )
    return Compilation(tuple(workflows), tuple(diagnostics))


def _emit(collection: Collection, slug: str) -> tuple[OutputFile, ...]:
    file = emit_collection(collection, slug)
    refuse_unwritable(collection, file)
    return (file, emit_page(collection, slug))


def _emit_environments(declared: type[Environment]) -> tuple[OutputFile, ...]:
    return tuple(emit_environment(environment.build(), environment.slug) for environment in declared.declared())
