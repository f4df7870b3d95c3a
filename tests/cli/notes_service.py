"""A service of notes, standing in for the network."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from pcc.model.ports import HttpRequest, HttpResponse

__all__ = ["NotesService"]


@dataclass
class NotesService:
    """A transport: keeps what was sent with its limits, and answers as a service of notes would."""

    before: Callable[[HttpRequest], None] = lambda _: None
    sent: list[HttpRequest] = field(default_factory=list)
    timeouts: list[float | None] = field(default_factory=list)
    verified: list[bool] = field(default_factory=list)
    text: str = "hello"

    def send(self, request: HttpRequest, *, timeout_ms: float | None = None, verify: bool = True) -> HttpResponse:
        self.before(request)
        self.sent.append(request)
        self.timeouts.append(timeout_ms)
        self.verified.append(verify)
        return self._answer(request)

    def close(self) -> None:
        pass

    def _answer(self, request: HttpRequest) -> HttpResponse:
        match request.method:
            case "POST":
                return _reply(201, {"id": f"n{len(self.sent)}", "text": self.text})
            case "GET":
                return _reply(200, {"text": self.text})
            case "DELETE":
                return HttpResponse(204, "No Content", (), b"", 1.0)
        return _reply(404, {})

    @property
    def requests(self) -> list[str]:
        """Method and URL of everything that was sent."""
        return [f"{request.method} {request.url}" for request in self.sent]


def _reply(status: int, document: dict[str, str]) -> HttpResponse:
    return HttpResponse(status, "", (("Content-Type", "application/json"),), json.dumps(document).encode(), 1.0)
