"""Collections: the one intermediate representation between authors, files and runs. Named as Postman names them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from pcc.errors import Origin
from pcc.model.json import JsonValue
from pcc.model.node import Node
from pcc.model.request import Auth, Header, Request
from pcc.model.statement import Statement
from pcc.model.template import Template

__all__ = [
    "PREREQUEST",
    "TEST",
    "Allowance",
    "Collection",
    "Event",
    "Item",
    "ItemGroup",
    "Role",
    "SavedResponse",
    "Settings",
    "Variable",
    "WorkflowDoc",
]

PREREQUEST = "prerequest"
TEST = "test"


@dataclass(frozen=True, slots=True)
class Event(Node):
    """A script of a collection, folder or item; `listen` is `prerequest` or `test`."""

    listen: str
    statements: tuple[Statement, ...]
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Settings(Node):
    """How a request is sent (`protocolProfileBehavior`); None inherits, and at the root is Postman's default.

    `timeout_ms` is pcc's own key there (`requestTimeout`): Postman and Newman ignore it. `disabled_headers` are
    not added, `disabled_protocols` and `ciphers` limit TLS, `lenient_parser` takes responses that break HTTP's rules.
    """

    follow_redirects: bool | None = None
    max_redirects: int | None = None
    strict_ssl: bool | None = None
    disable_cookies: bool | None = None
    disable_body_pruning: bool | None = None
    disable_url_encoding: bool | None = None
    follow_original_method: bool | None = None
    follow_authorization: bool | None = None
    remove_referer: bool | None = None
    timeout_ms: int | None = None
    disabled_headers: tuple[str, ...] | None = None
    lenient_parser: bool | None = None
    prefer_server_ciphers: bool | None = None
    disabled_protocols: tuple[str, ...] | None = None
    ciphers: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Variable(Node):
    """A variable of a collection or an environment. Text is a template; other JSON keeps its type."""

    key: str
    value: "Template | JsonValue"
    secret: bool = False
    disabled: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class SavedResponse(Node):
    """An example response, saved with an item."""

    name: str
    code: int
    status: str = ""
    headers: tuple[Header, ...] = ()
    body: str = ""
    language: str | None = None
    request: Request | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Allowance:
    """A finding that the author accepts: the id of its rule, and why."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Item(Node):
    """A step: one request with its scripts.

    `does`, `origin` and `allow` are for pages, messages and checks: not part of equality, nor of a file.
    """

    name: str
    request: Request
    events: tuple[Event, ...] = ()
    settings: Settings | None = None
    responses: tuple[SavedResponse, ...] = ()
    id: str = ""
    does: str = field(default="", compare=False)
    origin: Origin | None = field(default=None, compare=False)
    allow: tuple[Allowance, ...] = field(default=(), compare=False)


class Role(Enum):
    """What a folder is for; it is known by its name, so that it survives in a file."""

    PREREQUISITES = "Prerequisites"
    STEPS = ""
    CLEANUP = "Cleanup"


@dataclass(frozen=True, slots=True)
class ItemGroup(Node):
    """A folder."""

    name: str
    items: tuple["Item | ItemGroup", ...]
    events: tuple[Event, ...] = ()
    auth: Auth | None = None
    settings: Settings | None = None
    description: str = ""
    id: str = ""

    @property
    def role(self) -> Role:
        """The folder's role, by its name."""
        return next((role for role in Role if role.value == self.name), Role.STEPS)


Child: TypeAlias = Item | ItemGroup


@dataclass(frozen=True, slots=True)
class WorkflowDoc:
    """What a page and the checks know of a workflow beside its steps; `allow` counts for the whole of it."""

    slug: str
    summary: str = ""
    prerequisites: tuple[str, ...] = ()
    origin: Origin | None = None
    allow: tuple[Allowance, ...] = ()


@dataclass(frozen=True, slots=True)
class Collection(Node):
    """A workflow: items and folders in the order in which they run."""

    name: str
    items: tuple[Child, ...]
    events: tuple[Event, ...] = ()
    variables: tuple[Variable, ...] = ()
    auth: Auth | None = None
    settings: Settings | None = None
    description: str = ""
    id: str = ""
    doc: WorkflowDoc | None = field(default=None, compare=False)

    def walk(self) -> Iterator[tuple[tuple[ItemGroup, ...], Item]]:
        """Every item in run order, with its folders from the outside in."""
        yield from _walk(self.items, ())


def _walk(items: tuple[Child, ...], folders: tuple[ItemGroup, ...]) -> Iterator[tuple[tuple[ItemGroup, ...], Item]]:
    for item in items:
        if isinstance(item, ItemGroup):
            yield from _walk(item.items, (*folders, item))
        else:
            yield folders, item
