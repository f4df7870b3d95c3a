"""Which sources a project has, and which of their workflows a command means: by slug, by module, or all."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from pcc.diagnostics import nearest, shown_path
from pcc.errors import UsageError

__all__ = ["choose", "find_source_files"]


class _Named(Protocol):
    """What has the two names that a workflow is called by: its slug, and its module, which may hold several."""

    @property
    def slug(self) -> str: ...

    @property
    def module(self) -> str: ...


N = TypeVar("N", bound=_Named)


def find_source_files(folder: Path) -> list[Path]:
    """Return the workflow sources of a folder, sorted. Raises UsageError when the folder is missing."""
    if not folder.is_dir():
        raise UsageError(f"no workflows: {shown_path(folder)} is not a folder; [tool.pcc] `workflows` names it")
    return sorted(path for path in folder.glob("*.py") if not path.name.startswith("_"))


def choose(workflows: Sequence[N], names: Sequence[str], folder: Path) -> list[N]:
    """Return the workflows of these names, or all. Raises UsageError for other names, and when the folder has none."""
    if not workflows:
        raise UsageError(f"no workflow in {shown_path(folder)}: write one with @workflow, or run `pcc init`")
    if not names:
        return list(workflows)
    chosen: dict[str, N] = {}
    for name in names:
        found = [workflow for workflow in workflows if name in (workflow.slug, workflow.module)]
        if not found:
            raise UsageError(_unknown(name, [workflow.slug for workflow in workflows]))
        chosen.update({workflow.slug: workflow for workflow in found})
    return list(chosen.values())


def _unknown(name: str, slugs: list[str]) -> str:
    similar = nearest(name, slugs)
    return f"no workflow {name!r}: " + (f"did you mean {similar!r}?" if similar else f"there are {', '.join(slugs)}")
