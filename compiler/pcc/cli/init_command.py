"""`pcc init`."""

from pathlib import Path

import click

from pcc.project.starting import start_project

__all__ = ["command"]


@click.command("init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
def command(folder: Path) -> int:
    """Make a minimal project in an empty folder: one workflow, one environment, one test."""
    for path in start_project(folder):
        click.echo(f"wrote {folder / path}")
    click.echo("next: pcc build")
    return 0
