"""What a target of `pcc check`, `pcc diff` and `pcc audit` means: a workflow by name, or any collection file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pcc.diagnostics import shown_path
from pcc.errors import WorkflowError
from pcc.model.collection import Collection
from pcc.model.environment import Environment
from pcc.postman import read_collection
from pcc.project.settings import find_project
from pcc.project.targets import is_file
from pcc.project.variables import read_variables
from pcc.reading import read_text

__all__ = ["Source", "read_sources"]


@dataclass(frozen=True, slots=True)
class Source:
    """A collection to look at: what a workflow compiles to, or a file; files are as a user would name them.

    `name` is the slug of a workflow, or the file.
    """

    name: str
    collection: Collection
    environment: Environment | None = None
    file: str = ""
    environment_file: str = ""


def read_sources(
    targets: Sequence[str], *, project: Path | None = None, environment: Path | None = None
) -> list[Source]:
    """Return what the targets mean, in their order; without targets all workflows of the project.

    A workflow comes with the environment that it declares, a file with `environment`. Raises UsageError for unknown
    names, WorkflowError for a workflow that does not compile, FormatError and RunError for files.
    """
    names = [target for target in targets if not is_file(target)]
    workflows = _read_workflows(names, project) if names or not targets else {}
    sources: list[Source] = []
    for target in targets or list(workflows):
        sources += [_read_file(target, environment)] if is_file(target) else workflows[target]
    return sources


def _read_file(target: str, environment: Path | None) -> Source:
    path = Path(target)
    collection = read_collection(read_text(path), file=str(path), only_to_run=True)
    return Source(
        shown_path(path),
        collection,
        read_variables(environment),
        shown_path(path),
        shown_path(environment) if environment else "",
    )


def _read_workflows(names: Sequence[str], project: Path | None) -> dict[str, list[Source]]:
    from pcc.project.compile import compile_workflows

    compiled = compile_workflows(find_project(project), names)
    if not compiled.valid:
        first = compiled.diagnostics[0]
        raise WorkflowError(f"the workflows do not compile: {first.message}; `pcc build` shows all", first.origin)
    found: dict[str, list[Source]] = {name: [] for name in names}
    for workflow in compiled.workflows:
        source = Source(workflow.slug, workflow.collection, workflow.variables)
        called = [name for name in found if name in (workflow.slug, workflow.module)] if names else [workflow.slug]
        for name in called:
            found.setdefault(name, []).append(source)
    return found
