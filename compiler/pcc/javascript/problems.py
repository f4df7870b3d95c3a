"""What JavaScript does not accept of a script: the first place where it stops, and names that are declared twice."""

import re
from typing import TYPE_CHECKING

from pcc.javascript.facts import SyntaxProblem
from pcc.syntax import parse_javascript

if TYPE_CHECKING:
    from tree_sitter import Node

    from pcc.javascript.source import Source
    from pcc.javascript.walking import Walk

__all__ = ["find_problems"]

_REFERENCE = re.compile(r"\{\{\s*([^{}\n]*?)\s*\}\}")
_TAKEN = ((re.compile("<!--"), "//--"), (re.compile(r"\byield\b(?!\s*\*)"), "yiel_"))
_BEFORE = re.compile(r"\S+(?=\s*$)")
_FOREIGN = {
    "decorator": ("a decorator", "JavaScript has no decorators"),
    "export_statement": ("`export`", "a script exports nothing: take the word away"),
    "hash_bang_line": ("`#!`", "Postman runs a script within a function: take the line away"),
    "import_statement": ("`import`", "write `require(…)` or `pm.require(…)`"),
}


def find_problems(walk: "Walk") -> tuple[SyntaxProblem, ...]:
    """Return what V8 would refuse, in the order of the text; of broken grammar the first place only."""
    found = [_problem(walk.source, node, *_said(node)) for node in walk.foreign]
    if walk.source.root.has_error and not _is_taken(walk.source.text):
        broken = _first_error(walk.source.root)
        found += [_broken(walk.source, broken)] if broken is not None else []
    elif not walk.source.root.has_error:
        found += [_twice(walk.source, node) for node in walk.twice]
    return tuple(sorted(found, key=lambda problem: (problem.line, problem.column)))


def _is_taken(text: str) -> bool:
    """Say whether V8 takes what the grammar does not: comments of HTML behind code, and `yield` as a name."""
    for pattern, instead in _TAKEN:
        changed = pattern.sub(instead, text)
        if changed != text and not parse_javascript(changed).has_error:
            return True
        text = changed
    return False


def _said(node: "Node") -> tuple[str, str]:
    name, advice = _FOREIGN.get(node.type, ("markup", "write it as a text"))
    return f"{name} cannot stand in a script", advice


def _problem(source: "Source", node: "Node", message: str, advice: str = "") -> SyntaxProblem:
    return SyntaxProblem(message, advice, *source.place(node), source.shown(node))


def _twice(source: "Source", node: "Node") -> SyntaxProblem:
    name = source.shown(node)
    return _problem(source, node, f"`{name}` is declared twice", "rename one of them, or put each in a block")


def _first_error(root: "Node") -> "Node | None":
    # Along the first branch that holds an error: each step is one level down.
    node: Node | None = root
    while node is not None and not (node.is_error or node.is_missing):
        node = next((child for child in node.children if child.has_error or child.is_missing), None)
    return node


def _broken(source: "Source", node: "Node") -> SyntaxProblem:
    if node.is_missing:
        text = _BEFORE.search(source.line_of(node)[: source.place(node)[1]])
        return SyntaxProblem(f"`{node.type}` is missing here", "", *source.place(node), text[0] if text else "")
    reference = _reference_at(source, node)
    if reference is not None:
        advice = f'Postman replaces nothing in a script: write pm.variables.get("{reference[1]}")'
        row, found = source.place(node)[0], reference[0]
        return SyntaxProblem(f"`{found}` is no JavaScript", advice, row, reference.start(), found)
    shown = source.shown(node)
    if shown[:1] in "\"'" and len(shown) > 1:
        return _problem(
            source, node, f"the text `{_short(shown)}` does not end on its line", "close its quotation mark"
        )
    return _problem(source, node, f"`{_short(shown)}` cannot stand here")


def _reference_at(source: "Source", node: "Node") -> re.Match[str] | None:
    """Return the `{{name}}` that a broken node begins in, or has before or behind it on its line."""
    found = [match for match in _REFERENCE.finditer(source.line_of(node)) if match[1]]
    column = source.place(node)[1]
    return min(found, key=lambda match: (not match.start() <= column < match.end(), match.start()), default=None)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
