"""Locust: its users replay collections, its runners start and count them, here or in other processes.

The only module that knows Locust and gevent. Importing it changes the sockets, threads and clocks of the whole process
(Locust patches them when it is imported), so it is imported first in a process of its own, and by files for Locust.
"""

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

import gevent
import locust
import locust.stats
from gevent.event import AsyncResult
from locust.env import Environment
from locust.exception import StopUser
from locust.html import get_html_report
from locust.runners import STATE_MISSING, MasterRunner, WorkerRunner

from pcc.errors import PccError, RunError
from pcc.load.crew import Count, Crew
from pcc.load.figures import Figures, Reason, round_time
from pcc.load.ledger import LOCAL, Ledger
from pcc.load.locustfile import read_locustfile
from pcc.load.samples import Sample
from pcc.load.user import VirtualUser

__all__ = ["ReplayUser", "Stage", "replay_user"]

# What users get to finish the step that they are in, and then to notice that they are interrupted; in seconds.
_GRACE = 3.0

# Two digits, as Locust keeps, would let a threshold be wrong by 5 %.
locust.stats.bucket_response_time = round_time  # type: ignore[assignment]


class ReplayUser(locust.User):
    """A user of Locust that replays a collection: one task is one iteration. A subclass names the `crew`."""

    abstract = True
    crew: ClassVar[Crew]
    ask: "ClassVar[Callable[[], tuple[int, int]]]"
    tell_finished: "ClassVar[Callable[[], None]]"

    def on_start(self) -> None:
        """Become the next user."""
        self.inside = False
        self._iteration = 0
        number, users = type(self).ask()
        self._user: VirtualUser = self.crew.recruit(number, users)

    def on_stop(self) -> None:
        """Release the connections."""
        if hasattr(self, "_user"):
            self._user.close()

    @locust.task
    def replay(self) -> None:
        """Replay once. A user that has done all its iterations waits: Locust would put another one in its place."""
        crew, habits = self.crew, self.crew.plan.habits
        if crew.ending.soon.is_set():
            raise StopUser
        self.inside = True
        crew.iterate(self._user, self._iteration, self._fire)
        self.inside = False
        self._iteration += 1
        if habits.iterations is not None and self._iteration >= habits.iterations:
            type(self).tell_finished()
            crew.ending.soon.wait()
        elif habits.think_ms:
            crew.ending.soon.wait(habits.think_ms / 1000)

    def _fire(self, sample: Sample) -> None:
        self.environment.events.request.fire(
            request_type=sample.method,
            name=sample.step,
            response_time=sample.response_ms,
            response_length=sample.response_bytes,
            exception=sample.failure,
            context={},
        )


def _user_class(crew: Crew) -> type[ReplayUser]:
    return type("Replay", (ReplayUser,), {"crew": crew, "abstract": False})


def replay_user(locustfile: str, *, collection: str, **given: Any) -> type[ReplayUser]:
    """Return a user class for a file that Locust's own tools load; paths start at the folder of that file.

    What else may be given is what `pcc load --locustfile` writes. What is wrong ends Locust with a sentence.
    """
    try:
        plan = read_locustfile(locustfile, collection, given)
    except PccError as error:
        raise SystemExit(f"error: {error}") from None
    user = _user_class(Crew(plan))

    def connect(environment: Environment, **_: Any) -> None:
        _equip(environment, user, Ledger(0))

    events: Any = locust.events
    events.init.add_listener(connect)
    return user


def _equip(environment: Environment, user: type[ReplayUser], ledger: Ledger) -> None:
    """Connect a user class with the runner of an environment: its users get numbers that no other one has.

    The one who deals them is the process without workers, or the head of them: `ledger` is what it keeps.
    """
    runner, crew = environment.runner, user.crew
    if isinstance(runner, WorkerRunner):
        _equip_worker(runner, user)
    elif isinstance(runner, MasterRunner):
        _equip_head(runner, crew, ledger)
    elif runner is not None:
        local = runner
        ledger.join(LOCAL, "the load process", os.getpid())
        user.ask = staticmethod(lambda: (ledger.deal(LOCAL), local.target_user_count))
        user.tell_finished = staticmethod(lambda: ledger.finish(LOCAL))
    sent = Count()

    def report(client_id: str, data: dict[str, Any]) -> None:  # noqa: ARG001 - Locust's names
        nonlocal sent
        now = Count(**crew.count.data())
        data["pcc"] = {name: value - getattr(sent, name) for name, value in now.data().items()}
        sent = now

    events: Any = environment.events
    events.report_to_master.add_listener(report)


