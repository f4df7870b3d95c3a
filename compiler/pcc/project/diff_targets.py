"""What the arguments of `pcc diff` mean: files, folders, revisions, ranges of revisions, workflows by name."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from pcc.errors import PccError, RunError, SourceError, UsageError
from pcc.project.building import build_workflows
from pcc.project.git import check_repository, find_revision, merge_base, split_range
from pcc.project.settings import ProjectSettings, find_project
from pcc.project.sides import Side, compiled_side, file_side, folder_side, narrow, revision_side
from pcc.project.targets import is_file

__all__ = ["find_sides"]


class _Kind(Enum):
    FILE = "a file"
    FOLDER = "a folder"
    REVISION = "a revision"
    WORKFLOW = "a workflow"


@dataclass(frozen=True, slots=True)
class _Target:
    """An argument and what it means; `commit` is that of a revision."""

    kind: _Kind
    text: str
    commit: str = ""


def find_sides(old: str | None, new: str | None, start: Path | None) -> tuple[Side, Side]:
    """Return the two sides that the arguments mean. Raises UsageError, SourceError and RunError."""
    if old is None:
        settings = find_project(start)
        return folder_side(settings.out), compiled_side(settings)
    if new is None:
        return _both(old, start)
    before, after = _find(old, start), _find(new, start)
    left, right = _open(before, start), _open(after, start)
    return _narrowed(left, before, right, after), _narrowed(right, after, left, before)


def _both(text: str, start: Path | None) -> tuple[Side, Side]:
    """The sides that one argument stands for."""
    found = None if Path(text).exists() else split_range(text)
    if found is not None:
        return _range(text, *found[:2], find_project(start), from_base=found[2])
    target = _find(text, start)
    if target.kind in (_Kind.FILE, _Kind.FOLDER):
        raise UsageError(f"{text} alone is nothing to compare: `pcc diff OLD NEW` takes two files or folders")
    settings = find_project(start)
    built = folder_side(settings.out)
    if target.kind is _Kind.REVISION:
        return _open(target, start), built
    compiled = _open(target, start)
    return narrow(built, compiled), compiled


def _range(text: str, left: str, right: str, settings: ProjectSettings, *, from_base: bool) -> tuple[Side, Side]:
    before, after = _commit(left, settings), _commit(right, settings)
    if from_base:
        before, left = merge_base(settings.root, before, after), f"{text} (merge base)"
    return revision_side(settings, before, left), revision_side(settings, after, right)


def _commit(name: str, settings: ProjectSettings) -> str:
    commit = find_revision(settings.root, name)
    if commit is None:
        check_repository(settings.root)
        raise UsageError(f"there is no revision {name!r} in this repository")
    return commit


def _find(text: str, start: Path | None) -> _Target:
    """Find out what an argument means. Like git, what means two things is refused rather than guessed."""
    path, commit = Path(text), _revision(text, start)
    kind = _path_kind(path)
    if kind and commit and not text.startswith(("./", "../", "/")):
        raise UsageError(
            f"{text!r} is both a revision and {kind.value}: ./{text} is {kind.value}, refs/heads/{text} the branch"
        )
    if kind:
        return _Target(kind, text)
    if commit:
        if _is_workflow(text, find_project(start)):
            raise UsageError(
                f"{text!r} is both a revision and a workflow: refs/heads/{text} is the branch; `pcc diff` without "
                "arguments compares all workflows"
            )
        return _Target(_Kind.REVISION, text, commit)
    return _named(text, start)


def _path_kind(path: Path) -> _Kind | None:
    try:
        return _Kind.FOLDER if path.is_dir() else _Kind.FILE if path.exists() else None
    except (OSError, ValueError):
        # A name that is too long, or that no file can have.
        return None


def _named(text: str, start: Path | None) -> _Target:
    """What is neither there nor a revision: the name of a workflow, or a mistake."""
    if split_range(text):
        raise UsageError(f"{text} is a range, which has both sides: give it alone")
    if is_file(text):
        raise SourceError(f"cannot read {text}: there is no such file, and no revision of that name")
    settings = find_project(start)
    try:
        build_workflows(settings, [text])
    except UsageError as error:
        raise UsageError(f"{text!r} is no file, no folder and {_why_no_revision(settings)}; {error}") from None
    return _Target(_Kind.WORKFLOW, text)


def _why_no_revision(settings: ProjectSettings) -> str:
    try:
        check_repository(settings.root)
    except PccError as error:
        return f"no revision ({error})"
    return "no revision"


def _revision(text: str, start: Path | None) -> str | None:
    try:
        return find_revision(find_project(start).root, text)
    except (UsageError, RunError):
        # Without a project or without git nothing is a revision; files can be compared all the same.
        return None


def _is_workflow(name: str, settings: ProjectSettings) -> bool:
    """Whether a source or a built file has this name."""
    files = settings.workflows / f"{name}.py", settings.out / f"{name}.postman_collection.json"
    return any(file.is_file() for file in files)


def _open(target: _Target, start: Path | None) -> Side:
    match target.kind:
        case _Kind.FILE:
            return file_side(Path(target.text))
        case _Kind.FOLDER:
            return folder_side(Path(target.text))
        case _Kind.REVISION:
            return revision_side(find_project(start), target.commit, target.text)
        case _Kind.WORKFLOW:
            return compiled_side(find_project(start), [target.text])


def _narrowed(side: Side, target: _Target, other: Side, other_target: _Target) -> Side:
    """The side without what a single file, or a workflow, has nothing to do with."""
    if target.kind is _Kind.FILE or other_target.kind in (_Kind.FOLDER, _Kind.REVISION):
        return side
    return narrow(side, other)
