"""Every option of Newman has its row in docs/newman.md, and works here unless the row says otherwise."""

import re
import subprocess
from pathlib import Path

import click

from fidelity.newman_driver import Newman
from pcc import cli

ROOT = Path(__file__).parents[2]
BINARY = ROOT / "tests/fidelity/node_modules/newman/bin/newman.js"
# What has no counterpart: nothing is fetched from Postman.
WITHOUT = {"--postman-api-key"}


def options_of_newman() -> set[str]:
    told = subprocess.run(["node", str(BINARY), "run", "--help"], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", told))


def options_of_replay() -> set[str]:
    command = cli._group.get_command(click.Context(cli._group), "replay")
    assert command is not None
    return {name for parameter in command.params for name in parameter.opts} | {"--help"}


def test_every_option_of_newman_is_in_the_table(newman: Newman) -> None:
    page = (ROOT / "docs/newman.md").read_text(encoding="utf-8")
    found = options_of_newman()
    assert len(found) > 30
    assert {option for option in found if not re.search(rf"`{option}`", page)} == set()


def test_every_option_of_newman_is_one_of_pcc(newman: Newman) -> None:
    assert options_of_newman() - options_of_replay() == WITHOUT