def _equip_worker(runner: WorkerRunner, user: type[ReplayUser]) -> None:
    answers: dict[str, AsyncResult] = {}
    about = {"pid": os.getpid(), "host": socket.gethostname(), "fingerprint": user.crew.plan.fingerprint}

    def ask() -> tuple[int, int]:
        token = os.urandom(8).hex()
        answers[token] = AsyncResult()
        runner.send_message("pcc_ask", about | {"token": token})
        number, users = answers[token].get()
        return number, users

    def answered(environment: Environment, msg: Any) -> None:  # noqa: ARG001 - Locust's names
        waiting = answers.pop(msg.data["token"], None)
        if waiting is not None:
            waiting.set((msg.data["number"], msg.data["users"]))

    user.ask = staticmethod(ask)
    user.tell_finished = staticmethod(lambda: runner.send_message("pcc_finished", {}))
    user.crew.on_failure = lambda: runner.send_message("pcc_failed", {"reason": user.crew.failure})
    runner.register_message("pcc_number", answered)
    runner.send_message("pcc_hello", about)


def _equip_head(runner: MasterRunner, crew: Crew, ledger: Ledger) -> None:
    def hello(msg: Any) -> None:
        name = f"worker {len(ledger.members) + 1} ({msg.data['host']}, {msg.data['pid']})"
        ledger.join(msg.node_id, name, msg.data["pid"])
        if msg.data["fingerprint"] != crew.plan.fingerprint:
            crew.fail(f"{ledger.members[msg.node_id].name} has another collection: give all processes the same files")

    def asked(msg: Any) -> None:
        hello(msg)
        answer = {"token": msg.data["token"], "number": ledger.deal(msg.node_id), "users": runner.target_user_count}
        runner.send_message("pcc_number", answer, client_id=msg.node_id)

    def reported(client_id: str, data: dict[str, Any]) -> None:
        ledger.receive(client_id, data["stats_total"]["num_requests"], data.get("pcc") or Count().data())

    listeners: dict[str, Callable[[Any], None]] = {
        "pcc_hello": hello,
        "pcc_ask": asked,
        "pcc_finished": lambda msg: ledger.finish(msg.node_id),
        "pcc_failed": lambda msg: crew.fail(msg.data["reason"]),
        "pcc_done": lambda msg: ledger.close(msg.node_id, msg.data),
    }
    for name, listener in listeners.items():
        runner.register_message(name, _ignoring_environment(listener))
    events: Any = runner.environment.events
    events.worker_report.add_listener(reported)


def _ignoring_environment(listener: Callable[[Any], None]) -> Callable[..., None]:
    def call(environment: Environment, msg: Any) -> None:  # noqa: ARG001 - Locust's names
        listener(msg)

    return call


