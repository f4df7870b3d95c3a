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
    "Certificate",
    "FileBody",
    "FormFile",
    "FormParam",
    "FormdataBody",
    "GraphqlBody",
    "Header",
    "NoAuth",
    "OtherAuth",
    "PathVariable",
    "Proxy",
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
    """A text field of a form; `content_type` and `file_name` are those of its part in a multipart form."""

    key: Template
    value: Template
    disabled: bool = False
    description: str = ""
    content_type: str | None = None
    file_name: Template | None = None


@dataclass(frozen=True, slots=True)
class FormFile(Node):
    """One or more files of a multipart form, by path; without a path its `content` in base64."""

    key: Template
    paths: tuple[str, ...]
    disabled: bool = False
    description: str = ""
    content_type: str | None = None
    file_name: Template | None = None
    content: Template = EMPTY


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
    """The content of one file, by path; None when no file is chosen, then its `content` in base64."""

    path: str | None
    disabled: bool = False
    content: Template = EMPTY


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
class Proxy(Node):
    """A proxy of one request. With `tunnel` plain HTTP goes through CONNECT too, as TLS always does.

    Name and password count with `authenticate` alone.
    """

    host: Template
    port: Template = EMPTY
    tunnel: bool = False
    authenticate: bool = False
    username: Template = EMPTY
    password: Template = EMPTY
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Certificate(Node):
    """A client certificate of one request: paths of PEM files, or of one PFX file."""

    certificate: Template = EMPTY
    key: Template = EMPTY
    pfx: Template = EMPTY
    passphrase: Template = EMPTY


@dataclass(frozen=True, slots=True)
class Request(Node):
    """What an item sends. `auth` of None inherits from the parent."""

    method: str
    url: Url
    headers: tuple[Header, ...] = ()
    body: Body | None = None
    auth: Auth | None = None
    description: str = ""
    proxy: Proxy | None = None
    certificate: Certificate | None = None
