"""Revisions of the repository around a folder, through the `git` of the machine. Nothing is checked out or written."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from pcc.errors import RunError, UsageError

__all__ = ["Range", "check_repository", "find_revision", "merge_base", "read_blobs", "split_range"]

Range = tuple[str, str, bool]
"""Two revisions, and whether the first stands for where the second left it (`A...B`)."""


def split_range(text: str) -> Range | None:
    """Split `A..B` and `A...B`; an empty side is HEAD, as in git. None when it is no range."""
    for dots in ("...", ".."):
        left, found, right = text.partition(dots)
        if found and not {left[-1:], right[:1]} & {".", "/"} and (left or right):
            return left or "HEAD", right or "HEAD", dots == "..."
    return None


def find_revision(folder: Path, name: str) -> str | None:
    """Return the commit that a name means, None when it means none. Raises RunError without git."""
    if not name or name.startswith("-") or not name.isprintable():
        return None
    done = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return done.stdout.decode().strip() if done.returncode == 0 else None


def merge_base(folder: Path, left: str, right: str) -> str:
    """Return where two commits parted. Raises UsageError when they have nothing in common."""
    done = _git(folder, "merge-base", left, right)
    if done.returncode:
        raise UsageError(f"{left[:12]} and {right[:12]} have no common history, so there is no merge base")
    return done.stdout.decode().strip()


def check_repository(folder: Path) -> None:
    """Raise UsageError, with what git says, when there is no repository around a folder."""
    done = _git(folder, "rev-parse", "--show-toplevel")
    if done.returncode:
        raise UsageError(f"no revisions here: {_said(done)}")


def read_blobs(folder: Path, commit: str, path: str) -> dict[str, bytes]:
    """Return the files at or below a path, relative to the folder, as they are in a commit, by path relative to it.

    Links and submodules are left out. Empty when there is nothing. Raises RunError when git fails.
    """
    prefix = _checked(_git(folder, "rev-parse", "--show-prefix")).decode("utf-8", "surrogateescape").rstrip("\n")
    root = _join(prefix, path)
    listed = _checked(_git(folder, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *([root] if root else [])))
    files: dict[str, str] = {}
    for entry in listed.split(b"\0"):
        head, _, name = entry.decode("utf-8", "surrogateescape").partition("\t")
        mode, kind, blob = [*head.split(" "), "", "", ""][:3]
        if kind == "blob" and mode.startswith("100"):
            files[_below(root, name)] = blob
    return dict(zip(files, _contents(folder, list(files.values())), strict=True))


def _join(prefix: str, path: str) -> str:
    parts: list[str] = []
    for part in f"{prefix}{path}".split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _below(root: str, name: str) -> str:
    return name if not root else name.removeprefix(root).lstrip("/") or name.rpartition("/")[2]


def _contents(folder: Path, blobs: list[str]) -> Iterator[bytes]:
    if not blobs:
        return
    data = _checked(_git(folder, "cat-file", "--batch", given="".join(f"{blob}\n" for blob in blobs).encode()))
    start = 0
    for _ in blobs:
        end = data.index(b"\n", start)
        size = int(data[start:end].split(b" ")[2])
        yield data[end + 1 : end + 1 + size]
        start = end + size + 2


def _git(folder: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    # Paths are taken literally: a folder called `out*` is that folder.
    command = ["git", "--literal-pathspecs", *arguments]
    try:
        return subprocess.run(command, cwd=folder, input=given, capture_output=True, check=False)
    except FileNotFoundError:
        raise RunError("git is not installed, or not on the PATH: revisions cannot be compared") from None
    except OSError as error:
        raise RunError(f"git cannot be started: {error.strerror}") from error


def _checked(done: subprocess.CompletedProcess[bytes]) -> bytes:
    if done.returncode:
        raise RunError(f"git failed: {_said(done)}")
    return done.stdout


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ") or f"exit code {done.returncode}"
