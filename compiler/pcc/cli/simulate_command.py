"""`pcc simulate`."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from pcc import postman
from pcc.emit import OutputFile, write_files
from pcc.model.collection import Variable
from pcc.model.environment import Environment
from pcc.model.ids import stable_id
from pcc.model.template import Template
from pcc.simulator import SECRETS
from pcc.simulator.faults.specs import build_fault, parse_fault
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
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="FAULT",
    help='Misbehave: a kind and its options, such as "delay seconds=2 path=/as/token$"; repeatable.',
)
@click.option("--host", default="127.0.0.1", help="Address to listen on; by default 127.0.0.1.")
@click.option("--allow-remote", is_flag=True, help="Let --host be an address that other machines reach.")
@click.option("--public-url", metavar="URL", help="What clients call the simulator, behind a proxy or another name.")
def command(
    port: int,
    write_environment: Path | None,
    faults: tuple[str, ...],
    host: str,
    public_url: str | None,
    *,
    silent: bool,
    allow_remote: bool,
) -> int:
    """Serve the embedded PingOne on loopback, for Postman, Newman and `pcc replay -e`.

    Its state is in memory: it begins empty, and ends with Ctrl-C. POST /_simulator/clock moves its time, POST
    /_simulator/faults lets it misbehave.
    """
    planned = [parse_fault(line) for line in faults]
    server = Server(
        port, host, log=None if silent else click.echo, allow_remote=allow_remote, public_url=public_url
    )  # fmt: skip
    with _stopping_on_sigterm(), server, suppress(KeyboardInterrupt):
        for spec in planned:
            server.simulator.plant(build_fault(spec, server.simulator), spec)
        click.echo(f"PingOne simulator on {server.base_url}, Ctrl-C stops it")
        if allow_remote:
            click.echo("other machines can reach it, its control endpoints too")
        _tell(server.simulator.variables(), write_environment)
        server.wait()
    click.echo("stopped")
    return 0


@contextmanager
def _stopping_on_sigterm() -> Iterator[None]:
    """Containers and process managers ask with SIGTERM for what Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


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
