"""A worker: has users for a master until it says that the load is over."""

import logging
import threading

from pcc.errors import RunError
from pcc.load.crew import Crew
from pcc.load.figures import Figures, LoadResult
from pcc.load.plan import LoadPlan
from pcc.load.shape import LoadShape
from pcc.load.swarm import Stage

__all__ = ["run_worker", "serve_local_master"]

# For a message to leave before its sender does, in seconds.
_PARTING = 0.1


def run_worker(plan: LoadPlan, shape: LoadShape) -> LoadResult:
    """Have users for the master at the host and port of the shape; the figures are the master's.

    Raises RunError when there is no master, or no longer one.
    """
    worker = _Worker(plan)
    worker.serve(shape.host, shape.port, handle_signals=True)
    if not worker.ended.is_set() and not worker.interrupted.is_set():
        raise RunError(f"the master at {shape.host}:{shape.port} is gone")
    return LoadResult(Figures("", "", 0), interrupted=worker.interrupted.is_set())


def serve_local_master(plan: LoadPlan, port: int) -> None:
    """Have users for the master that started this process."""
    try:
        _Worker(plan).serve("127.0.0.1", port, handle_signals=False)
    except RunError as error:
        # The master finds this process gone.
        logging.getLogger(__name__).error("%s", error)


class _Worker:
    def __init__(self, plan: LoadPlan) -> None:
        self._crew = Crew(plan)
        self._stage = Stage(self._crew)
        self.ended = threading.Event()
        self.interrupted = threading.Event()

    def serve(self, host: str, port: int, *, handle_signals: bool) -> None:
        if handle_signals:
            self._stage.on_signals(self._interrupt)
        self._stage.open_worker(host, port, self._end)
        self._stage.join()
        self._crew.close()

    def _end(self, patience: float) -> None:
        if self.ended.is_set():
            # It was asked before, and is now in a hurry.
            self._crew.ending.now.set()
            return
        self.ended.set()
        self._stage.end_users(patience)
        self._stage.report()
        self._stage.send("pcc_done", self._crew.done())

    def _interrupt(self) -> None:
        self.interrupted.set()
        threading.Thread(target=self._leave, daemon=True).start()

    def _leave(self) -> None:
        self._stage.end_users(0)
        self._stage.report()
        self._stage.send("quit", {})
        threading.Event().wait(_PARTING)
        self._stage.quit()
