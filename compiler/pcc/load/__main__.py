"""The load process: `python -m pcc.load`, started by `pcc.load.process`.

What to do comes in on the standard input, what came of it goes out on the standard output, both pickled.
"""

import os
import pickle
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pcc.errors import PccError
    from pcc.load.figures import LoadResult
    from pcc.load.shape import Command


def main() -> None:
    """Do as the command says; the answer is a LoadResult or the error that kept it from one."""
    # Until users can be ended, a Ctrl-C just ends this process.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # First, before anything else has made a socket: Locust changes them.
    import pcc.load.swarm  # noqa: F401

    command: Command = pickle.load(sys.stdin.buffer)
    answer = os.fdopen(os.dup(1), "wb")
    # What a library prints must not get between.
    os.dup2(2, 1)
    with answer:
        pickle.dump(_run(command), answer)


def _run(command: "Command") -> "LoadResult | PccError":
    from pcc.errors import PccError, RunError
    from pcc.load.children import end_with_parent
    from pcc.load.head import run_load
    from pcc.load.shape import Role
    from pcc.load.worker import run_worker

    try:
        if command.shape.role is Role.WORKER:
            end_with_parent(command.parent)
            return run_worker(command.plan, command.shape)
        return run_load(command.plan, command.shape, command.parent, _show if command.watched else _nothing)
    except PccError as error:
        return RunError(str(error))


def _show(text: str) -> None:
    sys.stderr.write(f"\r\x1b[K{text}")
    sys.stderr.flush()


def _nothing(text: str) -> None:
    """Show nothing: nobody looks at a terminal."""


if __name__ == "__main__":
    main()
