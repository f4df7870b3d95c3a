"""A request as its handler sees it: parsed where asked for, beside the world it acts on."""

import binascii
from base64 import b64decode
from collections.abc import Callable
from functools import cached_property
from urllib.parse import parse_qsl, unquote_plus

from pcc.simulator.environments import Environment
from pcc.simulator.http import Document, SimulatorRequest, SimulatorResponse, read_json
from pcc.simulator.problems import Detail, OAuthRefusal, access_failed, invalid_request, unsupported_media_type
from pcc.simulator.state import AccessToken
from pcc.simulator.store import World

__all__ = ["Call", "Handler"]

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"


class Call:
    """One request being handled."""

    def __init__(
        self, world: World, request: SimulatorRequest, *, query: str, params: dict[str, str], correlation_id: str
    ) -> None:
        self.world = world
        self.request = request
        self.params = params
        self.correlation_id = correlation_id
        self._query = query

    @cached_property
    def environment(self) -> Environment:
        """The environment that the path names; refused with 404 when unknown."""
        return self.world.environment(self.params["env"])

    @cached_property
    def token(self) -> AccessToken:
        """The access token of the request; refused with 401 when there is no good one."""
        token = self.world.access_token(self.bearer())
        if token is None:
            raise access_failed()
        return token

    @cached_property
    def _headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        for name, value in self.request.headers:
            key = name.lower()
            separator = "; " if key == "cookie" else ", "
            headers[key] = headers[key] + separator + value if key in headers else value
        return headers

    def header(self, name: str) -> str:
        """Return a header by its lower-case name, empty when absent."""
        return self._headers.get(name, "")

    @cached_property
    def content_type(self) -> str:
        """The media type without parameters, in lower case."""
        return self.header("content-type").partition(";")[0].strip().lower()

    def cookies(self, name: str) -> tuple[str, ...]:
        """Return every value sent for a cookie (RFC 6265 section 4.2.2: one name may come twice)."""
        pairs = (part.strip().partition("=") for part in self.header("cookie").split(";"))
        return tuple(value for key, _, value in pairs if key == name and value)

    @cached_property
    def query(self) -> dict[str, str]:
        """The query's fields; empty ones count as absent (RFC 6749 section 3.1)."""
        return _once(parse_qsl(self._query, keep_blank_values=True))

    @cached_property
    def form(self) -> dict[str, str]:
        """The form's fields; empty ones count as absent. Refused with `invalid_request` when the body is no form."""
        if self.content_type != FORM_TYPE:
            raise OAuthRefusal("invalid_request", f"the content type must be {FORM_TYPE}")
        try:
            return _once(parse_qsl(self.request.body.decode(), keep_blank_values=True))
        except UnicodeDecodeError:
            raise OAuthRefusal("invalid_request", "the body is not UTF-8") from None

    def json(self, *content_types: str) -> Document:
        """Return the body, a JSON object; refused with 415 unless it has one of these types (default JSON's own)."""
        expected = content_types or (JSON_TYPE,)
        if self.content_type not in expected:
            raise unsupported_media_type(self.content_type, expected)
        return self.json_object()

    def json_object(self) -> Document:
        """Return the body, a JSON object, whatever its content type says."""
        try:
            document = read_json(self.request.body.decode())
        except (ValueError, RecursionError):
            raise invalid_request(Detail("INVALID_VALUE", "The request body is not valid JSON.")) from None
        if not isinstance(document, dict):
            raise invalid_request(Detail("INVALID_VALUE", "The request body must be a JSON object."))
        return document

    def basic(self) -> tuple[str, str] | None:
        """Return client id and secret of HTTP Basic (RFC 6749 section 2.3.1), None when absent or unreadable."""
        scheme, _, value = self.header("authorization").partition(" ")
        if scheme.lower() != "basic":
            return None
        try:
            text = b64decode(value.strip(), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return None
        user, colon, password = text.partition(":")
        return (unquote_plus(user), unquote_plus(password)) if colon else None

    def bearer(self) -> str:
        """Return the Bearer token (RFC 6750 section 2.1), empty when there is none."""
        scheme, _, value = self.header("authorization").partition(" ")
        return value.strip() if scheme.lower() == "bearer" else ""


Handler = Callable[[Call], SimulatorResponse]


def _once(pairs: list[tuple[str, str]]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in pairs:
        if name in fields:
            raise OAuthRefusal("invalid_request", f"the parameter {name} is given twice")
        if value:
            fields[name] = value
    return fields
