"""What the users of one process share, and how one of them lives. Nothing here knows Locust."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from pcc.errors import PccError
from pcc.load.plan import LoadPlan
from pcc.load.ports import Confined, EnginePool
from pcc.load.samples import Reasons, Sample
from pcc.load.user import Ending, VirtualUser
from pcc.model.ports import Transport
from pcc.runner.transports.network import NetworkOptions, NetworkTransport, TlsContexts

if TYPE_CHECKING:
    from pcc.sandbox import Sandbox

__all__ = ["Count", "Crew"]


@dataclass(slots=True)
class Count:
    """What users did: requests that went out, steps in the statistics, whole iterations."""

    requests: int = 0
    steps: int = 0
    iterations: int = 0

    def add(self, **more: int) -> None:
        """Add what another count says."""
        self.requests += more["requests"]
        self.steps += more["steps"]
        self.iterations += more["iterations"]

    def data(self) -> dict[str, int]:
        """Return it as data for a message."""
        return asdict(self)


class Crew:
    """All users of a process: one plan, one set of TLS contexts, some JavaScript engines, one way to end.

    `count` is what they did so far. `failure` says why the load cannot go on; `on_failure` is called once for it.
    """

    def __init__(self, plan: LoadPlan) -> None:
        self.plan = plan
        self.ending = Ending()
        self.count = Count()
        self.failure = ""
        self.on_failure: Callable[[], None] = _nothing
        self._began: tuple[float, float] | None = None
        self._reasons = Reasons()
        self._contexts: TlsContexts = {}
        self._engine = EnginePool(_make_engine, plan.habits.engines) if plan.needs_engine else None

    def recruit(self, number: int, users: int) -> VirtualUser:
        """Return a new user, the `number`-th from 0 of `users` in all processes together."""
        if self._began is None:
            self._began = time.monotonic(), time.process_time()
        return VirtualUser(self.plan, self._transport(), self._engine, self.ending, number=number, users=users)

    def _transport(self) -> Transport:
        options = self.plan.options
        # Proxies of the environment are those of this process, which is where the requests leave.
        network = NetworkOptions(options.certificates, options.extra_ca_certs, os.environ, options.max_response_bytes)
        transport = NetworkTransport(network, contexts=self._contexts)
        return Confined(transport, self.plan.only_hosts) if self.plan.only_hosts else transport

    def iterate(self, user: VirtualUser, iteration: int, fire: Callable[[Sample], None]) -> None:
        """Let a user replay once, and `fire` each step that counts. What goes wrong is told, and raises nothing."""
        with self._guarded():
            for sample in user.run_iteration(iteration):
                self._note(sample, fire)
            self.count.iterations += user.whole

    def _note(self, sample: Sample, fire: Callable[[Sample], None]) -> None:
        self.count.requests += sample.requests
        if sample.counts:
            if sample.failure is not None:
                sample = replace(sample, failure=self._reasons.bound(sample.step, sample.failure))
            self.count.steps += 1
            fire(sample)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except KeyboardInterrupt:
            # Thrown into a user that did not end in time; where it was in a step, that is counted.
            return
        except PccError as error:
            self.fail(str(error))
        except Exception as error:
            self.fail(f"a user broke off, which is a bug of pcc: {type(error).__name__}: {error}")

    def fail(self, reason: str) -> None:
        """End the load, because it cannot go on."""
        first = not self.failure
        self.failure = self.failure or self.plan.redactor()(reason)
        self.ending.soon.set()
        self.ending.now.set()
        if first:
            self.on_failure()

    def done(self) -> dict[str, Any]:
        """Return as data for a message what a process tells in the end: its steps, the share of a core it needed."""
        wall, cpu = self._began or (time.monotonic(), time.process_time())
        busy = (time.process_time() - cpu) / max(time.monotonic() - wall, 1e-3)
        return {"steps": self.count.steps, "busy": busy}

    def close(self) -> None:
        """End the JavaScript engines."""
        if self._engine is not None:
            self._engine.close()


def _nothing() -> None:
    pass


def _make_engine() -> "Sandbox":
    from pcc.sandbox import Sandbox

    return Sandbox()
