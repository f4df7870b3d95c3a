"""Names of variables: where a node uses them, which of them a collection needs, and the same under another name."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from pcc.changes.concealing import is_secret_name
from pcc.changes.record import Use
from pcc.model.collection import PREREQUEST, Collection, Event, Item, ItemGroup, Variable
from pcc.model.environment import Environment
from pcc.model.request import (
    ApiKeyAuth,
    Auth,
    BasicAuth,
    BearerAuth,
    FormFile,
    FormParam,
    Header,
    OtherAuth,
    PathVariable,
    QueryParam,
    Request,
)
from pcc.model.statement import Assertion, Assignment, Capture, Literal, RawScript, VariableValue
from pcc.model.template import Reference, Template
from pcc.scripts.words import describe_extractor
from pcc.templating import render_postman
from pcc.templating.notation import TOKEN

__all__ = ["environment_reads", "find_needs", "find_uses", "reads", "rename"]

T = TypeVar("T")

_QUOTED = re.compile(r"""(["'`])([^"'`\n]+)\1""")
# Of these, texts are for people, or are no templates.
_PROSE = {"description", "document", "id", "name", "title", "responses", "items"}


def find_uses(value: Any, place: str = "") -> Iterator[Use]:
    """Yield the names that a part of the model uses, and where; what is disabled uses none."""
    match value:
        case Literal():
            return
        case Reference(name) | VariableValue(name):
            yield from () if name.startswith("$") else (Use(name, place),)
        case RawScript(text):
            yield from (Use(name, f"{place} script") for name in _script_names(text))
        case Capture(name, extractor):
            yield Use(name, f"{place} {describe_extractor(extractor)}", sets=True)
        case Assignment(name):
            yield Use(name, f"{place} Assignment", sets=True)
            yield from _inner_uses(value, f"{place} Assignment")
        case str():
            yield from (Use(match[1], place) for match in TOKEN.finditer(value))
        case tuple() | list():
            yield from (use for item in value for use in find_uses(item, place))
        case _ if is_dataclass(value) and not getattr(value, "disabled", False):
            yield from _inner_uses(value, f"{place} {_label(value)}")


def _inner_uses(value: Any, place: str) -> Iterator[Use]:
    for field in fields(value):
        inner = getattr(value, field.name)
        if field.name not in _PROSE and inner is not None and not isinstance(inner, bool | int):
            yield from find_uses(inner, place)


def _label(value: Any) -> str:
    match value:
        case Header(key) | QueryParam(key) | FormParam(key) | FormFile(key):
            return f"{type(value).__name__} {TOKEN.sub('{{}}', render_postman(key)).lower()}"
        case PathVariable(key):
            return f"PathVariable {key}"
        case Assertion(extractor):
            return f"Assertion {describe_extractor(extractor)}"
        case Event():
            return str(value.listen)
    return "" if isinstance(value, Template) else type(value).__name__


def _script_names(text: str) -> Iterator[str]:
    # Which quoted words are names of variables, a script alone knows: each may be one.
    yield from (match[2] for match in _QUOTED.finditer(text))
    yield from (match[1] for match in TOKEN.finditer(text))


def reads(value: Any) -> set[str]:
    """Return the names that are read in a text or a request."""
    return {use.name for use in find_uses(value) if not use.sets}


def find_needs(collection: Collection) -> dict[str, bool]:
    """Return the names that are read before the collection sets them, in run order, each with whether it is a secret.

    A raw script counts as setting every name that it quotes.
    """
    known: set[str] = set()
    needs: dict[str, bool] = {}

    def need(names: Iterable[str], secret: Iterable[str] = ()) -> None:
        for name in names:
            if name not in known and not name.startswith("$"):
                needs[name] = needs.get(name, False) or name in secret or is_secret_name(name)

    for variable in collection.variables:
        need(sorted(reads(variable.value)) if _is_filled(variable) else ())
    for folders, item in collection.walk():
        owners: tuple[Collection | ItemGroup | Item, ...] = (collection, *folders, item)
        events = [event for owner in owners for event in owner.events if not event.disabled]
        _run([event for event in events if event.listen == PREREQUEST], known, need)
        auth = _auth(collection, folders, item)
        need((use.name for use in find_uses(_sent(item.request, auth))), _secret_reads(auth))
        _run([event for event in events if event.listen != PREREQUEST], known, need)
    return needs


def _is_filled(variable: Variable) -> bool:
    return not variable.disabled and variable.value not in (Template(), "", None)


def _run(events: list[Event], known: set[str], need: Any) -> None:
    for event in events:
        for statement in event.statements:
            if isinstance(statement, RawScript):
                known.update(_script_names(statement.text))
            else:
                need(use.name for use in find_uses(statement) if not use.sets)
                known.update(use.name for use in find_uses(statement) if use.sets)


def _auth(collection: Collection, folders: tuple[ItemGroup, ...], item: Item) -> Auth | None:
    owners = (item.request.auth, *(folder.auth for folder in reversed(folders)), collection.auth)
    return next((auth for auth in owners if auth is not None), None)


def _sent(request: Request, auth: Auth | None) -> Request:
    return replace(request, auth=auth, document=None)


def _secret_reads(auth: Auth | None) -> set[str]:
    match auth:
        case BearerAuth(token):
            return reads(token)
        case BasicAuth(_, password):
            return reads(password)
        case ApiKeyAuth(_, value):
            return reads(value)
        case OtherAuth(_, attributes):
            return {name for key, value in attributes if is_secret_name(key) for name in reads(value)}
    return set()


def rename(value: T, names: Mapping[str, str]) -> T:
    """Return a part of the model in which variables have other names, in texts for people, too."""
    renamed: Any = _rename(value, names)
    return renamed  # type: ignore[no-any-return]


def _rename(value: Any, names: Mapping[str, str]) -> Any:
    match value:
        case Reference(name) | VariableValue(name):
            return type(value)(names.get(name, name))
        case RawScript(text):
            quoted = _QUOTED.sub(lambda match: f"{match[1]}{names.get(match[2], match[2])}{match[1]}", text)
            return RawScript(_rename_text(quoted, names))
        case str():
            return _rename_text(value, names)
        case tuple() | list():
            return type(value)(_rename(item, names) for item in value)
        case dict():
            return {key: _rename(item, names) for key, item in value.items()}
        case _ if is_dataclass(value):
            return _rename_fields(value, names)
    return value


def _rename_text(text: str, names: Mapping[str, str]) -> str:
    return TOKEN.sub(lambda match: f"{{{{{names.get(match[1], match[1])}}}}}", text)


def _rename_fields(value: Any, names: Mapping[str, str]) -> Any:
    changed = {
        field.name: _rename(getattr(value, field.name), names)
        for field in fields(value)
        if field.init and field.name not in ("document", "origin")
    }
    if isinstance(value, Capture | Assignment):
        changed["name"] = names.get(value.name, value.name)
    if isinstance(value, Variable):
        changed["key"] = names.get(value.key, value.key)
    return replace(value, **changed)


def environment_reads(environment: Environment) -> set[str]:
    """Return the names that the values of an environment read."""
    return {name for variable in environment.variables if not variable.disabled for name in reads(variable.value)}
