"""Names of a script and the functions that it defines: what each name stands for, and what surely runs."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

    from pcc.javascript.walking.chains import Callback

__all__ = ["Binding", "LexicalScope", "Region"]

# Nobody nests deeper; beyond it blocks share a scope, so that looking a name up stays cheap.
_DEEPEST = 200


@dataclass(slots=True, eq=False)
class Binding:
    """What a name stands for: the part `keys` of a `value`, or each of the `elements` of an array.

    It is known only when it is written once.
    """

    scope: "LexicalScope"
    value: "Node | None" = None
    keys: tuple[str, ...] | None = ()
    elements: "Node | None" = None
    writes: int = 0
    mutated: bool = False
    hoisted: bool = False
    path: "tuple[str | None, ...] | None" = None
    path_read: bool = False
    constants: tuple[str, ...] | None = None
    constants_read: bool = False

    @property
    def known(self) -> "Node | None":
        """The one value of the name, if there is one."""
        return self.value if self.writes == 1 and self.keys is not None else None


@dataclass(slots=True, eq=False)
class LexicalScope:
    """A block or a function with the names that it declares."""

    outer: "LexicalScope | None" = None
    is_function: bool = True
    names: dict[str, Binding] = field(default_factory=dict)
    depth: int = 0

    def inner(self, *, is_function: bool = False) -> "LexicalScope":
        """Return a new scope inside this one."""
        return self if self.depth >= _DEEPEST else LexicalScope(self, is_function, {}, self.depth + 1)

    @property
    def function(self) -> "LexicalScope":
        """The scope of the function around: where `var` declares."""
        scope = self
        while not scope.is_function and scope.outer is not None:
            scope = scope.outer
        return scope

    def find(self, name: str) -> Binding | None:
        """Return what a name stands for, or None when the script does not declare it."""
        scope: LexicalScope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        return None


@dataclass(slots=True, eq=False)
class Region:
    """A function, or the script itself. `here` says that the function is defined whenever `outer` runs.

    `left` says that its run may have ended by now; `sure` and `in_test` are known after the walk.
    """

    outer: "Region | None" = None
    here: bool = True
    callback: "Callback | None" = None
    is_generator: bool = False
    depth: int = 0
    left: bool = False
    sure: bool = False
    in_test: bool = False
