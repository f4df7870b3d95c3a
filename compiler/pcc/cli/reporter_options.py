"""The options `-r` and `--reporter-<name>-<option>`: those of pcc's own reporters come from their registry."""

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

import click

from pcc.runner.report.registry import REPORTERS

__all__ = ["ReplayCommand", "ReporterValues", "chosen_reporters", "reporter_options", "reporter_values"]

_PREFIX = "--reporter-"
_FOREIGN = "pcc.foreign_reporter_options"

# The options of reporters, by the names of both.
ReporterValues = dict[str, dict[str, str | bool]]


def reporter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Declare the options of every reporter of pcc's own on a command; their values come in as keyword arguments."""
    for name, specs in reversed(list(REPORTERS.items())):
        for spec in reversed(specs):
            option = click.option(
                f"{_PREFIX}{name}-{spec.name}",
                _parameter(name, spec.name),
                metavar=spec.metavar,
                is_flag=spec.metavar is None,
                help=f"{name}: {spec.help[0].lower()}{spec.help[1:]}",
            )
            command = option(command)
    return command


def _parameter(reporter: str, option: str) -> str:
    return f"reporter_{reporter}_{option}".replace("-", "_")


class ReplayCommand(click.Command):
    """A command that also takes `--reporter-<name>-<option>` for reporters that it does not know.

    As in Newman, a word that follows and does not begin with `-` is the option's value.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Set what belongs to other reporters aside, and parse the rest."""
        known = {spelling for parameter in self.params for spelling in parameter.opts}
        ctx.meta[_FOREIGN], kept = _split(args, known)
        return super().parse_args(ctx, kept)


def _split(args: list[str], known: set[str]) -> tuple[dict[str, str | bool], list[str]]:
    foreign: dict[str, str | bool] = {}
    kept: list[str] = []
    waiting = deque(args)
    while waiting:
        word = waiting.popleft()
        name, equals, value = word.partition("=")
        if word == "--":
            kept += (word, *waiting)
            break
        if not word.startswith(_PREFIX) or name in known:
            kept.append(word)
        elif equals:
            foreign[name] = value
        else:
            foreign[name] = waiting.popleft() if waiting and not waiting[0].startswith("-") else True
    return foreign, kept


def chosen_reporters(text: str) -> list[str]:
    """Return the names in a list with commas, each once. Raises click.UsageError for one without any."""
    names = list(dict.fromkeys(name for part in text.split(",") if (name := part.strip())))
    if not names:
        raise click.UsageError("-r takes the names of reporters: NAME[,NAME…]")
    return names


def reporter_values(names: list[str], declared: Mapping[str, Any]) -> ReporterValues:
    """Return the options of each chosen reporter. Raises click.UsageError for one that no chosen reporter has."""
    values: ReporterValues = {name: {} for name in names}
    for name, specs in REPORTERS.items():
        for spec in specs:
            value = declared[_parameter(name, spec.name)]
            if value not in (None, False):
                _take(values, name, f"{_PREFIX}{name}-{spec.name}")[spec.name] = value
    for option, value in click.get_current_context().meta[_FOREIGN].items():
        name = _owner(option, names)
        _take(values, name, option)[option.removeprefix(f"{_PREFIX}{name}-")] = value
    return values


def _owner(option: str, names: list[str]) -> str:
    """The chosen reporter that an option belongs to: names may have hyphens too, and the longest counts."""
    owners = [name for name in names if option.startswith(f"{_PREFIX}{name}-")]
    return max(owners, key=len, default="")


def _take(values: ReporterValues, name: str, option: str) -> dict[str, str | bool]:
    if name not in values:
        add = f": add {name} to -r" if name else f"; chosen are {', '.join(values)}"
        raise click.UsageError(f"no chosen reporter has the option {option}{add}")
    if name in REPORTERS and option not in {f"{_PREFIX}{name}-{spec.name}" for spec in REPORTERS[name]}:
        raise click.UsageError(f"the reporter {name} has no option {option}")
    return values[name]
