"""The command line: a client of the library. Each command has a module of its own, loaded when it is called."""

import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from pcc.errors import PccError
from pcc.version import VERSION

__all__ = ["COMMANDS", "main"]

# The help line of each command stands here, so that `pcc --help` loads none of them.
COMMANDS = {
    "init": "Make a minimal project in an empty folder.",
    "build": "Compile workflows to Postman collections, environments and pages.",
    "check": "Find what would break a reader, without sending anything.",
    "diff": "Say what a reader would notice between two versions.",
    "list": "List the workflows: slug, number of steps, title.",
    "replay": "Run built collections, or any collection file.",
    "audit": "Hold what published pages claim against what workflows do.",
    "load": "Let many users replay a workflow at once, and measure each step.",
    "simulate": "Serve the embedded PingOne on loopback.",
    "sandbox": "Bring the engine that runs JavaScript.",
}


class _LazyGroup(click.Group):
    """A group that loads a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"pcc.cli.{cmd_name}_command").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from pcc.diagnostics import nearest

            similar = nearest(args[0], list(COMMANDS))
            raise click.UsageError(f"no command {args[0]!r}" + (f": did you mean {similar!r}?" if similar else ""), ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, "-V", "--version", prog_name="pcc")
def _group() -> None:
    """Compile API workflows written in Python to Postman collections, and replay those collections headlessly."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with one of the codes of `docs/exit-codes.md`."""
    if isinstance(sys.stdout, TextIOWrapper):
        # What a terminal's encoding does not have becomes a question mark, not a traceback.
        sys.stdout.reconfigure(errors="replace")
    sys.exit(_run(sys.argv[1:] if arguments is None else arguments))


def _run(arguments: list[str]) -> int:
    try:
        result: Any = _group.main(arguments, prog_name="pcc", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return 130
    except PccError as error:
        click.echo(_render_error(error), err=True)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output has gone: there is nobody left to tell.
        sys.stderr.close()
        return 1
    return result if isinstance(result, int) else 0


def _render_error(error: PccError) -> str:
    from pcc.diagnostics import diagnostic_of, render_diagnostic
    from pcc.errors import WorkflowError
    from pcc.printing import printable
    from pcc.runner.report.bodies import cut_middle

    if isinstance(error, WorkflowError) and error.origin:
        return render_diagnostic(diagnostic_of(error))
    # A message may name a key or a host of somebody's file.
    return f"error: {cut_middle(printable(str(error)))}"
