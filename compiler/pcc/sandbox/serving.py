"""What a script asks of its host, answered."""

from typing import Any

from pcc.errors import PccError
from pcc.model.json import JsonValue
from pcc.model.ports import TransportError
from pcc.sandbox.context import render_response
from pcc.sandbox.host import CookieStore, SandboxHost
from pcc.sandbox.process import ChildEndedError, Message
from pcc.sandbox.result import SubRequest

__all__ = ["Server"]

_REFUSED = {
    "execution.vault": "pm.vault is not available: a replay has no vault",
    "execution.run_collection_request": "pm.execution.runRequest is not available in a replay",
    "execution.datasets": "pm.datasets is not available in a replay",
}


class Server:
    """Answers the messages of one execution; its requests are kept in `sub_requests`."""

    def __init__(self, execution: str, host: SandboxHost) -> None:
        self._execution = execution
        self._host = host
        self.sub_requests: list[SubRequest] = []

    def answer(self, message: Message) -> Message | None:
        """Return the answer to a message, or None when it asks for nothing.

        Raises ChildEndedError for a question that makes no sense.
        """
        kind = str(message[0]).removesuffix(f".{self._execution}")
        match kind, message[1:]:
            case "execution.request", [_, _, event, dict() as request]:
                return [self._name("execution.response"), event, *self._send(request)]
            case "execution.cookies", [event, _, str() as method, list() as arguments]:
                return [self._name(kind), event, *self._call_store(method, arguments)]
            case "execution.vault" | "execution.datasets", [event, *_]:
                return [self._name(kind), event, _error(_REFUSED[kind])]
            case "execution.run_collection_request", [_, _, event, *_]:
                return [self._name(f"{kind}_response"), event, _error(_REFUSED[kind])]
        return None

    def _name(self, kind: str) -> str:
        return f"{kind}.{self._execution}"

    def _send(self, request: dict[str, Any]) -> Message:
        try:
            answer = self._host.send_request(request)
        except (TransportError, PccError) as error:
            self.sub_requests.append(SubRequest(request, None, str(error)))
            return [_error(str(error)), None, None]
        self.sub_requests.append(SubRequest(request, answer.response))
        return [None, render_response(answer.response), {"cookies": list(answer.cookies)}]

    def _call_store(self, method: str, arguments: list[Any]) -> Message:
        store = self._host.cookies
        if store is None:
            return ["scripts of this run have no cookies", None]
        try:
            return [None, _call_store(store, method, arguments)]
        except (PccError, ValueError) as error:
            return [str(error), None]


def _call_store(store: CookieStore, method: str, arguments: list[Any]) -> JsonValue:
    match method, arguments:
        case "findCookie", [domain, path, key]:
            return store.find_cookie(domain, path, key)
        case "findCookies", [domain, path, *_]:
            return store.find_cookies(domain, path)
        case ("putCookie", [dict() as cookie]) | ("updateCookie", [_, dict() as cookie]):
            store.put_cookie(cookie)
        case "removeCookie", [domain, path, key]:
            store.remove_cookie(domain, path, key)
        case "removeCookies", [domain, path]:
            store.remove_cookies(domain, path)
        case "removeAllCookies", _:
            store.remove_all_cookies()
        case "getAllCookies", _:
            return store.all_cookies()
        case _:
            raise ChildEndedError(f"the script broke the sandbox: a cookie store has no {method}")
    return None


def _error(message: str) -> dict[str, str]:
    return {"name": "Error", "message": message}
