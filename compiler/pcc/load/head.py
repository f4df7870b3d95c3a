"""The head of a load: lets users begin, here or in workers, notices who is lost, and ends all of them."""

import sys
import threading
import time
from collections.abc import Callable

from pcc.errors import RunError
from pcc.load.children import Children, end_with_parent, fork_children
from pcc.load.crew import Crew
from pcc.load.figures import LoadResult
from pcc.load.ledger import LOCAL, Ledger
from pcc.load.plan import LoadPlan
from pcc.load.shape import LoadShape, Role
from pcc.load.swarm import Stage
from pcc.load.tables import Report, Tables
from pcc.load.worker import serve_local_master

__all__ = ["run_load"]

_TICK = 0.1
# What workers get beyond the patience to end their users and for their last report, in seconds.
_LAST_REPORT = 20.0


def run_load(plan: LoadPlan, shape: LoadShape, parent: int, watch: Callable[[str], None]) -> LoadResult:
    """Load as the plan says and return what was counted. `watch` is told how far it is, about once a second.

    The load ends when the process `parent` does, which started this one.

    Raises RunError when it cannot begin or go on: a port or a file that cannot be had, workers that do not come, a
    script without its engine.
    """
    if not shape.processes:
        end_with_parent(parent)
        return _Head(plan, shape, watch).run()
    children = fork_children(shape.processes, lambda port: serve_local_master(plan, port))
    # Behind the fork, which would take it along.
    end_with_parent(parent)
    try:
        return _Head(plan, shape, watch, children).run()
    finally:
        children.end()


class _Head:
    def __init__(
        self, plan: LoadPlan, shape: LoadShape, watch: Callable[[str], None], children: Children | None = None
    ) -> None:
        self._plan, self._shape, self._watch = plan, shape, watch
        self._children = children
        self._crew = Crew(plan)
        self._stage = Stage(self._crew)
        self._ledger = Ledger(shape.users)
        self._wake = threading.Event()
        self._interrupted = False
        self._started = self._seen = time.monotonic()

    def run(self) -> LoadResult:
        """Load, and return what came of it."""
        shape, stage = self._shape, self._stage
        stage.on_signals(self._interrupt)
        tables = Tables(stage, shape.csv) if shape.csv else None
        report = Report(stage, shape.html) if shape.html else None
        self._open()
        self._crew.on_failure = self._wake.set
        try:
            self._await_workers()
            elapsed_s = self._go(tables)
            if self._crew.failure:
                raise RunError(self._crew.failure)
            if tables is not None:
                tables.finish()
            if report is not None:
                report.finish()
            return self._result(elapsed_s)
        finally:
            stage.quit()
            self._crew.close()

    def _interrupt(self) -> None:
        self._interrupted = True
        self._crew.ending.soon.set()
        self._crew.ending.now.set()
        self._wake.set()

    def _open(self) -> None:
        shape = self._shape
        if self._children is not None:
            self._children.tell_port(self._stage.open_head("127.0.0.1", 0, self._ledger))
        elif shape.role is Role.MASTER:
            port = self._stage.open_head(shape.host, shape.port, self._ledger)
            sys.stderr.write(f"workers connect to port {port} of {shape.host}\n")
        else:
            self._stage.open_alone(self._ledger)

    def _await_workers(self) -> None:
        wanted = (self._shape.processes or self._shape.expect_workers) if self._stage.head else 0
        began = time.monotonic()
        while not self._stopped and len(self._ledger.members) < wanted:
            self._rest()
            if time.monotonic() - began > self._shape.longest_wait:
                came = len(self._ledger.members)
                raise RunError(f"{came} of {wanted} workers came within {self._shape.longest_wait:g} s")

    @property
    def _stopped(self) -> bool:
        return self._interrupted or bool(self._crew.failure)

    def _rest(self) -> None:
        self._wake.wait(_TICK)
        self._wake.clear()
        self._find_lost()

    def _go(self, tables: Tables | None) -> float:
        """Let all users begin, wait for the end and end them; return the seconds that it took."""
        self._started = time.monotonic()
        helpers = () if tables is None else (tables.writer,)
        self._stage.begin(self._shape.users, self._shape.spawn_rate, helpers)
        while not self._over():
            self._rest()
            self._tell()
        self._stage.stop_spawning()
        self._end()
        elapsed_s = time.monotonic() - self._started
        self._stage.finish()
        return elapsed_s

    def _over(self) -> bool:
        limit = self._shape.run_time
        if self._stopped or not self._ledger.live:
            return True
        if limit is not None and time.monotonic() - self._started >= limit:
            return True
        return self._plan.habits.iterations is not None and self._ledger.finished(spawned=self._stage.spawned)

    def _tell(self) -> None:
        if time.monotonic() - self._seen >= 1:
            self._seen = time.monotonic()
            total = self._stage.total
            self._watch(
                f"{self._seen - self._started:.0f} s, {self._stage.users} users, "
                f"{total.count} steps, {total.failures} failed"
            )

    def _find_lost(self) -> None:
        """Note which workers are gone: those of this machine tell at once, others by their silence."""
        after = f"after {time.monotonic() - self._started:.1f} s"
        for pid in self._children.find_ended() if self._children is not None else ():
            key = next((key for key, member in self._ledger.members.items() if member.pid == pid), None)
            if key is None:
                raise RunError("a worker process ended before it began")
            self._ledger.lose(key, f"was lost {after}")
        for key in self._ledger.live if self._stage.head else ():
            how = self._stage.loss_of(key)
            if how:
                self._ledger.lose(key, f"{how} {after}")

    def _end(self) -> None:
        patience = 0.0 if self._stopped else self._shape.patience
        if self._stage.head:
            self._end_workers(patience)
            return
        self._stage.end_users(patience)
        count = self._crew.count
        self._ledger.receive(LOCAL, self._stage.total.count, count.data())
        self._ledger.close(LOCAL, self._crew.done())

    def _end_workers(self, patience: float) -> None:
        until = time.monotonic() + patience + _LAST_REPORT
        hurried = self._stopped
        self._stage.send("pcc_end", {"patience": patience})
        while not self._ledger.complete() and time.monotonic() < until:
            self._rest()
            self._tell()
            if self._stopped and not hurried:
                hurried = True
                self._stage.send("pcc_end", {"patience": 0})

    def _result(self, elapsed_s: float) -> LoadResult:
        ledger = self._ledger
        order = {step: place for place, step in enumerate(self._plan.step_names.values())}
        last = len(order)
        return LoadResult(
            self._stage.total,
            tuple(sorted(self._stage.steps, key=lambda found: order.get(found.step, last))),
            tuple(
                sorted(self._stage.reasons, key=lambda found: (-found.count, order.get(found.step, last), found.text))
            ),
            ledger.count.requests,
            ledger.count.iterations,
            ledger.dealt,
            elapsed_s,
            len(ledger.members),
            ledger.busiest(),
            ledger.losses(),
            self._interrupted,
        )
