"""URLs. Newman builds a request from the parts alone, Postman's converter to v3 from `raw`: here they always agree."""

import re
from dataclasses import replace
from typing import Any

from pcc.errors import SourceError
from pcc.model.json import JsonObject
from pcc.model.request import PathVariable, QueryParam, Url
from pcc.model.template import EMPTY, Template
from pcc.postman.document.guard import (
    At,
    get_description,
    get_flag,
    get_optional_text,
    get_template,
    get_text,
    read_list,
    read_object,
    read_template,
)
from pcc.postman.document.merge import (
    ABSENT,
    NEW,
    Fields,
    Part,
    Written,
    fixed,
    known,
    many,
    place,
    write_node,
    write_template,
)
from pcc.postman.request.urlparts import PARTS, compose, cut, decompose, mask, read_parts, split
from pcc.templating import parse_postman

__all__ = ["read_query_text", "read_url", "write_url"]


def read_url(value: Any, at: At = ()) -> Url:
    """Read a URL: text, parts, or null. As in Newman, `raw` means nothing beside an object's parts."""
    if value is None:
        return Url(EMPTY)
    if isinstance(value, str):
        return _read_text(value)
    source = read_object(value, at, "an object or text")
    base = compose(read_parts(source, at))
    url = Url(
        parse_postman(base),
        _read_query(source.get("query"), (*at, "query")),
        _read_variables(source.get("variable"), (*at, "variable")),
        _read_fragment(source, at),
        document=source,
    )
    if _holds(base, "?", "#"):
        # Newman joins the parts and parses the text: a separator within a part counts.
        return replace(_read_text(_raw(url, base)), variables=url.variables, document=source)
    return url


def _read_text(text: str) -> Url:
    rest, fragment = cut(text.lstrip(), "#")
    base, query = cut(rest, "?")
    return Url(
        parse_postman(_straighten(base)),
        () if query is None else read_query_text(query),
        fragment=None if fragment is None else parse_postman(fragment),
    )


def _straighten(base: str) -> str:
    """Postman takes a backslash for a slash, and drops further slashes before the host."""
    base = _BACKSLASH.sub(lambda match: match[1] or "/", base)
    protocol, rest = cut(base, "://")
    if rest is None or not rest.startswith("/"):
        return base
    return f"{protocol}://{'/' if protocol.lower() == 'file' else ''}{rest.lstrip('/')}"


_BACKSLASH = re.compile(r"(\{\{[^{}]*\}\})|\\")


def _holds(text: str, *separators: str) -> bool:
    masked = mask(text)
    return any(separator in masked for separator in separators)


def _read_fragment(source: JsonObject, at: At) -> Template | None:
    text = get_optional_text(source, "hash", at)
    return None if text is None else parse_postman(text)


def _read_query(value: Any, at: At) -> tuple[QueryParam, ...]:
    if isinstance(value, str):
        return read_query_text(value)
    if isinstance(value, dict):
        return tuple(QueryParam(parse_postman(key), _param_value(item)) for key, item in value.items())
    return tuple(_read_param(param, (*at, index)) for index, param in enumerate(read_list(value, at)))


def read_query_text(text: str) -> tuple[QueryParam, ...]:
    """Read `a=1&b`: the parameters as they are written, nothing decoded."""
    pairs = (cut(piece, "=") for piece in split(text, "&"))
    return tuple(QueryParam(parse_postman(key), _param_value(value)) for key, value in pairs)


def _param_value(value: Any) -> Template | None:
    # Postman sends no value for what is not text.
    return parse_postman(value) if isinstance(value, str) else None


def _read_param(value: Any, at: At = ()) -> QueryParam:
    source = read_object(value, at)
    return QueryParam(
        get_template(source, "key", at),
        _param_value(source.get("value")),
        get_flag(source, "disabled", at),
        get_description(source, at),
        document=source,
    )


