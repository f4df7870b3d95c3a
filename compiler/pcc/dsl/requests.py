"""Requests as an author writes them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from pcc.dsl.allowances import Allow
from pcc.dsl.auth import Auth, read_auth
from pcc.dsl.bodies import (
    Graphql,
    Json,
    Multipart,
    read_file,
    read_form,
    read_graphql,
    read_json,
    read_multipart,
    read_raw,
)
from pcc.dsl.examples import Example
from pcc.dsl.expectations import Expectation
from pcc.dsl.origin import wrong
from pcc.dsl.refs import Ref, prose
from pcc.dsl.texts import Entries, Text, Texts
from pcc.model.collection import Settings
from pcc.model.request import Body, Header, PathVariable, QueryParam, Request, Url
from pcc.model.template import EMPTY, Part, Template

__all__ = ["StepOptions", "read_request", "read_settings"]


class StepOptions(TypedDict, total=False):
    """What a step may say beside its method, title and URL; `docs/authoring.md` shows each."""

    does: str
    description: str
    headers: Entries
    query: Entries
    path: Mapping[str, Text]
    json: Json
    raw: Text
    language: str
    form: Entries
    multipart: Multipart
    graphql: Graphql
    file: str
    auth: Auth
    expect: Sequence[Expectation]
    prerequest: str
    test: str
    follow_redirects: bool
    max_redirects: int
    timeout_ms: int
    strict_ssl: bool
    send_cookies: bool
    examples: Sequence[Example]
    allow: Allow


_SETTINGS = {
    "follow_redirects": bool,
    "strict_ssl": bool,
    "send_cookies": bool,
    "max_redirects": int,
    "timeout_ms": int,
}
_BODIES = ("json", "raw", "form", "multipart", "graphql", "file")


def read_request(method: str, url: "str | Ref", options: StepOptions, texts: Texts) -> Request:
    """Return the request of a step."""
    _check_options(options)
    headers = tuple(
        Header(name, EMPTY if text is None else text, disabled=said.disabled, description=said.description)
        for name, said, text in texts.entries(options.get("headers", ()), "header")
    )
    return Request(
        method=method,
        url=_read_url(texts.template(url, "the URL"), options, texts),
        headers=headers,
        body=_read_body(options, texts),
        auth=read_auth(options.get("auth"), texts),
        description=prose(options.get("description", "") or _sentence(options.get("does", ""))),
    )


def _check_options(options: StepOptions) -> None:
    unknown = [name for name in options if name not in StepOptions.__annotations__]
    if unknown:
        raise wrong(f"a step has no option {unknown[0]!r}: it takes {', '.join(StepOptions.__annotations__)}")


def _sentence(does: str) -> str:
    return f"{does[0].upper()}{does[1:]}." if does else ""


def _read_body(options: StepOptions, texts: Texts) -> Body | None:
    given = [name for name in _BODIES if name in options]
    if len(given) > 1:
        raise wrong(f"a request has one body, but {' and '.join(given)} are given: keep one")
    if "language" in options and "raw" not in options:
        raise wrong("language goes with raw=…, which is missing")
    match given:
        case ["json"]:
            return read_json(options["json"], texts)
        case ["raw"]:
            return read_raw(options["raw"], options.get("language"), texts)
        case ["form"]:
            return read_form(options["form"], texts)
        case ["multipart"]:
            return read_multipart(options["multipart"], texts)
        case ["graphql"]:
            return read_graphql(options["graphql"], texts)
        case ["file"]:
            return read_file(options["file"])
    return None


def _read_url(url: Template, options: StepOptions, texts: Texts) -> Url:
    before, fragment = _cut(url, "#")
    base, written = _cut(before, "?")
    if not base:
        raise wrong("the URL is empty: write it whole, such as f'{env.api}/users'")
    query = [] if written is None else [_query_param(piece) for piece in _split(written, "&")]
    query += [
        QueryParam(name, text, disabled=said.disabled, description=said.description)
        for name, said, text in texts.entries(options.get("query", ()), "query parameter")
    ]
    return Url(base, tuple(query), _read_path(base, options.get("path", {}), texts), fragment)


def _query_param(piece: Template) -> QueryParam:
    name, value = _cut(piece, "=")
    return QueryParam(name, value)


def _read_path(base: Template, values: Mapping[str, Text], texts: Texts) -> tuple[PathVariable, ...]:
    literal = "".join(part if isinstance(part, str) else "x" for part in base.parts)
    # A segment `:name`; Postman keeps a suffix behind its first dot (`:id.json`).
    names = re.findall(r"(?<=/):([^/.]+)", literal)
    for name in values:
        if name not in names:
            raise wrong(f"the path has no segment :{name}: write it into the URL, or leave it out of path=…")
    for name in names:
        if name not in values:
            raise wrong(f"the path has a segment :{name}: give its value, path={{{name!r}: …}}")
    return tuple(PathVariable(name, texts.template(values[name], f"path variable {name!r}")) for name in names)


def _cut(template: Template, mark: str) -> tuple[Template, Template | None]:
    """Cut a template in two at the first mark in its literal text."""
    first, *rest = _split(template, mark, most=1)
    return first, rest[0] if rest else None


def _split(template: Template, mark: str, most: int = -1) -> list[Template]:
    pieces: list[list[Part]] = [[]]
    for part in template.parts:
        if not isinstance(part, str):
            pieces[-1].append(part)
            continue
        first, *rest = part.split(mark, -1 if most < 0 else most - len(pieces) + 1)
        pieces[-1].append(first)
        pieces += [[text] for text in rest]
    return [Template.of(*piece) for piece in pieces]


def read_settings(options: StepOptions) -> Settings | None:
    """Return how a step is sent, or None when it says nothing of it."""
    for name, kind in _SETTINGS.items():
        value: Any = options.get(name)
        right_type = type(value) is kind
        if value is not None and not (right_type and value >= 0):
            raise wrong(f"{name}={value!r}: write {'true or false' if kind is bool else 'a whole number from 0'}")
    send_cookies = options.get("send_cookies")
    settings = Settings(
        follow_redirects=options.get("follow_redirects"),
        max_redirects=options.get("max_redirects"),
        strict_ssl=options.get("strict_ssl"),
        disable_cookies=None if send_cookies is None else not send_cookies,
        timeout_ms=options.get("timeout_ms"),
    )
    return None if settings == Settings() else settings
