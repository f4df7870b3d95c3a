"""`pcc simulate`."""

from contextlib import suppress
from pathlib import Path

import click

from pcc import postman
from pcc.emit import OutputFile, write_files
from pcc.model.collection import Variable
from pcc.model.environment import Environment
from pcc.model.ids import stable_id
from pcc.model.template import Template
from pcc.simulator import SECRETS
from pcc.simulator.serving import Server

__all__ = ["command"]


@click.command("simulate")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port to listen on; by default a free one.")
@click.option(
    "--write-environment",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the environment to use as a Postman environment file, instead of printing it.",
)
@click.option("--silent", is_flag=True, help="Do not print a line for each request.")
def command(port: int, write_environment: Path | None, *, silent: bool) -> int:
    """Serve the embedded PingOne on loopback, for Postman, Newman and `pcc replay -e`.

    Its state is in memory: it begins empty, and ends with Ctrl-C.
    """
    with Server(port, log=None if silent else click.echo) as server, suppress(KeyboardInterrupt):
        click.echo(f"PingOne simulator on {server.base_url}, Ctrl-C stops it")
        _tell(server.simulator.variables(), write_environment)
        server.wait()
    click.echo("stopped")
    return 0


def _tell(values: dict[str, str], file: Path | None) -> None:
    if file:
        write_files([OutputFile(file.name, render_environment(values))], file.parent)
        click.echo(f"environment written to {file}")
        return
    for name, value in values.items():
        click.echo(f"  {name} = {value}")


def render_environment(values: dict[str, str]) -> str:
    """Return the simulator's variables as an environment file; its secret is of no use anywhere else."""
    variables = tuple(Variable(name, Template.of(value), secret=name in SECRETS) for name, value in values.items())
    return postman.write_environment(
        Environment("PingOne simulator", variables, id=stable_id("environment", "simulator"))
    )
