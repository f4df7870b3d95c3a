"""Reads what a script does from its syntax tree."""

from functools import lru_cache
from typing import TYPE_CHECKING

from pcc.javascript.facts import Action, Scope, ScriptFacts, VariableAccess
from pcc.syntax import parse_javascript

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

__all__ = ["read_facts"]

_SCOPES = {
    "pm.variables": Scope.LOCAL,
    "pm.iterationData": Scope.DATA,
    "pm.environment": Scope.ENVIRONMENT,
    "pm.collectionVariables": Scope.COLLECTION,
    "pm.globals": Scope.GLOBALS,
}
_ACTIONS = {
    "get": Action.READ,
    "has": Action.READ,
    "toObject": Action.READ,
    "set": Action.WRITE,
    "unset": Action.UNSET,
    "clear": Action.CLEAR,
}


@lru_cache(maxsize=1024)
def read_facts(text: str) -> ScriptFacts:
    """Return what a script does. Never raises: what cannot be read is among the errors, or not there."""
    root = parse_javascript(text)
    return ScriptFacts(accesses=tuple(_accesses(root)))


def _accesses(root: "Node") -> "Iterator[VariableAccess]":
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting += reversed(node.children)
        callee = node.child_by_field_name("function") if node.type == "call_expression" else None
        path, _, method = (_text(callee) if callee else "").rpartition(".")
        if path in _SCOPES and method in _ACTIONS:
            arguments = node.child_by_field_name("arguments")
            first = arguments.named_child(0) if arguments else None
            name = _text(first)[1:-1] if first is not None and first.type == "string" else None
            line, column = node.start_point
            yield VariableAccess(_SCOPES[path], _ACTIONS[method], name, line, column, _text(node).partition("\n")[0])


def _text(node: "Node") -> str:
    return (node.text or b"").decode("utf-8", "replace")
