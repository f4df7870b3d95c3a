"""Chains: `pm.response.to.have.status(200)` as a root and its links, from the inside out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tree_sitter import Node

    from pcc.javascript.source import Source
    from pcc.javascript.walking.scopes import LexicalScope, Region

__all__ = ["CALL", "At", "Callback", "Chain", "Link", "is_chain", "sole_child", "unroll"]

CALL = "()"
_LINKS = frozenset({"member_expression", "subscript_expression", "call_expression"})
_ROOTS = frozenset({*_LINKS, "identifier", "shorthand_property_identifier", "parenthesized_expression"})


class At(NamedTuple):
    """Where the walk is: `sure` says that this runs whenever its region does, `guard` that it is asked for only."""

    scope: "LexicalScope"
    region: "Region"
    sure: bool = True
    guard: bool = False


@dataclass(slots=True, eq=False)
class Link:
    """A step of a chain: a member by name, by a computed `index`, or a call (named CALL) with its arguments."""

    node: "Node"
    name: str | None
    index: "Node | None" = None
    arguments: "Node | None" = None
    optional: bool = False

    def argument(self, position: int) -> "Node | None":
        """Return an argument of a call, comments left out."""
        if self.arguments is None:
            return None
        found = [node for node in self.arguments.named_children if node.type != "comment"]
        return found[position] if position < len(found) else None


@dataclass(slots=True, eq=False)
class Chain:
    """A use of something: `root` is a name or any other expression."""

    node: "Node"
    root: "Node"
    links: list[Link]
    at: At
    written: bool = False


class Callback(NamedTuple):
    """A value that is an argument of the call at a link of a chain; -1 stands for the function that is called."""

    chain: Chain
    link: int
    position: int


def is_chain(node: "Node") -> bool:
    """Say whether a node is a name or a link of a chain."""
    return node.type in _LINKS or node.type in ("identifier", "shorthand_property_identifier")


def sole_child(node: "Node") -> "Node | None":
    """Return the one expression in parentheses or in a substitution."""
    return node.named_children[0] if node.named_child_count == 1 else None


def unroll(node: "Node", source: "Source") -> "tuple[Node, list[Link]]":
    """Return the root and the links of an expression, however long it is."""
    links: list[Link] = []
    while True:
        inner = _inner(node, links, source)
        if inner is None:
            return node, links[::-1]
        node = inner


def _inner(node: "Node", links: list[Link], source: "Source") -> "Node | None":
    if node.type == "member_expression":
        name = node.child_by_field_name("property")
        text = source.slice(name) if name else None
        links.append(Link(node, text, optional=node.child_by_field_name("optional_chain") is not None))
        return node.child_by_field_name("object")
    if node.type == "subscript_expression":
        optional = node.child_by_field_name("optional_chain") is not None
        links.append(Link(node, None, index=node.child_by_field_name("index"), optional=optional))
        return node.child_by_field_name("object")
    if node.type == "call_expression":
        optional = node.child_by_field_name("optional_chain") is not None
        links.append(Link(node, CALL, arguments=node.child_by_field_name("arguments"), optional=optional))
        return node.child_by_field_name("function")
    if node.type == "parenthesized_expression":
        inner = sole_child(node)
        return inner if inner is not None and inner.type in _ROOTS else None
    return None
