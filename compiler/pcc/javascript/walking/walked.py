"""What a walk over a script finds."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from pcc.javascript.walking.chains import Callback, Chain
from pcc.javascript.walking.scopes import Binding, LexicalScope, Region

if TYPE_CHECKING:
    from tree_sitter import Node

    from pcc.javascript.source import Source
    from pcc.javascript.walking.chains import At

__all__ = ["Visits", "Walk"]

# A node to visit, or None: the region may have been left here.
Visits: TypeAlias = "Iterable[tuple[Node | None, At]]"


@dataclass(slots=True, eq=False)
class Walk:
    """What a walk has found, in the order of the text."""

    source: "Source"
    scope: LexicalScope
    region: Region
    chains: list[Chain] = field(default_factory=list)
    texts: "list[Node]" = field(default_factory=list)
    regions: dict[int, Region] = field(default_factory=dict)
    arguments: dict[int, Callback] = field(default_factory=dict)
    aliases: dict[int, list[Binding]] = field(default_factory=dict)
    writes: "list[tuple[str, Node | None, LexicalScope]]" = field(default_factory=list)
    functions: "list[tuple[Binding, Region]]" = field(default_factory=list)
    twice: "list[Node]" = field(default_factory=list)
    foreign: "list[Node]" = field(default_factory=list)
