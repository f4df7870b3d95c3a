"""From a request to its honest answer: limits, preflights, the route, and the headers of every answer."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit
from wsgiref.handlers import format_date_time

from pcc.simulator.auth import auth_routes
from pcc.simulator.calls import Call
from pcc.simulator.http import Headers, SimulatorRequest, SimulatorResponse, empty_response, split_url
from pcc.simulator.management import management_routes
from pcc.simulator.problems import Refusal, body_too_large, headers_too_large
from pcc.simulator.routing import Route, Router
from pcc.simulator.store import World

__all__ = ["Responder"]

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
HEADER_BYTES = 6 * 1024
PREFLIGHT_SECONDS = 3600
TRACING = ("X-Ping-External-Transaction-ID", "X-Ping-External-Session-ID")
_TRACING_REFUSED = re.compile(r"[^A-Za-z0-9._\-/@=#+]")


class Responder:
    """Answers without any fault. `extra` are routes beside PingOne's own."""

    def __init__(self, world: World, *, body_bytes: int, extra: Iterable[Route] = ()) -> None:
        self._world = world
        self._body_bytes = body_bytes
        self._router = Router()
        bases = world.bases
        for base, routes in ((bases.api, management_routes()), (bases.auth, auth_routes()), ("", extra)):
            prefix = urlsplit(base).path
            for route in routes:
                self._router.add(route, prefix=prefix)

    def respond(self, request: SimulatorRequest, correlation_id: str) -> SimulatorResponse:
        """Answer a request; a refusal is an answer, too."""
        try:
            response = self._handle(request, correlation_id)
        except Refusal as refusal:
            return self.refuse(refusal, request, correlation_id)
        return self._finish(response, request, correlation_id)

    def refuse(self, refusal: Refusal, request: SimulatorRequest, correlation_id: str) -> SimulatorResponse:
        """Answer with a refusal."""
        return self._finish(refusal.response(correlation_id), request, correlation_id)

    def _handle(self, request: SimulatorRequest, correlation_id: str) -> SimulatorResponse:
        _guard_headers(request.headers)
        if len(request.body) > self._body_bytes:
            raise body_too_large(self._body_bytes)
        path, query = split_url(request.url)
        if _is_preflight(request):
            return _allow(request, self._router.methods(path))
        handler, params = self._router.find(request.method.upper(), path)
        return handler(Call(self._world, request, query=query, params=params, correlation_id=correlation_id))

    def _finish(self, response: SimulatorResponse, request: SimulatorRequest, correlation_id: str) -> SimulatorResponse:
        return response.adding(
            *STANDARD_HEADERS,
            *_origin_allowed(request),
            ("Correlation-Id", correlation_id),
            ("Date", format_date_time(self._world.now())),
            *self._tracing(request),
        )

    def _tracing(self, request: SimulatorRequest) -> Iterable[tuple[str, str]]:
        transaction, session = TRACING
        yield transaction, _cleaned(_header(request, transaction)) or self._world.new_id()
        sent = _cleaned(_header(request, session))
        if sent:
            yield session, sent


def _guard_headers(headers: Headers) -> None:
    if sum(len(name) + len(value) for name, value in headers) > HEADER_BYTES:
        raise headers_too_large(HEADER_BYTES)


def _header(request: SimulatorRequest, name: str) -> str:
    wanted = name.lower()
    return next((value for key, value in request.headers if key.lower() == wanted), "")


def _cleaned(text: str) -> str:
    return _TRACING_REFUSED.sub("_", text)[:100]


def _is_preflight(request: SimulatorRequest) -> bool:
    # Fetch standard, section 3.2.2: only with both headers is OPTIONS a question about another request.
    return request.method.upper() == "OPTIONS" and bool(
        _header(request, "Origin") and _header(request, "Access-Control-Request-Method")
    )


def _allow(request: SimulatorRequest, methods: tuple[str, ...]) -> SimulatorResponse:
    headers = [("Access-Control-Allow-Methods", ", ".join(methods))]
    asked = _header(request, "Access-Control-Request-Headers")
    if asked:
        headers.append(("Access-Control-Allow-Headers", asked))
    headers.append(("Access-Control-Max-Age", str(PREFLIGHT_SECONDS)))
    return empty_response(204).adding(*headers)


def _origin_allowed(request: SimulatorRequest) -> Headers:
    origin = _header(request, "Origin")
    return (("Access-Control-Allow-Origin", origin),) if origin else ()
