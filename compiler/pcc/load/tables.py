"""The files of a load run: Locust's report and tables, written where they were asked for."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from pcc.errors import RunError

__all__ = ["Report", "Tables"]


class _Source(Protocol):
    """What knows the figures."""

    def open_tables(self, prefix: Path) -> Any: ...

    def tables(self) -> dict[str, Callable[[Any], None]]: ...

    def render_html(self) -> str: ...


class Tables:
    """Tables with a common beginning of their names: written while the load runs, and once more when it is over.

    Raises RunError when the disk refuses.
    """

    def __init__(self, source: _Source, prefix: Path) -> None:
        self._source = source
        self._prefix = prefix
        try:
            prefix.parent.mkdir(parents=True, exist_ok=True)
            self.writer = source.open_tables(prefix)
        except OSError as error:
            raise RunError(f"cannot write {prefix}_stats.csv: {error.strerror or error}") from error

    def finish(self) -> None:
        """Write the final figures: the writer does so every second only."""
        self.writer.close_files()
        for name, write in self._source.tables().items():
            with Path(f"{self._prefix}_{name}.csv").open("w", newline="", encoding="utf-8") as file:
                write(csv.writer(file))


class Report:
    """Locust's report. The file is there from the start: after a long load is too late to find that it cannot be had.

    Raises RunError when the disk refuses.
    """

    def __init__(self, source: _Source, path: Path) -> None:
        self._source = source
        self._path = path
        self._write("")

    def finish(self) -> None:
        """Write it."""
        self._write(self._source.render_html())

    def _write(self, text: str) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise RunError(f"cannot write {self._path}: {error.strerror or error}") from error
