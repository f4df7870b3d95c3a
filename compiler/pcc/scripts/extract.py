"""Extraction without JavaScript: what the templates in `extract/` and `operand/` do, in Python."""

import base64
import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias
from urllib.parse import unquote, urlsplit

from pcc.model.json import JsonValue
from pcc.model.ports import Headers, HttpResponse
from pcc.model.statement import (
    AllMatches,
    Claim,
    CookieValue,
    Extractor,
    HeaderValue,
    JsonPath,
    Literal,
    Operand,
    Pattern,
    RedirectQuery,
    ResponseTime,
    Sent,
    SentPart,
    StatusCode,
    Text,
    VariableValue,
)
from pcc.paths import MISSING as NO_MATCH
from pcc.paths import compile_path
from pcc.patterns import compile_pattern
from pcc.scripts.charsets import decode_body, decode_utf8
from pcc.scripts.context import ScriptContext, Variables
from pcc.templating import MISSING, render_postman
from pcc.templating.resolve import Missing
from pcc.values import as_parsed, decode_json, to_text

__all__ = ["UNDEFINED", "Finder", "Found", "Reading", "compile_extractor", "compile_operand", "compile_payload"]

# JavaScript's undefined: nothing was found. It is the same object as a variable that is not set.
UNDEFINED: Final = MISSING
Found = JsonValue | Missing


Finder: TypeAlias = "Callable[[Reading], Found]"
"""What an extractor finds in an exchange, or the value of an operand; UNDEFINED when there is nothing."""

_UNREAD: Final = Missing()


class Reading:
    """A script's view of one exchange: the body is decoded once, however many statements read it."""

    __slots__ = ("_json", "_sent", "_text", "context")

    def __init__(self, context: ScriptContext) -> None:
        self.context = context
        self._text: str | None = None
        self._json: Found = _UNREAD
        self._sent: Found = _UNREAD

    @property
    def text(self) -> str:
        """The body as text: `pm.response.text()`."""
        if self._text is None:
            self._text = _response_text(self.context.response)
        return self._text

    @property
    def json(self) -> Found:
        """The body as JSON, UNDEFINED when it is not."""
        if self._json is _UNREAD:
            self._json = _decode(self.text)
        return self._json

    @property
    def sent(self) -> Found:
        """The request's body as JSON, UNDEFINED when it is not."""
        if self._sent is _UNREAD:
            self._sent = _decode(self.context.sent.text or "")
        return self._sent


def _response_text(response: HttpResponse | None) -> str:
    if response is None:
        return ""
    content_type = _header(response.headers, "Content-Type")
    return decode_body(response.body, content_type if isinstance(content_type, str) else "")


def compile_extractor(extractor: Extractor) -> Finder:
    """Return what finds the extractor's value. Raises PathError and PatternError for what pcc does not read."""
    match extractor:
        case JsonPath(path):
            first = _first(path)
            return lambda reading: first(reading.json)
        case AllMatches(path):
            find = _all(path)
            return lambda reading: find(reading.json)
        case Claim(path, token):
            first, payload = _first(path), compile_payload(token)
            return lambda reading: first(payload(reading))
        case Pattern(pattern):
            search = _searcher(pattern)
            return lambda reading: search(reading.text)
        case CookieValue(name):
            return lambda reading: _cookie(reading.context.cookies, name)
        case head:
            of_head = _head_reader(head)
            return lambda reading: of_head(reading.context.response) if reading.context.response else UNDEFINED


def compile_payload(token: str) -> Finder:
    """Return what finds the payload of the JWT that a JSONPath names in the body."""
    first = _first(token)
    return lambda reading: _payload(first(reading.json))


def _head_reader(extractor: StatusCode | ResponseTime | HeaderValue | RedirectQuery) -> Callable[[HttpResponse], Found]:
    match extractor:
        case StatusCode():
            return lambda response: response.status
        case ResponseTime():
            # Postman counts in whole milliseconds.
            return lambda response: math.ceil(response.elapsed_ms)
        case HeaderValue(name):
            return lambda response: _header(response.headers, name)
        case RedirectQuery(name):
            return lambda response: _redirect_query(_header(response.headers, "Location"), name)


def compile_operand(operand: Operand) -> Finder:
    """Return what gives the value to compare with."""
    match operand:
        case Literal(value):
            return _literal_reader(json.dumps(value))
        case VariableValue(name):
            return lambda reading: _variable(reading.context.variables, name)
        case Text(template):
            text = render_postman(template)
            return lambda reading: reading.context.variables.resolve(text)
        case Sent(part, name):
            return _request_reader(part, name)
        case extractor:
            return compile_extractor(extractor)


