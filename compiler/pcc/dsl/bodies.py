"""Bodies as an author writes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pcc.dsl.origin import wrong
from pcc.dsl.refs import Ref, Unquoted, prose, refuse_markers
from pcc.dsl.texts import Entries, Entry, Text, Texts
from pcc.errors import SourceError
from pcc.model.request import FileBody, FormdataBody, FormFile, FormParam, GraphqlBody, RawBody, UrlencodedBody
from pcc.model.template import EMPTY, Part, Reference, Template
from pcc.scripts.literals import json_literal

__all__ = [
    "File",
    "Graphql",
    "Json",
    "Multipart",
    "file",
    "graphql",
    "read_file",
    "read_form",
    "read_graphql",
    "read_json",
    "read_multipart",
    "read_raw",
]
# A JSON body: any JSON, with references and `unquoted(…)` among its values.
Json: TypeAlias = Any

_INDENT = "    "


def read_json(value: Json, texts: Texts) -> RawBody:
    """Return a JSON body: indented by four, references inside strings, `unquoted(…)` without quotes."""
    return RawBody(Template.of(*_json(value, texts, "", "")), language="json")


def _json(value: Json, texts: Texts, pointer: str, indent: str) -> list[Part]:
    match value:
        case Unquoted():
            return _unquoted(value, texts, pointer)
        case str() | Ref():
            return ['"', *_inside_string(texts.template(value, f"the JSON body at {pointer or '/'}")), '"']
        case None | bool() | int() | float():
            return [_scalar(value, pointer)]
        case Mapping():
            return _object(value, texts, pointer, indent)
        case list() | tuple():
            items = [_json(item, texts, f"{pointer}/{at}", indent + _INDENT) for at, item in enumerate(value)]
            return _block("[", items, "]", indent)
    # The template refuses it, and says what to do for a step or a record.
    texts.template(value, f"the JSON body at {pointer or '/'}")
    raise AssertionError("unreachable")


def _object(value: Mapping[Any, Json], texts: Texts, pointer: str, indent: str) -> list[Part]:
    members: list[list[Part]] = []
    for key, item in value.items():
        if not isinstance(key, str):
            raise wrong(f"the JSON body at {pointer or '/'} has the key {key!r}: a key of JSON is text")
        name = _inside_string(texts.template(key, "a key of the JSON body"))
        members.append(['"', *name, '": ', *_json(item, texts, f"{pointer}/{key}", indent + _INDENT)])
    return _block("{", members, "}", indent)


def _block(start: str, items: list[list[Part]], end: str, indent: str) -> list[Part]:
    if not items:
        return [start + end]
    parts: list[Part] = [start]
    for at, item in enumerate(items):
        parts += [f"{',' if at else ''}\n{indent}{_INDENT}", *item]
    return [*parts, f"\n{indent}{end}"]


def _inside_string(template: Template) -> list[Part]:
    return [part if isinstance(part, Reference) else json_literal(part)[1:-1] for part in template.parts]


def _scalar(value: "float | None", pointer: str) -> str:
    try:
        return json_literal(value)
    except SourceError as error:
        raise wrong(f"the JSON body at {pointer or '/'}: {error}") from error


def _unquoted(value: Unquoted, texts: Texts, pointer: str) -> list[Part]:
    template = texts.template(value.text, f"the JSON body at {pointer or '/'}")
    if len(template.parts) != 1 or not template.references:
        raise wrong(f"unquoted({value.text!r}) takes one reference and nothing beside it")
    return list(template.parts)


def read_raw(text: Text, language: str | None, texts: Texts) -> RawBody:
    """Return a body of plain text."""
    return RawBody(texts.template(text, "the body"), language=language)


def read_form(entries: Entries, texts: Texts) -> UrlencodedBody:
    """Return a urlencoded form."""
    return UrlencodedBody(tuple(_param(name, said, text) for name, said, text in texts.entries(entries, "form field")))


def _param(name: Template, said: Entry, text: Template | None) -> FormParam:
    return FormParam(
        name,
        EMPTY if text is None else text,
        disabled=said.disabled,
        description=said.description,
        content_type=said.content_type,
    )


@dataclass(frozen=True, slots=True)
class File:
    """Files of a multipart form, by path."""

    paths: tuple[str, ...]
    content_type: str | None = None
    disabled: bool = False
    description: str = ""


def file(*paths: str, content_type: str | None = None, disabled: bool = False, description: str = "") -> File:
    """Name one or more files of a multipart form; relative paths start at the working directory of the run."""
    if not paths:
        raise wrong("file() needs the path of a file")
    return File(
        tuple(refuse_markers(path, "the path of a file") for path in paths), content_type, disabled, prose(description)
    )


Multipart: TypeAlias = Mapping[str, Text | Entry | File] | Sequence[tuple[str, Text | Entry | File]]


def read_multipart(entries: Multipart, texts: Texts) -> FormdataBody:
    """Return a multipart form of fields and files."""
    params: list[FormParam | FormFile] = []
    for name, value in entries.items() if isinstance(entries, Mapping) else entries:
        if isinstance(value, File):
            key = texts.template(name, "the name of a form field")
            params.append(FormFile(key, value.paths, value.disabled, value.description, value.content_type))
        else:
            params += [_param(*row) for row in texts.entries([(name, value)], "form field")]
    return FormdataBody(tuple(params))


def read_file(path: str) -> FileBody:
    """Return a body that is the content of a file."""
    return FileBody(refuse_markers(path, "the path of a file"))


@dataclass(frozen=True, slots=True)
class Graphql:
    """A GraphQL query with its variables."""

    query: Text
    variables: Json = None
    operation_name: str | None = None


def graphql(query: Text, *, variables: Json = None, operation_name: str | None = None) -> Graphql:
    """Write a GraphQL body; `variables` is JSON as in a JSON body."""
    return Graphql(query, variables, operation_name)


def read_graphql(body: Graphql, texts: Texts) -> GraphqlBody:
    """Return a GraphQL body."""
    variables = EMPTY if body.variables is None else read_json(body.variables, texts).text
    return GraphqlBody(texts.template(body.query, "the query"), variables, body.operation_name)
