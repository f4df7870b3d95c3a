"""Extraction without JavaScript: what the templates in `extract/` and `operand/` do, in Python."""

import base64
import json
import math
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Final
from urllib.parse import unquote, urlsplit

from pcc.model.json import JsonValue
from pcc.model.ports import Headers
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
from pcc.scripts.context import ScriptContext
from pcc.templating import MISSING, render_postman
from pcc.templating.resolve import Missing
from pcc.values import as_parsed, decode_json, to_text

__all__ = ["UNDEFINED", "Found", "Reading"]

# JavaScript's undefined: nothing was found. It is the same object as a variable that is not set.
UNDEFINED: Final = MISSING
Found = JsonValue | Missing


class Reading:
    """A script's view of one exchange: the body is decoded once, however many statements read it."""

    def __init__(self, context: ScriptContext) -> None:
        self._context = context

    @cached_property
    def text(self) -> str:
        """The body as text: `pm.response.text()`."""
        response = self._context.response
        if response is None:
            return ""
        content_type = _header(response.headers, "Content-Type")
        return decode_body(response.body, content_type if isinstance(content_type, str) else "")

    @cached_property
    def json(self) -> Found:
        """The body as JSON, UNDEFINED when it is not."""
        return _decode(self.text)

    @cached_property
    def sent(self) -> Found:
        """The request's body as JSON, UNDEFINED when it is not."""
        return _decode(self._context.sent.text or "")

    def extract(self, extractor: Extractor) -> Found:
        """Return what the extractor finds, UNDEFINED when there is nothing."""
        match extractor:
            case JsonPath(path):
                return first_match(path, self.json)
            case AllMatches(path):
                found = [] if isinstance(self.json, Missing) else compile_path(path).find(self.json)
                return found or UNDEFINED
            case Claim(path, token):
                return first_match(path, self.payload(token))
            case Pattern(pattern):
                return _search(pattern, self.text)
            case CookieValue(name):
                return _cookie(self._context.cookies, name)
        return self._of_head(extractor)

    def payload(self, token: str) -> Found:
        """The payload of the JWT that a JSONPath finds in the body, UNDEFINED when there is none."""
        return _payload(first_match(token, self.json))

    def _of_head(self, extractor: "StatusCode | ResponseTime | HeaderValue | RedirectQuery") -> Found:
        response = self._context.response
        if response is None:
            return UNDEFINED
        match extractor:
            case StatusCode():
                return response.status
            case ResponseTime():
                # Postman counts in whole milliseconds.
                return math.ceil(response.elapsed_ms)
            case HeaderValue(name):
                return _header(response.headers, name)
            case RedirectQuery(name):
                return _redirect_query(_header(response.headers, "Location"), name)

    def operand(self, operand: Operand) -> Found:
        """Return the value to compare with, UNDEFINED when there is none."""
        variables = self._context.variables
        match operand:
            case Literal(value):
                return decode_json(json.dumps(value))
            case VariableValue(name):
                stored = variables.get(name)
                return variables.resolve(stored) if isinstance(stored, str) else _as_parsed(stored)
            case Text(template):
                return variables.resolve(render_postman(template))
            case Sent(part, name):
                return self._of_request(part, name)
            case extractor:
                return self.extract(extractor)

    def _of_request(self, part: SentPart, name: str) -> Found:
        sent = self._context.sent
        match part:
            case SentPart.JSON:
                return first_match(name, self.sent)
            case SentPart.FORM:
                return _last(sent.form or (), name)
            case SentPart.QUERY:
                return _last(_query(sent.url), name)
            case SentPart.HEADER:
                return _header(sent.headers, name)


def first_match(path: str, document: Found) -> Found:
    """Return the first match of a JSONPath, UNDEFINED when there is none."""
    if isinstance(document, Missing):
        return UNDEFINED
    found = compile_path(path).first(document)
    return UNDEFINED if found is NO_MATCH else found  # type: ignore[return-value]


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


def _search(pattern: str, text: str) -> Found:
    match = compile_pattern(pattern).search(text)
    if match is None:
        return UNDEFINED
    found = match[1] if match.re.groups else match[0]
    return UNDEFINED if found is None else found


def _header(headers: Headers, name: str) -> Found:
    return _last([(key.lower(), value) for key, value in headers], name.lower())


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