def _literal_reader(text: str) -> Finder:
    value = decode_json(text)
    # A list is decoded anew each time: it is somebody's own, once it is captured.
    return (lambda _: decode_json(text)) if isinstance(value, list | dict) else lambda _: value


def _variable(variables: Variables, name: str) -> Found:
    stored = variables.get(name)
    return variables.resolve(stored) if isinstance(stored, str) else _as_parsed(stored)


def _request_reader(part: SentPart, name: str) -> Finder:
    match part:
        case SentPart.JSON:
            first = _first(name)
            return lambda reading: first(reading.sent)
        case SentPart.FORM:
            return lambda reading: _last(reading.context.sent.form or (), name)
        case SentPart.QUERY:
            return lambda reading: _last(_query(reading.context.sent.url), name)
        case SentPart.HEADER:
            return lambda reading: _header(reading.context.sent.headers, name)


def _first(path: str) -> Callable[[Found], Found]:
    """What finds the first match of a JSONPath in a document, UNDEFINED when there is none."""
    compiled = compile_path(path)

    def first(document: Found) -> Found:
        found = NO_MATCH if isinstance(document, Missing) else compiled.first(document)
        return UNDEFINED if found is NO_MATCH else found  # type: ignore[return-value]

    return first


def _all(path: str) -> Callable[[Found], Found]:
    compiled = compile_path(path)
    return lambda document: (not isinstance(document, Missing) and compiled.find(document)) or UNDEFINED


def _decode(text: str) -> Found:
    try:
        return decode_json(text)
    except ValueError:
        return UNDEFINED


def _as_parsed(stored: Found) -> Found:
    return stored if isinstance(stored, Missing) else as_parsed(stored)


def _payload(token: Found) -> Found:
    parts = "undefined" if isinstance(token, Missing) else to_text(token)
    payload = parts.split(".")[1] if "." in parts else ""
    # Buffer.from(…, "base64") takes both alphabets and passes over everything else.
    letters = re.sub(r"[^A-Za-z0-9+/]", "", payload.partition("=")[0].replace("-", "+").replace("_", "/"))
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    decoded = base64.b64decode(letters + "=" * (-len(letters) % 4))
    return _decode(decode_utf8(decoded))


def _searcher(pattern: str) -> Callable[[str], Found]:
    compiled = compile_pattern(pattern)

    def search(text: str) -> Found:
        match = compiled.search(text)
        if match is None:
            return UNDEFINED
        found = match[1] if compiled.groups else match[0]
        return UNDEFINED if found is None else found

    return search


def _header(headers: Headers, name: str) -> Found:
    lower = name.lower()
    return next((value for key, value in reversed(headers) if key.lower() == lower), UNDEFINED)


def _last(pairs: "list[tuple[str, str]] | tuple[tuple[str, str], ...]", name: str) -> Found:
    return next((value for key, value in reversed(pairs) if key == name), UNDEFINED)


def _cookie(cookies: Mapping[str, str], name: str) -> Found:
    # Postman's list of cookies knows no case, and no cookie without a name.
    value = _last([(key.lower(), value) for key, value in cookies.items()], name.lower()) if name else UNDEFINED
    return _decoded(value) if isinstance(value, str) else value


def _query(url: str) -> list[tuple[str, str]]:
    pieces = (part.partition("=") for part in urlsplit(url).query.split("&"))
    return [(_decoded(key), _decoded(value)) for key, _, value in pieces]


def _redirect_query(location: Found, name: str) -> Found:
    if not isinstance(location, str):
        return UNDEFINED
    query = location.partition("#")[0].partition("?")[2]
    for part in query.split("&"):
        key, equals, value = part.partition("=")
        if _decode_field(key) == name:
            return _decode_field(value) if equals else UNDEFINED
    return UNDEFINED


def _decode_field(text: str) -> str:
    """Decode a name or value of a form, where `+` is a space; text that cannot be decoded stays as it is."""
    decoded = _decode_component(text.replace("+", " "))
    return text if decoded is None else decoded


def _decoded(text: str) -> str:
    decoded = _decode_component(text)
    return text if decoded is None else decoded


def _decode_component(text: str) -> str | None:
    """`decodeURIComponent`; None for text that it refuses."""
    if re.search(r"%(?![0-9A-Fa-f]{2})", text):
        return None
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return None
