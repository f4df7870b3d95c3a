"""`pcc replay`."""

from pathlib import Path
from typing import Any

import click

from pcc.cli.assignments import read_assignments
from pcc.cli.ending_options import BailCommand, EndingOptions, ending_options
from pcc.cli.network_options import network_options, read_network_options
from pcc.cli.reporter_options import ReplayCommand, chosen_reporters, reporter_options, reporter_values
from pcc.cli.reporting import Look, Reporting
from pcc.errors import RunError
from pcc.project.api import replay
from pcc.runner import RunOptions, Unresolved

__all__ = ["command"]


class _Command(BailCommand, ReplayCommand):
    """Both read arguments in ways of their own."""


@click.command("replay", cls=_Command)
@click.argument("targets", nargs=-1, metavar="[NAME | FILE]...")
@click.option("-e", "--environment", type=click.Path(path_type=Path), metavar="FILE", help="Environment file.")
@click.option("--env-var", "env_vars", multiple=True, metavar="NAME=VALUE", help="Set a variable of the environment.")
@click.option(
    "--secret",
    "secrets",
    multiple=True,
    metavar="NAME",
    help="Mask the value of this variable in every output; repeatable.",
)
@click.option(
    "-g",
    "--globals",
    "globals_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Globals file.",
)
@click.option("--global-var", "global_vars", multiple=True, metavar="NAME=VALUE", help="Set a global variable.")
@click.option(
    "-d",
    "--iteration-data",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="CSV or JSON file with a row of variables for each iteration.",
)
@click.option("--simulator", is_flag=True, help="Let the embedded PingOne answer a FILE too.")
@click.option(
    "-n",
    "--iterations",
    "--iteration-count",
    "iterations",
    type=click.IntRange(1),
    metavar="N",
    help="Run the collection N times; without it once, or once for each row of data.",
)
@click.option("--folder", "folders", multiple=True, metavar="NAME", help="Run only this folder or item; repeatable.")
@click.option(
    "--timeout-request", type=click.FloatRange(0, min_open=True), metavar="MS", help="Limit of each request, in ms."
)
@click.option("--timeout", type=click.FloatRange(0, min_open=True), metavar="MS", help="Limit of the whole run, in ms.")
@click.option("--seed", type=int, metavar="N", help="Draw the same random values as every run with this seed.")
@network_options
@click.option(
    "-r",
    "--reporters",
    default="cli",
    metavar="NAME[,NAME…]",
    help="What tells of the run: cli (the default), json, junit, har, or an installed one.",
)
@click.option("--silent", is_flag=True, help="Print nothing; the exit code tells. Files of reporters are written.")
@click.option("--verbose", is_flag=True, help="Print whole requests and responses, secrets masked.")
@click.option(
    "--color",
    type=click.Choice(["auto", "on", "off"]),
    default="auto",
    help="Colours; auto is on a terminal, and not where NO_COLOR is set.",
)
@click.option("--disable-unicode", is_flag=True, help="Print marks that every terminal has.")
@ending_options
@reporter_options
def command(
    targets: tuple[str, ...],
    environment: Path | None,
    env_vars: tuple[str, ...],
    secrets: tuple[str, ...],
    globals_file: Path | None,
    global_vars: tuple[str, ...],
    iteration_data: Path | None,
    iterations: int | None,
    folders: tuple[str, ...],
    timeout_request: float | None,
    timeout: float | None,
    seed: int | None,
    reporters: str,
    color: str,
    *,
    simulator: bool,
    silent: bool,
    verbose: bool,
    disable_unicode: bool,
    **others: Any,
) -> int:
    """Run built collections, or any collection file.

    NAME is the slug or the module of a workflow, without one all run; FILE is a Postman collection (v2.1). A variable
    PCC_VAR_<NAME> of the process sets the variable NAME, and is secret.
    """
    ending = EndingOptions.take(others)
    options = RunOptions(
        iterations=iterations,
        folders=folders,
        bail=ending.stops,
        timeout_request_ms=timeout_request,
        timeout_script_ms=ending.timeout_script,
        timeout_ms=timeout,
        seed=seed,
        unresolved=Unresolved(ending.unresolved),
        keep_results=False,
        **read_network_options(others),
    )
    look = Look(silent=silent, verbose=verbose, color=color, unicode=not disable_unicode)
    with Reporting(reporter_values(chosen_reporters(reporters), others), look) as reporting:
        result = replay(
            *targets,
            environment=environment,
            variables=read_assignments(env_vars, "--env-var"),
            globals_file=globals_file,
            global_variables=read_assignments(global_vars, "--global-var"),
            iteration_data=iteration_data,
            secrets=secrets,
            simulator=simulator,
            options=options,
            cookie_jar=others["cookie_jar"],
            export_cookie_jar=others["export_cookie_jar"],
            **ending.exports,
            on_event=reporting.handle,
        )
    if result.interrupted:
        return 130
    if reporting.failed:
        return RunError.exit_code
    return 0 if result.passed or ending.suppress_exit_code else 1
