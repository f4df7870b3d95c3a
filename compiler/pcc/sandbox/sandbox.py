"""The sandbox of a run: scripts go in, results come out; a child process that a script broke is replaced."""

import itertools
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from pcc.errors import RunError
from pcc.model.json import JsonObject
from pcc.sandbox.context import SandboxContext, ScriptInfo, given_id, render_context
from pcc.sandbox.engine import Engine, find_engine
from pcc.sandbox.execution import run_execution
from pcc.sandbox.host import RefusingHost, SandboxHost
from pcc.sandbox.limits import SandboxLimits
from pcc.sandbox.process import Child, ChildEndedError, Message
from pcc.sandbox.recorder import NeverBeganError, Recorder
from pcc.sandbox.result import SandboxResult
from pcc.sandbox.serving import Server

__all__ = ["Sandbox"]

# The longest time that a timer of JavaScript has: 24 days stand for no limit.
_LONGEST_MS = 2**31 - 1
_MARKER = ('"use sandbox2";', "'use sandbox2';")
# Postman takes a script that throws null, 0 or "" for one that ended well. `rejections.js` knows these texts.
_BEFORE = "await(async()=>{;"
_AFTER = '\n})().catch(e=>{throw e||{name:"",message:"the script threw "+(e===""?"an empty text":e)}})'


class Sandbox:
    """Runs the scripts of one run, one at a time, in Postman's own sandbox.

    As in Newman, undeclared variables and changed prototypes stay for later scripts of the same sandbox; another
    sandbox shares nothing. Use it as a context manager, or close it.
    """

    def __init__(self, engine: Engine | None = None, *, limits: SandboxLimits = SandboxLimits()) -> None:  # noqa: B008
        """Raises EngineMissingError when a part of the engine is not installed."""
        self._engine = engine or find_engine()
        self._limits = limits
        self._ids = itertools.count(1)
        self._child: Child | None = None
        self._ready = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The id of the child process, if there is one."""
        return self._child.pid if self._child else None

    def start(self) -> None:
        """Start the child process and return at once; it boots while the caller does something else."""
        if self._child is None:
            try:
                self._child = Child(self._engine, self._limits)
            except OSError as error:
                raise RunError(f"the JavaScript engine does not start: {error.strerror or error}") from error

    def close(self) -> None:
        """End the child process. A later script would start a new one."""
        child, self._child, self._ready = self._child, None, False
        if child is not None:
            child.close()

    def run_script(
        self,
        listen: str,
        source: str | Sequence[str],
        context: SandboxContext = SandboxContext(),  # noqa: B008 - frozen
        *,
        host: SandboxHost | None = None,
        timeout_ms: float | None = None,
    ) -> SandboxResult:
        """Run one script: `listen` is prerequest or test, `source` its text or its lines, `timeout_ms` its own limit.

        Nothing that the script does raises: it ends up in the result. Raises RunError when the engine does not start;
        what the host raises, other than PccError and TransportError, passes through.
        """
        limit = self._limits.timeout_ms if timeout_ms is None else timeout_ms
        task = [_event(listen, source), render_context(context), _options(context.info, limit)]
        try:
            return self._run(task, host or RefusingHost(), limit or None)
        except NeverBeganError:
            self.close()
        # What an earlier script broke is whole again in a new process.
        try:
            return self._run(task, host or RefusingHost(), limit or None)
        except NeverBeganError as error:
            self.close()
            raise RunError(f"the JavaScript engine does not run scripts: {error}") from error

    def _run(self, task: list[JsonObject], host: SandboxHost, timeout_ms: float | None) -> SandboxResult:
        execution = f"script-{next(self._ids)}"
        reason = f"the script ran longer than {timeout_ms or 0:g} ms"
        recorder, server = Recorder(execution, reason), Server(execution, host)
        child = self._await_child()
        started, busy_ms = time.monotonic(), 0.0
        try:
            message = ["execute", execution, *task]
            busy_ms = run_execution(child, message, recorder, server, timeout_ms=timeout_ms, reason=reason)
        except NeverBeganError:
            raise
        except ChildEndedError as error:
            recorder.fail(str(error))
            self.close()
        except BaseException:
            self.close()
            raise
        elapsed_ms = (time.monotonic() - started) * 1000 - busy_ms
        return recorder.result(elapsed_ms, server.sub_requests)

    def _await_child(self) -> Child:
        self.start()
        child = self._child
        assert child is not None
        if not self._ready:
            try:
                child.begin(self._limits.boot_ms, f"it did not start within {self._limits.boot_ms:g} ms")
                _await_boot(child)
            except ChildEndedError as error:
                self.close()
                raise RunError(f"the JavaScript engine does not start: {error}") from error
            except BaseException:
                self.close()
                raise
            self._ready = True
        return child


def _await_boot(child: Child) -> None:
    waits, said = False, list[Message]()
    while not waits:
        waits, messages = child.receive()
        said += messages
    child.end()
    if ["initialize"] not in said:
        raise ChildEndedError("Postman's sandbox did not initialize")


def _event(listen: str, source: str | Sequence[str]) -> JsonObject:
    text = source if isinstance(source, str) else "\n".join(source)
    # The marker counts only as the first thing of a script.
    marker = text[:15] if text.startswith(_MARKER) else ""
    code = [f"{marker}{_BEFORE}{text}{_AFTER}"]
    script = {"id": given_id(6), "type": "text/javascript", "exec": code}
    return {"id": given_id(5), "listen": listen, "script": script}


def _options(info: ScriptInfo, timeout_ms: float | None) -> JsonObject:
    return {
        "cursor": {"iteration": info.iteration, "cycles": info.iteration_count},
        "timeout": timeout_ms or _LONGEST_MS,
        "legacy": {
            "_itemId": info.item_id,
            "_itemName": info.item_name,
            "_itemPath": list(info.path),
            "_eventItemName": info.owner or info.item_name,
        },
    }
