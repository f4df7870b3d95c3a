"""What scripts of other people may ask for while they run: requests, and the cookies of the run."""

from collections.abc import Callable
from dataclasses import dataclass, field

from pcc.errors import FormatError
from pcc.model.collection import Item, Settings
from pcc.model.json import JsonObject
from pcc.model.ports import TransportError
from pcc.model.result import Exchange
from pcc.postman.request.requests import read_request
from pcc.runner.cookies import CookieJar
from pcc.runner.exchange import Courier, send_request
from pcc.runner.request import BuiltRequest, UnsendableError
from pcc.runner.steps import Step
from pcc.sandbox.host import CookieStore, SubResponse

__all__ = ["ScriptHost", "cookie_objects"]


@dataclass(slots=True)
class ScriptHost:
    """Sends with the transport and the cookies of the run; what was sent is in `exchanges`.

    The requests of `pm.sendRequest` are not resolved (Postman does not), and have default settings.
    """

    build: Callable[[Step], BuiltRequest]
    courier: Callable[[Step], Courier]
    jar: CookieJar | None
    exchanges: list[Exchange] = field(default_factory=list)

    @property
    def cookies(self) -> CookieStore | None:
        """The cookies of the run, None where the item has none."""
        return None

    def send_request(self, request: JsonObject) -> SubResponse:
        """Send Postman's JSON of a request. Raises TransportError when it cannot be sent or nothing answers."""
        step = _step(request)
        sent: list[Exchange] = []
        try:
            error = send_request(self.build(step).http, self.courier(step), sent)
        except UnsendableError as unsendable:
            error = str(unsendable)
        self.exchanges += sent
        last = sent[-1].response if sent else None
        if error is not None or last is None:
            raise TransportError(error or "no response")
        return SubResponse(last, self._cookies_for(sent[-1].request.url))

    def _cookies_for(self, url: str) -> tuple[JsonObject, ...]:
        return cookie_objects(self.jar, url)


def cookie_objects(jar: CookieJar | None, url: str) -> tuple[JsonObject, ...]:
    """Return the cookies for a URL as Postman's JSON."""
    found = {} if jar is None else jar.cookies_for(url)
    return tuple({"name": name, "value": value} for name, value in found.items())


def _step(request: JsonObject) -> Step:
    try:
        read = read_request(request)
    except FormatError as error:
        raise TransportError(f"pm.sendRequest was given what is no request: {error}") from error
    return Step(Item("pm.sendRequest", read), (), read.auth, Settings(), (), ())
