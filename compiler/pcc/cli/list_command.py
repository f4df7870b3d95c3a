"""`pcc list`."""

import click

from pcc.diagnostics import render_diagnostic
from pcc.project.building import build_workflows
from pcc.project.settings import find_project

__all__ = ["command"]


@click.command("list")
def command() -> int:
    """List the workflows: slug, number of steps, title."""
    built = build_workflows(find_project())
    width = max((len(workflow.slug) for workflow in built.workflows), default=0)
    for workflow in built.workflows:
        click.echo(f"{workflow.slug:{width}}  {workflow.steps:3}  {workflow.title}")
    for diagnostic in built.diagnostics:
        click.echo(render_diagnostic(diagnostic), err=True)
    return 0 if built.valid else 3
