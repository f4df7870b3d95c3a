"""Visits of what gives names: declarations, assignments, classes."""

from typing import TYPE_CHECKING

from pcc.javascript.walking.chains import At, unroll
from pcc.javascript.walking.patterns import read_pattern
from pcc.javascript.walking.scopes import Binding, LexicalScope
from pcc.javascript.walking.uses import visit_chain
from pcc.javascript.walking.walked import Visits, Walk

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = [
    "declare",
    "declare_pattern",
    "visit_assignment",
    "visit_augmented",
    "visit_class",
    "visit_declaration",
    "visit_update",
    "write_target",
]


def declare(walk: Walk, name: "Node", scope: LexicalScope, binding: Binding) -> Binding:
    """Give a name its binding; of `var` and functions the binding that is there is kept."""
    text = walk.source.slice(name)
    known = scope.names.get(text)
    if known is None or not (known.hoisted and binding.hoisted):
        if known is not None:
            walk.twice.append(name)
        scope.names[text] = binding
        return binding
    if binding.writes:
        known.value, known.keys, known.scope = binding.value, binding.keys, binding.scope
        known.writes += binding.writes
    return known


def declare_pattern(walk: Walk, pattern: "Node", at: At, template: Binding, *, hoisted: bool) -> Visits:
    """Give each name of a pattern a binding like `template`; what else stands in the pattern is to be visited."""
    scope = at.scope.function if hoisted else at.scope
    read = read_pattern(pattern, walk.source.slice)
    for name, keys in read.names:
        whole = keys if template.keys is not None else None
        elements = template.elements if keys == () else None
        binding = Binding(template.scope, template.value, whole, elements, template.writes, hoisted=hoisted)
        declared = declare(walk, name, scope, binding)
        if template.value is not None:
            walk.aliases.setdefault(template.value.id, []).append(declared)
    return [(node, at._replace(sure=False, guard=False)) for node in read.values]


def visit_declaration(walk: Walk, node: "Node", at: At) -> Visits:
    """`var`, `let` and `const`."""
    hoisted = node.type == "variable_declaration"
    visits: list[tuple[Node | None, At]] = []
    for child in node.named_children:
        visits += _declarator(walk, child, at, hoisted=hoisted) if child.type == "variable_declarator" else []
    return visits


def _declarator(walk: Walk, node: "Node", at: At, *, hoisted: bool) -> Visits:
    name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    template = Binding(at.scope, value, writes=1 if value is not None else 0)
    visits = list(declare_pattern(walk, name, at, template, hoisted=hoisted)) if name else []
    return [*visits, *([(value, at._replace(guard=False))] if value else [])]


def visit_assignment(walk: Walk, node: "Node", at: At) -> Visits:
    """An assignment writes names, or a member of something."""
    left, value = node.child_by_field_name("left"), node.child_by_field_name("right")
    at = at._replace(guard=False)
    visits = list(write_target(walk, left, value, at)) if left else []
    return [*visits, *([(value, at)] if value else [])]


def write_target(walk: Walk, target: "Node", value: "Node | None", at: At) -> Visits:
    """Note what is written."""
    root, links = unroll(target, walk.source)
    if links:
        return visit_chain(walk, target, at, written=True)
    read = read_pattern(root, walk.source.slice)
    for name, keys in read.names:
        walk.writes.append((walk.source.slice(name), value if keys == () else None, at.scope))
    return [(inner, at) for inner in read.values]


def visit_augmented(walk: Walk, node: "Node", at: At) -> Visits:
    """`a += b` makes `a` unknown; `a ||= b` may do without `b`."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    short = operator is not None and operator.type in ("&&=", "||=", "??=")
    if left is not None and not unroll(left, walk.source)[1]:
        walk.writes += [(walk.source.slice(left), None, at.scope)] * 2
    after = at._replace(sure=at.sure and not short, guard=False)
    return [*([(left, at)] if left else []), *([(right, after)] if right else [])]


def visit_update(walk: Walk, node: "Node", at: At) -> Visits:
    """`a++` makes `a` unknown."""
    target = node.child_by_field_name("argument")
    if target is not None and not unroll(target, walk.source)[1]:
        walk.writes += [(walk.source.slice(target), None, at.scope)] * 2
    return [(target, at._replace(guard=False))] if target else []


def visit_class(walk: Walk, node: "Node", at: At) -> Visits:
    """A class has a name."""
    name = node.child_by_field_name("name")
    if name is not None and node.type == "class_declaration":
        declare(walk, name, at.scope, Binding(at.scope, node, writes=1))
    return [(child, at._replace(guard=False)) for child in node.named_children if child != name]