def _param_fields(param: QueryParam) -> Fields:
    return {
        "key": write_template(param.key),
        "value": None if param.value is None else write_template(param.value),
        "description": param.description or ABSENT,
        "disabled": param.disabled or ABSENT,
    }


def _read_variables(value: Any, at: At) -> tuple[PathVariable, ...]:
    return tuple(_read_variable(variable, (*at, index)) for index, variable in enumerate(read_list(value, at)))


def _read_variable(value: Any, at: At = ()) -> PathVariable:
    source = read_object(value, at)
    # Files of old name a path variable by its id.
    key = get_text(source, "key", at) or get_text(source, "id", at)
    return PathVariable(
        key, read_template(source.get("value"), (*at, "value")), get_description(source, at), document=source
    )


def _variable_fields(variable: PathVariable) -> Fields:
    return {
        "key": variable.key,
        "value": write_template(variable.value),
        "description": variable.description or ABSENT,
    }


def write_url(url: Url) -> JsonObject:
    """Return the JSON object of a URL. Raises SourceError when its base or fragment cannot be written."""
    base = write_template(url.base)
    if _holds(base, "?", "#"):
        raise SourceError(f"the part of a URL before its query holds no `?` and no `#`: {base}")
    document = url.document
    if document is None:
        fresh = {key: value(NEW) for key, value in _parts(url, base).items()}
        return {key: value for key, value in fresh.items() if value is not ABSENT}
    before = read_url(document)
    if before == url:
        return document
    values = {key: value(document.get(key, ABSENT)) for key, value in _parts(url, base).items()}
    if _raw_of(before) == _raw_of(url):
        values["raw"] = document.get("raw", ABSENT)
    return place(document, {**values, **_merged_base(document, base)})


def _parts(url: Url, base: str) -> dict[str, Part]:
    fresh = decompose(base)
    return {
        "raw": fixed(_raw(url, base)),
        **{key: fixed(fresh.get(key, ABSENT)) for key in PARTS},
        "query": many(url.query, _read_query, lambda param: write_node(param, _read_param, _param_fields)),
        "hash": lambda old: _write_fragment(old, url.fragment),
        "variable": many(url.variables, _read_variables, lambda var: write_node(var, _read_variable, _variable_fields)),
    }


def _write_fragment(old: Written, fragment: Template | None) -> Written:
    text = None if fragment is None else write_template(fragment)
    return old if old is None and text is None else known(text)


def _merged_base(document: JsonObject, base: str) -> dict[str, Written]:
    """The parts before the query; a part that says what it said keeps its form (a host as text, a port as number)."""
    old, new = read_parts(document, ()), decompose(base)
    whole = compose(old) == base
    return {
        key: document.get(key, ABSENT) if whole or old.get(key) == new.get(key) else new.get(key, ABSENT)
        for key in PARTS
    }


def _raw_of(url: Url) -> str:
    return _raw(url, write_template(url.base))


def _raw(url: Url, base: str) -> str:
    """The text of a URL as the app shows it: enabled parameters, path variables by name."""
    enabled = [param for param in url.query if not param.disabled]
    query = "?" + "&".join(map(_raw_param, enabled)) if enabled else ""
    return base + query + ("" if url.fragment is None else "#" + write_template(url.fragment))


def _raw_param(param: QueryParam) -> str:
    key = _escape(write_template(param.key), _KEY_ESCAPES)
    return key if param.value is None else f"{key}={_escape(write_template(param.value), _VALUE_ESCAPES)}"


_VALUE_ESCAPES = {"&": "%26", "#": "%23"}
_KEY_ESCAPES = {**_VALUE_ESCAPES, "=": "%3D"}


def _escape(text: str, escapes: dict[str, str]) -> str:
    """Escape what would separate parameters, outside of references, as Postman does."""
    return "".join(escapes.get(seen, char) for seen, char in zip(mask(text), text, strict=True))
