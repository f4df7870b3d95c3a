"""The check `literal-secret`: tokens, keys and passwords that stand in a source, for everybody to read.

Found are tokens of a known shape anywhere (requests, scripts, saved responses, descriptions, values of variables), and
literals in fields that are named like a secret. Exempt are placeholders (`<your-token>`, `changeme`, `$TOKEN`, plain
words), the samples of the standards, and passwords that the run chooses for accounts that it makes
(`pcc.checks.chosen`). A secret that stands in several places is one finding.
"""

from collections.abc import Iterator
from typing import NamedTuple

from pcc.checks.chosen import chosen_passwords
from pcc.checks.flow import Field, Flow, FlowStep, Holder, Initial, Part, flow_of, request_parts
from pcc.checks.literals import body_fields, named_secret, script_fields
from pcc.checks.rule import Rule
from pcc.checks.shapes import Secret, find_shapes
from pcc.checks.subject import Place, Subject
from pcc.checks.words import is_password_name
from pcc.diagnostics import Diagnostic, Level
from pcc.masking import mask
from pcc.model.collection import PREREQUEST, TEST, SavedResponse
from pcc.model.json import JsonValue
from pcc.model.statement import Assertion, Assignment, Capture, Comparison, Literal, RawScript, Statement, Text
from pcc.model.template import Template
from pcc.printing import count
from pcc.templating import render_postman
from pcc.values import stringify

__all__ = ["LITERAL_SECRET", "check_literal_secrets"]

LITERAL_SECRET = Rule("literal-secret", Level.ERROR)

_SHORTEST = 6


class _Found(NamedTuple):
    secret: Secret
    where: str
    place: Place


def check_literal_secrets(subject: Subject) -> Iterator[Diagnostic]:
    """Find secrets that are written out; their text is never shown whole."""
    flow = flow_of(subject)
    chosen = chosen_passwords(flow)
    by_text: dict[str, list[_Found]] = {}
    for found in _search(flow, chosen):
        if found.secret.text not in chosen:
            by_text.setdefault(found.secret.text, []).append(found)
    for text, places in by_text.items():
        if any(text in other for other in by_text if other is not text):
            # A part of a secret that is found whole: a bearer token and its JWT.
            continue
        first = places[0]
        more = len({found.place for found in places}) - 1
        also = f", and in {count(more, 'other place')}" if more else ""
        yield LITERAL_SECRET.found(
            f"{first.secret.kind} is written out in {first.where}{also}: {mask(text)}",
            first.place,
            secret=text,
            advice="put it into a secret variable of the environment, and renew it: whoever has the file has it",
        )


def _search(flow: Flow, chosen: frozenset[str]) -> Iterator[_Found]:
    for step in flow.steps:
        for part in step.parts:
            yield from _in_part(part, step.holder, step)
        yield from _in_statements(step, chosen)
        for index, response in enumerate(step.item.responses):
            yield from _in_response(response, step.place(step.holder, ("response", index)))
        yield from _shaped(step.item.request.description, "a description", step.step.place)
    yield from _in_shared(flow)
    for initials in flow.initial.values():
        for initial in initials:
            yield from _in_value(initial, chosen)


# Requests --------------------------------------------------------------------------------------------------------


def _in_part(part: Part, holder: Holder, step: FlowStep | None) -> Iterator[_Found]:
    literal = part.text.literal
    text = render_postman(part.text) if literal is None else literal
    if len(text) < _SHORTEST:
        return
    secrets = list(find_shapes(text))
    if literal is not None and part.name and not secrets:
        named = named_secret(part.name, literal)
        secrets += [named] if named else []
    if part.field is Field.BODY and part.at[-1] in ("raw", "variables", "query"):
        secrets += filter(None, (named_secret(name, value) for name, value in body_fields(text)))
    if secrets:
        where = f"{part.field.value} {part.name!r}" if part.name else f"the {part.field.value}"
        place = step.place(holder, part.at) if step else holder.place_of(part.at)
        yield from (_Found(secret, where, place) for secret in secrets)


def _shaped(text: str, where: str, place: Place) -> Iterator[_Found]:
    if len(text) >= _SHORTEST:
        yield from (_Found(secret, where, place) for secret in find_shapes(text))


