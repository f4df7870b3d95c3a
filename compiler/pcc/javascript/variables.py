"""Which variables a script reads and changes."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pcc.javascript.facts import Action, Scope, StringUse, VariableAccess
from pcc.javascript.literals import read_string
from pcc.javascript.walking.chains import CALL, Chain, Link

if TYPE_CHECKING:
    from tree_sitter import Node

    from pcc.javascript.resolve import Path, Resolver
    from pcc.javascript.walking import Walk
    from pcc.javascript.walking.scopes import Binding

__all__ = ["AccessReader"]

_SCOPES = {
    "collectionVariables": Scope.COLLECTION,
    "environment": Scope.ENVIRONMENT,
    "globals": Scope.GLOBALS,
    "iterationData": Scope.DATA,
    "variables": Scope.LOCAL,
}
_NAMED = {"get": Action.READ, "has": Action.READ, "set": Action.WRITE, "unset": Action.UNSET}
_WHOLE = {
    "clear": Action.CLEAR,
    **dict.fromkeys(("syncVariablesTo", "toJSON", "toObject", "toObjectResolved", "values", "variables"), Action.READ),
}
_OPAQUE = frozenset({"addLayer", "applyMutation", "syncVariablesFrom", "values"})
_POSTMAN = {
    "clearEnvironmentVariable": (Scope.ENVIRONMENT, Action.UNSET),
    "clearEnvironmentVariables": (Scope.ENVIRONMENT, Action.CLEAR),
    "clearGlobalVariable": (Scope.GLOBALS, Action.UNSET),
    "clearGlobalVariables": (Scope.GLOBALS, Action.CLEAR),
    "getEnvironmentVariable": (Scope.ENVIRONMENT, Action.READ),
    "getGlobalVariable": (Scope.GLOBALS, Action.READ),
    "setEnvironmentVariable": (Scope.ENVIRONMENT, Action.WRITE),
    "setGlobalVariable": (Scope.GLOBALS, Action.WRITE),
}
_OBJECTS = {"data": Scope.DATA, "environment": Scope.ENVIRONMENT, "globals": Scope.GLOBALS}
_WRITABLE = (Scope.LOCAL, Scope.ENVIRONMENT, Scope.COLLECTION, Scope.GLOBALS)
_REFERENCE = re.compile(r"\{\{([^{}]*)\}\}")


class AccessReader:
    """Reads the accesses of one script; each comes with the end of its call, in the order of which they happen."""

    def __init__(self, walk: "Walk", resolver: "Resolver") -> None:
        self._walk, self._source, self._resolver = walk, walk.source, resolver
        self._found: list[tuple[int, VariableAccess]] = []
        self.unreplaced: list[StringUse] = []

    def accesses(self) -> tuple[VariableAccess, ...]:
        """Return what was read, a call behind those among its arguments."""
        return tuple(access for _, access in sorted(self._found, key=lambda pair: pair[0]))

    def read(self, chain: Chain, path: "Path", base: int) -> None:
        """Read one use of the API."""
        head = path[0]
        if CALL in path[:base]:
            # A name for what a call gave: the call itself is a use of its own.
            return
        if head == "pm":
            self._read_pm(chain, path, base)
        elif head == "postman" and len(path) > 2 and path[2] == CALL and path[1] in _POSTMAN:
            self._add(chain, base, 2, *_POSTMAN[path[1]])
        elif head in _OBJECTS and not chain.written:
            self._read_object(chain, path, base, _OBJECTS[head])
        elif path[:2] == ("eval", CALL) or (head == "Function" and path[1:]):
            self._anything(chain)

    def _read_pm(self, chain: Chain, path: "Path", base: int) -> None:
        if path[:3] == ("pm", "require", CALL) or path[:4] == ("pm", "execution", "runRequest", CALL):
            # A package may do anything with `pm`, and so may the scripts of another request.
            self._anything(chain)
        if len(path) == 1 or path[1] is None:
            self._escape(chain, lambda: self._anything(chain))
        elif path[1] in _SCOPES:
            self._read_scope(chain, path, base, _SCOPES[path[1]])
        elif path[1:3] == ("sendRequest", CALL):
            self._read_request(chain, base)

    def _escape(self, chain: Chain, escaped: Callable[[], None]) -> None:
        """What is handed away may be used in any way, unless it only gets another name, or is only asked for."""
        bindings = self._walk.aliases.get(chain.node.id, [])
        renamed = bindings and all(_same(binding, chain) for binding in bindings)
        if not renamed and not chain.at.guard:
            escaped()

    def _read_scope(self, chain: Chain, path: "Path", base: int, scope: Scope) -> None:
        if len(path) == 2 or path[2] is None:
            self._escape(chain, lambda: self._all_of(chain, scope))
            return
        method, called = path[2], path[3:4] == (CALL,)
        if method in _OPAQUE:
            self._all_of(chain, scope)
        elif method in _NAMED and called:
            self._add(chain, base, 3, scope, _NAMED[method])
        elif method == "replaceIn" and called:
            self._read_texts(chain, base, scope)
        elif method in _WHOLE and called:
            self._put(chain.node, scope, _WHOLE[method], None, chain, sure=chain.at.sure)

    def _read_object(self, chain: Chain, path: "Path", base: int, scope: Scope) -> None:
        name = path[1] if len(path) > 1 else None
        binding = chain.at.scope.find(self._source.slice(chain.root))
        if binding is not None and base - len(binding.keys or ()) > 1:
            return
        if name is None or name == CALL or path[2:3] == (CALL,):
            self._escape(chain, lambda: self._put(chain.node, scope, Action.READ, None, chain, sure=False))
        else:
            node = chain.links[max(0, 1 - base)].node if chain.links and base <= 1 else chain.node
            self._put(node, scope, Action.READ, name, chain, sure=chain.at.sure)

    def _add(self, chain: Chain, base: int, step: int, scope: Scope, action: Action) -> None:
        link = chain.links[step - base] if step >= base else None
        node = link.node if link else chain.node
        if action is Action.CLEAR:
            self._put(node, scope, action, None, chain, sure=chain.at.sure)
            return
        given = link.argument(0) if link else None
        names = self._resolver.find_texts(given, chain.at.scope)
        if names is None:
            self._put(node, scope, action, None, chain, sure=chain.at.sure)
            return
        every = len(names) == 1 or (given is not None and given.type == "identifier" and self._iterates(given, chain))
        for name in dict.fromkeys(names):
            self._put(node, scope, action, name, chain, sure=chain.at.sure and every)

    def _iterates(self, name: "Node", chain: Chain) -> bool:
        binding = chain.at.scope.find(self._source.slice(name))
        return binding is not None and binding.elements is not None

    def _put(self, node: "Node", scope: Scope, action: Action, name: str | None, chain: Chain, *, sure: bool) -> None:
        line, column = self._source.place(node)
        sure = sure and chain.at.region.sure
        access = VariableAccess(scope, action, name, line, column, self._source.shown(node), sure)
        self._found.append((node.end_byte, access))

    def _all_of(self, chain: Chain, scope: Scope) -> None:
        for action in (Action.READ, Action.WRITE):
            self._put(chain.node, scope, action, None, chain, sure=False)

    def _anything(self, chain: Chain) -> None:
        self._put(chain.node, Scope.LOCAL, Action.READ, None, chain, sure=False)
        for scope in _WRITABLE:
            self._put(chain.node, scope, Action.WRITE, None, chain, sure=False)

    # Texts with references ---------------------------------------------------------------------------------------

    def _read_texts(self, chain: Chain, base: int, scope: Scope) -> None:
        given = _call(chain, base, 3)
        texts = self._resolver.find_texts(given, chain.at.scope)
        literal = [] if texts is not None or given is None else list(self._texts_in(given, chain))
        if texts is None and not literal and not self._is_value(given, chain):
            self._put(chain.node, scope, Action.READ, None, chain, sure=chain.at.sure)
        for text in [*(texts or ()), *(text for _, text in literal)]:
            for name in _references(text):
                self._put(given or chain.node, scope, Action.READ, name, chain, sure=chain.at.sure)

    def _is_value(self, given: "Node | None", chain: Chain) -> bool:
        """Say whether a text is the value of a variable: what stands in it was judged with the variable."""
        path = self._resolver.find_path_of(given, chain.at.scope) if given is not None else ()
        return len(path) == 4 and path[0] == "pm" and path[1] in _SCOPES and path[2:] == ("get", CALL)

    def _read_request(self, chain: Chain, base: int) -> None:
        given = _call(chain, base, 2)
        for node, text in self._texts_in(given, chain) if given is not None else ():
            names = _references(text)
            for name in names:
                # Postman sends the text as it stands: what it reads is what was meant.
                self._put(node, Scope.LOCAL, Action.READ, name, chain, sure=False)
            if names:
                self.unreplaced.append(StringUse(text, *self._source.place(node), self._source.shown(node)))

    def _texts_in(self, node: "Node", chain: Chain) -> "Iterator[tuple[Node, str]]":
        waiting = [self._resolver.find_value(node, chain.at.scope)[0]]
        while waiting:
            inner = waiting.pop()
            if inner.type == "string":
                yield inner, read_string(self._source.slice(inner))
            elif inner.type == "template_string":
                yield from ((part, text) for part in [inner] if (text := self._source.slice(part)[1:-1]))
            elif inner.type in _PLAIN:
                waiting += reversed(inner.named_children)


_PLAIN = frozenset({"object", "pair", "array", "binary_expression", "parenthesized_expression", "ternary_expression"})


def _same(binding: "Binding", chain: Chain) -> bool:
    return binding.known is not None and binding.known.id == chain.node.id


def _call(chain: Chain, base: int, step: int) -> "Node | None":
    link: Link | None = chain.links[step - base] if step >= base else None
    return link.argument(0) if link else None


def _references(text: str) -> list[str]:
    return [name for name in dict.fromkeys(_REFERENCE.findall(text)) if not name.startswith("$")]
