"""`pcc sandbox`."""

import click

from pcc.errors import EngineMissingError
from pcc.sandbox.engine import PACKAGES, Bundle, cache_folder, find_bundle, find_engine
from pcc.sandbox.fetch import fetch_bundle

__all__ = ["command"]


@click.group("sandbox")
def command() -> None:
    """Bring the engine that runs JavaScript."""


@command.command("fetch")
@click.option("--force", is_flag=True, help="Bring it again, even when it is there.")
def fetch(*, force: bool) -> int:
    """Bring Postman's sandbox through npm into the user's cache.

    The version is pinned and verified; nothing is brought when it is there already.
    """
    found = None if force else _found()
    if found is None:
        folder = cache_folder()
        fetch_bundle(folder)
        click.echo(f"fetched {' and '.join(package.spec for package in PACKAGES)} into {folder}")
    else:
        click.echo(f"already there: {' and '.join(package.spec for package in PACKAGES)} in {found.folder}")
    try:
        find_engine()
    except EngineMissingError as error:
        click.echo(f"note: {error}", err=True)
    return 0


def _found() -> Bundle | None:
    try:
        return find_bundle()
    except EngineMissingError:
        return None
