"""Which variables an item reads and writes."""

import re
from collections.abc import Iterator

from pcc.model.collection import Event, Item
from pcc.model.environment import Environment
from pcc.model.request import (
    ApiKeyAuth,
    Auth,
    BasicAuth,
    BearerAuth,
    Body,
    FormdataBody,
    FormParam,
    GraphqlBody,
    RawBody,
    Request,
    UrlencodedBody,
)
from pcc.model.statement import Assertion, Assignment, Capture, Comparison, RawScript, Statement, Text, VariableValue
from pcc.model.template import Reference, Template

__all__ = [
    "auth_templates",
    "environment_reads",
    "event_reads",
    "event_writes",
    "item_reads",
    "reference_texts",
    "request_reads",
]


def item_reads(item: Item) -> Iterator[str]:
    """Names that an item reads, in the order in which it reads them; dynamic ones are left out."""
    yield from event_reads([event for event in item.events if event.listen == "prerequest"])
    yield from request_reads(item.request)
    yield from event_reads([event for event in item.events if event.listen != "prerequest"])


def request_reads(request: Request) -> Iterator[str]:
    """Names that a request reads."""
    for template in _request_templates(request):
        yield from _names(template)


def _names(template: Template | None) -> Iterator[str]:
    for reference in template.references if template else ():
        if not reference.dynamic:
            yield reference.name


def _request_templates(request: Request) -> Iterator[Template | None]:
    url = request.url
    yield url.base
    for param in url.query:
        if not param.disabled:
            yield from (param.key, param.value)
    yield from (variable.value for variable in url.variables)
    yield url.fragment
    for header in request.headers:
        if not header.disabled:
            yield from (header.key, header.value)
    yield from auth_templates(request.auth)
    if request.body is not None and not request.body.disabled:
        yield from _body_templates(request.body)


def auth_templates(auth: Auth | None) -> tuple[Template, ...]:
    """The texts of credentials."""
    match auth:
        case BearerAuth(token):
            return (token,)
        case BasicAuth(username, password):
            return (username, password)
        case ApiKeyAuth(key, value):
            return (key, value)
    return ()


def _body_templates(body: Body) -> Iterator[Template | None]:
    match body:
        case RawBody(text):
            yield text
        case UrlencodedBody(params) | FormdataBody(params):
            for param in params:
                if not param.disabled:
                    yield param.key
                    yield param.value if isinstance(param, FormParam) else None
        case GraphqlBody(query, variables):
            yield from (query, variables)


def event_reads(events: "tuple[Event, ...] | list[Event]") -> Iterator[str]:
    """Names that scripts read; raw scripts are not looked into."""
    for statement in _statements(events):
        match statement:
            case Assignment(_, value):
                yield from _names(value)
            case Assertion(_, Comparison(_, VariableValue(name))):
                yield name
            case Assertion(_, Comparison(_, Text(template))):
                yield from _names(template)


def event_writes(events: "tuple[Event, ...] | list[Event]") -> Iterator[str]:
    """Names that scripts set. In a raw script every quoted word counts: it may be one that the script sets."""
    for statement in _statements(events):
        match statement:
            case Assignment(name) | Capture(name):
                yield name
            case RawScript(text):
                yield from re.findall(r"""["'`]([^"'`\n]+)["'`]""", text)


def _statements(events: "tuple[Event, ...] | list[Event]") -> Iterator[Statement]:
    for event in events:
        if not event.disabled:
            yield from event.statements


def environment_reads(environment: Environment) -> Iterator[str]:
    """Names that the values of an environment read."""
    for variable in environment.variables:
        if isinstance(variable.value, Template):
            yield from _names(variable.value)


def reference_texts(name: str) -> tuple[str, ...]:
    """How a reference to a variable may stand in the author's source."""
    return (f"<<{Reference(name).name}>>", f"{{{{{name}}}}}")
