"""The table of all auth types, and how one is chosen for a request."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any, Final, Protocol, cast

from pcc.model.json import JsonValue
from pcc.model.ports import HttpResponse
from pcc.model.request import ApiKeyAuth, Auth, BasicAuth, BearerAuth, NoAuth, OtherAuth
from pcc.runner.request.auth.attributes import Attributes, resolve_value
from pcc.runner.request.auth.draft import Draft
from pcc.runner.request.auth.tools import Tools
from pcc.runner.request.body import Resolve
from pcc.runner.request.unsendable import UnsendableError

__all__ = ["AUTH_TYPES", "Signer", "open_signer"]


class Signer(Protocol):
    """Signs one request, as often as it is sent."""

    def sign(self, draft: Draft) -> Draft:
        """Return the request with credentials. Raises UnsendableError when there can be none."""
        ...

    def answers(self, response: HttpResponse) -> bool:
        """Whether the response asks for credentials that the next `sign` gives."""
        ...


class _Unsigned:
    def sign(self, draft: Draft) -> Draft:
        return draft

    def answers(self, _: HttpResponse) -> bool:
        return False


class _Once(_Unsigned):
    """Signs by a function, whatever the server says."""

    def __init__(self, function: Callable[[Draft, Attributes, Tools], Draft], known: tuple[Attributes, Tools]) -> None:
        self._function = function
        self._known = known

    def sign(self, draft: Draft) -> Draft:
        return self._function(draft, *self._known)


# Each type has a module of its own, loaded for those who use it: the function that signs, or the class of a signer.
_FUNCTIONS: Final = {
    "apikey": "apikey:sign_api_key",
    "asap": "asap:sign_asap",
    "awsv4": "awsv4:sign_aws",
    "basic": "basic:sign_basic",
    "bearer": "bearer:sign_bearer",
    "edgegrid": "edgegrid:sign_edgegrid",
    "hawk": "hawk:sign_hawk",
    "jwt": "jwt:sign_jwt",
    "oauth1": "oauth1:sign_oauth1",
    "oauth2": "oauth2:sign_oauth2",
}
_CHALLENGED: Final = {"digest": "digest:DigestSigner", "ntlm": "ntlm:NtlmSigner"}

AUTH_TYPES: Final = tuple(sorted((*_FUNCTIONS, *_CHALLENGED, "noauth")))


def open_signer(auth: Auth | None, tools: Tools, *, resolve: Resolve) -> Signer:
    """Return the signer of one request. Its attributes are resolved here, once, however often it is sent.

    Raises UnsendableError for a type that Postman does not have.
    """
    if auth is None or isinstance(auth, NoAuth):
        return _Unsigned()
    kind, values = _read(auth, resolve)
    known = Attributes(kind, values), tools
    if kind in _FUNCTIONS:
        return _Once(_load(_FUNCTIONS[kind]), known)
    if kind in _CHALLENGED:
        signer: Signer = _load(_CHALLENGED[kind])(*known)
        return signer
    raise UnsendableError(f"the auth type “{kind}” is none of Postman's: {', '.join(AUTH_TYPES)}")


@cache
def _load(home: str) -> Callable[..., Any]:
    module, _, name = home.partition(":")
    return cast(Callable[..., Any], getattr(import_module(f"pcc.runner.request.auth.{module}"), name))


def _read(auth: BearerAuth | BasicAuth | ApiKeyAuth | OtherAuth, resolve: Resolve) -> tuple[str, dict[str, JsonValue]]:
    match auth:
        case BearerAuth(token):
            return "bearer", {"token": resolve(token)}
        case BasicAuth(username, password):
            return "basic", {"username": resolve(username), "password": resolve(password)}
        case ApiKeyAuth(key, value, in_query):
            place = "query" if in_query else "header"
            return "apikey", {"key": resolve(key), "value": resolve(value), "in": place}
        case OtherAuth(kind, attributes):
            return kind, {key: resolve_value(value, resolve) for key, value in attributes}
