"""Visits of functions: each is a region of its own."""

from typing import TYPE_CHECKING

from pcc.javascript.walking.chains import At, Callback
from pcc.javascript.walking.names import declare
from pcc.javascript.walking.patterns import read_pattern
from pcc.javascript.walking.scopes import Binding, LexicalScope, Region
from pcc.javascript.walking.walked import Visits, Walk

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["visit_function"]

_DEEPEST = 200
_ITERATORS = frozenset({"forEach", "map", "filter", "every", "some", "find", "flatMap"})


def visit_function(walk: Walk, node: "Node", at: At) -> Visits:
    """A function is a region and a scope of its own."""
    callback = walk.arguments.get(node.id)
    is_generator = "generator" in node.type or any(child.type == "*" for child in node.children[:3])
    region = _inner_region(at, callback, is_generator=is_generator)
    walk.regions[node.id] = region
    inner = At(at.scope.inner(is_function=True), region)
    visits: list[tuple[Node | None, At]] = list(_declare_function(walk, node, at, inner.scope, region))
    visits += _declare_parameters(walk, node, inner, callback)
    body = node.child_by_field_name("body")
    if body is None:
        return visits
    # The body shares the scope of the parameters: `let` may not declare one of them again.
    return visits + [(child, inner) for child in (body.named_children if body.type == "statement_block" else [body])]


def _inner_region(at: At, callback: Callback | None, *, is_generator: bool) -> Region:
    if at.region.depth >= _DEEPEST:
        return at.region
    here = at.sure and not at.region.left
    return Region(at.region, here, callback, is_generator=is_generator, depth=at.region.depth + 1)


def _declare_function(walk: Walk, node: "Node", at: At, own: LexicalScope, region: Region) -> Visits:
    name = node.child_by_field_name("name")
    if name is None:
        return []
    if node.type == "method_definition":
        return [(name, at._replace(guard=False))]
    scope = at.scope if node.type.endswith("declaration") else own
    binding = Binding(scope, node, writes=1, hoisted=True)
    walk.functions.append((declare(walk, name, scope, binding), region))
    return []


def _declare_parameters(walk: Walk, node: "Node", inner: At, callback: Callback | None) -> Visits:
    parameters = node.child_by_field_name("parameters") or node.child_by_field_name("parameter")
    if parameters is None:
        return []
    single = parameters.type != "formal_parameters"
    patterns = [parameters] if single else [child for child in parameters.named_children if child.type != "comment"]
    visits: list[tuple[Node | None, At]] = []
    for index, pattern in enumerate(patterns):
        elements = _iterated(callback) if index == 0 else None
        template = Binding(inner.scope, keys=None, elements=elements, hoisted=True)
        visits += _declare_parameter(walk, pattern, inner, template)
    return visits


def _declare_parameter(walk: Walk, pattern: "Node", inner: At, template: Binding) -> Visits:
    read = read_pattern(pattern, walk.source.slice)
    for name, keys in read.names:
        # Two parameters of one name are allowed, and `var` may repeat one.
        binding = Binding(inner.scope, None, None, template.elements if keys == () else None)
        inner.scope.names[walk.source.slice(name)] = binding
        binding.hoisted = True
    return [(node, inner._replace(sure=False)) for node in read.values]


def _iterated(callback: Callback | None) -> "Node | None":
    if callback is None or callback.position != 0 or callback.link != 1:
        return None
    return callback.chain.root if callback.chain.links[0].name in _ITERATORS else None
