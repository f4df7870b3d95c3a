"""Visits of what is used: chains and texts."""

from typing import TYPE_CHECKING

from pcc.javascript.walking.chains import CALL, At, Callback, Chain, is_chain, sole_child, unroll
from pcc.javascript.walking.walked import Visits, Walk

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["visit_chain", "visit_foreign", "visit_text", "visit_use"]


def visit_chain(walk: Walk, node: "Node", at: At, *, written: bool = False) -> Visits:
    """A name or a chain is a use."""
    root, links = unroll(node, walk.source)
    chain = Chain(node, root, links, at._replace(sure=at.sure and not at.region.left), written)
    walk.chains.append(chain)
    inner = at._replace(guard=False)
    visits: list[tuple[Node | None, At]] = [] if is_chain(root) else [(root, inner)]
    if links and links[0].name == CALL:
        _note_called(walk, chain)
    for index, link in enumerate(links):
        if link.index is not None:
            visits.append((link.index, inner))
        visits += visit_arguments(walk, chain, index, inner)
    if any(link.name == "skipRequest" for link in links):
        visits.append((None, at))
    return visits


def _note_called(walk: Walk, chain: Chain) -> None:
    root: Node | None = chain.root
    while root is not None:
        walk.arguments[root.id] = Callback(chain, 0, -1)
        root = sole_child(root) if root.type == "parenthesized_expression" else None


def visit_arguments(walk: Walk, chain: Chain, index: int, at: At) -> Visits:
    node = chain.links[index].arguments
    if node is None or node.type != "arguments":
        return [(node, at)] if node is not None else []
    given = [child for child in node.named_children if child.type != "comment"]
    for position, argument in enumerate(given):
        walk.arguments[argument.id] = Callback(chain, index, position)
    return [(child, at) for child in given]


def visit_use(walk: Walk, node: "Node", at: At) -> Visits:
    """A use that writes nothing."""
    return visit_chain(walk, node, at)


def visit_text(walk: Walk, node: "Node", at: At) -> Visits:
    """A text; what is substituted in a template is code."""
    walk.texts.append(node)
    if node.type == "string":
        return []
    return [(child, at._replace(guard=False)) for child in node.named_children if child.type == "template_substitution"]


def visit_foreign(walk: Walk, node: "Node", _at: At) -> Visits:
    """What no script may hold."""
    walk.foreign.append(node)
    return []
