"""`pcc check`."""

from pathlib import Path
from typing import Any

import click

from pcc.checks.catalog import RULES
from pcc.checks.explanations import read_explanation
from pcc.cli.findings import FORMATS, find_renderer
from pcc.diagnostics import propose
from pcc.project.checking import check

__all__ = ["command"]

_FILE = click.Path(dir_okay=False, path_type=Path)


def _explain(ctx: click.Context, _: click.Parameter, rule: str | None) -> None:
    if rule is None:
        return
    ids = [known.id for known in RULES]
    if rule not in ids:
        raise click.UsageError(f"no check has the id {rule!r}: {propose(rule, ids)}", ctx)
    click.echo(read_explanation(rule).text)
    ctx.exit()


@click.command("check")
@click.argument("targets", nargs=-1, metavar="[NAME | FILE]...")
@click.option("-e", "--environment", type=_FILE, metavar="FILE", help="Environment file to check with.")
@click.option(
    "-g", "--globals", "globals_file", type=_FILE, metavar="FILE", help="Globals file: its variables are given."
)
@click.option("-d", "--iteration-data", type=_FILE, metavar="FILE", help="CSV or JSON file: its columns are given.")
@click.option(
    "--given", multiple=True, metavar="NAME", help="This variable is brought by the run from elsewhere; repeatable."
)
@click.option("--openapi", type=_FILE, metavar="FILE", help="OpenAPI description (3.0, 3.1) to hold requests against.")
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings, too.")
@click.option("--select", multiple=True, metavar="ID", help="Look for findings of this id alone; repeatable.")
@click.option("--ignore", multiple=True, metavar="ID", help="Do not look for findings of this id; repeatable.")
@click.option("--baseline", type=_FILE, metavar="FILE", help="Do not report the findings that this file holds.")
@click.option("--write-baseline", type=_FILE, metavar="FILE", help="Write what is found to this file.")
@click.option(
    "--format",
    "output",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="What is printed; by default text, with lines and carets.",
)
@click.option(
    "--explain",
    metavar="ID",
    callback=_explain,
    expose_value=False,
    is_eager=True,
    help="Say what a finding means and what to do, and check nothing.",
)
def command(targets: tuple[str, ...], output: str, **options: Any) -> int:
    """Find what would break a reader, without sending anything.

    NAME is the slug or the module of a workflow, without one all are checked; FILE is a Postman collection, a folder
    of them, or a pattern such as 'out/*.postman_collection.json'.
    """
    if options["write_baseline"] and options["baseline"]:
        raise click.UsageError("--baseline hides findings and --write-baseline writes them: give one")
    result = check(*targets, **options)
    click.echo(find_renderer(output)(result))
    return result.exit_code
