"""The simulator itself: one function from request to answer, with its clock and its planted faults."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import RLock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from pcc.simulator.answering import Responder
from pcc.simulator.control import control_routes, is_control
from pcc.simulator.faults.matching import Fault
from pcc.simulator.faults.planting import Faults
from pcc.simulator.http import Document, SimulatorRequest, SimulatorResponse
from pcc.simulator.keys import Signer
from pcc.simulator.problems import unexpected_error
from pcc.simulator.seed import plant_seed
from pcc.simulator.store import Bases, Limits, World
from pcc.simulator.tokens import reissue_token

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

__all__ = ["Simulator"]

_logger = logging.getLogger(__name__)
_logger.addHandler(logging.NullHandler())


class Simulator:
    """A stateful PingOne in memory. Thread-safe: requests are answered one at a time.

    `now` gives seconds since the epoch; ids, codes and secrets all come from `new_id`, so that with both and a
    `signing_key` injected the same requests get the same bytes. Without one, a key is made at the first token.
    `limits` bound its memory.
    """

    def __init__(
        self,
        *,
        api_base: str = "https://api.pingone.com/v1",
        auth_base: str = "https://auth.pingone.com",
        now: Callable[[], float] = time.time,
        new_id: Callable[[], str] = lambda: str(uuid4()),
        signing_key: "RSAPrivateKey | None" = None,
        limits: Limits = Limits(),  # noqa: B008 - frozen
    ) -> None:
        bases = Bases.of(api_base, auth_base)
        self.limits = limits
        self._lock = RLock()
        self._faults = Faults()
        self._world = World(bases=bases, now=now, new_id=new_id, signer=Signer(signing_key), limits=limits)
        self._responder = Responder(self._world, body_bytes=limits.body_bytes, extra=control_routes(self))
        self._first = self.new_environment()

    def handle(self, request: SimulatorRequest) -> SimulatorResponse:
        """Answer a request. Never raises: a bug is logged and becomes a 500 with an UNEXPECTED_ERROR body."""
        correlation_id = "unknown"
        with self._lock:
            try:
                correlation_id = self._world.new_id()
                return self._handle(request, correlation_id)
            except Exception:
                _logger.exception("a request was not handled")
                return unexpected_error().response(correlation_id)

    def variables(self) -> dict[str, str]:
        """Return the values a run needs, by the names of PingOne's environment template (reference section 1.2)."""
        return dict(self._first)

    def new_environment(self) -> dict[str, str]:
        """Add an environment to work in, beside one with a worker for it, and return the values that a run there needs.

        Runs in different environments do not see each other. Raises `Refusal` when there is no room for one more.
        """
        with self._lock:
            bases, seed = self._world.bases, plant_seed(self._world)
        return {
            "tld": bases.tld,
            "apiPath": bases.api,
            "authPath": bases.auth,
            "adminEnvID": seed.admin_environment_id,
            "adminAppID": seed.worker_id,
            "adminAppSecret": seed.worker_secret,
            "envID": seed.environment_id,
        }

    def remove_environment(self, environment_id: str) -> None:
        """Forget an environment with all of its organization. Raises `Refusal` when there is none of this id."""
        with self._lock:
            organization_id = self._world.environment(environment_id).organization_id
            for environment in [*self._world.environments.values()]:
                if environment.organization_id == organization_id:
                    self._world.remove_environment(environment)

    def now(self) -> float:
        """Return the simulated time in seconds since the epoch."""
        return self._world.now()

    def advance(self, seconds: float) -> None:
        """Move the clock forward (or back)."""
        with self._lock:
            self._world.advance(seconds)

    def counts(self) -> dict[str, int]:
        """Return how much is held: documents' bytes, and how many things of each kind."""
        with self._lock:
            held = {name: len(pool) for name, pool in vars(self._world.pools).items()}
            return {"environments": len(self._world.environments), "documentBytes": self._world.quota.used} | held

    def plant(self, fault: Fault, told: Mapping[str, Any] = MappingProxyType({"fault": "a function"})) -> str:
        """Let a fault answer from now on, and return its id; `told` is how it is listed.

        It sees what the faults planted before it make of a request, and no two run at once.
        """
        with self._lock:
            return self._faults.add(fault, told)

    def faults(self) -> list[Document]:
        """Return the planted faults as they are listed, each with its id."""
        with self._lock:
            return self._faults.listed()

    def uproot(self, fault_id: str) -> bool:
        """Remove one fault; tell whether there was one of this id. What it did to the state (a moved clock) stays."""
        with self._lock:
            return self._faults.remove(fault_id)

    def clear_faults(self) -> None:
        """Be honest again."""
        with self._lock:
            self._faults.clear()

    @contextmanager
    def planted(self, *faults: Fault) -> Iterator[None]:
        """Plant faults for the length of a `with` block."""
        ids = [self.plant(fault) for fault in faults]
        try:
            yield
        finally:
            for fault_id in ids:
                self.uproot(fault_id)

    def reissue(self, token: str, claims: Mapping[str, Any]) -> str:
        """Return a token of this simulator with other claims (None removes one), signed with the same key.

        A reissued access token is accepted like the first one. Raises ValueError when the text is no token.
        """
        with self._lock:
            return reissue_token(self._world, token, claims)

    def expire(self, token: str) -> None:
        """Let an access token run out now; a text that is none changes nothing."""
        with self._lock:
            found = self._world.access_token(token)
            if found is not None:
                found.expires_at = self._world.now()

    def _handle(self, request: SimulatorRequest, correlation_id: str) -> SimulatorResponse:
        def honest(request: SimulatorRequest) -> SimulatorResponse:
            return self._responder.respond(request, correlation_id)

        # The control endpoints stay usable, whatever is planted.
        if is_control(request):
            return honest(request)
        answer = self._faults.before(
            honest, lambda refusal, request: self._responder.refuse(refusal, request, correlation_id)
        )
        return answer(request)
