"""The parent's end of the child process: its pipes, and the watch over its time and memory."""

import json
import math
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pcc.sandbox.engine import Engine
from pcc.sandbox.limits import SandboxLimits

__all__ = ["Child", "ChildEndedError", "Message", "read_resident_bytes"]

Message = list[Any]

_HERE = Path(__file__).parent
_BRIDGE = {name: str(_HERE / "javascript" / f"{name}.js") for name in ("platform", "pump", "rejections")}
_POLL_SECONDS = 0.02
_MEGABYTE = 1024 * 1024


class ChildEndedError(Exception):
    """The child process is gone, or no longer to be believed: the reason in a sentence."""


class Child:
    """One child process. It boots by itself; `receive` waits for what it says.

    Whatever it raises, the process is of no more use: close it.
    """

    def __init__(self, engine: Engine, limits: SandboxLimits) -> None:
        self._limits = limits
        self._verdict = ""
        self._reason = ""
        self._deadline: float | None = None
        self._left = 0
        self._closed = threading.Event()
        self._process = subprocess.Popen(
            _command(engine, limits),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            # Ctrl-C is for the parent, which then closes this process.
            start_new_session=True,
        )
        self.pid = self._process.pid
        self._watch = threading.Thread(target=self._keep_watch, daemon=True)
        self._watch.start()

    def begin(self, timeout_ms: float | None, reason: str) -> None:
        """Allow the child that long, and a script's output, from now on; `reason` is told when the time is over."""
        self._left = self._limits.output_mb * _MEGABYTE
        self._reason = reason
        self._deadline = math.inf if timeout_ms is None else time.monotonic() + timeout_ms / 1000

    def end(self) -> None:
        """End the time that was allowed: the child is idle."""
        self._deadline = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Stop the child's time while the parent works."""
        deadline, self._deadline = self._deadline, None
        started = time.monotonic()
        yield
        if deadline is not None:
            self._deadline = deadline + time.monotonic() - started

    def send(self, message: Message, *, busy_ms: float = 0) -> None:
        """Hand a message to the child; `busy_ms` is how long the parent was busy before it, in ms.

        Raises ChildEndedError.
        """
        line = f"{busy_ms:g} {json.dumps(message)}\n".encode("ascii")
        try:
            stream = _pipe(self._process.stdin)
            stream.write(line)
            stream.flush()
        except OSError as error:
            raise self._ended() from error

    def receive(self) -> tuple[bool, list[Message]]:
        """Wait for the child's next messages; the flag says that it waits for the parent now.

        Raises ChildEndedError.
        """
        line = _pipe(self._process.stdout).readline(self._left + 1)
        self._left -= len(line)
        if self._left < 0:
            self._verdict = f"the script said more than {self._limits.output_mb} MB"
            raise self._ended()
        if not line.endswith(b"\n"):
            raise self._ended()
        head, _, batch = line.partition(b" ")
        messages = _read_messages(batch)
        for message in messages:
            if message[0] == "pcc.failed":
                raise ChildEndedError(self._explain(str(message[1]), str(message[2])))
        return head.startswith(b"h"), messages

    def close(self) -> None:
        """End the process at once and wait for its end."""
        self._closed.set()
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                _pipe(stream).close()
        self._watch.join()

    def _keep_watch(self) -> None:
        while not self._closed.wait(_POLL_SECONDS):
            deadline = self._deadline
            if deadline is None:
                continue
            if time.monotonic() > deadline:
                return self._condemn(self._reason)
            resident = read_resident_bytes(self.pid)
            if resident is not None and resident > self._limits.resident_mb * _MEGABYTE:
                return self._condemn(f"the script used more than {self._limits.resident_mb} MB of memory")
        return None

    def _condemn(self, reason: str) -> None:
        self._verdict = reason
        self._process.kill()

    def _ended(self) -> ChildEndedError:
        if not self._verdict:
            # It has closed its pipe, so it is about to end by itself; how it does tells why.
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(1)
        self._process.kill()
        code = self._process.wait()
        return ChildEndedError(self._verdict or f"the JavaScript engine crashed ({_how(code)})")

    def _explain(self, kind: str, message: str) -> str:
        if kind == "memory":
            return f"the script used more than {self._limits.heap_mb} MB of JavaScript memory"
        if kind == "ImportError":
            return message
        # "<file>:<line>: <error>", then the code that it stands in.
        said = message.partition("\n")[0].partition(": ")[2]
        return f"the script broke the sandbox: {said or message or kind}"


def _command(engine: Engine, limits: SandboxLimits) -> list[str]:
    settings = {
        "library": str(engine.library),
        "bridge": _BRIDGE,
        "bundle": str(engine.bundle.sandbox),
        "parser": str(engine.bundle.parser),
        "heap": limits.heap_mb * _MEGABYTE,
    }
    return [sys.executable, "-I", "-S", str(_HERE / "child.py"), json.dumps(settings)]


def _environment() -> Mapping[str, str]:
    # The child needs nothing of the parent's environment, so it gets nothing of it; Windows does not start without one.
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}


def _pipe(stream: Any) -> Any:
    assert stream is not None
    return stream


def _read_messages(batch: bytes) -> list[Message]:
    try:
        messages = json.loads(batch)
    except (ValueError, RecursionError) as error:
        raise ChildEndedError("the script broke the sandbox: what it says is not JSON") from error
    if not isinstance(messages, list) or not all(isinstance(message, list) and message for message in messages):
        raise ChildEndedError("the script broke the sandbox: what it says is not a message")
    return messages


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def read_resident_bytes(pid: int) -> int | None:
    """Return the memory that a process holds, in bytes, or None when this system does not tell."""
    statm = Path(f"/proc/{pid}/statm")
    try:
        return int(statm.read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        return None if Path("/proc/self/statm").exists() else _ask_ps(pid)


def _ask_ps(pid: int) -> int | None:
    # macOS has no /proc; its `ps` counts in KiB.
    try:
        done = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, timeout=5, check=False)
        return int(done.stdout) * 1024
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
