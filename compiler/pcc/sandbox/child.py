"""The child process of a sandbox: V8 with Postman's sandbox in it, and pipes to the parent.

It is started by its path and loads nothing of pcc, so that it is ready soon; its one argument is a JSON object of
`library` (the folder that mini-racer is in), `bridge` (our JavaScript, by name), `bundle` and `parser` (other people's
JavaScript: Postman's sandbox and acorn) and `heap` (bytes).

One message a line. In: `<ms> [name, …]`, where ms is how long the parent was busy. Out: `<turn><ms> [messages]`; with
the turn `h` the child waits for the next message, with any other it goes on by itself. Messages of the turn `k` are
kept, to wake the parent once, and for 50 ms at most.
"""

import asyncio
import json
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

__all__ = ["main"]

_ORPHANED = 3
_KEPT_SECONDS = 0.05
Pump = Callable[[str], str]


def main() -> None:
    """Serve the parent until it closes the pipe."""
    settings = json.loads(sys.argv[1])
    sys.path.append(settings["library"])
    # What the engine itself prints must not get between the messages.
    lines = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _leave_no_core()
    threading.Thread(target=_look_after, args=(lines, os.getppid()), daemon=True).start()
    try:
        asyncio.run(_serve(settings, lines))
    except BrokenPipeError:
        os._exit(_ORPHANED)


def _leave_no_core() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _look_after(lines: BinaryIO, parent: int) -> None:
    # A script that never ends must not outlive a parent that was killed, nor keep to itself what it has said.
    while os.getppid() == parent:
        time.sleep(_KEPT_SECONDS)
        with suppress(BrokenPipeError):
            lines.flush()
    os._exit(_ORPHANED)


async def _serve(settings: dict[str, Any], lines: BinaryIO) -> None:
    # Inside of an event loop a call into V8 is direct; outside of one it would cross two threads.
    try:
        from py_mini_racer import MiniRacer
    except ImportError as error:
        return _fail(lines, "ImportError", str(error))
    engine = MiniRacer()
    try:
        pump = _boot(engine, settings)
        _run(pump, '0 ["initialize", {}]', lines)
        for line in iter(sys.stdin.buffer.readline, b""):
            _run(pump, line.decode("ascii").rstrip("\n"), lines)
    except Exception as error:
        kind = "memory" if engine.was_hard_memory_limit_reached() else type(error).__name__
        _fail(lines, kind, str(error)[:1000])
    finally:
        # An engine that is left open can keep the interpreter from ending.
        engine.close()
    return None


def _fail(lines: BinaryIO, kind: str, reason: str) -> None:
    lines.write(f"h0 {json.dumps([['pcc.failed', kind, reason]])}\n".encode())
    lines.flush()


def _boot(engine: Any, settings: dict[str, Any]) -> Pump:
    engine.set_hard_memory_limit(settings["heap"])
    bridge = {name: Path(path).read_text("utf-8") for name, path in settings["bridge"].items()}
    engine.eval(f"({bridge['platform']})(globalThis)")
    # To evaluate crosses into the engine's thread once, to call a function three times. No script sees the
    # names: they are no properties of the global object, and nobody can guess them.
    name = f"_{os.urandom(16).hex()}"
    engine.eval(
        f"const {name} = {{text: ''}}, {name}pump = ({bridge['pump']})(globalThis, {bridge['rejections']}, {name})"
    )
    inbox, call = engine.eval(name), f"{name}pump()"

    def pump(message: str) -> str:
        # This waits for the promises of the call before. Those that were stopped at the limit leave no sane engine.
        inbox["text"] = message
        if engine.was_hard_memory_limit_reached():
            raise MemoryError
        answer: str = engine.eval(call)
        return answer

    if settings["parser"]:
        pump("parser " + Path(settings["parser"]).read_text("utf-8"))
    engine.eval(Path(settings["bundle"]).read_text("utf-8"))
    return pump


def _run(pump: Pump, message: str, lines: BinaryIO) -> None:
    """Hand over a message, then let everything run that can run without the parent."""
    while True:
        answer = pump(message)
        turn, space = answer[0], answer.index(" ")
        if turn == "h" or space < len(answer) - 3:
            lines.write(answer.encode() + b"\n")
        if turn != "k":
            lines.flush()
        if turn == "h":
            return
        if turn == "s":
            time.sleep(float(answer[1:space]) / 1000)
        message = ""


if __name__ == "__main__":
    main()
