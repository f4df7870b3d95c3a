"""One walk over a syntax tree: the chains and texts in it, its names and functions, and what runs for sure.

Nothing here recurses: a script may be nested as deeply as it likes.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from pcc.javascript.walking.chains import At
from pcc.javascript.walking.flow import (
    visit_binary,
    visit_block,
    visit_branch,
    visit_catch,
    visit_children,
    visit_field,
    visit_for,
    visit_for_in,
    visit_leaving,
    visit_switch,
    visit_typeof,
)
from pcc.javascript.walking.functions import visit_function
from pcc.javascript.walking.names import (
    visit_assignment,
    visit_augmented,
    visit_class,
    visit_declaration,
    visit_update,
)
from pcc.javascript.walking.scopes import Binding, LexicalScope, Region
from pcc.javascript.walking.uses import visit_foreign, visit_text, visit_use
from pcc.javascript.walking.walked import Visits, Walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from pcc.javascript.source import Source

__all__ = ["walk_script"]


def walk_script(source: "Source") -> Walk:
    """Walk over a script."""
    walk = Walk(source, LexicalScope(), Region(sure=True))
    waiting: list[tuple[Node | None, At]] = [(source.root, At(walk.scope, walk.region))]
    while waiting:
        node, at = waiting.pop()
        if node is None:
            at.region.left = True
            continue
        waiting += reversed(list(_HANDLERS.get(node.type, visit_children)(walk, node, at)))
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


Handler: TypeAlias = Callable[[Walk, "Node", At], Visits]
_FUNCTIONS = (
    *("function_declaration", "generator_function_declaration", "function_expression", "generator_function"),
    *("arrow_function", "method_definition"),
)
_HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(_FUNCTIONS, visit_function),
    **dict.fromkeys(("identifier", "shorthand_property_identifier"), visit_use),
    **dict.fromkeys(("member_expression", "subscript_expression", "call_expression"), visit_use),
    **dict.fromkeys(("if_statement", "ternary_expression", "while_statement"), visit_branch),
    **dict.fromkeys(("string", "template_string"), visit_text),
    **dict.fromkeys(("return_statement", "throw_statement"), visit_leaving),
    **dict.fromkeys(("class_declaration", "class"), visit_class),
    **dict.fromkeys(("import_statement", "export_statement", "decorator", "hash_bang_line"), visit_foreign),
    **dict.fromkeys(("variable_declaration", "lexical_declaration"), visit_declaration),
    **dict.fromkeys(("jsx_element", "jsx_self_closing_element"), visit_foreign),
    "assignment_expression": visit_assignment,
    "augmented_assignment_expression": visit_augmented,
    "binary_expression": visit_binary,
    "catch_clause": visit_catch,
    "field_definition": visit_field,
    "for_in_statement": visit_for_in,
    "for_statement": visit_for,
    "statement_block": visit_block,
    "switch_statement": visit_switch,
    "unary_expression": visit_typeof,
    "update_expression": visit_update,
}
