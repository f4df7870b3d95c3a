"""Reads what a script does from its syntax tree."""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from pcc.javascript.facts import ScriptFacts, StringUse
from pcc.javascript.literals import read_string
from pcc.javascript.problems import find_problems
from pcc.javascript.resolve import Resolver
from pcc.javascript.runs import settle_runs
from pcc.javascript.source import Source
from pcc.javascript.uses import UseReader
from pcc.javascript.variables import AccessReader
from pcc.javascript.walking import walk_script

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["read_facts"]


@lru_cache(maxsize=1024)
def read_facts(text: str) -> ScriptFacts:
    """Return what a script does. Never raises: what JavaScript does not accept is among the errors."""
    walk = walk_script(Source(text))
    resolver = Resolver(walk)
    settle_runs(walk, resolver)
    accesses, uses = AccessReader(walk, resolver), UseReader(walk.source, resolver)
    for chain in walk.chains:
        path, base = resolver.find_path(chain)
        if path:
            accesses.read(chain, path, base)
            uses.read(chain, path, base)
    return ScriptFacts(
        accesses.accesses(),
        uses.calls(),
        tuple(uses.tests),
        tuple(text for node in walk.texts for text in _strings(walk.source, node)),
        tuple(uses.jumps),
        find_problems(walk),
        tuple(accesses.unreplaced),
    )


def _strings(source: Source, node: "Node") -> Iterator[StringUse]:
    parts = [node] if node.type == "string" else node.named_children
    if node.type == "string" or all(part.type != "template_substitution" for part in parts):
        yield StringUse(read_string(source.slice(node)), *source.place(node), source.shown(node))
        return
    literal: list[Node] = []
    for part in [*parts, None]:
        if part is not None and part.type != "template_substitution":
            literal.append(part)
        elif literal:
            text = "".join(source.slice(inner) for inner in literal)
            yield StringUse(read_string(f"`{text}`"), *source.place(literal[0]), text.partition("\n")[0])
            literal = []
