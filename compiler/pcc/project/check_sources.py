"""What `pcc check` looks at: workflows by name, collection files, folders and patterns. None stops the others."""

import glob
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pcc.checks.invalid import found_invalid
from pcc.checks.subject import Subject
from pcc.diagnostics import shown_path
from pcc.errors import FormatError, PccError, UsageError
from pcc.model.environment import Environment
from pcc.postman import read_collection, read_environment
from pcc.postman.formats import V3, V3_NAMES
from pcc.project.opened import ALL, Opened
from pcc.project.settings import ProjectSettings
from pcc.project.targets import is_file
from pcc.reading import read_text

if TYPE_CHECKING:
    from pcc.project.check_workflows import Workflows

__all__ = [
    "EnvironmentFile",
    "FileSource",
    "find_sources",
    "is_folder",
    "open_file",
    "read_environment_file",
    "with_environment",
]

_ENDING = ".postman_collection.json"
# Nobody's collections are in what a package manager brought.
_FOREIGN = {"node_modules", "__pycache__"}


@dataclass(frozen=True, slots=True)
class EnvironmentFile:
    """The environment in a file, and where it begins there."""

    environment: Environment
    file: str
    pointer: str = ""


def read_environment_file(path: Path) -> EnvironmentFile:
    """Return the environment in a file. Raises FormatError and RunError."""
    text = read_text(path)
    environment = read_environment(text, file=str(path), only_to_run=True)
    return EnvironmentFile(environment, shown_path(path), _wrapper(text, "environment"))


@dataclass(frozen=True, slots=True)
class FileSource:
    """A collection file to open: its path, and its name as seen from the root of the project."""

    path: Path
    name: str


def find_sources(targets: Sequence[str], project: ProjectSettings | None) -> Iterator[Opened | FileSource]:
    """Yield each source that the targets mean, once and in their order; without targets all workflows of the project.

    Workflows come compiled, files are still to be opened. Raises UsageError for unknown names.
    """
    root = (project.root if project else Path.cwd()).resolve()
    names = [target for target in targets or [ALL] if not _means_files(target)]
    workflows = _workflows(project, names) if names else None
    seen: set[str] = set()
    for target in targets or [ALL]:
        found = workflows.named(target) if workflows and target in names else _find_files(target, root)
        for source in found:
            # One file may hold several things that do not load.
            if source.name not in seen or (isinstance(source, Opened) and source.subject is None):
                seen.add(source.name)
                yield source


def _workflows(project: ProjectSettings | None, names: Sequence[str]) -> "Workflows":
    # Whoever checks files alone needs neither the DSL nor what it brings.
    from pcc.project.check_workflows import Workflows

    if project is None:
        raise UsageError("no project here: name collection FILEs, or make a project with `pcc init`")
    return Workflows(project, names)


def with_environment(opened: Opened, chosen: EnvironmentFile | None) -> Opened:
    """Return a source as it is checked with the environment in a file."""
    if opened.subject is None or chosen is None:
        return opened
    subject = replace(
        opened.subject,
        environment=chosen.environment,
        environment_file=chosen.file,
        environment_pointer=chosen.pointer,
    )
    return replace(opened, subject=subject)


def _means_files(target: str) -> bool:
    if target == ALL:
        return False
    # A folder beside the project may well be called like a workflow: it counts when it has something to check.
    return is_file(target) or bool(glob.has_magic(target)) or (is_folder(target) and any(_inside(Path(target))))


def is_folder(target: str) -> bool:
    """Whether a target is a folder; a name that no file can have is none."""
    try:
        return Path(target).is_dir()
    except (OSError, ValueError):
        return False


def _find_files(target: str, root: Path) -> Iterator[Opened | FileSource]:
    paths = list(_paths(target))
    if not paths:
        yield Opened(target, None, found_invalid(_nothing(target)))
    for path in paths:
        # A path with "..", or through a link, is the same file.
        yield FileSource(path, Path(os.path.relpath(path.resolve(), root)).as_posix())


def _paths(target: str) -> Iterator[Path]:
    path = Path(target)
    if is_folder(target):
        yield from _inside(path)
    elif glob.has_magic(target) and not path.exists():
        found = glob.glob(target, recursive=True)  # noqa: PTH207 - Path.glob takes no absolute patterns
        yield from (Path(name) for name in sorted(found) if not is_folder(name))
    else:
        yield path


def _inside(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _FOREIGN and not name.startswith("."))
        yield from (Path(parent, name) for name in sorted(files) if name.endswith(_ENDING))


def _nothing(target: str) -> FormatError:
    if is_folder(target):
        if any(next(Path(target).glob(pattern), None) for pattern in V3_NAMES):
            return FormatError(V3, file=target)
        return FormatError(f"there is no *{_ENDING} in this folder", file=target)
    return FormatError("no file has such a name", file=target)


def open_file(source: FileSource) -> Opened:
    """Read a collection file; when that cannot be done, the finding says why."""
    shown, name = shown_path(source.path), source.name
    try:
        text = read_text(source.path)
        collection = read_collection(text, file=shown, only_to_run=True)
    except PccError as error:
        return Opened(name, None, found_invalid(error, shown))
    return Opened(name, Subject(collection, file=shown, pointer=_wrapper(text, "collection")))


def _wrapper(text: str, key: str) -> str:
    """The pointer to what the Postman API wraps into an object with one key."""
    return f"/{key}" if re.match(rf'\ufeff?\s*\{{\s*"{key}"\s*:', text) else ""
