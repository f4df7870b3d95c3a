"""A request as it is written: URL, headers, body, auth, all of them templates."""

from dataclasses import dataclass
from typing import TypeAlias

from pcc.model.json import JsonValue
from pcc.model.node import Node
from pcc.model.template import EMPTY, Template

__all__ = [
    "ApiKeyAuth",
    "Auth",
    "BasicAuth",
    "BearerAuth",
    "Body",
    "FileBody",
    "FormFile",
    "FormParam",
    "FormdataBody",
    "GraphqlBody",
    "Header",
    "NoAuth",
    "OtherAuth",
    "PathVariable",
    "QueryParam",
    "RawBody",
    "Request",
    "Url",
    "UrlencodedBody",
]


@dataclass(frozen=True, slots=True)
class Header(Node):
    """A header; equal names are all sent."""

    key: Template
    value: Template
    disabled: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class QueryParam(Node):
    """A query parameter; a value of None sends `?key`, an empty one `?key=`."""

    key: Template
    value: Template | None
    disabled: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class PathVariable(Node):
    """The value of a `:name` segment of the path."""

    key: str
    value: Template
    description: str = ""


@dataclass(frozen=True, slots=True)
class Url(Node):
    """`base` is all before the query: scheme, host, port and path. Its text never holds `?` or `#`."""

    base: Template
    query: tuple[QueryParam, ...] = ()
    variables: tuple[PathVariable, ...] = ()
    fragment: Template | None = None


@dataclass(frozen=True, slots=True)
class RawBody(Node):
    """Text; the language (`json`, `text`, `xml`, `html`, `javascript`) decides the Content-Type when no header does."""

    text: Template
    language: str | None = None
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class FormParam(Node):
    """A text field of a form; `content_type` is the media type of its part in a multipart form."""

    key: Template
    value: Template
    disabled: bool = False
    description: str = ""
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class FormFile(Node):
    """One or more files of a multipart form, by path."""

    key: Template
    paths: tuple[str, ...]
    disabled: bool = False
    description: str = ""
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class UrlencodedBody(Node):
    """A form as `application/x-www-form-urlencoded`."""

    params: tuple[FormParam, ...]
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class FormdataBody(Node):
    """A form as `multipart/form-data`."""

    params: tuple["FormParam | FormFile", ...]
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class FileBody(Node):
    """The content of one file, by path; None when no file is chosen."""

    path: str | None
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class GraphqlBody(Node):
    """A GraphQL query; `variables` is JSON text."""

    query: Template
    variables: Template = EMPTY
    operation_name: str | None = None
    disabled: bool = False


Body: TypeAlias = RawBody | UrlencodedBody | FormdataBody | FileBody | GraphqlBody


@dataclass(frozen=True, slots=True)
class NoAuth(Node):
    """Send no credentials, whatever the parents say."""


@dataclass(frozen=True, slots=True)
class BearerAuth(Node):
    """`Authorization: Bearer <token>` (RFC 6750)."""

    token: Template


@dataclass(frozen=True, slots=True)
class BasicAuth(Node):
    """`Authorization: Basic …` (RFC 7617)."""

    username: Template
    password: Template


@dataclass(frozen=True, slots=True)
class ApiKeyAuth(Node):
    """A header, or a query parameter, of the given name and value."""

    key: Template
    value: Template
    in_query: bool = False


@dataclass(frozen=True, slots=True)
class OtherAuth(Node):
    """Any other auth: the name of its type, and its attributes, whose texts hold references in Postman's notation."""

    type: str
    attributes: tuple[tuple[str, JsonValue], ...] = ()


Auth: TypeAlias = NoAuth | BearerAuth | BasicAuth | ApiKeyAuth | OtherAuth


@dataclass(frozen=True, slots=True)
class Request(Node):
    """What an item sends. `auth` of None inherits from the parent."""

    method: str
    url: Url
    headers: tuple[Header, ...] = ()
    body: Body | None = None
    auth: Auth | None = None
    description: str = ""
