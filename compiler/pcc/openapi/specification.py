"""What an OpenAPI description says, as far as a request can be held against it."""

from dataclasses import dataclass, field

from pcc.openapi.routes import Match, Route, RouteTable, Server
from pcc.openapi.shape import Shape
from pcc.openapi.validate import Schemas

__all__ = ["MediaType", "Operation", "Parameter", "RequestBody", "Response", "Scheme", "Specification"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter. `place` is `path`, `query`, `header` or `cookie`; `schema` is a number, None for none."""

    name: str
    place: str
    required: bool
    schema: str | None
    style: str = ""
    explode: bool = True


@dataclass(frozen=True, slots=True)
class MediaType:
    """A type that a body may have, such as `application/json` or `text/*`; `schema` is a number, None for none."""

    name: str
    schema: str | None


@dataclass(frozen=True, slots=True)
class RequestBody:
    """The body of an operation."""

    required: bool
    content: tuple[MediaType, ...]


@dataclass(frozen=True, slots=True)
class Response:
    """A response: `status` is three digits, a range such as `2XX`, or `default`."""

    status: str
    content: tuple[MediaType, ...]

    def covers(self, code: int) -> bool:
        """Say whether this response is documented for a status code."""
        return self.status in {str(code), "default"} or self.status.upper() == f"{code // 100}XX"


@dataclass(frozen=True, slots=True)
class Scheme:
    """A security scheme: its `type`, and of an API key its place and name."""

    name: str
    type: str
    place: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """A method of a path. `security` are alternatives, each with all its schemes; none: no credentials are needed."""

    method: str
    path: str
    parameters: tuple[Parameter, ...] = ()
    body: RequestBody | None = None
    responses: tuple[Response, ...] = ()
    security: tuple[tuple[Scheme, ...], ...] = ()
    deprecated: bool = False

    def responses_for(self, code: int) -> tuple[Response, ...]:
        """The response that counts for a status code: the exact one, else its range, else the default."""
        found = [response for response in self.responses if response.covers(code)]
        return tuple(
            sorted(found, key=lambda response: (response.status != str(code), response.status == "default"))[:1]
        )


@dataclass(slots=True)
class Specification:
    """A description that was read; `file` is as the user named it."""

    file: str
    title: str
    schemas: Schemas
    table: RouteTable[Operation]
    _matches: dict[tuple[str, str], list[Match[Operation]]] = field(default_factory=dict)

    @property
    def routes(self) -> tuple[Route[Operation], ...]:
        """Every path with its operations."""
        return self.table.routes

    @property
    def servers(self) -> tuple[Server, ...]:
        """Every server of every operation."""
        return self.table.servers

    def find_matches(self, authority: str, path: str) -> list[Match[Operation]]:
        """Return the paths that a request may mean, the likeliest first; see `RouteTable.find`."""
        key = (authority, path)
        if key not in self._matches:
            self._matches[key] = self.table.find(authority, path)
        return self._matches[key]

    def shape(self, schema: str | None) -> Shape:
        """Return the shape of the values of a schema, by its number; None is anything."""
        definitions = self.schemas.definitions
        return Shape(definitions, open=True) if schema is None else Shape(definitions, (definitions[schema],))
