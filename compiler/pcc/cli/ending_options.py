"""Options of `pcc replay` about failures, limits of scripts, and what is left of a run: Newman's words and meaning."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self, TypeVar

import click

from pcc.runner import Unresolved

__all__ = ["BailCommand", "EndingOptions", "ending_options"]

_Command = TypeVar("_Command", bound=Callable[..., Any])
_MODIFIERS = ("folder", "failure")
_FILE = click.Path(dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class EndingOptions:
    """The values of these options. `bail` is None, or what it was told: folder, failure or both."""

    bail: str | None
    timeout_script: float | None
    unresolved: str
    export_environment: Path | None
    export_globals: Path | None
    export_collection: Path | None
    suppress_exit_code: bool

    @classmethod
    def take(cls, values: dict[str, Any]) -> Self:
        """Take these options out of a command's values."""
        return cls(**{field.name: values.pop(field.name) for field in fields(cls)})

    @property
    def stops(self) -> bool:
        """Whether the first failure ends the run. An unknown folder always does, so `folder` asks for nothing more."""
        return self.bail is not None and "failure" in self.bail

    @property
    def exports(self) -> dict[str, Path | None]:
        """The files to write after the run, as `pcc.replay` takes them."""
        return {
            "export_environment": self.export_environment,
            "export_globals": self.export_globals,
            "export_collection": self.export_collection,
        }


class BailCommand(click.Command):
    """A command whose `--bail` takes a value only when what follows it is one: `--bail take-notes` names a target."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments, `--bail` alone as `--bail=failure`."""
        return super().parse_args(ctx, list(_with_modifiers(args)))


def _with_modifiers(arguments: Sequence[str]) -> list[str]:
    given = list(arguments)
    end = given.index("--") if "--" in given else len(given)
    for index in range(end - 1, -1, -1):
        if given[index] == "--bail":
            modifier = given.pop(index + 1) if _is_modifier(given[index + 1 : end]) else "failure"
            given[index] = f"--bail={modifier}"
    return given


def _is_modifier(following: Sequence[str]) -> bool:
    return bool(following) and set(following[0].split(",")) <= set(_MODIFIERS)


def _check_bail(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None and not _is_modifier([value]):
        raise click.BadParameter(f"{value!r} is neither of {' and '.join(_MODIFIERS)}")
    return value


def ending_options(command: _Command) -> _Command:
    """Add the options to a command; it takes their values by name."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


_OPTIONS = (
    click.option(
        "--bail",
        metavar="[folder|failure]",
        callback=_check_bail,
        help="Stop after the first script or request that fails.",
    ),
    click.option(
        "--timeout-script",
        type=click.FloatRange(0, min_open=True),
        metavar="MS",
        help="Limit of each script in the JavaScript engine, in ms.",
    ),
    click.option(
        "--unresolved",
        type=click.Choice([choice.value for choice in Unresolved]),
        default=Unresolved.WARN.value,
        help="What a reference is that nothing resolves; warn without it.",
    ),
    click.option(
        "--export-environment", type=_FILE, metavar="FILE", help="Write the final environment, secrets in clear text."
    ),
    click.option(
        "--export-globals", type=_FILE, metavar="FILE", help="Write the final globals, secrets in clear text."
    ),
    click.option(
        "--export-collection", type=_FILE, metavar="FILE", help="Write the collection with its final variables."
    ),
    click.option("-x", "--suppress-exit-code", is_flag=True, help="Exit with 0 although something failed."),
)
