"""Which node is which: steps by id, then by title, then by content; folders by what is inside of them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

from pcc.changes.compare.similarity import most_alike
from pcc.changes.record import CollectionRecord, Node

__all__ = ["Matching", "match_nodes"]

# A folder is another's version when it holds at least this share of its steps.
_SHARE = 0.5
_Key = Callable[[int, Node], Hashable]


class Matching:
    """Pairs of nodes of two collections, by their indices; the roots are one."""

    def __init__(self) -> None:
        self.to_new: dict[int, int] = {0: 0}
        self.to_old: dict[int, int] = {0: 0}

    def add(self, old: int, new: int) -> None:
        """Take two nodes for one, unless one of them is already taken."""
        if old not in self.to_new and new not in self.to_old:
            self.to_new[old] = new
            self.to_old[new] = old

    def pairs(self) -> Iterator[tuple[int, int]]:
        """All pairs, in the order of the new collection."""
        yield from ((old, new) for new, old in sorted(self.to_old.items()))


def match_nodes(old: CollectionRecord, new: CollectionRecord) -> Matching:
    """Match the nodes of two versions. Matching them the other way round gives the same pairs."""
    matching = Matching()
    _match_steps(old, new, matching)
    _match_folders(old, new, matching)
    return matching


def _match_steps(old: CollectionRecord, new: CollectionRecord, matching: Matching) -> None:
    def left(nodes: tuple[Node, ...], taken: Mapping[int, int]) -> dict[int, Node]:
        return {index: node for index, node in enumerate(nodes) if node.kind == "step" and index not in taken}

    paths_old, paths_new = _paths(old), _paths(new)
    # What has not changed at all is found first: whatever ids it was given, it is no change.
    _pair(
        left(old.nodes, matching.to_new),
        left(new.nodes, matching.to_old),
        matching,
        lambda index, node: (paths_old[index], _content(node)),
        lambda index, node: (paths_new[index], _content(node)),
    )
    stages: list[tuple[_Key, _Key]] = [
        (_id, _id),
        (lambda index, node: node.title and paths_old[index], lambda index, node: node.title and paths_new[index]),
        (_title, _title),
    ]
    for key_old, key_new in stages:
        before, after = left(old.nodes, matching.to_new), left(new.nodes, matching.to_old)
        _pair(before, after, matching, key_old, key_new, only_unique=True)
    for pair in most_alike(left(old.nodes, matching.to_new), left(new.nodes, matching.to_old)):
        matching.add(*pair)


def _id(_: int, node: Node) -> Hashable:
    return node.id


def _title(_: int, node: Node) -> Hashable:
    return node.title


def _content(node: Node) -> Hashable:
    body = node.body
    return (
        node.parts,
        body and (body.kind, body.fields, repr(body.documents)),
        node.auth,
        repr(node.settings),
        repr(node.assertions),
        node.scripts,
    )


def _paths(record: CollectionRecord) -> list[tuple[str, ...]]:
    """The titles that lead to each node, its own last."""
    paths: list[tuple[str, ...]] = []
    for node in record.nodes:
        paths.append((*(paths[node.parent] if node.parent > 0 else ()), node.title))
    return paths


def _pair(
    old: dict[int, Node],
    new: dict[int, Node],
    matching: Matching,
    key_old: _Key,
    key_new: _Key,
    *,
    only_unique: bool = False,
) -> None:
    """Match nodes of equal keys, in their order; with `only_unique` those keys alone that both sides have once."""
    before, after = _by_key(old, key_old), _by_key(new, key_new)
    for key, indices in before.items():
        others = after.get(key, [])
        if only_unique and not (len(indices) == len(others) == 1):
            continue
        for pair in zip(indices, others, strict=False):
            matching.add(*pair)


def _by_key(nodes: dict[int, Node], key: _Key) -> dict[Hashable, list[int]]:
    found: defaultdict[Hashable, list[int]] = defaultdict(list)
    for index, node in nodes.items():
        if value := key(index, node):
            found[value].append(index)
    return found


def _match_folders(old: CollectionRecord, new: CollectionRecord, matching: Matching) -> None:
    before = {index: node for index, node in enumerate(old.nodes) if node.kind == "folder"}
    after = {index: node for index, node in enumerate(new.nodes) if node.kind == "folder"}
    paths_old, paths_new = _paths(old), _paths(new)

    def left() -> tuple[dict[int, Node], dict[int, Node]]:
        return (
            {index: node for index, node in before.items() if index not in matching.to_new},
            {index: node for index, node in after.items() if index not in matching.to_old},
        )

    _pair(before, after, matching, lambda index, _: paths_old[index], lambda index, _: paths_new[index])
    _pair(*left(), matching, _id, _id, only_unique=True)
    for pair in _by_steps(old, new, matching, *left()):
        matching.add(*pair)
    _pair(*left(), matching, _title, _title, only_unique=True)


def _by_steps(
    old: CollectionRecord, new: CollectionRecord, matching: Matching, before: dict[int, Node], after: dict[int, Node]
) -> Iterable[tuple[int, int]]:
    inside_old, inside_new = _steps_inside(old), _steps_inside(new)
    shared: Counter[tuple[int, int]] = Counter()
    for left, steps in inside_old.items():
        for step in steps:
            for right in _folders_of(new, matching.to_new.get(step, -1)):
                if left in before and right in after:
                    shared[left, right] += 1
    shares = {
        (left, right): both / max(len(inside_old[left]), len(inside_new[right]))
        for (left, right), both in shared.items()
    }
    found = [pair for pair, share in shares.items() if share >= _SHARE]
    return sorted(found, key=lambda pair: (-shares[pair], abs(pair[0] - pair[1]), sum(pair)))


def _steps_inside(record: CollectionRecord) -> dict[int, list[int]]:
    inside: defaultdict[int, list[int]] = defaultdict(list)
    for index, node in enumerate(record.nodes):
        if node.kind == "step":
            for folder in _folders_of(record, index):
                inside[folder].append(index)
    return inside


def _folders_of(record: CollectionRecord, index: int) -> Iterator[int]:
    while index > 0:
        index = record.nodes[index].parent
        if index > 0:
            yield index
