"""Where a report goes, and how it gets there: the file appears when it is complete."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from pcc.errors import RunError
from pcc.runner.report.protocol import ReporterOptions

__all__ = ["export_path", "write_report"]


def export_path(options: ReporterOptions, extension: str) -> Path:
    """Return where a report goes: what `export` says; in a folder, and without the option, `pcc-report.<extension>`."""
    path = Path(options.text("export", f"pcc-report.{extension}"))
    return path / f"pcc-report.{extension}" if path.is_dir() else path


@contextmanager
def write_report(path: Path) -> Iterator[TextIO]:
    """Open a report for writing (UTF-8, LF). It takes the place of an older one when it is complete, not before.

    Missing folders are made. What is no ordinary file, such as a pipe, is written as it comes. Raises RunError when the
    disk refuses.
    """
    try:
        if _is_stream(path):
            with path.open("w", encoding="utf-8", newline="") as stream:
                yield stream
            return
        # A link stays one: what it leads to is replaced.
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        with _replacing(target) as stream:
            yield stream
    except OSError as error:
        raise RunError(f"cannot write {path}: {error.strerror or error}") from error


def _is_stream(path: Path) -> bool:
    # Where the output goes to a file, /dev/stdout is one, but its name is not ours to give away.
    return (path.exists() and not path.is_file()) or path.as_posix().startswith(("/dev/std", "/dev/fd/"))


@contextmanager
def _replacing(target: Path) -> Iterator[TextIO]:
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
