"""`pcc load`."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from pcc.cli.assignments import read_assignments
from pcc.cli.network_options import read_network_options, route_options
from pcc.cli.reporting import Look
from pcc.errors import RunError, UsageError
from pcc.load.figures import LoadResult
from pcc.load.locustfile import render_locustfile
from pcc.load.plan import Habits, LoadPlan, Simulated, read_plan
from pcc.load.process import check_installed, run_in_process
from pcc.load.report import render_head, render_load, render_verdicts
from pcc.load.rows import Deal
from pcc.load.shape import LoadShape, Role
from pcc.load.thresholds import Threshold, choose_steps, eval_thresholds, parse_thresholds
from pcc.project.inputs import Inputs
from pcc.project.targets import Target, find_targets
from pcc.runner import RunOptions, Unresolved

__all__ = ["command"]

_FILE = click.Path(dir_okay=False, path_type=Path)
_DURATION = re.compile(r"(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m)?(?:(\d+(?:\.\d+)?)s?)?")


class _Duration(click.ParamType[Any]):
    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        found = _DURATION.fullmatch(value) if isinstance(value, str) else None
        parts = [float(part or 0) for part in found.groups()] if found else []
        seconds = sum(part * unit for part, unit in zip(parts, (3600, 60, 1), strict=False))
        if not seconds:
            self.fail(f"{value!r} is no time: write 90s, 5m or 1h30m", param, ctx)
        return seconds


class _Processes(click.ParamType[Any]):
    name = "processes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if value in ("auto", "-1"):
            return os.cpu_count() or 1
        if not str(value).isdecimal() or not 0 < int(value) <= 1000:
            self.fail(f"{value!r} is no number of processes: write 2, or auto for one on each core", param, ctx)
        return int(value)


@click.command("load")
@click.argument("target", metavar="NAME | FILE")
@click.option(
    "-u", "--users", type=click.IntRange(1), metavar="N", help="How many users there are at once; 1 without it."
)
@click.option(
    "-r",
    "--spawn-rate",
    type=click.FloatRange(0, min_open=True),
    metavar="RATE",
    help="How many of them begin in a second; 1 without it.",
)
@click.option("-t", "--run-time", type=_Duration(), metavar="TIME", help="End after this time: 90s, 5m, 1h30m.")
@click.option("-n", "--iterations", type=click.IntRange(1), metavar="N", help="Let each user replay N times.")
@click.option(
    "--stop-timeout",
    type=click.FloatRange(0),
    default=30,
    show_default=True,
    metavar="SECONDS",
    help="How long users may finish their iteration in the end.",
)
@click.option(
    "--think-time", type=click.FloatRange(0), default=0, metavar="MS", help="Wait between two iterations, in ms."
)
@click.option("-e", "--environment", type=_FILE, metavar="FILE", help="Environment file.")
@click.option("--env-var", "env_vars", multiple=True, metavar="NAME=VALUE", help="Set a variable of the environment.")
@click.option("-g", "--globals", "globals_file", type=_FILE, metavar="FILE", help="Globals file.")
@click.option("--global-var", "global_vars", multiple=True, metavar="NAME=VALUE", help="Set a global variable.")
@click.option("--secret", "secrets", multiple=True, metavar="NAME", help="Mask the value of this variable; repeatable.")
@click.option("-d", "--iteration-data", type=_FILE, metavar="FILE", help="CSV or JSON file with rows of variables.")
@click.option(
    "--deal",
    type=click.Choice([deal.value for deal in Deal]),
    default=Deal.USER.value,
    show_default=True,
    help="Who takes the next row: each user one for good, or each iteration.",
)
@click.option("--folder", "folders", multiple=True, metavar="NAME", help="Run only this folder or item; repeatable.")
@click.option("--simulator", is_flag=True, help="Serve the embedded PingOne, and load that.")
@click.option(
    "--fail-if",
    "fail_if",
    multiple=True,
    metavar="[STEP:]METRIC>LIMIT[,…]",
    help="Exit with 1 if this came true: p95>300ms,errors>1%; repeatable.",
)
@click.option("--html", type=_FILE, metavar="FILE", help="Write Locust's report.")
@click.option("--csv", type=_FILE, metavar="PREFIX", help="Write Locust's tables: PREFIX_stats.csv and others.")
@click.option(
    "--processes", type=_Processes(), metavar="N", help="Have users in N processes; auto is one on each core."
)
@click.option("--master", is_flag=True, help="Have the users on other machines, which connect as workers.")
@click.option("--worker", is_flag=True, help="Have users for a master.")
@click.option("--master-host", default="127.0.0.1", show_default=True, metavar="HOST", help="Where the master is.")
@click.option("--master-port", type=click.IntRange(1, 65535), default=5557, show_default=True, help="Its port.")
@click.option(
    "--master-bind-host", default="*", show_default=True, metavar="HOST", help="Where a master lets workers connect."
)
@click.option(
    "--master-bind-port",
    type=click.IntRange(0, 65535),
    default=5557,
    show_default=True,
    help="On which port; 0 is any.",
)
@click.option(
    "--expect-workers", type=click.IntRange(1), default=1, show_default=True, metavar="N", help="Begin with N workers."
)
@click.option(
    "--expect-workers-max-wait",
    type=click.FloatRange(0, min_open=True),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="Give up when they do not come.",
)
@click.option("--locustfile", type=_FILE, metavar="FILE", help="Write a file for Locust's own tools, and load nothing.")
@click.option(
    "--engines",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    metavar="N",
    help="JavaScript engines of a process.",
)
@click.option(
    "--timeout-request", type=click.FloatRange(0, min_open=True), metavar="MS", help="Limit of each request, in ms."
)
@click.option(
    "--timeout-script", type=click.FloatRange(0, min_open=True), metavar="MS", help="Limit of each script, in ms."
)
@click.option(
    "--unresolved",
    type=click.Choice([choice.value for choice in Unresolved]),
    default=Unresolved.ERROR.value,
    show_default=True,
    help="What a reference is that nothing resolves.",
)
@click.option(
    "--color", type=click.Choice(["auto", "on", "off"]), default="auto", help="Colours; auto is on a terminal."
)
@route_options
def command(target: str, **given: Any) -> int:
    """Let many users replay a workflow at once, and measure each step.

    NAME is the slug or the module of a workflow, FILE is a Postman collection (v2.1). Each user has variables, cookies,
    connections and a row of data of its own. It runs on Locust.
    """
    shape = _read_shape(given)
    thresholds = [threshold for text in given["fail_if"] for threshold in parse_thresholds(text)]
    _check(given, shape)
    found = _find_target(target, given["environment"])
    inputs = _read_inputs(found, given)
    simulated = found.simulated or given["simulator"]
    if simulated and (given["locustfile"] is not None or shape.role is not Role.ALONE):
        raise click.UsageError("the simulator answers this machine alone: start `pcc simulate`, and give its values -e")
    if given["locustfile"] is not None:
        return _write_locustfile(given["locustfile"], found.collection, inputs, _read_plan(found, inputs, given, None))
    check_installed()
    with _simulator(wanted=simulated) as simulator:
        plan = _read_plan(found, inputs, given, simulator)
        return _load(plan, shape, choose_steps(thresholds, list(plan.step_names.values())), color=given["color"])


def _read_shape(given: dict[str, Any]) -> LoadShape:
    if given["master"] and given["worker"]:
        raise click.UsageError("a process is a master or a worker: choose one of --master and --worker")
    role = Role.MASTER if given["master"] else Role.WORKER if given["worker"] else Role.ALONE
    at_home = role is Role.WORKER
    return LoadShape(
        users=given["users"] or 1,
        spawn_rate=given["spawn_rate"] or 1.0,
        run_time=given["run_time"],
        patience=given["stop_timeout"],
        role=role,
        processes=given["processes"] or 0,
        host=given["master_host"] if at_home else given["master_bind_host"] if given["master"] else "127.0.0.1",
        port=given["master_port"] if at_home else given["master_bind_port"] if given["master"] else 0,
        expect_workers=given["expect_workers"],
        longest_wait=given["expect_workers_max_wait"],
        html=given["html"],
        csv=given["csv"],
    )


def _check(given: dict[str, Any], shape: LoadShape) -> None:
    if given["processes"] and not hasattr(os, "fork"):
        raise click.UsageError("--processes needs a system that can fork: start --master and --worker by hand")
    if given["processes"] and shape.role is not Role.ALONE:
        raise click.UsageError("--processes starts a master and its workers itself: leave out --master and --worker")
    if shape.role is Role.WORKER:
        masters = ("users", "spawn_rate", "run_time", "fail_if", "html", "csv")
        named = [f"--{name.replace('_', '-')}" for name in masters if given[name]]
        if named:
            raise click.UsageError(f"{', '.join(named)}: the master says so to its workers")
        return
    if given["run_time"] is None and given["iterations"] is None and given["locustfile"] is None:
        raise click.UsageError("say when it is over: after a time (-t 90s), or after so many iterations a user (-n 10)")


def _find_target(target: str, environment: Path | None) -> Target:
    found = list(find_targets([target], None, environment))
    if len(found) != 1:
        raise UsageError(f"{target} holds {len(found)} workflows: name one of them by its slug, `pcc list` has them")
    return found[0]


def _read_inputs(found: Target, given: dict[str, Any]) -> Inputs:
    return Inputs(
        found.environment,
        read_assignments(given["env_vars"], "--env-var"),
        given["globals_file"],
        read_assignments(given["global_vars"], "--global-var"),
        given["iteration_data"],
        secrets=frozenset(given["secrets"]),
    )


def _read_plan(found: Target, inputs: Inputs, given: dict[str, Any], simulator: Simulated | None) -> LoadPlan:
    options = RunOptions(
        folders=given["folders"],
        timeout_request_ms=given["timeout_request"],
        timeout_script_ms=given["timeout_script"],
        unresolved=Unresolved(given["unresolved"]),
        **read_network_options(given),
    )
    habits = Habits(given["iterations"], given["think_time"], Deal(given["deal"]), given["engines"])
    return read_plan(found.collection, inputs, options, habits, simulated=simulator)


def _write_locustfile(file: Path, collection: Path, inputs: Inputs, plan: LoadPlan) -> int:
    from pcc.emit import OutputFile, write_files

    write_files([OutputFile(file.name, render_locustfile(file, collection, inputs, plan))], file.parent)
    click.echo(f"{file} written: locust -f {file} --headless --users 10 --spawn-rate 2 --run-time 1m")
    return 0


@contextmanager
def _simulator(*, wanted: bool) -> Iterator[Simulated | None]:
    """Serve a simulator from this process, which has nothing else to do while the load runs."""
    if not wanted:
        yield None
        return
    from pcc.simulator import SECRETS
    from pcc.simulator.serving import Server

    with Server() as server:
        yield Simulated(server.simulator.variables(), SECRETS, f"127.0.0.1:{server.port}")


def _load(plan: LoadPlan, shape: LoadShape, thresholds: list[Threshold], *, color: str) -> int:
    mask = plan.redactor()
    style = Look(color=color).style()
    if shape.role is Role.WORKER:
        click.echo(f"worker of {shape.host}:{shape.port}")
        result = run_in_process(plan, shape)
        return 130 if result.interrupted else 0
    click.echo(mask(render_head(plan.collection.name, plan.target, shape, plan.habits.iterations)), nl=False)
    result = run_in_process(plan, shape, watched=sys.stderr.isatty())
    click.echo(render_load(result, shape, style), nl=False)
    verdicts = eval_thresholds(thresholds, result)
    if verdicts:
        click.echo(render_verdicts(verdicts, style), nl=False)
    if result.interrupted:
        return 130
    if result.losses:
        return RunError.exit_code
    return 0 if all(verdict.passed for verdict in verdicts) and _as_expected(result, thresholds) else 1


def _as_expected(result: LoadResult, thresholds: list[Threshold]) -> bool:
    """Whether enough was done, and nothing failed unless a threshold says how much may."""
    said = any(threshold.metric == "errors" for threshold in thresholds)
    return result.total.count > 0 and (said or not result.total.failures)
