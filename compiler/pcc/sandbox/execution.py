"""One script in a child process: what it says is recorded, what it asks for is answered between two of its turns."""

import time
from collections import deque

from pcc.sandbox.process import Child, ChildEndedError, Message
from pcc.sandbox.recorder import Recorder
from pcc.sandbox.serving import Server

__all__ = ["run_execution"]

# Time for the sandbox to end a script by itself, with all that it did, before its process is ended.
_GRACE_MS = 1000


def run_execution(
    child: Child, message: Message, recorder: Recorder, server: Server, *, timeout_ms: float | None, reason: str
) -> float:
    """Run one script to its result; return how long the host was busy meanwhile, in ms.

    Raises ChildEndedError, which says why, when there will be no result; what it said until then is recorded.
    """
    answers: deque[Message] = deque()
    busy_ms = unsaid_ms = 0.0
    child.begin(None if timeout_ms is None else timeout_ms + _GRACE_MS, reason)
    child.send(message)
    while not recorder.finished:
        waits, said = child.receive()
        started = time.monotonic()
        with child.held():
            answers.extend(filter(None, (_hear(one, recorder, server) for one in said)))
        unsaid_ms += (time.monotonic() - started) * 1000
        if waits and not recorder.finished:
            if not answers:
                raise ChildEndedError("the script broke the sandbox: it neither ends nor asks for anything")
            child.send(answers.popleft(), busy_ms=unsaid_ms)
            busy_ms, unsaid_ms = busy_ms + unsaid_ms, 0.0
    child.end()
    return busy_ms


def _hear(message: Message, recorder: Recorder, server: Server) -> Message | None:
    # What comes after the result is no part of it: a skipped request ends a script at once.
    if recorder.finished:
        return None
    answer = server.answer(message)
    if answer is None:
        recorder.take(message)
    return answer
