"""Who takes part: each gives the command that runs the workload so many times."""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pcc.errors import EngineMissingError
from pcc.sandbox import find_engine
from race.bruno import write_bruno
from race.tools import BRUNO, NEWMAN, POSTMAN, Tool, ToolMissingError, find_tool
from race.workload import write_postman

__all__ = ["NAMES", "Contestant", "contestants"]

NAMES = ("pcc", "pcc-sandbox", "newman", "bruno", "postman", "httpx", "raw")


@dataclass(frozen=True, slots=True)
class Contestant:
    """`command` is given the number of iterations; `folder` is where it starts. `limit`: it sends, and does no more."""

    name: str
    title: str
    command: Callable[[int], list[str]]
    folder: Path
    limit: bool = False


def contestants(folder: Path, base: str, chosen: Iterable[str]) -> Iterator[Contestant]:
    """Write the collections into a folder, for the server at `base`, and yield those who are chosen and can run.

    Each runs as a user would run it: with its default reporter, and with the output thrown away.
    """
    file = folder / "benchmark.postman_collection.json"
    write_postman(file, base)
    write_bruno(folder / "bruno", base)
    for name in chosen:
        try:
            yield _contestant(name, folder, str(file), base)
        except (EngineMissingError, ToolMissingError) as error:
            print(f"{name} is left out: {error}", file=sys.stderr)  # noqa: T201


def _contestant(name: str, folder: Path, file: str, base: str) -> Contestant:
    python = sys.executable
    match name:
        case "pcc":
            return Contestant(name, "pcc", lambda n: [python, "-m", "pcc", "replay", "-n", str(n), file], folder)
        case "pcc-sandbox":
            find_engine()
            command = [python, "-m", "race.sandboxed", "replay", file, "-n"]
            return Contestant(name, "pcc, every script in the sandbox", lambda n: [*command, str(n)], folder)
        case "newman":
            return _tool(name, NEWMAN, ["run", file, "-n"], folder)
        case "postman":
            return _tool(name, POSTMAN, ["collection", "run", file, "-n"], folder)
        case "bruno":
            # Its sandbox for strangers fails now and then while the machine is busy, before it is loaded.
            return _tool(name, BRUNO, ["run", "--sandbox", "developer", "--iteration-count"], folder / "bruno")
        case _:
            loop = [python, "-m", "race.loops", name, base]
            title = {"httpx": "a bare httpx.Client loop", "raw": "a bare socket loop"}[name]
            return Contestant(name, title, lambda n: [*loop, str(n)], folder, limit=True)


def _tool(name: str, tool: Tool, arguments: list[str], folder: Path) -> Contestant:
    command = find_tool(tool)
    return Contestant(name, f"{tool.name} {tool.version}", lambda n: [*command, *arguments, str(n)], folder)
