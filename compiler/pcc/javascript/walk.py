"""One walk over a syntax tree: the chains and texts in it, its names and functions, and what runs for sure.

Nothing here recurses: a script may be nested as deeply as it likes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from pcc.javascript.chains import CALL, At, Callback, Chain, is_chain, sole_child, unroll
from pcc.javascript.patterns import read_pattern
from pcc.javascript.scopes import Binding, LexicalScope, Region

if TYPE_CHECKING:
    from tree_sitter import Node

    from pcc.javascript.source import Source

__all__ = ["Walk", "is_full_array", "walk_script"]

# A node to visit, or None: the region may have been left here.
Visits: TypeAlias = "Iterable[tuple[Node | None, At]]"
_DEEPEST = 200
_ASKING = frozenset({"parenthesized_expression", "unary_expression", "binary_expression"})
_ITERATORS = frozenset({"forEach", "map", "filter", "every", "some", "find", "flatMap"})


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


def walk_script(source: "Source") -> Walk:
    """Walk over a script."""
    walk = Walk(source, LexicalScope(), Region(sure=True))
    waiting: list[tuple[Node | None, At]] = [(source.root, At(walk.scope, walk.region))]
    while waiting:
        node, at = waiting.pop()
        if node is None:
            at.region.left = True
            continue
        waiting += reversed(list(_HANDLERS.get(node.type, _visit_children)(walk, node, at)))
    _settle_writes(walk)
    return walk


def _settle_writes(walk: Walk) -> None:
    for name, value, scope in walk.writes:
        binding = scope.find(name)
        if binding is None:
            # An undeclared name is a global one.
            binding = walk.scope.names[name] = Binding(walk.scope)
        binding.writes += 1
        if binding.writes == 1:
            binding.value, binding.scope = value, scope
        if value is not None:
            walk.aliases.setdefault(value.id, []).append(binding)


# Names -----------------------------------------------------------------------------------------------------------


def _declare(walk: Walk, name: "Node", scope: LexicalScope, binding: Binding) -> Binding:
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


def _declare_pattern(walk: Walk, pattern: "Node", at: At, template: Binding, *, hoisted: bool) -> Visits:
    scope = at.scope.function if hoisted else at.scope
    read = read_pattern(pattern, walk.source.slice)
    for name, keys in read.names:
        whole = keys if template.keys is not None else None
        elements = template.elements if keys == () else None
        binding = Binding(template.scope, template.value, whole, elements, template.writes, hoisted=hoisted)
        declared = _declare(walk, name, scope, binding)
        if template.value is not None:
            walk.aliases.setdefault(template.value.id, []).append(declared)
    return [(node, at._replace(sure=False, guard=False)) for node in read.values]


def _visit_declaration(walk: Walk, node: "Node", at: At) -> Visits:
    hoisted = node.type == "variable_declaration"
    visits: list[tuple[Node | None, At]] = []
    for child in node.named_children:
        visits += _declarator(walk, child, at, hoisted=hoisted) if child.type == "variable_declarator" else []
    return visits


def _declarator(walk: Walk, node: "Node", at: At, *, hoisted: bool) -> Visits:
    name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    template = Binding(at.scope, value, writes=1 if value is not None else 0)
    visits = list(_declare_pattern(walk, name, at, template, hoisted=hoisted)) if name else []
    return [*visits, *([(value, at._replace(guard=False))] if value else [])]


def _visit_assignment(walk: Walk, node: "Node", at: At) -> Visits:
    left, value = node.child_by_field_name("left"), node.child_by_field_name("right")
    at = at._replace(guard=False)
    visits = list(_write(walk, left, value, at)) if left else []
    return [*visits, *([(value, at)] if value else [])]


def _write(walk: Walk, target: "Node", value: "Node | None", at: At) -> Visits:
    root, links = unroll(target, walk.source)
    if links:
        return _visit_chain(walk, target, at, written=True)
    read = read_pattern(root, walk.source.slice)
    for name, keys in read.names:
        walk.writes.append((walk.source.slice(name), value if keys == () else None, at.scope))
    return [(inner, at) for inner in read.values]


def _visit_augmented(walk: Walk, node: "Node", at: At) -> Visits:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    short = operator is not None and operator.type in ("&&=", "||=", "??=")
    if left is not None and not unroll(left, walk.source)[1]:
        walk.writes += [(walk.source.slice(left), None, at.scope)] * 2
    after = at._replace(sure=at.sure and not short, guard=False)
    return [*([(left, at)] if left else []), *([(right, after)] if right else [])]


def _visit_update(walk: Walk, node: "Node", at: At) -> Visits:
    target = node.child_by_field_name("argument")
    if target is not None and not unroll(target, walk.source)[1]:
        walk.writes += [(walk.source.slice(target), None, at.scope)] * 2
    return [(target, at._replace(guard=False))] if target else []


# Functions -------------------------------------------------------------------------------------------------------


def _visit_function(walk: Walk, node: "Node", at: At) -> Visits:
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
    walk.functions.append((_declare(walk, name, scope, binding), region))
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


def is_full_array(node: "Node | None") -> bool:
    """Say whether a node is the literal of an array that has elements."""
    if node is None or node.type != "array" or not node.named_child_count:
        return False
    return node.named_children[0].type not in ("spread_element", "comment")


def _visit_class(walk: Walk, node: "Node", at: At) -> Visits:
    name = node.child_by_field_name("name")
    if name is not None and node.type == "class_declaration":
        _declare(walk, name, at.scope, Binding(at.scope, node, writes=1))
    return [(child, at._replace(guard=False)) for child in node.named_children if child != name]


# Control flow ----------------------------------------------------------------------------------------------------


def _visit_children(_walk: Walk, node: "Node", at: At) -> Visits:
    inner = at if not at.guard or node.type in _ASKING else at._replace(guard=False)
    return [(child, inner) for child in node.named_children]


def _visit_block(_walk: Walk, node: "Node", at: At) -> Visits:
    inner = At(at.scope.inner(), at.region, at.sure)
    return [(child, inner) for child in node.named_children]


def _partly(node: "Node", at: At, *fields: str, guarded: bool = False) -> Visits:
    kept = {child.id for field in fields if (child := node.child_by_field_name(field)) is not None}
    return [
        (child, at._replace(guard=guarded) if child.id in kept else at._replace(sure=False, guard=False))
        for child in node.named_children
    ]


def _visit_branch(_walk: Walk, node: "Node", at: At) -> Visits:
    return _partly(node, at, "condition", guarded=True)


def _visit_binary(walk: Walk, node: "Node", at: At) -> Visits:
    operator = node.child_by_field_name("operator")
    if operator is not None and operator.type in ("&&", "||", "??"):
        # A left spine of any length stays a loop: each node hands its left side on.
        return _partly(node, at, "left", guarded=True)
    return _visit_children(walk, node, at)


def _visit_typeof(_walk: Walk, node: "Node", at: At) -> Visits:
    operator = node.child_by_field_name("operator")
    asks = operator is not None and operator.type in ("typeof", "!")
    return [(child, at._replace(guard=asks or at.guard)) for child in node.named_children]


def _visit_for(_walk: Walk, node: "Node", at: At) -> Visits:
    return _partly(node, at._replace(scope=at.scope.inner()), "initializer", "condition")


def _visit_for_in(walk: Walk, node: "Node", at: At) -> Visits:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    body, kind = node.child_by_field_name("body"), node.child_by_field_name("kind")
    operator = node.child_by_field_name("operator")
    inner = At(at.scope.inner(), at.region, at.sure)
    visits: list[tuple[Node | None, At]] = []
    of = operator is not None and operator.type == "of"
    if left is not None and kind is not None:
        template = Binding(inner.scope, keys=None, elements=right if of else None)
        visits += _declare_pattern(walk, left, inner, template, hoisted=kind.type == "var")
    elif left is not None:
        visits += _write(walk, left, None, inner)
    runs = at.sure and of and is_full_array(right)
    visits += [(right, inner)] if right else []
    return visits + ([(body, inner._replace(sure=runs))] if body else [])


def _visit_switch(_walk: Walk, node: "Node", at: At) -> Visits:
    return _partly(node, at._replace(scope=at.scope.inner()), "value")


def _visit_catch(walk: Walk, node: "Node", at: At) -> Visits:
    inner = At(at.scope.inner(), at.region, sure=False)
    parameter, body = node.child_by_field_name("parameter"), node.child_by_field_name("body")
    visits: list[tuple[Node | None, At]] = []
    if parameter is not None:
        visits += _declare_pattern(walk, parameter, inner, Binding(inner.scope, keys=None), hoisted=False)
    return visits + [(child, inner) for child in (body.named_children if body else [])]


def _visit_leaving(walk: Walk, node: "Node", at: At) -> Visits:
    return [*_visit_children(walk, node, at._replace(guard=False)), (None, at)]


def _visit_field(_walk: Walk, node: "Node", at: At) -> Visits:
    return [(child, at._replace(sure=False, guard=False)) for child in node.named_children]


# Uses ------------------------------------------------------------------------------------------------------------


def _visit_chain(walk: Walk, node: "Node", at: At, *, written: bool = False) -> Visits:
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
        visits += _visit_arguments(walk, chain, index, inner)
    if any(link.name == "skipRequest" for link in links):
        visits.append((None, at))
    return visits


def _note_called(walk: Walk, chain: Chain) -> None:
    root: Node | None = chain.root
    while root is not None:
        walk.arguments[root.id] = Callback(chain, 0, -1)
        root = sole_child(root) if root.type == "parenthesized_expression" else None


def _visit_arguments(walk: Walk, chain: Chain, index: int, at: At) -> Visits:
    node = chain.links[index].arguments
    if node is None or node.type != "arguments":
        return [(node, at)] if node is not None else []
    given = [child for child in node.named_children if child.type != "comment"]
    for position, argument in enumerate(given):
        walk.arguments[argument.id] = Callback(chain, index, position)
    return [(child, at) for child in given]


def _visit_use(walk: Walk, node: "Node", at: At) -> Visits:
    return _visit_chain(walk, node, at)


def _visit_text(walk: Walk, node: "Node", at: At) -> Visits:
    walk.texts.append(node)
    if node.type == "string":
        return []
    return [(child, at._replace(guard=False)) for child in node.named_children if child.type == "template_substitution"]


def _visit_foreign(walk: Walk, node: "Node", _at: At) -> Visits:
    walk.foreign.append(node)
    return []


Handler: TypeAlias = Callable[[Walk, "Node", At], Visits]
_FUNCTIONS = (
    *("function_declaration", "generator_function_declaration", "function_expression", "generator_function"),
    *("arrow_function", "method_definition"),
)
_HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(_FUNCTIONS, _visit_function),
    **dict.fromkeys(("identifier", "shorthand_property_identifier"), _visit_use),
    **dict.fromkeys(("member_expression", "subscript_expression", "call_expression"), _visit_use),
    **dict.fromkeys(("if_statement", "ternary_expression", "while_statement"), _visit_branch),
    **dict.fromkeys(("string", "template_string"), _visit_text),
    **dict.fromkeys(("return_statement", "throw_statement"), _visit_leaving),
    **dict.fromkeys(("class_declaration", "class"), _visit_class),
    **dict.fromkeys(("import_statement", "export_statement", "decorator", "hash_bang_line"), _visit_foreign),
    **dict.fromkeys(("variable_declaration", "lexical_declaration"), _visit_declaration),
    **dict.fromkeys(("jsx_element", "jsx_self_closing_element"), _visit_foreign),
    "assignment_expression": _visit_assignment,
    "augmented_assignment_expression": _visit_augmented,
    "binary_expression": _visit_binary,
    "catch_clause": _visit_catch,
    "field_definition": _visit_field,
    "for_in_statement": _visit_for_in,
    "for_statement": _visit_for,
    "statement_block": _visit_block,
    "switch_statement": _visit_switch,
    "unary_expression": _visit_typeof,
    "update_expression": _visit_update,
}