class Stage:
    """An environment of Locust for one crew: opened in one of three ways, begun, watched, ended.

    `head` says whether its users are in other processes. It shows nothing of Locust to whoever uses it.
    """

    runner: Any

    def __init__(self, crew: Crew) -> None:
        self.crew = crew
        self._user = _user_class(crew)
        plan, mask = crew.plan, crew.plan.redactor()
        self._environment = Environment(
            user_classes=[self._user], host=mask(plan.target), locustfile=mask(plan.collection.name)
        )
        self._helpers: list[Any] = []
        self._starter: Any = None
        self._silence(mask)

    def _silence(self, mask: Callable[[str], str]) -> None:
        """Let Locust say nothing but what went wrong, in a line, without secrets; and gevent nothing at all."""

        class Handler(logging.Handler):
            def emit(self, record: logging.LogRecord) -> None:
                sys.stderr.write(f"note: Locust: {mask(record.getMessage()).partition(chr(10))[0]}\n")

        logging.getLogger().addHandler(Handler(logging.ERROR))
        gevent.get_hub().exception_stream = None

    def open_alone(self, ledger: Ledger) -> None:
        """Have the users here."""
        self.runner = self._environment.create_local_runner()
        _equip(self._environment, self._user, ledger)

    def open_head(self, host: str, port: int, ledger: Ledger) -> int:
        """Have the users in workers that connect to the returned port, any one for 0. Raises RunError."""
        try:
            self.runner = self._environment.create_master_runner(host, port)
        except (Exception, SystemExit) as error:
            # Locust ends the process for a port that is taken, where it knows the message.
            reason = str(error).partition(" (addr")[0].removeprefix("Socket bind failure: ")
            reason = "Address already in use" if isinstance(error, SystemExit) else reason
            raise RunError(f"no workers can connect to port {port} of {host}: {reason}") from None
        _equip(self._environment, self._user, ledger)
        return int(self.runner.server.port)

    def open_worker(self, host: str, port: int, on_end: Callable[[float], None]) -> None:
        """Have users for a master; `on_end` is called with the patience in seconds when it ends. Raises RunError."""
        try:
            self.runner = self._environment.create_worker_runner(host, port)
        except Exception as error:
            raise RunError(f"no master answers at {host}:{port}: {error or type(error).__name__}") from None
        listener = _ignoring_environment(lambda msg: on_end(msg.data["patience"]))
        self.runner.register_message("pcc_end", listener, concurrent=True)
        _equip(self._environment, self._user, Ledger(0))

    @property
    def head(self) -> bool:
        """Whether users are in other processes."""
        return isinstance(self.runner, MasterRunner)

    def on_signals(self, call: Callable[[], None]) -> None:
        """Call this for Ctrl-C and SIGTERM."""
        for number in (signal.SIGINT, signal.SIGTERM):
            gevent.signal_handler(number, call)

    def begin(self, users: int, rate: float, helpers: Sequence[Callable[[], None]]) -> None:
        """Let users begin, so many in a second; what helps runs beside them."""
        self._helpers = [gevent.spawn(locust.stats.stats_history, self.runner), *map(gevent.spawn, helpers)]
        self._starter = gevent.spawn(self.runner.start, users, rate)

    @property
    def spawned(self) -> bool:
        """Whether no more users will begin."""
        spawning = self.runner.spawning_greenlet
        return bool(self._starter.ready()) and (spawning is None or spawning.ready())

    def stop_spawning(self) -> None:
        """Let no more users begin."""
        for greenlet in (self._starter, self.runner.spawning_greenlet):
            if greenlet is not None:
                greenlet.kill()

    def end_users(self, patience: float) -> None:
        """End the users of this process: after their iteration, else after their step, else at once."""
        self.stop_spawning()
        self.crew.ending.soon.set()
        users = self.runner.user_greenlets
        if patience and users.join(timeout=patience):
            return
        self.crew.ending.now.set()
        if not users.join(timeout=_GRACE):
            for greenlet in list(users):
                user = greenlet.args[0] if greenlet.args else None
                # Inside of a step it is told as a KeyboardInterrupt, so that the step is counted.
                inside = getattr(user, "inside", False)
                greenlet.kill(KeyboardInterrupt if inside else gevent.GreenletExit, block=False)
            users.join(timeout=_GRACE)

    def send(self, name: str, data: dict[str, Any]) -> None:
        """Send a message to the master, or to all workers."""
        self.runner.send_message(name, data)

    def report(self) -> None:
        """Send the master what was not reported yet."""
        data: dict[str, Any] = {}
        events: Any = self._environment.events
        events.report_to_master.fire(client_id=self.runner.client_id, data=data)
        self.runner.send_message("stats", data)

    def loss_of(self, member: str) -> str:
        """Return how a worker got lost, in a word, or nothing."""
        client = self.runner.clients.get(member)
        if client is None:
            return "left"
        return "was silent" if client.state == STATE_MISSING else ""

    def finish(self) -> None:
        """End what ran beside the users, and note the last figures for the charts."""
        gevent.killall(self._helpers)
        locust.stats.update_stats_history(self.runner)

    def quit(self) -> None:
        """Let workers go, and end."""
        self.runner.quit()

    def join(self) -> None:
        """Wait for the end."""
        self.runner.greenlet.join()

    @property
    def users(self) -> int:
        """How many users there are."""
        return int(self.runner.user_count)

    @property
    def total(self) -> Figures:
        """What was counted in all."""
        return _figures(self._environment.stats.total)

    @property
    def steps(self) -> list[Figures]:
        """What was counted of each step."""
        return [_figures(entry) for entry in self._environment.stats.entries.values()]

    @property
    def reasons(self) -> list[Reason]:
        """Why steps failed."""
        errors = self._environment.stats.errors.values()
        parse = locust.stats.StatsError.parse_error
        return [Reason(error.name, error.method, parse(error.error), error.occurrences) for error in errors]

    def render_html(self) -> str:
        """Return Locust's report."""
        render: Any = get_html_report
        return str(render(self._environment, show_download_link=False))

    def open_tables(self, prefix: Path) -> "locust.stats.StatsCSVFileWriter":
        """Return what writes Locust's tables each second when it is called. Raises OSError."""
        return locust.stats.StatsCSVFileWriter(self._environment, locust.stats.PERCENTILES_TO_REPORT, str(prefix))

    def tables(self) -> dict[str, Callable[[Any], None]]:
        """Return by name what writes the rows of a table with a writer of the module `csv`."""
        tables = locust.stats.StatsCSV(self._environment, locust.stats.PERCENTILES_TO_REPORT)
        return {"stats": tables.requests_csv, "failures": tables.failures_csv}


def _figures(entry: "locust.stats.StatsEntry") -> Figures:
    return Figures(
        entry.method,
        entry.name,
        entry.num_requests,
        entry.num_failures,
        entry.total_rps,
        entry.avg_response_time,
        entry.min_response_time or 0.0,
        entry.max_response_time,
        {float(time): count for time, count in entry.response_times.items()},
    )
