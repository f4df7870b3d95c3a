"""Visits of control flow: what runs whenever its function does, and what may not."""

from typing import TYPE_CHECKING

from pcc.javascript.walking.chains import At
from pcc.javascript.walking.names import declare_pattern, write_target
from pcc.javascript.walking.scopes import Binding
from pcc.javascript.walking.walked import Visits, Walk

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = [
    "is_full_array",
    "visit_binary",
    "visit_block",
    "visit_branch",
    "visit_catch",
    "visit_children",
    "visit_field",
    "visit_for",
    "visit_for_in",
    "visit_leaving",
    "visit_switch",
    "visit_typeof",
]

_ASKING = frozenset({"parenthesized_expression", "unary_expression", "binary_expression"})


def is_full_array(node: "Node | None") -> bool:
    """Say whether a node is the literal of an array that has elements."""
    if node is None or node.type != "array" or not node.named_child_count:
        return False
    return node.named_children[0].type not in ("spread_element", "comment")


def visit_children(_walk: Walk, node: "Node", at: At) -> Visits:
    """A node of no meaning of its own: its children run as it does."""
    inner = at if not at.guard or node.type in _ASKING else at._replace(guard=False)
    return [(child, inner) for child in node.named_children]


def visit_block(_walk: Walk, node: "Node", at: At) -> Visits:
    """A block has a scope."""
    inner = At(at.scope.inner(), at.region, at.sure)
    return [(child, inner) for child in node.named_children]


def partly(node: "Node", at: At, *fields: str, guarded: bool = False) -> Visits:
    kept = {child.id for field in fields if (child := node.child_by_field_name(field)) is not None}
    return [
        (child, at._replace(guard=guarded) if child.id in kept else at._replace(sure=False, guard=False))
        for child in node.named_children
    ]


def visit_branch(_walk: Walk, node: "Node", at: At) -> Visits:
    """Of a condition only the question is sure."""
    return partly(node, at, "condition", guarded=True)


def visit_binary(walk: Walk, node: "Node", at: At) -> Visits:
    """`a && b` may do without `b`."""
    operator = node.child_by_field_name("operator")
    if operator is not None and operator.type in ("&&", "||", "??"):
        # A left spine of any length stays a loop: each node hands its left side on.
        return partly(node, at, "left", guarded=True)
    return visit_children(walk, node, at)


def visit_typeof(_walk: Walk, node: "Node", at: At) -> Visits:
    """`typeof a` and `!a` ask for `a` only."""
    operator = node.child_by_field_name("operator")
    asks = operator is not None and operator.type in ("typeof", "!")
    return [(child, at._replace(guard=asks or at.guard)) for child in node.named_children]


def visit_for(_walk: Walk, node: "Node", at: At) -> Visits:
    """A loop may not run; its first condition does."""
    return partly(node, at._replace(scope=at.scope.inner()), "initializer", "condition")


def visit_for_in(walk: Walk, node: "Node", at: At) -> Visits:
    """A loop runs when it goes over the literal of an array with elements."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    body, kind = node.child_by_field_name("body"), node.child_by_field_name("kind")
    operator = node.child_by_field_name("operator")
    inner = At(at.scope.inner(), at.region, at.sure)
    visits: list[tuple[Node | None, At]] = []
    of = operator is not None and operator.type == "of"
    if left is not None and kind is not None:
        template = Binding(inner.scope, keys=None, elements=right if of else None)
        visits += declare_pattern(walk, left, inner, template, hoisted=kind.type == "var")
    elif left is not None:
        visits += write_target(walk, left, None, inner)
    runs = at.sure and of and is_full_array(right)
    visits += [(right, inner)] if right else []
    return visits + ([(body, inner._replace(sure=runs))] if body else [])


def visit_switch(_walk: Walk, node: "Node", at: At) -> Visits:
    """No case is sure."""
    return partly(node, at._replace(scope=at.scope.inner()), "value")


def visit_catch(walk: Walk, node: "Node", at: At) -> Visits:
    """What follows an error may not run."""
    inner = At(at.scope.inner(), at.region, sure=False)
    parameter, body = node.child_by_field_name("parameter"), node.child_by_field_name("body")
    visits: list[tuple[Node | None, At]] = []
    if parameter is not None:
        visits += declare_pattern(walk, parameter, inner, Binding(inner.scope, keys=None), hoisted=False)
    return visits + [(child, inner) for child in (body.named_children if body else [])]


def visit_leaving(walk: Walk, node: "Node", at: At) -> Visits:
    """Behind `return` and `throw` nothing of the region is sure."""
    return [*visit_children(walk, node, at._replace(guard=False)), (None, at)]


def visit_field(_walk: Walk, node: "Node", at: At) -> Visits:
    """A field of a class is set when an object is made."""
    return [(child, at._replace(sure=False, guard=False)) for child in node.named_children]
