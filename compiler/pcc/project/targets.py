"""Which files the targets of a replay mean: built ones by name, any by path."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pcc.errors import StaleError, WorkflowError

if TYPE_CHECKING:
    from pcc.project.settings import ProjectSettings

__all__ = ["Target", "find_targets", "is_file"]


@dataclass(frozen=True, slots=True)
class Target:
    """A collection to run, and the environment file that belongs to it, if one does."""

    collection: Path
    environment: Path | None
    simulated: bool


def find_targets(targets: Sequence[str], start: Path | None, environment: Path | None) -> Iterator[Target]:
    """Yield what each target means; without targets all workflows. `start` is where the project is looked for.

    Raises UsageError for unknown names, WorkflowError and StaleError when what was built is not what the sources say.
    """
    names = [target for target in targets if not is_file(target)]
    built = _find_built(start, names, environment) if names or not targets else {}
    for target in targets or list(built):
        if is_file(target):
            yield Target(Path(target), environment, simulated=False)
        else:
            yield from built[target]


def is_file(target: str) -> bool:
    """Return whether a target is a file by its looks; else it is the name of a workflow."""
    # The names of workflows have no dots.
    return "." in target or "/" in target or os.sep in target


def _find_built(start: Path | None, names: Sequence[str], environment: Path | None) -> dict[str, list[Target]]:
    # A file has no project, and needs nothing that reads one.
    from pcc.project.settings import find_project

    return _built(find_project(start), names, environment)


def _built(settings: "ProjectSettings", names: Sequence[str], environment: Path | None) -> dict[str, list[Target]]:
    """The built files of each name, or by slug without names. Raises StaleError when they are out of date."""
    # The sources are only compiled to see whether the files are theirs: what runs is what was built.
    from pcc.project.building import build_workflows

    built = build_workflows(settings, names, out=settings.out)
    if not built.valid:
        first = built.diagnostics[0]
        raise WorkflowError(f"the workflows do not compile: {first.message}; `pcc build` shows all", first.origin)
    stale = [entry for entry in built.find_stale(settings.out) if entry.reason != "left over"]
    if stale:
        listed = ", ".join(f"{entry.path} {entry.reason}" for entry in stale)
        raise StaleError(f"{settings.out.name}/ is stale ({listed}): run `pcc build` first")
    chosen = environment or settings.environment
    found: dict[str, list[Target]] = {name: [] for name in names}
    for workflow in built.workflows:
        own = settings.out / f"{workflow.environment}.postman_environment.json"
        target = Target(
            settings.out / f"{workflow.slug}.postman_collection.json",
            chosen or own,
            simulated=settings.simulator and chosen is None,
        )
        called = [name for name in found if name in (workflow.slug, workflow.module)] if names else [workflow.slug]
        for name in called:
            found.setdefault(name, []).append(target)
    return found
