"""Moves: the fewest nodes that have to be put elsewhere so that one order becomes the other."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

from pcc.changes.compare.difference import Difference
from pcc.changes.compare.matching import Matching
from pcc.changes.record import CollectionRecord

__all__ = ["compare_places"]

Pair = tuple[int, int]


def compare_places(old: CollectionRecord, new: CollectionRecord, matching: Matching) -> list[tuple[int, Difference]]:
    """Find nodes that stand in another folder or at another place, each with its index in the new collection.

    A folder that is new, or gone, takes its steps along: they have not moved.
    """
    anchors_old = [_anchor(old, index, matching.to_new) for index in range(len(old.nodes))]
    anchors_new = [_anchor(new, index, matching.to_old) for index in range(len(new.nodes))]
    moved: set[Pair] = set()
    staying: defaultdict[int, list[Pair]] = defaultdict(list)
    for left, right in matching.pairs():
        if right == 0:
            continue
        if matching.to_new[anchors_old[left]] == anchors_new[right]:
            staying[anchors_new[right]].append((left, right))
        else:
            moved.add((left, right))
    for pairs in staying.values():
        moved.update(_out_of_order(pairs, lambda pair: _rank(old, new, pair)))
    return [
        (
            right,
            Difference(
                f"{new.nodes[right].kind}-moved", new.nodes[right].title, "place", _place(old, left), _place(new, right)
            ),
        )
        for left, right in sorted(moved, key=lambda pair: pair[1])
    ]


def _anchor(record: CollectionRecord, index: int, matched: dict[int, int]) -> int:
    """The nearest folder around a node that both versions have."""
    parent = record.nodes[index].parent
    while parent > 0 and parent not in matched:
        parent = record.nodes[parent].parent
    return max(parent, 0)


def _rank(old: CollectionRecord, new: CollectionRecord, pair: Pair) -> Hashable:
    """What decides which of two nodes has moved; it is the same from both sides."""
    left, right = old.nodes[pair[0]], new.nodes[pair[1]]
    parts = (tuple(sorted(repr((part.group, part.name, part.value)) for part in node.parts)) for node in (left, right))
    others = (repr(replace(node, parent=0)) for node in (left, right))
    # A single step moves rather than a folder.
    return (left.kind == "folder", *sorted((left.title, right.title)), *sorted(parts), *sorted(others), sum(pair))


def _out_of_order(pairs: list[Pair], rank: Any) -> list[Pair]:
    """The pairs outside of the heaviest increasing subsequence.

    The weights are powers of two in the order of ranks below one common summand, so the longest wins, no two are
    equally heavy, and both directions choose the same.
    """
    pairs = _trim(sorted(pairs, key=lambda pair: pair[1]))
    if not pairs:
        return []
    order = {pair: position for position, pair in enumerate(sorted(pairs, key=rank))}
    one = 1 << len(pairs)
    lefts = sorted(left for left, _ in pairs)
    best = _Maxima(len(lefts))
    chains: dict[Pair, Pair | None] = {}
    for pair in pairs:
        position = bisect_left(lefts, pair[0])
        weight, before = best.below(position)
        chains[pair] = before
        best.put(position, weight + one + (1 << order[pair]), pair)
    keep: set[Pair] = set()
    last = best.below(len(lefts))[1]
    while last is not None:
        keep.add(last)
        last = chains[last]
    return [pair for pair in pairs if pair not in keep]


def _trim(pairs: list[Pair]) -> list[Pair]:
    """The pairs without those at both ends that stand where they stood."""
    lefts = sorted(left for left, _ in pairs)
    start, end = 0, len(pairs)
    while start < end and pairs[start][0] == lefts[start]:
        start += 1
    while end > start and pairs[end - 1][0] == lefts[end - 1]:
        end -= 1
    return pairs[start:end]


class _Maxima:
    """The heaviest chain that ends below a position (a Fenwick tree)."""

    def __init__(self, size: int) -> None:
        self._tree: list[tuple[int, Pair | None]] = [(0, None)] * (size + 1)

    def below(self, position: int) -> tuple[int, Pair | None]:
        """The heaviest of positions before this one."""
        found: tuple[int, Pair | None] = (0, None)
        while position > 0:
            if self._tree[position][0] > found[0]:
                found = self._tree[position]
            position &= position - 1
        return found

    def put(self, position: int, weight: int, pair: Pair) -> None:
        """Enter a chain that ends at a position."""
        position += 1
        while position < len(self._tree):
            if weight > self._tree[position][0]:
                self._tree[position] = (weight, pair)
            position += position & -position


def _place(record: CollectionRecord, index: int) -> str:
    node = record.nodes[index]
    siblings: Sequence[int] = [other for other, it in enumerate(record.nodes) if it.parent == node.parent]
    position = siblings.index(index)
    where = f"in “{record.nodes[node.parent].title}”, " if node.parent > 0 else ""
    return where + (f"after “{record.nodes[siblings[position - 1]].title}”" if position else "first")
