"""Reads an OpenAPI description, 3.0 or 3.1, with everything that its operations refer to."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pcc.errors import FormatError
from pcc.openapi.contents import read_body, read_parameters, read_responses
from pcc.openapi.convert import Converter
from pcc.openapi.cursor import Cursor
from pcc.openapi.documents import Documents
from pcc.openapi.routes import Route, RouteTable, Server
from pcc.openapi.specification import Operation, Scheme, Specification
from pcc.openapi.validate import Schemas, can_match

__all__ = ["read_specification"]

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_SECURITY = "an object of scheme names"


def read_specification(path: Path) -> Specification:
    """Read the description in a file, and the files of its folder that it refers to.

    Raises FormatError, naming file and JSON pointer, for what is no OpenAPI 3.0 or 3.1, and for a reference that leads
    nowhere or to a server; RunError for a file that cannot be read, and when a library is not installed.
    """
    documents = Documents(path.resolve().parent)
    root = Cursor(documents, path.resolve(), None)
    try:
        root = Cursor(documents, path.resolve(), documents.read(path.resolve()))
        return _Reader(root, Converter(can_match, _version(root)), str(path)).read()
    except FormatError as error:
        raise error.in_file(_shown(error.file, path)) from None


def _shown(file: str, path: Path) -> str:
    """A file as the user would name it: beside the file that was named."""
    if not file or Path(file) == path.resolve():
        return str(path)
    folder = path.resolve().parent
    return str(path.parent / Path(file).relative_to(folder)) if Path(file).is_relative_to(folder) else file


def _version(root: Cursor) -> str:
    value = root.value
    if not isinstance(value, dict):
        raise root.refuse("this is no OpenAPI description: expected an object with `openapi` and `paths`")
    if "swagger" in value:
        version = str(value["swagger"])[:10]
        raise root.refuse(
            f"OpenAPI {version} (Swagger) is not read: convert it to 3.0, for example with `npx swagger2openapi FILE`"
        )
    found = value.get("openapi")
    if not isinstance(found, str):
        raise root.refuse('this is no OpenAPI description: `openapi` is not a version as text, such as "3.0.3"')
    version = ".".join(found.split(".")[:2])
    if version not in {"3.0", "3.1"}:
        raise root.child("openapi").refuse(f"OpenAPI {found[:20]} is not read: pcc reads 3.0 and 3.1")
    return version


@dataclass(slots=True)
class _Reader:
    root: Cursor
    converter: Converter
    file: str
    _schemes: dict[str, Scheme] = field(default_factory=dict)

    def read(self) -> Specification:
        self._read_schemes()
        info = self.root.get("info")
        title = info.need_object("the description's `info`").text("title") if info else ""
        servers = self._servers(self.root) or (Server("", ()),)
        routes = [
            route
            for path, item in self.root.members("paths", "paths")
            for route in self._read_path(path, item.follow(), servers)
        ]
        self.converter.finish()
        return Specification(self.file, title, Schemas(self.converter.definitions), RouteTable(tuple(routes)))

    def _read_schemes(self) -> None:
        components = self.root.get("components")
        if components is None:
            return
        for name, place in components.need_object("the components").members("securitySchemes", "security schemes"):
            scheme = place.follow().need_object("a security scheme")
            self._schemes[name] = Scheme(name, scheme.text("type"), scheme.text("in"), scheme.text("name"))

    def _servers(self, owner: Cursor) -> tuple[Server, ...]:
        found: list[Server] = []
        for place in owner.elements("servers", "servers"):
            server = place.need_object("a server")
            url = server.text("url", "/")
            found += [Server.of(each) for each in _spelled(url, server)]
        return tuple(dict.fromkeys(found))

    def _read_path(self, path: str, item: Cursor, servers: tuple[Server, ...]) -> list[Route[Operation]]:
        item.need_object("a path")
        if not path.startswith("/"):
            raise item.refuse(f"the path {path!r} does not start with a slash")
        inherited = read_parameters(item, self.converter)
        own_servers = self._servers(item) or servers
        routes: dict[tuple[Server, ...], dict[str, Operation]] = {own_servers: {}}
        for method in _METHODS:
            found = item.get(method)
            if found is not None:
                operation = found.need_object("an operation")
                at = self._servers(operation) or own_servers
                parameters = {**inherited, **read_parameters(operation, self.converter)}
                routes.setdefault(at, {})[method.upper()] = Operation(
                    method.upper(),
                    path,
                    tuple(parameters.values()),
                    read_body(operation, self.converter),
                    read_responses(operation, self.converter),
                    self._read_security(operation),
                    operation.flag("deprecated"),
                )
        return [Route(path, at, operations) for at, operations in routes.items() if operations]

    def _read_security(self, operation: Cursor) -> tuple[tuple[Scheme, ...], ...]:
        owner = operation if operation.get("security") is not None else self.root
        found: list[tuple[Scheme, ...]] = []
        for place in owner.elements("security", "security requirements"):
            names: Any = place.need_object(_SECURITY).value
            if not names:
                return ()
            # A scheme that is not declared may be anything; then credentials of any kind will do.
            found.append(tuple(self._schemes.get(name, Scheme(name, "")) for name in names))
        return tuple(found)


def _spelled(url: str, server: Cursor) -> list[str]:
    """The URL with each value that its variables may have, where they are listed; others stay as `{name}`."""
    urls = [url]
    for name, place in server.members("variables", "server variables"):
        variable = place.need_object("a server variable")
        values = [each.value for each in variable.elements("enum", "values") if isinstance(each.value, str)]
        holder = f"{{{name}}}"
        # A base path is one of the listed ones, or the default; a host may be any.
        if "/" in url.partition("://")[2].partition(holder)[0] or "://" not in url:
            values = values or [variable.text("default")]
            if len(values) * len(urls) <= _MOST_SERVERS:
                urls = [each.replace(holder, value) for each in urls for value in values]
    return urls


_MOST_SERVERS = 64
