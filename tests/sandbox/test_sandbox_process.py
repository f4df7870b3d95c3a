"""The child process: when it starts, when it ends, what it is told."""

import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pcc.errors import EngineMissingError, RunError
from pcc.sandbox import Bundle, Engine, Sandbox, SandboxLimits, cache_folder, find_engine


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_starting_does_not_wait_for_the_engine(engine: Engine) -> None:
    with Sandbox(engine) as sandbox:
        started = time.monotonic()
        sandbox.start()
        returned = time.monotonic() - started
        assert sandbox.run_script("test", "1").passed
        booted = time.monotonic() - started
    assert returned < booted / 4


def test_a_sandbox_that_ran_nothing_has_no_process(engine: Engine) -> None:
    with Sandbox(engine) as sandbox:
        assert sandbox.pid is None


def test_closing_ends_the_process_whatever_it_does(fresh: Sandbox) -> None:
    fresh.start()
    booting = fresh.pid
    fresh.close()
    assert booting is not None
    assert not is_alive(booting)
    fresh.run_script("test", "1")
    idle = fresh.pid
    fresh.close()
    fresh.close()
    assert idle is not None
    assert not is_alive(idle)
    assert fresh.run_script("test", "1").passed


def test_a_process_that_is_killed_is_replaced(fresh: Sandbox) -> None:
    fresh.run_script("test", "1")
    assert fresh.pid is not None
    os.kill(fresh.pid, signal.SIGKILL)
    result = fresh.run_script("test", "1")
    assert [error.message for error in result.errors] == ["the JavaScript engine crashed (signal 9)"]
    assert fresh.run_script("test", "1").passed


def test_a_process_does_not_outlive_its_parent(engine: Engine) -> None:
    # The parent is killed while a script of it never ends.
    code = (
        "import sys, threading; from pathlib import Path; from pcc.sandbox import *\n"
        "s = Sandbox(Engine(Bundle(Path(sys.argv[1])), Path(sys.argv[2]))); s.run_script('test', '1')\n"
        "print(s.pid, flush=True); s.run_script('test', 'while (true) {}', timeout_ms=60_000)"
    )
    command = [sys.executable, "-c", code, str(engine.bundle.folder), str(engine.library)]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    deadline = time.monotonic() + 20
    while is_running(child) and time.monotonic() < deadline:
        gc.collect()
    assert not is_running(child)


def is_running(pid: int) -> bool:
    """Whether a process is there and not only its entry: nobody may be there to take note of its end."""
    state = Path(f"/proc/{pid}/stat")
    if state.exists():
        return state.read_text().rpartition(")")[2].split()[0] != "Z"
    return is_alive(pid)


def test_a_broken_bundle_is_told(engine: Engine, tmp_path: Path) -> None:
    for source in ("throw new Error('broken bundle')", "1", "while (true) {}"):
        (tmp_path / "sandbox.js").write_text(source, encoding="utf-8")
        (tmp_path / "acorn.js").write_text("", encoding="utf-8")
        broken = Engine(Bundle(tmp_path), engine.library)
        with (
            Sandbox(broken, limits=SandboxLimits(boot_ms=3_000)) as sandbox,
            pytest.raises(RunError, match=r"^the JavaScript engine does not start: "),
        ):
            sandbox.run_script("test", "1")


def test_a_missing_library_is_told(engine: Engine, tmp_path: Path) -> None:
    with (
        Sandbox(Engine(engine.bundle, tmp_path)) as sandbox,
        pytest.raises(RunError, match=r"does not start: .*py_mini_racer"),
    ):
        sandbox.run_script("test", "1")


def test_without_the_bundle_the_command_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("pcc.sandbox.engine.__file__", str(tmp_path / "engine.py"))
    monkeypatch.setattr("pcc.sandbox.engine._LIBRARY", "json")
    with pytest.raises(EngineMissingError, match="`pcc sandbox fetch` brings it"):
        Sandbox()


def test_without_the_library_both_commands_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("pcc.sandbox.engine.__file__", str(tmp_path / "engine.py"))
    monkeypatch.setattr("pcc.sandbox.engine._LIBRARY", "no_such_library")
    with pytest.raises(EngineMissingError) as raised:
        find_engine()
    assert "pip install 'postman-collection-compiler[js]'" in str(raised.value)
    assert "pcc sandbox fetch" in str(raised.value)


def test_the_cache_is_where_the_system_keeps_caches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder().parent == tmp_path / "pcc"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr("pcc.sandbox.engine.Path.home", lambda: tmp_path)
    monkeypatch.setattr(sys, "platform", "linux")
    assert cache_folder().parent == tmp_path / ".cache/pcc"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cache_folder().parent == tmp_path / "Library/Caches/pcc"


def test_a_limit_of_none_is_none(engine: Engine) -> None:
    with Sandbox(engine, limits=SandboxLimits(timeout_ms=None)) as sandbox:
        result = sandbox.run_script("test", "await new Promise((done) => setTimeout(done, 30)); console.log('done')")
        assert result.passed
        assert [message.text for message in result.console] == ["done"]
        result = sandbox.run_script("test", "await new Promise(() => {})")
        assert [error.message for error in result.errors] == ["the script waits for a promise that nothing settles"]
