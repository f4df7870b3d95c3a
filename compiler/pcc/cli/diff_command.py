"""`pcc diff`."""

import click

from pcc.changes.change import Severity
from pcc.changes.render import RENDERERS
from pcc.project.diffing import diff

__all__ = ["command"]

_SEVERITIES = {severity.word: severity for severity in reversed(Severity)}


@click.command("diff")
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(RENDERERS)),
    default="text",
    show_default=True,
    help="How to print the changes; markdown is for a comment below a pull request.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*_SEVERITIES, "never"]),
    default="breaking",
    show_default=True,
    help="Exit 1 when a change is as bad as this, or worse.",
)
def command(old: str | None, new: str | None, form: str, fail_on: str) -> int:
    """Say what a reader would notice between two versions.

    OLD and NEW are files, folders, git revisions or workflows. A range (main..HEAD) is both. A revision alone is
    compared with out/; out/ is compared with what one workflow compiles to, or without arguments all.
    """
    result = diff(old, new)
    click.echo(RENDERERS[form](result.changes), nl=False)
    return 1 if fail_on in _SEVERITIES and result.reaches(_SEVERITIES[fail_on]) else 0
