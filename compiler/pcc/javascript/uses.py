"""Which parts of Postman's API a script uses, which tests it has, and where it jumps to."""

import json
from typing import TYPE_CHECKING

from pcc.javascript.api import Verdict, judge_module, judge_path
from pcc.javascript.facts import ApiUse, JumpUse, Standing, TestUse
from pcc.javascript.walking.chains import CALL, Chain

if TYPE_CHECKING:
    from tree_sitter import Node

    from pcc.javascript.resolve import Path, Resolver
    from pcc.javascript.source import Source

__all__ = ["UseReader"]

_JUMPS = (("pm", "execution", "setNextRequest", CALL), ("postman", "setNextRequest", CALL))
_TESTS = (("pm", "test", CALL), ("pm", "test", "skip", CALL))
_GETTERS = {
    "data": "pm.iterationData",
    "environment": "pm.environment",
    "globals": "pm.globals",
    "responseHeaders": "pm.response.headers",
}
_LONGEST = 24


class UseReader:
    """Reads the uses of one script."""

    def __init__(self, source: "Source", resolver: "Resolver") -> None:
        self._source, self._resolver = source, resolver
        self._calls: list[tuple[ApiUse, Path]] = []
        self._asked: set[Path] = set()
        self.tests: list[TestUse] = []
        self.jumps: list[JumpUse] = []

    def calls(self) -> tuple[ApiUse, ...]:
        """Return the uses that were read. What the script asks for before it uses it is not unknown."""
        return tuple(
            ApiUse(use.path, Standing.KNOWN, "", use.line, use.column, use.text) if self._is_asked(use, path) else use
            for use, path in self._calls
        )

    def _is_asked(self, use: ApiUse, path: "Path") -> bool:
        if use.standing is not Standing.UNKNOWN:
            return False
        return any(path[: length + 1] in self._asked for length in range(len(path)))

    def read(self, chain: Chain, path: "Path", base: int) -> None:
        """Read one use of the API."""
        verdict = self._judge(chain, path, base)
        if verdict is not None:
            self._add(chain, path, base, verdict)
        self._read_test(chain, path, base)
        jump = next((jump for jump in _JUMPS if path[: len(jump)] == jump), None)
        if jump is not None and len(jump) > base:
            self._read_jump(chain, chain.links[len(jump) - 1 - base].argument(0))

    def _judge(self, chain: Chain, path: "Path", base: int) -> Verdict | None:
        if path[:2] == ("require", CALL):
            return self._judge_module(chain, base)
        verdict = judge_path(path)
        if verdict is None or verdict.standing is Standing.KNOWN:
            self._ask(chain, path)
            return verdict
        binding = chain.at.scope.find(self._source.slice(chain.root))
        if binding is not None and verdict.length <= base - len(binding.keys or ()):
            # It was found where the name got its value.
            return Verdict(Standing.KNOWN, len(path))
        if verdict.standing is Standing.UNKNOWN:
            self._ask(chain, path)
            following = chain.links[verdict.length - base : verdict.length - base + 1] if verdict.length >= base else []
            if following and following[0].optional:
                return Verdict(Standing.KNOWN, len(path))
        return verdict

    def _ask(self, chain: Chain, path: "Path") -> None:
        added = chain.written and len(path) == 2
        if added or (chain.at.guard and path[-1] != CALL):
            self._asked.add(path)

    def _judge_module(self, chain: Chain, base: int) -> Verdict | None:
        given = chain.links[1 - base].argument(0) if base <= 1 and len(chain.links) > 1 - base else None
        names = self._resolver.find_texts(given, chain.at.scope)
        return judge_module(names[0]) if names is not None and len(names) == 1 else None

    def _add(self, chain: Chain, path: "Path", base: int, verdict: Verdict) -> None:
        last = verdict.length - 1 - base
        until = chain.links[last].node if 0 <= last < len(chain.links) else chain.node if last >= 0 else chain.root
        shown = [name or "[…]" for name in path[: verdict.length] if name != CALL]
        text = self._source.shown(chain.node, until)
        replacement = _getter(path) if verdict.standing is Standing.DEPRECATED else ""
        replacement = replacement or verdict.replacement
        use = ApiUse(".".join(shown[:_LONGEST]), verdict.standing, replacement, *self._place(chain), text)
        self._calls.append((use, path[: verdict.length]))

    def _place(self, chain: Chain) -> tuple[int, int]:
        return self._source.place(chain.node)

    def _read_test(self, chain: Chain, path: "Path", base: int) -> None:
        region = chain.at.region
        sure = chain.at.sure and region.sure
        test = next((test for test in _TESTS if path[: len(test)] == test), None)
        if test is not None and len(test) > base:
            names = self._resolver.find_texts(chain.links[len(test) - 1 - base].argument(0), chain.at.scope)
            name = names[0] if names is not None and len(names) == 1 else None
            self._test(chain, name, sure=sure, skipped="skip" in test)
        elif path[0] == "tests" and chain.written and len(path) > 1:
            self._test(chain, path[1], sure=sure)
        elif _is_assertion(path) and not region.in_test:
            self._test(chain, None, sure=sure, bare=True)

    def _test(self, chain: Chain, name: str | None, *, sure: bool, bare: bool = False, skipped: bool = False) -> None:
        text = self._source.shown(chain.node)
        self.tests.append(TestUse(name, *self._place(chain), text, bare=bare, skipped=skipped, sure=sure))

    def _read_jump(self, chain: Chain, given: "Node | None") -> None:
        if given is None or given.type == "undefined":
            return
        sure, text = chain.at.sure and chain.at.region.sure, self._source.shown(chain.node)
        names = (None,) if given.type == "null" else self._resolver.find_texts(given, chain.at.scope)
        for name in names or (None,):
            self.jumps.append(
                JumpUse(name, names is None, *self._place(chain), text, sure=sure and len(names or ()) < 2)
            )


def _is_assertion(path: "Path") -> bool:
    if path[:3] == ("pm", "expect", CALL):
        return len(path) > 3
    return path[:3] in (("pm", "response", "to"), ("pm", "request", "to")) and len(path) > 3


def _getter(path: "Path") -> str:
    name = path[1] if len(path) > 1 else None
    return f"{_GETTERS[path[0]]}.get({json.dumps(name)})" if name not in (None, CALL) and path[0] in _GETTERS else ""
