"""`pcc build`."""

from pathlib import Path

import click

from pcc.diagnostics import render_diagnostic, shown_path
from pcc.printing import count
from pcc.project.api import BuildResult, build

__all__ = ["command"]


@click.command("build")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Folder to write to, instead of [tool.pcc] out."
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when the folder is stale, with a list of what is.")
@click.option("--no-cache", is_flag=True, help="Compile every source, also those that did not change.")
def command(names: tuple[str, ...], out: Path | None, *, check: bool, no_cache: bool) -> int:
    """Compile workflows to Postman collections, environments and pages.

    NAME is the slug or the module of a workflow; without one all are built.
    """
    result = build(*names, out=out, check=check, cache=not no_cache)
    for diagnostic in result.diagnostics:
        click.echo(render_diagnostic(diagnostic), err=True)
    if not result.valid:
        return 3
    return _report_check(result) if check else _report_build(result)


def _report_check(result: BuildResult) -> int:
    if not result.stale:
        click.echo(f"{shown_path(result.out)}/ is up to date ({count(len(result.workflows), 'workflow')})")
        return 0
    click.echo(f"{shown_path(result.out)}/ is stale; `pcc build` brings it up to date:")
    for entry in result.stale:
        click.echo(f"  {entry.reason:9} {entry.path}")
    return 1


def _report_build(result: BuildResult) -> int:
    for path in result.written:
        click.echo(f"wrote {shown_path(result.out / path)}")
    left = [entry.path for entry in result.stale if entry.reason == "left over"]
    for path in left:
        click.echo(f"left over {shown_path(result.out / path)}: no workflow makes it; delete it")
    built, written = count(len(result.workflows), "workflow"), count(len(result.written), "file")
    click.echo(f"{built} built, {written} written")
    return 0
