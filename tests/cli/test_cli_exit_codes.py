"""The command line itself: exit codes, help, mistakes."""

import os
import subprocess
import sys
from collections.abc import Callable

import click
import pytest

import pcc
from cli.notes_service import NotesService
from cli.shell import NOTES, Project, run_pcc
from pcc import cli
from pcc.model.ports import HttpRequest


def done(notes: Project, network: NotesService) -> int:
    return run_pcc("replay").code


def reality_disagrees(notes: Project, network: NotesService) -> int:
    network.text = "other"
    return run_pcc("replay").code


def wrong_use(notes: Project, network: NotesService) -> int:
    return run_pcc("replay", "--nothing-of-this-name").code


def invalid_source(notes: Project, network: NotesService) -> int:
    notes.write("collections/take_notes.py", NOTES.replace("{note}", "<<missing>>"))
    return run_pcc("build").code


def could_not(notes: Project, network: NotesService) -> int:
    return run_pcc("replay", "missing.json").code


def interrupted(notes: Project, network: NotesService) -> int:
    def interrupt(_: HttpRequest) -> None:
        raise KeyboardInterrupt

    network.before = interrupt
    return run_pcc("replay").code


CODES: dict[int, Callable[[Project, NotesService], int]] = {
    0: done,
    1: reality_disagrees,
    2: wrong_use,
    3: invalid_source,
    4: could_not,
    130: interrupted,
}


@pytest.mark.parametrize("code", CODES)
def test_every_exit_code_has_its_cause(notes: Project, network: NotesService, code: int) -> None:
    assert CODES[code](notes, network) == code


def test_ctrl_c_while_a_source_loads_ends_with_130(project: Project) -> None:
    project.write("collections/slow.py", "raise KeyboardInterrupt\n")
    assert run_pcc("build").code == 130


def test_main_exits_with_the_code(notes: Project) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["build", "--check"])
    assert ended.value.code == 0
    with pytest.raises(SystemExit) as ended:
        cli.main(["build", "nothing-of-this-name"])
    assert ended.value.code == 2


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",)])
def test_help_lists_every_command(arguments: tuple[str, ...]) -> None:
    shown = run_pcc(*arguments)
    assert all(f"  {name} " in shown.text for name in cli.COMMANDS)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_help_that_begins_with_its_line(name: str) -> None:
    shown = run_pcc(name, "--help")
    assert shown.code == 0
    assert shown.out.startswith(f"Usage: pcc {name} ")
    command = cli._group.get_command(click.Context(cli._group), name)
    assert command is not None
    assert command.help is not None
    first = command.help.partition("\n")[0]
    assert first == cli.COMMANDS[name] or first.startswith(cli.COMMANDS[name].rstrip("."))


def test_the_version_is_that_of_the_package() -> None:
    assert run_pcc("--version").out == f"pcc, version {pcc.__version__}\n"


@pytest.mark.parametrize(("wrong", "right"), [("bulid", "build"), ("reply", "replay"), ("simulat", "simulate")])
def test_a_misspelt_command_gets_the_nearest_one(wrong: str, right: str) -> None:
    shown = run_pcc(wrong)
    assert (shown.code, shown.out) == (2, "")
    assert f"no command {wrong!r}: did you mean {right!r}?" in shown.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("zzzzzz",),
        ("list", "extra"),
        ("build", "--chek"),
        ("replay", "-n", "0"),
        ("replay", "-n", "x"),
        ("replay", "--timeout", "0"),
        ("replay", "--timeout-request", "-1"),
        ("simulate", "--port", "70000"),
    ],
)
def test_wrong_use_says_how_to_get_help(arguments: tuple[str, ...]) -> None:
    shown = run_pcc(*arguments)
    assert (shown.code, shown.out) == (2, "")
    assert "--help" in shown.err


def test_without_a_project_a_command_says_what_to_do(
    tmp_path: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(str(tmp_path))
    for command in ("build", "list", "replay"):
        shown = run_pcc(command)
        assert (shown.code, shown.out) == (2, "")
        assert "no pyproject.toml with [tool.pcc]" in shown.err
        assert "`pcc init` makes one" in shown.err


def test_the_package_runs_as_a_module(notes: Project) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "pcc", "list"], capture_output=True, text=True, check=False, cwd=notes.root
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "take-notes    2  Take notes\n", "")


def test_a_character_that_the_terminal_does_not_have_is_no_traceback(notes: Project) -> None:
    notes.write("collections/take_notes.py", NOTES.replace("Take notes", "Größe → 漢"))
    ended = subprocess.run(
        [sys.executable, "-m", "pcc", "list"],
        capture_output=True,
        check=False,
        cwd=notes.root,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout.decode("latin-1") == "take-notes    2  Größe ? ?\n"


def test_a_reader_that_goes_away_is_no_traceback(notes: Project) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "pcc", "list"],
            stdout=writer,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            cwd=notes.root,
        )
    finally:
        os.close(writer)
    assert ended.returncode != 0
    assert ended.stderr == ""
