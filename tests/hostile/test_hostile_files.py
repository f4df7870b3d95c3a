"""What `pcc replay FILE` is given in place of a file: folders, pipes, devices, links, collections in other formats."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.notes_service import NotesService
from cli.shell import run_pcc
from hostile.limits import in_time
from hostile.samples import collection, dump, item
from pcc import reading

GOOD = dump(collection(item()))


def nothing(path: Path) -> None:
    """Make nothing."""


def folder_of_v3(path: Path) -> None:
    (path / ".resources").mkdir(parents=True)
    (path / ".resources" / "definition.yaml").write_text("$kind: collection\nname: x\n")


def folder_of_requests(path: Path) -> None:
    path.mkdir()
    (path / "Get.request.yaml").write_text("$kind: http-request\nurl: http://h\nmethod: GET\n")


def file_of_v3(path: Path) -> None:
    path.write_text("$kind: http-request\nurl: http://h\nmethod: GET\n")


def loop(path: Path) -> None:
    path.symlink_to(path)


def loop_of_two(path: Path) -> None:
    path.symlink_to(path.with_suffix(".other"))
    path.with_suffix(".other").symlink_to(path)


def dangling(path: Path) -> None:
    path.symlink_to(path.with_suffix(".gone"))


def file_above(path: Path) -> None:
    path.parent.write_text(GOOD)


def huge(path: Path) -> None:
    # Sparse: nothing of it is on the disk.
    with path.open("wb") as file:
        file.truncate(reading.MAX_BYTES + 1)


def link_to(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


NO_FILES: dict[str, tuple[str, Callable[[Path], None], int, str]] = {
    "nothing": ("c.json", nothing, 4, "No such file or directory"),
    "nothing, in a folder that is not there": ("a/b/c.json", nothing, 4, "No such file or directory"),
    "a folder": ("c.json", Path.mkdir, 4, "it is a folder, not a file"),
    "a folder of v3": ("./notes", folder_of_v3, 3, "a collection in format v3"),
    "a folder of requests of v3": ("./notes", folder_of_requests, 3, "export it as Collection v2.1"),
    "a file of v3": ("Get.request.yaml", file_of_v3, 3, "a collection in format v3"),
    "a link to itself": ("c.json", loop, 4, "symbolic links"),
    "two links to each other": ("c.json", loop_of_two, 4, "symbolic links"),
    "a link to nothing": ("c.json", dangling, 4, "No such file or directory"),
    "a device without an end": ("c.json", link_to("/dev/zero"), 4, "it is a device, not a file"),
    "a device of nothing": ("c.json", link_to("/dev/null"), 4, "it is a device, not a file"),
    "a file that is larger than memory": ("c.json", huge, 4, "it is larger than 128 MiB"),
    "a file in place of a folder": ("c.json/c.json", file_above, 4, "Not a directory"),
    "a long name": ("x" * 5000 + ".json", nothing, 4, "File name too long"),
    "a name with a NUL": ("a\0.json", nothing, 4, "no file can have this name"),
    "a name of half a character": ("\ud800.json", nothing, 4, "no file can have this name"),
    "a name that steers the terminal": ("\x1b[2J.json", nothing, 4, "\\x1b[2J.json: No such file"),
}


@pytest.mark.parametrize("case", NO_FILES)
def test_what_is_no_file_is_named_with_the_reason(folder: Path, network: NotesService, case: str) -> None:
    name, make, code, said = NO_FILES[case]
    make(folder / name)
    with in_time():
        done = run_pcc("replay", name)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert done.err.startswith("error: ")
    assert len(done.err) < 10_000
    assert network.sent == []


@pytest.mark.parametrize("case", [case for case, (name, *_) in NO_FILES.items() if name == "c.json"])
def test_the_environment_is_no_better(folder: Path, network: NotesService, case: str) -> None:
    _, make, code, said = NO_FILES[case]
    (folder / "good.json").write_text(GOOD)
    make(folder / "c.json")
    done = run_pcc("replay", "good.json", "-e", "c.json")
    assert (done.code, done.out) == (code, "")
    assert "c.json" in done.err
    assert said in done.err


def test_a_file_that_refuses_to_be_read(folder: Path, network: NotesService) -> None:
    # The first page of a process is never mapped: reading fails, even for the superuser.
    (folder / "c.json").symlink_to("/proc/self/mem")
    done = run_pcc("replay", "c.json")
    assert (done.code, done.out) == (4, "")
    assert "cannot read c.json: " in done.err


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser reads everything")
def test_a_file_without_permission(folder: Path, network: NotesService) -> None:
    (folder / "c.json").write_text(GOOD)
    (folder / "c.json").chmod(0)
    done = run_pcc("replay", "c.json")
    assert (done.code, done.err) == (4, "error: cannot read c.json: Permission denied\n")


def fill(pipe: Path, *pieces: str) -> threading.Thread:
    def write() -> None:
        with pipe.open("w") as file:
            for piece in pieces:
                file.write(piece)
                file.flush()

    writer = threading.Thread(target=write)
    writer.start()
    return writer


def test_a_pipe_is_read_to_its_end(folder: Path, network: NotesService) -> None:
    os.mkfifo(folder / "c.json")
    writer = fill(folder / "c.json", GOOD[:10], GOOD[10:], " " * 200_000)
    assert run_pcc("replay", "c.json").code == 0
    writer.join()
    assert len(network.sent) == 1


def test_a_pipe_that_ends_too_early_is_not_json(folder: Path, network: NotesService) -> None:
    os.mkfifo(folder / "c.json")
    writer = fill(folder / "c.json", GOOD[:-1])
    done = run_pcc("replay", "c.json")
    writer.join()
    assert done.code == 3
    assert "c.json: this is not JSON" in done.err


def test_a_pipe_that_nobody_fills_is_given_up(
    folder: Path, network: NotesService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PATIENCE_S", 0.05)
    os.mkfifo(folder / "c.json")
    started = time.monotonic()
    done = run_pcc("replay", "c.json")
    assert (done.code, done.out) == (4, "")
    assert "c.json: it is a pipe, and it was not written to its end in time" in done.err
    assert time.monotonic() - started < 20


def test_a_pipe_that_is_held_open_is_given_up(
    folder: Path, network: NotesService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PATIENCE_S", 0.05)
    os.mkfifo(folder / "c.json")
    held = os.open(folder / "c.json", os.O_RDWR)
    try:
        os.write(held, GOOD.encode())
        assert run_pcc("replay", "c.json").code == 4
    finally:
        os.close(held)


def test_a_pipe_without_an_end_is_cut_off(folder: Path, network: NotesService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 2**20)
    os.mkfifo(folder / "c.json")

    def write() -> None:
        try:
            with (folder / "c.json").open("wb", buffering=0) as file:
                while True:
                    file.write(b" " * 2**16)
        except BrokenPipeError:
            pass

    writer = threading.Thread(target=write)
    writer.start()
    done = run_pcc("replay", "c.json")
    writer.join()
    assert done.code == 4
    assert "it is larger than 1 MiB" in done.err


def test_a_body_file_that_is_a_pipe_fails_its_item_alone(
    folder: Path, network: NotesService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PATIENCE_S", 0.05)
    os.mkfifo(folder / "pipe")
    body = {"mode": "file", "file": {"src": "pipe"}}
    bad = item(name="bad", request={"method": "POST", "url": "http://h.example/bad", "body": body})
    (folder / "c.json").write_text(dump(collection(bad, item(name="good"))))
    done = run_pcc("replay", "c.json")
    assert done.code == 1
    assert "the file to send: cannot read pipe: it is a pipe" in done.out
    assert network.requests == ["GET http://h.example/x"]
