"""Which reporters there are: pcc's own, and those that installed packages bring."""

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, cast

from pcc.errors import RunError, UsageError
from pcc.runner.report.protocol import OptionSpec, ReporterFactory

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["ENTRY_POINT_GROUP", "REPORTERS", "find_reporter", "reporter_names"]

ENTRY_POINT_GROUP = "pcc.reporters"

_EXPORT = OptionSpec(
    "export", "Where its file goes; by default pcc-report.{extension} in the working directory.", "PATH"
)
_BODY_LIMIT = OptionSpec("body-limit", "Keep this many bytes of each body; by default 16384, with 0 none.", "BYTES")


def _export(extension: str) -> OptionSpec:
    return OptionSpec(_EXPORT.name, _EXPORT.help.format(extension=extension), _EXPORT.metavar)


# Own reporters with their options; each is loaded when it is asked for.
REPORTERS: Mapping[str, tuple[OptionSpec, ...]] = {
    "cli": (
        OptionSpec("silent", "Print nothing."),
        OptionSpec("show-timestamps", "Begin the line of each item with its time."),
        OptionSpec("no-summary", "Leave out the summary."),
        OptionSpec("no-failures", "Leave out the list of failures at the end of a long run."),
        OptionSpec("no-assertions", "Leave out tests below an item, also those that failed."),
        OptionSpec("no-success-assertions", "Leave out tests that passed, as is always done."),
        OptionSpec("no-console", "Leave out what scripts wrote to their console."),
        OptionSpec("no-banner", "Leave out the first line."),
    ),
    "json": (_export("json"), _BODY_LIMIT),
    "junit": (_export("xml"),),
    "har": (_export("har"), _BODY_LIMIT),
}
_HOMES = {
    "cli": "pcc.runner.report.console:ConsoleReporter",
    "json": "pcc.runner.report.files.newman:NewmanReporter",
    "junit": "pcc.runner.report.files.junit:JunitReporter",
    "har": "pcc.runner.report.files.har:HarReporter",
}


def reporter_names() -> list[str]:
    """Return the names of all reporters, pcc's own first."""
    return [*REPORTERS, *sorted({entry.name for entry in _installed()} - REPORTERS.keys())]


def find_reporter(name: str) -> ReporterFactory:
    """Return what makes the reporter of this name.

    Raises UsageError when there is none, RunError when an installed one cannot be loaded.
    """
    if name in _HOMES:
        module, _, attribute = _HOMES[name].partition(":")
        return cast(ReporterFactory, getattr(import_module(module), attribute))
    entry = next((entry for entry in _installed() if entry.name == name), None)
    if entry is None:
        raise UsageError(f"no reporter {name!r}: there are {', '.join(reporter_names())}")
    try:
        return cast(ReporterFactory, entry.load())
    except Exception as error:
        raise RunError(f"the reporter {name!r} cannot be loaded from {entry.value}: {error}") from error


def entry_points(*, group: str) -> "Iterable[EntryPoint]":
    """Return the entry points of a group; what finds them is loaded for those who ask beyond pcc's own reporters."""
    from importlib import metadata

    return metadata.entry_points(group=group)


def _installed() -> "Iterator[EntryPoint]":
    yield from entry_points(group=ENTRY_POINT_GROUP)