def _in_response(response: SavedResponse, place: Place) -> Iterator[_Found]:
    where = f"the saved response {response.name!r}"
    yield from _shaped(response.body, where, place.at("body"))
    for name, value in body_fields(response.body):
        secret = named_secret(name, value, strict=True)
        if secret is not None:
            yield _Found(secret, where, place.at("body"))
    for index, header in enumerate(response.headers):
        yield from _shaped(render_postman(header.value), where, place.at("header", index))
    if response.request is not None:
        holder = Holder("", place.at("originalRequest"), response.request.document)
        for part in request_parts(response.request):
            yield from (found._replace(where=where) for found in _in_part(part._replace(at=part.at[1:]), holder, None))


# Scripts ---------------------------------------------------------------------------------------------------------


def _in_statements(step: FlowStep, chosen: frozenset[str]) -> Iterator[_Found]:
    for listen in (PREREQUEST, TEST):
        for placed in step.statements(listen):
            for secret, where, line in _in_statement(placed.statement, chosen):
                yield _Found(secret, where, step.place(placed.holder, placed.at, placed.number, line))


def _in_statement(statement: Statement, chosen: frozenset[str]) -> Iterator[tuple[Secret, str, int]]:
    if isinstance(statement, Assertion):
        operand = statement.predicate.operand if isinstance(statement.predicate, Comparison) else None
        if isinstance(operand, Text):
            yield from ((secret, "an assertion", 0) for secret in find_shapes(render_postman(operand.template)))
        elif isinstance(operand, Literal):
            yield from ((secret, "an assertion", 0) for secret in _in_json(operand.value))
        return
    match statement:
        case RawScript(text):
            yield from ((secret, "a script", line) for secret, line in _in_script(text, chosen))
        case Capture(_, _, Literal(value)):
            yield from ((secret, "a default", 0) for secret in _in_json(value))
        case Assignment(name, value) if value.literal is not None:
            secrets = list(find_shapes(value.literal))
            if not secrets and not (name in chosen and is_password_name(name)):
                secrets += filter(None, [named_secret(name, value.literal)])
            yield from ((secret, f"the assignment of {name!r}", 0) for secret in secrets)


def _in_json(value: JsonValue) -> Iterator[Secret]:
    if isinstance(value, str | list | dict):
        yield from find_shapes(value if isinstance(value, str) else stringify(value))


def _in_script(text: str, chosen: frozenset[str]) -> Iterator[tuple[Secret, int]]:
    for secret in find_shapes(text):
        yield secret, text[: text.index(secret.text)].count("\n")
    for literal in script_fields(text):
        if not (literal.name in chosen and is_password_name(literal.name)):
            named = named_secret(literal.name, literal.value)
            if named is not None:
                yield named, literal.line


# Everything else -------------------------------------------------------------------------------------------------


def _in_shared(flow: Flow) -> Iterator[_Found]:
    """The auths, and the descriptions of the collection and its folders."""
    seen: set[int] = set()
    collection = flow.subject.collection
    yield from _shaped(collection.description, "a description", flow.subject.place.at("info", "description"))
    for step in flow.steps:
        for folder, place in step.step.folders:
            if id(folder) not in seen:
                seen.add(id(folder))
                yield from _shaped(folder.description, "a description", place.at("description"))
        if id(step.auth) not in seen:
            seen.add(id(step.auth))
            for part in step.auth_parts:
                yield from _in_part(part, step.auth_holder, step)


def _in_value(initial: Initial, chosen: frozenset[str]) -> Iterator[_Found]:
    variable = initial.variable
    value = render_postman(variable.value) if isinstance(variable.value, Template) else stringify(variable.value)
    secrets = list(find_shapes(value))
    if not secrets and not (variable.key in chosen and is_password_name(variable.key)):
        name = variable.key if not variable.secret else f"{variable.key} secret"
        named = named_secret(name, value)
        secrets += [named._replace(kind=f"the value of {variable.key!r}")] if named else []
    place = initial.holder.place_of(initial.at)
    where = f"the variables of {initial.holder.name!r}"
    yield from (_Found(secret, where, place) for secret in secrets)
    yield from _shaped(variable.description, "a description", place)
