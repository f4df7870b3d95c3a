"""`pcc replay`."""

import os
import sys
from pathlib import Path

import click

from pcc.project.api import ReplayResult, replay
from pcc.runner import RunEvent, RunOptions, RunStarted
from pcc.runner.report import ANSI, PLAIN, ConsoleReporter

__all__ = ["command"]


@click.command("replay")
@click.argument("targets", nargs=-1, metavar="[NAME | FILE]...")
@click.option("-e", "--environment", type=click.Path(path_type=Path), metavar="FILE", help="Environment file.")
@click.option("--env-var", "env_vars", multiple=True, metavar="NAME=VALUE", help="Set a variable of the environment.")
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
@click.option("--bail", is_flag=True, help="Stop after the first item that fails.")
@click.option(
    "--timeout-request", type=click.FloatRange(0, min_open=True), metavar="MS", help="Limit of each request, in ms."
)
@click.option("--timeout", type=click.FloatRange(0, min_open=True), metavar="MS", help="Limit of the whole run, in ms.")
@click.option("--seed", type=int, metavar="N", help="Draw the same random values as every run with this seed.")
@click.option("--insecure", is_flag=True, help="Do not verify TLS certificates.")
@click.option("--silent", is_flag=True, help="Print nothing; the exit code tells.")
@click.option("--verbose", is_flag=True, help="Print whole requests and responses, secrets masked.")
def command(
    targets: tuple[str, ...],
    environment: Path | None,
    env_vars: tuple[str, ...],
    globals_file: Path | None,
    global_vars: tuple[str, ...],
    iteration_data: Path | None,
    iterations: int | None,
    folders: tuple[str, ...],
    timeout_request: float | None,
    timeout: float | None,
    seed: int | None,
    *,
    simulator: bool,
    bail: bool,
    insecure: bool,
    silent: bool,
    verbose: bool,
) -> int:
    """Run built collections, or any collection file.

    NAME is the slug or the module of a workflow, without one all run; FILE is a Postman collection (v2.1). A variable
    PCC_VAR_<NAME> of the process sets the variable NAME, and is secret.
    """
    reporting = _Reporting(verbose=verbose, silent=silent)
    result = replay(
        *targets,
        environment=environment,
        variables=dict(_assignment(text, "--env-var") for text in env_vars),
        globals_file=globals_file,
        global_variables=dict(_assignment(text, "--global-var") for text in global_vars),
        iteration_data=iteration_data,
        simulator=simulator,
        options=RunOptions(
            iterations=iterations,
            folders=folders,
            bail=bail,
            timeout_request_ms=timeout_request,
            timeout_ms=timeout,
            insecure=insecure,
            seed=seed,
        ),
        on_event=reporting,
    )
    reporting.finish(result)
    if result.interrupted:
        return 130
    return 0 if result.passed else 1


def _assignment(text: str, option: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        # What was given may be the value itself, and that may be a secret.
        raise click.UsageError(f"{option} takes NAME=VALUE")
    return name, value


class _Reporting:
    """A console reporter for each run, and a line over all of them."""

    def __init__(self, *, verbose: bool, silent: bool) -> None:
        self._verbose = verbose
        self._silent = silent
        self._reporter: ConsoleReporter | None = None

    def __call__(self, event: RunEvent) -> None:
        if isinstance(event, RunStarted):
            if self._reporter is not None:
                self._write("\n")
            self._reporter = self._new_reporter(event)
        assert self._reporter is not None
        self._reporter.handle(event)

    def _write(self, text: str) -> None:
        if not self._silent:
            click.echo(text, nl=False)

    def _new_reporter(self, event: RunStarted) -> ConsoleReporter:
        from pcc.project.replaying import SIMULATOR_TARGET

        return ConsoleReporter(
            self._write,
            verbose=self._verbose,
            silent=self._silent,
            style=ANSI if sys.stdout.isatty() and not os.environ.get("NO_COLOR") else PLAIN,
            list_created=event.target != SIMULATOR_TARGET,
        )

    def finish(self, result: ReplayResult) -> None:
        """Sum up when there was more than one run."""
        if len(result.runs) > 1:
            passed = sum(run.passed for run in result.runs)
            self._write(f"\n{len(result.runs)} runs: {passed} passed, {len(result.runs) - passed} failed\n")
