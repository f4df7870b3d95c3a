"""What is compared: plain records, in which everything that means the same is written in one way."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pcc.model.statement import Assertion

__all__ = [
    "AuthRecord",
    "BodyRecord",
    "CollectionRecord",
    "EnvironmentRecord",
    "Node",
    "Part",
    "ScriptRecord",
    "Use",
    "VariableRecord",
    "Variables",
]


@dataclass(frozen=True, slots=True)
class Part:
    """A named value of a node: a header, a form field, a capture, a description.

    `value` is what counts, `shown` the same for people, secrets masked; `key` says which parts are versions of each
    other, by default the name. A part that is not `on` is disabled: it is there to be read and does nothing.
    """

    group: str
    name: str
    value: str
    shown: str
    on: bool = True
    key: str = ""


@dataclass(frozen=True, slots=True)
class BodyRecord:
    """A body: its kind (`json`, `multipart form`, …), the form fields, and texts or JSON values by their place.

    `family` says which kinds can be compared piece by piece; `shown` is the whole for people.
    """

    kind: str
    family: str
    fields: tuple[Part, ...] = ()
    documents: tuple[tuple[str, Any], ...] = ()
    shown: str = ""


@dataclass(frozen=True, slots=True)
class AuthRecord:
    """Credentials: their type, `none` for nothing, and the attributes."""

    type: str
    attributes: tuple[Part, ...] = ()

    @property
    def shown(self) -> str:
        """The whole, for people."""
        inside = ", ".join(f"{part.name} {part.shown}" for part in self.attributes)
        return f"{self.type} ({inside})" if inside else self.type


@dataclass(frozen=True, slots=True)
class Use:
    """A variable's name at a place of a node; `sets` says that the variable gets its value there."""

    name: str
    place: str
    sets: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """The collection itself, a folder or a step.

    `title` is its name without the step number. `parent` is the index of its node in the record, -1 at the root. `auth`
    of None inherits. `settings` are those that it sets itself, by their keys in the file. `scripts` are what is raw in
    its scripts.
    """

    kind: str
    title: str
    id: str
    parent: int
    parts: tuple[Part, ...] = ()
    body: BodyRecord | None = None
    auth: AuthRecord | None = None
    settings: tuple[tuple[str, Any], ...] = ()
    assertions: tuple[Assertion, ...] = ()
    scripts: tuple["ScriptRecord", ...] = ()
    uses: tuple[Use, ...] = ()

    @property
    def title_in_path(self) -> str:
        """The title as changes name it: the collection itself has none, it may be renamed."""
        return "" if self.kind == "collection" else self.title


@dataclass(frozen=True, slots=True)
class ScriptRecord:
    """The raw script of an event: its lines, and what it is without layout (`tokens`) and comments (`remarks`)."""

    event: str
    lines: tuple[str, ...]
    tokens: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VariableRecord:
    """A variable of a collection or an environment; `filled` says that it has a value and counts."""

    name: str
    value: str
    shown: str
    secret: bool
    on: bool
    filled: bool
    description: str


Variables: TypeAlias = dict[str, VariableRecord]


@dataclass(frozen=True, slots=True)
class CollectionRecord:
    """A collection: its nodes in the order in which they stand, the root first.

    `needs` are the variables that steps read before the collection sets them, each with whether it is used as a secret.
    """

    name: str
    nodes: tuple[Node, ...]
    variables: Variables
    needs: dict[str, bool]
    secrets: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class EnvironmentRecord:
    """An environment, or globals."""

    name: str
    variables: Variables
    secrets: frozenset[str] = field(default_factory=frozenset)
