"""What a name or an expression of a script stands for: a part of Postman's API, or a text that is known."""

import re
from typing import TYPE_CHECKING, TypeAlias

from pcc.javascript.literals import read_string
from pcc.javascript.walking.chains import Chain, Link, is_chain, sole_child, unroll

if TYPE_CHECKING:
    from tree_sitter import Node

    from pcc.javascript.walking import Walk
    from pcc.javascript.walking.scopes import Binding, LexicalScope

__all__ = ["Path", "Resolver"]

# A path of the API: names, calls as "()", None for a member that is computed.
Path: TypeAlias = "tuple[str | None, ...]"
_DEEPEST = 24
_LONGEST_PATH = 16
_LONGEST_TEXT = 4096
_MOST_TEXTS = 64
_INTEGER = re.compile(r"0|[1-9]\d{0,15}")


class Resolver:
    """Answers for one script. Every name is looked into once."""

    def __init__(self, walk: "Walk") -> None:
        self._walk = walk

    def find_path(self, chain: Chain) -> tuple[Path, int]:
        """Return the path of a chain, and how many steps of it stand in the name that it starts from.

        The path is empty when the chain does not start from Postman's API.
        """
        base = self._path_of_root(chain.root, chain.at.scope, 0)
        if not base:
            return (), 0
        return (*base, *self._names(chain.links, chain.at.scope, 0)), len(base)

    def find_path_of(self, node: "Node", scope: "LexicalScope") -> Path:
        """Return the path of an expression, empty when it does not start from Postman's API."""
        root, links = unroll(node, self._walk.source)
        base = self._path_of_root(root, scope, 0)
        return (*base, *self._names(links[:_LONGEST_PATH], scope, 0)) if base else ()

    def _names(self, links: list[Link], scope: "LexicalScope", depth: int) -> Path:
        return tuple(link.name if link.index is None else self._index(link.index, scope, depth) for link in links)

    def _index(self, index: "Node", scope: "LexicalScope", depth: int) -> str | None:
        texts = self._texts(index, scope, depth + 1)
        return texts[0] if texts is not None and len(texts) == 1 else None

    def _path_of_root(self, root: "Node", scope: "LexicalScope", depth: int) -> Path:
        if root.type not in ("identifier", "shorthand_property_identifier") or depth > _DEEPEST:
            return ()
        name = self._walk.source.slice(root)
        binding = scope.find(name)
        return (name,) if binding is None else self._path_of_binding(binding, depth)

    def _path_of_binding(self, binding: "Binding", depth: int) -> Path:
        if not binding.path_read:
            binding.path_read = True
            value = binding.known
            if value is not None and is_chain(value) and not binding.mutated:
                binding.path = self._path_of_value(binding, value, depth)
        return binding.path or ()

    def _path_of_value(self, binding: "Binding", value: "Node", depth: int) -> Path:
        root, links = unroll(value, self._walk.source)
        if len(links) > _LONGEST_PATH:
            return ()
        base = self._path_of_root(root, binding.scope, depth + 1)
        if not base:
            return ()
        path = (*base, *self._names(links, binding.scope, depth), *(binding.keys or ()))
        return path if len(path) <= _LONGEST_PATH else ()

    # Texts -------------------------------------------------------------------------------------------------------

    def find_texts(self, node: "Node | None", scope: "LexicalScope") -> tuple[str, ...] | None:
        """Return the texts that an expression may have, or None when it is computed."""
        return self._texts(node, scope, 0) if node is not None else None

    def find_value(self, node: "Node", scope: "LexicalScope") -> "tuple[Node, LexicalScope]":
        """Return the expression that a name stands for, or the same expression."""
        for _ in range(_DEEPEST):
            binding = scope.find(self._walk.source.slice(node)) if node.type == "identifier" else None
            if binding is None or binding.known is None or binding.keys:
                break
            node, scope = binding.known, binding.scope
        return node, scope

    def _texts(self, node: "Node", scope: "LexicalScope", depth: int) -> tuple[str, ...] | None:
        if depth > _DEEPEST:
            return None
        match node.type:
            case "string" | "template_string":
                return self._template(node, scope, depth)
            case "number":
                text = self._walk.source.slice(node)
                return (text,) if _INTEGER.fullmatch(text) else None
            case "binary_expression":
                return self._sum(node, scope, depth)
            case "ternary_expression":
                return self._either(node, scope, depth)
            case "parenthesized_expression":
                inner = sole_child(node)
                return self._texts(inner, scope, depth + 1) if inner else None
            case "identifier":
                binding = scope.find(self._walk.source.slice(node))
                return self._texts_of_binding(binding, depth) if binding else None
            case "member_expression" | "subscript_expression":
                return self._texts_of_member(node, scope, depth)
        return None

    def _template(self, node: "Node", scope: "LexicalScope", depth: int) -> tuple[str, ...] | None:
        if node.type == "string" or all(child.type != "template_substitution" for child in node.named_children):
            return (read_string(self._walk.source.slice(node)),)
        text = literal = ""
        for child in node.named_children:
            if child.type != "template_substitution":
                literal += self._walk.source.slice(child)
                continue
            inner = sole_child(child)
            part = self._texts(inner, scope, depth + 1) if inner else None
            if part is None or len(part) != 1:
                return None
            text, literal = text + read_string(f"`{literal}`") + part[0], ""
        text += read_string(f"`{literal}`")
        return (text,) if len(text) <= _LONGEST_TEXT else None

    def _sum(self, node: "Node", scope: "LexicalScope", depth: int) -> tuple[str, ...] | None:
        parts: list[Node] = []
        while node.type == "binary_expression":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            operator = node.child_by_field_name("operator")
            if left is None or right is None or operator is None or operator.type != "+" or len(parts) > _MOST_TEXTS:
                return None
            parts.append(right)
            node = left
        parts.append(node)
        if all(part.type == "number" for part in parts):
            return None
        known = [self._texts(part, scope, depth + 1) for part in reversed(parts)]
        texts = [text[0] for text in known if text is not None and len(text) == 1]
        whole = "".join(texts)
        return (whole,) if len(texts) == len(parts) and len(whole) <= _LONGEST_TEXT else None

    def _either(self, node: "Node", scope: "LexicalScope", depth: int) -> tuple[str, ...] | None:
        branches = (node.child_by_field_name("consequence"), node.child_by_field_name("alternative"))
        found = [self._texts(branch, scope, depth + 1) for branch in branches if branch is not None]
        texts = tuple(text for branch in found if branch is not None for text in branch)
        return texts if all(branch is not None for branch in found) and len(texts) <= _MOST_TEXTS else None

    def _texts_of_binding(self, binding: "Binding", depth: int) -> tuple[str, ...] | None:
        if not binding.constants_read:
            binding.constants_read = True
            if binding.elements is not None:
                binding.constants = self._elements(binding, depth)
            elif binding.known is not None and not binding.keys:
                binding.constants = self._texts(binding.known, binding.scope, depth + 1)
        return binding.constants

    def _elements(self, binding: "Binding", depth: int) -> tuple[str, ...] | None:
        if binding.writes or binding.elements is None:
            return None
        array, scope = self.find_value(binding.elements, binding.scope.outer or binding.scope)
        if array.type != "array" or not 0 < array.named_child_count <= _MOST_TEXTS:
            return None
        found = [self._texts(item, scope, depth + 1) for item in array.named_children]
        texts = tuple(text[0] for text in found if text is not None and len(text) == 1)
        return texts if len(texts) == len(found) else None

    def _texts_of_member(self, node: "Node", scope: "LexicalScope", depth: int) -> tuple[str, ...] | None:
        root, links = unroll(node, self._walk.source)
        if len(links) != 1 or root.type != "identifier":
            return None
        binding = scope.find(self._walk.source.slice(root))
        value = binding.known if binding is not None and not binding.keys and not binding.mutated else None
        name = self._names(links, scope, depth)[0]
        if binding is None or value is None or value.type != "object" or name is None:
            return None
        for pair in value.named_children:
            key = pair.child_by_field_name("key")
            if pair.type == "pair" and key is not None and self._walk.source.slice(key).strip("'\"") == name:
                found = pair.child_by_field_name("value")
                return self._texts(found, binding.scope, depth + 1) if found else None
        return None
