"""The reporters of one `pcc replay`: made from the command line, told of every event, closed whatever happens."""

import os
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

import click

from pcc.cli.reporter_options import ReporterValues
from pcc.errors import PccError, RunError
from pcc.runner import Redactor, RunEvent, SystemClock
from pcc.runner.report import (
    ANSI,
    PLAIN,
    REPORTERS,
    Fanout,
    Progress,
    Reporter,
    ReporterOptions,
    find_reporter,
)
from pcc.runner.report.protocol import Write
from pcc.runner.report.style import Style, to_ascii

__all__ = ["Look", "Reporting"]


@dataclass(frozen=True, slots=True)
class Look:
    """How the output looks; `color` is auto, on or off."""

    silent: bool = False
    verbose: bool = False
    color: str = "auto"
    unicode: bool = True

    def style(self) -> Style:
        """Return the style of the console."""
        wanted = sys.stdout.isatty() and not os.environ.get("NO_COLOR") if self.color == "auto" else self.color == "on"
        return ANSI if wanted else PLAIN

    def progress(self) -> Progress | None:
        """Return a progress bar where somebody looks at one: on a terminal, not in CI, not when silent."""
        watched = sys.stderr.isatty() and not self.silent and not os.environ.get("CI")
        return Progress(partial(_write_to, sys.stderr), SystemClock()) if watched else None


class Reporting:
    """Hands events to the chosen reporters. Leaving it closes them, and prints what went wrong in one of them.

    Raises UsageError when there is no reporter of a name, or an option of one is wrong; RunError when one cannot be
    loaded.
    """

    def __init__(self, values: ReporterValues, look: Look) -> None:
        self._look = look
        self._redact = Redactor()
        _refuse_one_file_for_two(values)
        reporters = {name: self._make(name, values) for name in values}
        self._fanout = Fanout({name: made for name, made in reporters.items() if made}, self._redact)
        self._progress = look.progress()

    def handle(self, event: RunEvent) -> None:
        """Hand the event on."""
        if self._progress is not None:
            self._progress.clear()
        self._fanout.handle(event)
        if self._progress is not None:
            self._progress.handle(event)

    @property
    def failed(self) -> bool:
        """Whether a reporter could not do its work."""
        return bool(self._fanout.failures)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        if self._progress is not None:
            self._progress.clear()
        try:
            self._fanout.close()
        finally:
            for failure in self._fanout.failures:
                click.echo(f"error: {failure}", err=True)

    def _make(self, name: str, values: ReporterValues) -> Reporter | None:
        factory = find_reporter(name)
        if name == "cli" and self._look.silent:
            return None
        options = ReporterOptions(
            values[name],
            self._redact,
            self._look.style() if name == "cli" else PLAIN,
            verbose=self._look.verbose,
            list_created=_is_worth_a_list,
        )
        try:
            return factory(options, self._writer(name, values))
        except PccError:
            raise
        except Exception as error:
            raise RunError(f"the reporter {name!r} cannot be made: {type(error).__name__}: {error}") from error

    def _writer(self, name: str, values: ReporterValues) -> Write:
        """Where a reporter prints. A file tells its place only beside the console: the output may be the file."""
        if self._look.silent or (name in REPORTERS and "cli" not in values):
            return _drop
        if name not in REPORTERS:
            return lambda text: _print(self._redact(text))
        return _print if self._look.unicode else lambda text: _print(to_ascii(text))


def _is_worth_a_list(target: str) -> bool:
    """What a run created in the embedded simulator is gone with it."""
    from pcc.project.connecting import SIMULATOR_TARGET

    return target != SIMULATOR_TARGET


def _refuse_one_file_for_two(values: ReporterValues) -> None:
    taken: dict[Path, str] = {}
    for name, options in values.items():
        path = options.get("export")
        if isinstance(path, str) and (Path(path).is_file() or not Path(path).exists()):
            other = taken.setdefault(Path(path).resolve(), name)
            if other != name:
                raise click.UsageError(f"the reporters {other} and {name} would write the same file, {path}")


def _drop(_: str) -> None:
    """Print nothing."""


def _print(text: str) -> None:
    # Whether there are colours was decided with the style.
    click.echo(text, nl=False, color=True)


def _write_to(stream: TextIO, text: str) -> None:
    stream.write(text)
    stream.flush()
