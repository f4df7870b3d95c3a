"""Which functions of a script surely run, and which of them run within a test."""

from typing import TYPE_CHECKING

from pcc.javascript.walking import is_full_array
from pcc.javascript.walking.chains import CALL, Callback

if TYPE_CHECKING:
    from pcc.javascript.resolve import Resolver
    from pcc.javascript.walking import Walk
    from pcc.javascript.walking.scopes import Region

__all__ = ["settle_runs"]

_ITERATORS = frozenset({"forEach", "map", "flatMap"})


def settle_runs(walk: "Walk", resolver: "Resolver") -> None:
    """Say of every function whether it runs whenever the script does: a callback of a test, or called by its name."""
    called = _called_regions(walk, resolver)
    inner: dict[Region, list[Region]] = {}
    for region in walk.regions.values():
        if region.outer is not None:
            inner.setdefault(region.outer, []).append(region)
    waiting = [walk.region]
    while waiting:
        outer = waiting.pop()
        runs = [region for region in inner.get(outer, []) if _surely_called(region, resolver)]
        named = called.get(outer, [])
        for region, in_test in [*((region, _is_test(region.callback, resolver)) for region in runs), *named]:
            if not region.sure:
                region.sure = True
                region.in_test = outer.in_test or in_test
                waiting.append(region)
    _settle_tests(walk, resolver)


def _settle_tests(walk: "Walk", resolver: "Resolver") -> None:
    # Outer functions come before the inner ones.
    for region in walk.regions.values():
        within = region.outer is not None and region.outer.in_test
        region.in_test = region.in_test or within or _is_test(region.callback, resolver)


def _called_regions(walk: "Walk", resolver: "Resolver") -> "dict[Region, list[tuple[Region, bool]]]":
    """The functions that are called by name, or handed to a test, by the function in which that stands for sure."""
    by_binding = dict(walk.functions)
    by_binding |= {
        binding: walk.regions[value]
        for value, bindings in walk.aliases.items()
        if value in walk.regions
        for binding in bindings
    }
    called: dict[Region, list[tuple[Region, bool]]] = {}
    for chain in walk.chains:
        binding = chain.at.scope.find(walk.source.slice(chain.root)) if chain.root.type == "identifier" else None
        region = by_binding.get(binding) if binding is not None and binding.writes == 1 else None
        if region is None or not chain.at.sure or region.is_generator:
            continue
        callback = walk.arguments.get(chain.node.id) if not chain.links else None
        if _runs(callback, resolver) or (chain.links and chain.links[0].name == CALL):
            called.setdefault(chain.at.region, []).append((region, _is_test(callback, resolver)))
    return called


def _surely_called(region: "Region", resolver: "Resolver") -> bool:
    return region.here and not region.is_generator and _runs(region.callback, resolver)


def _runs(callback: Callback | None, resolver: "Resolver") -> bool:
    if callback is None:
        return False
    if callback.position == -1:
        return callback.link == 0
    if _is_test(callback, resolver):
        return True
    chain = callback.chain
    if callback.position != 0 or callback.link != 1 or chain.links[0].name not in _ITERATORS:
        return False
    return is_full_array(resolver.find_value(chain.root, chain.at.scope)[0])


def _is_test(callback: Callback | None, resolver: "Resolver") -> bool:
    if callback is None or callback.position != 1:
        return False
    path, base = resolver.find_path(callback.chain)
    return path[: base + callback.link + 1] == ("pm", "test", CALL)
