"""What scripts of other people may ask for while they run: requests, and the cookies of the run."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from pcc.errors import FormatError
from pcc.model.collection import Item, Settings
from pcc.model.json import JsonObject
from pcc.model.ports import TransportError
from pcc.model.request import FileBody, FormdataBody, FormFile, Request
from pcc.model.result import Exchange
from pcc.postman.request.requests import read_request
from pcc.runner.cookies import CookieJar
from pcc.runner.exchange import Courier, send_request
from pcc.runner.request import BuiltRequest, UnsendableError
from pcc.runner.request.outline import outline_request
from pcc.runner.steps import Step
from pcc.sandbox.host import CookieStore, SubResponse

__all__ = ["ScriptHost", "cookie_objects"]


@dataclass(slots=True)
class ScriptHost:
    """Sends with the transport and the cookies of the run; what was sent is in `exchanges`, what was not in `warnings`.

    The requests of `pm.sendRequest` are not resolved (Postman does not); their settings are the default ones, but
    that a body goes out with every method.
    """

    build: Callable[[Step], BuiltRequest]
    courier: Callable[[Step], Courier]
    jar: CookieJar
    exchanges: list[Exchange] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def forget(self) -> None:
        """Begin anew, for the next script."""
        self.exchanges.clear()
        self.warnings.clear()

    @property
    def cookies(self) -> CookieStore:
        """The cookies of the run. Scripts of an item that sends none reach them too, as in Newman."""
        return self.jar

    def send_request(self, request: JsonObject) -> SubResponse:
        """Send Postman's JSON of a request. Raises TransportError when it cannot be sent or nothing answers."""
        read = _read(request)
        allowed = _without_files(read)
        if allowed is not read:
            self.warnings.append("uploading files from scripts is not allowed")
        item, settings = Item("pm.sendRequest", allowed), Settings(disable_body_pruning=True)
        step = Step(item, (), allowed.auth, settings, (), (), outline_request(allowed))
        sent: list[Exchange] = []
        try:
            error = send_request(self.build(step).http, self.courier(step), sent)
        except UnsendableError as unsendable:
            error = str(unsendable)
        self.exchanges += sent
        last = sent[-1].response if sent else None
        if error is not None or last is None:
            raise TransportError(error or "no response")
        return SubResponse(last, cookie_objects(self.jar, sent[-1].request.url))


def cookie_objects(jar: CookieJar, url: str) -> tuple[JsonObject, ...]:
    """Return the cookies for a URL as `pm.cookies` has them, in the order in which they are sent."""
    sent = list(jar.cookies_for(url).items())
    if not sent:
        return ()
    parts = urlsplit(url)
    found = jar.find_cookies(parts.hostname or "", parts.path or "/")
    # An empty name or value is left out of a cookie's JSON.
    kept = {(cookie.get("key", ""), cookie.get("value", "")): cookie for cookie in found}
    plain = {"httpOnly": False, "secure": False}
    return tuple({**plain, **kept[name, value], "name": name, "value": value} for name, value in sent)


def _read(request: JsonObject) -> Request:
    try:
        return read_request(request)
    except FormatError as error:
        raise TransportError(f"pm.sendRequest was given what is no request: {error}") from error


def _without_files(request: Request) -> Request:
    """The request without files of this machine, as in Newman: a script must not be able to reach them."""
    if request.certificate is not None:
        return _without_files(replace(request, certificate=None))
    match request.body:
        case FileBody():
            return replace(request, body=None)
        case FormdataBody(params=params) if any(isinstance(param, FormFile) for param in params):
            kept = tuple(param for param in params if not isinstance(param, FormFile))
            return replace(request, body=replace(request.body, params=kept))
    return request
