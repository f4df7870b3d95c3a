"""The simulator itself: one function from request to answer, with its clock and its planted faults."""

import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import formatdate
from threading import RLock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import uuid4

from pcc.simulator.auth import auth_routes
from pcc.simulator.calls import Call
from pcc.simulator.faults import Before, Fault
from pcc.simulator.http import SimulatorRequest, SimulatorResponse, split_url
from pcc.simulator.keys import Signer
from pcc.simulator.management import management_routes
from pcc.simulator.problems import Refusal, unexpected_error
from pcc.simulator.routing import Router
from pcc.simulator.seed import plant_seed
from pcc.simulator.store import Bases, World
from pcc.simulator.tokens import reissue_token

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

__all__ = ["Simulator"]

# On every answer (reference section 1.6).
STANDARD_HEADERS = (
    ("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate"),
    ("Expires", "0"),
    ("Pragma", "no-cache"),
    ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
    ("Vary", "Origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
)
TRANSACTION = "X-Ping-External-Transaction-ID"
_TRACING_REFUSED = re.compile(r"[^A-Za-z0-9._\-/@=#+]")

_logger = logging.getLogger(__name__)
_logger.addHandler(logging.NullHandler())


class Simulator:
    """A stateful PingOne as far as the workflows reach it. Thread-safe: requests are answered one at a time.

    `now` gives seconds since the epoch; ids, codes and secrets all come from `new_id`, so that a run with
    both injected is repeatable up to its signatures. `signing_key` is made at the first token when it is not given.
    """

    def __init__(
        self,
        *,
        api_base: str = "https://api.pingone.com/v1",
        auth_base: str = "https://auth.pingone.com",
        now: Callable[[], float] = time.time,
        new_id: Callable[[], str] = lambda: str(uuid4()),
        signing_key: "RSAPrivateKey | None" = None,
    ) -> None:
        bases = Bases.of(api_base, auth_base)
        self._world = World(bases=bases, now=now, new_id=new_id, signer=Signer(signing_key))
        self._seed = plant_seed(self._world)
        self._router = _build_router(bases)
        self._faults: list[Fault | Before] = []
        self._lock = RLock()

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
        bases, seed = self._world.bases, self._seed
        return {
            "tld": bases.tld,
            "apiPath": bases.api,
            "authPath": bases.auth,
            "adminEnvID": seed.admin_environment_id,
            "adminAppID": seed.worker_id,
            "adminAppSecret": seed.worker_secret,
            "envID": seed.environment_id,
        }

    def advance(self, seconds: float) -> None:
        """Move the clock forward (or back)."""
        with self._lock:
            self._world.advance(seconds)

    def plant(self, fault: "Fault | Before") -> None:
        """Let a fault change what is sent from now on; several apply in the order in which they were planted.

        A `Fault` sees each request and the honest answer and returns what is sent instead. A `Before` sees each
        request before it is handled and returns the one that is handled instead. Neither runs concurrently.
        """
        with self._lock:
            self._faults.append(fault)

    def clear_faults(self) -> None:
        """Be honest again. What a fault did to the state (a moved clock) stays."""
        with self._lock:
            self._faults.clear()

    @contextmanager
    def planted(self, *faults: "Fault | Before") -> Iterator[None]:
        """Plant faults for the length of a `with` block."""
        for fault in faults:
            self.plant(fault)
        try:
            yield
        finally:
            with self._lock:
                self._faults = [fault for fault in self._faults if not any(fault is gone for gone in faults)]

    def reissue(self, token: str, claims: Mapping[str, Any]) -> str:
        """Return a token of this simulator with other claims (None removes one), signed with the same key.

        A reissued access token is accepted like the first one. Raises ValueError when the text is no token.
        """
        with self._lock:
            return reissue_token(self._world, token, claims)

    def _handle(self, request: SimulatorRequest, correlation_id: str) -> SimulatorResponse:
        faults = tuple(self._faults)
        handled = request
        for fault in faults:
            if isinstance(fault, Before):
                handled = fault.run(self, handled)
        response = self._answer(handled, correlation_id)
        for fault in faults:
            if not isinstance(fault, Before):
                response = fault(request, response)
        return response

    def _answer(self, request: SimulatorRequest, correlation_id: str) -> SimulatorResponse:
        try:
            path, query = split_url(request.url)
            handler, params = self._router.find(request.method.upper(), path)
            call = Call(
                self._world, request, query=query, params=params, correlation_id=correlation_id
            )  # fmt: skip
            response = handler(call)
        except Refusal as refusal:
            response = refusal.response(correlation_id)
        return response.adding(*STANDARD_HEADERS, *self._own_headers(request, correlation_id))

    def _own_headers(self, request: SimulatorRequest, correlation_id: str) -> tuple[tuple[str, str], ...]:
        wanted = TRANSACTION.lower()
        sent = next((value for name, value in request.headers if name.lower() == wanted), "")
        return (
            ("Correlation-Id", correlation_id),
            ("Date", formatdate(self._world.now(), usegmt=True)),
            (TRANSACTION, _TRACING_REFUSED.sub("_", sent)[:100] or self._world.new_id()),
        )


def _build_router(bases: Bases) -> Router:
    router = Router()
    for base, routes in ((bases.api, management_routes()), (bases.auth, auth_routes())):
        prefix = urlsplit(base).path
        for route in routes:
            router.add(route, prefix=prefix)
    return router
