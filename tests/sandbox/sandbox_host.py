"""A host for scripts: an echo of their requests, and cookies in memory."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from pcc.model.json import JsonObject
from pcc.model.ports import HttpResponse
from pcc.sandbox import SubResponse

__all__ = ["EchoHost", "MemoryCookies", "answer"]


def answer(body: object, *, status: int = 200, content_type: str = "application/json") -> HttpResponse:
    """A response; what is not bytes or text goes as JSON."""
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    raw = text.encode() if isinstance(text, str) else text
    return HttpResponse(status, "OK" if status == 200 else "", (("Content-Type", content_type),), raw, 12.4)


@dataclass
class MemoryCookies:
    """Cookies by domain, path and name."""

    kept: dict[tuple[str, str, str], JsonObject] = field(default_factory=dict)

    def find_cookie(self, domain: str, path: str, key: str) -> JsonObject | None:
        return self.kept.get((domain, path, key))

    def find_cookies(self, domain: str, path: str | None) -> list[JsonObject]:
        return [cookie for (found, _, _), cookie in self.kept.items() if found == domain]

    def put_cookie(self, cookie: JsonObject) -> None:
        self.kept[cookie["domain"], cookie["path"], cookie["key"]] = cookie

    def remove_cookie(self, domain: str, path: str, key: str) -> None:
        self.kept.pop((domain, path, key), None)

    def remove_cookies(self, domain: str, path: str | None) -> None:
        for place in [place for place in self.kept if place[0] == domain]:
            del self.kept[place]

    def remove_all_cookies(self) -> None:
        self.kept.clear()

    def all_cookies(self) -> list[JsonObject]:
        return list(self.kept.values())


@dataclass
class EchoHost:
    """Answers a request with its own method and URL."""

    reply: Callable[[JsonObject], HttpResponse] = lambda request: answer(
        {"method": request["method"], "path": request["url"].get("path")}
    )
    cookies: MemoryCookies | None = field(default_factory=MemoryCookies)
    requests: list[JsonObject] = field(default_factory=list)

    def send_request(self, request: JsonObject) -> SubResponse:
        self.requests.append(request)
        return SubResponse(self.reply(request), ({"name": "seen", "value": "1", "domain": "a.test", "path": "/"},))
