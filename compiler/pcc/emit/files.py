"""Output files: compared with the disk, or written to it."""

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pcc.errors import RunError, WorkflowError

__all__ = ["OutputFile", "Stale", "find_stale", "merge_files", "write_files"]


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file to write: its path below the output folder, and its text (written as UTF-8 with LF)."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Stale:
    """A file of the output folder that is not what a build would write: `missing`, `differs` or `left over`."""

    path: str
    reason: str


def merge_files(files: Iterable[OutputFile]) -> tuple[OutputFile, ...]:
    """Return files, those that several workflows share once. Raises WorkflowError when two would be one."""
    merged: dict[str, OutputFile] = {}
    for file in files:
        if merged.setdefault(file.path, file) != file:
            raise WorkflowError(f"two environments would be written to {file.path}: give one another name")
    return tuple(merged.values())


def find_stale(
    files: Iterable[OutputFile], folder: Path, *, complete: bool, current: frozenset[str] = frozenset()
) -> list[Stale]:
    """Compare files with the disk; when they are the complete output, files that no workflow makes are found too.

    `current` are paths of further files of the output, which are known to be up to date.
    """
    wanted = {file.path: file.text.encode() for file in files}
    stale = []
    for path, content in wanted.items():
        target = folder / path
        if not target.is_file():
            stale.append(Stale(path, "missing"))
        elif target.read_bytes() != content:
            stale.append(Stale(path, "differs"))
    if complete and folder.is_dir():
        stale += [Stale(name, "left over") for name in sorted(_made_files(folder) - wanted.keys() - current)]
    return stale


def _made_files(folder: Path) -> set[str]:
    """The files of a folder that a build made, by their names; a page is known by the collection beside it."""
    made = {path.name for path in folder.glob("*.postman_*.json")}
    slugs = {name.partition(".")[0] for name in made if name.endswith(".postman_collection.json")}
    return made | {f"{slug}.md" for slug in slugs if (folder / f"{slug}.md").is_file()}


def write_files(files: Iterable[OutputFile], folder: Path) -> list[str]:
    """Write the files that differ from the disk, each at once or not at all; return their paths.

    Raises RunError when the disk refuses.
    """
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            if _write(folder / file.path, file.text.encode()):
                written.append(file.path)
    except OSError as error:
        raise RunError(f"cannot write {error.filename or folder}: {error.strerror}") from error
    return written


def _write(path: Path, content: bytes) -> bool:
    if path.is_file() and path.read_bytes() == content:
        return False
    # A reader never sees half a file: the new one takes the place of the old one in one step.
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return True
