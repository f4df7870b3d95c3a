"""Two versions of a collection."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pcc.changes.compare.assertions import compare_assertions
from pcc.changes.compare.bodies import compare_bodies
from pcc.changes.compare.difference import Difference
from pcc.changes.compare.inherited import compare_auth, compare_settings
from pcc.changes.compare.matching import Matching, match_nodes
from pcc.changes.compare.order import compare_places
from pcc.changes.compare.parts import compare_parts
from pcc.changes.compare.renames import find_renames, renamed, with_old_names
from pcc.changes.compare.scripts import compare_scripts
from pcc.changes.compare.variables import Surroundings, compare_needs, compare_variables
from pcc.changes.concealing import conceal
from pcc.changes.normalise import normalise_collection
from pcc.changes.normalise.names import rename
from pcc.changes.record import CollectionRecord, Node
from pcc.model.collection import Collection

__all__ = ["Compared", "compare_collections"]


@dataclass(frozen=True, slots=True)
class Compared:
    """What is different, in the order of the new version, and which variables have another name everywhere."""

    differences: tuple[Difference, ...]
    renames: dict[str, str] = field(default_factory=dict)


def compare_collections(
    old: Collection,
    new: Collection,
    around_old: Surroundings | None = None,
    around_new: Surroundings | None = None,
) -> Compared:
    """Compare two versions of a collection; `around` says what belongs to each of them."""
    around_old, around_new = around_old or Surroundings(), around_new or Surroundings()
    before, after = normalise_collection(old), normalise_collection(new)
    matching = match_nodes(before, after)
    names = find_renames(before, after, matching, around_old, around_new)
    needed = {*before.needs, *after.needs}
    if names:
        # Under one name the two versions differ in what is really different, and they are better matched.
        before = normalise_collection(rename(old, names))
        matching = match_nodes(before, after)
    found = [
        *renamed(names, needed),
        *_whole(before, after, around_old, around_new),
        *_nodes(before, after, matching),
    ]
    secrets = before.secrets | after.secrets
    return Compared(tuple(_hidden(with_old_names(difference, names), secrets) for difference in found), names)


def _hidden(difference: Difference, secrets: frozenset[str]) -> Difference:
    shown = (text if text is None else conceal(text, secrets) for text in (difference.before, difference.after))
    return Difference(difference.id, difference.step, difference.part, *shown) if secrets else difference


def _whole(
    old: CollectionRecord, new: CollectionRecord, around_old: Surroundings, around_new: Surroundings
) -> Iterator[Difference]:
    if old.name != new.name:
        yield Difference("collection-renamed", "", "name", old.name, new.name)
    # A variable that an environment brings has to be filled in there, and not in the collection.
    needs = (
        {name for name in record.needs if not any(name in variables for variables in around.environments)}
        for record, around in ((old, around_old), (new, around_new))
    )
    yield from compare_variables(old.variables, new.variables, *needs)
    yield from compare_needs(
        old.needs,
        new.needs,
        (old.variables, *around_old.environments),
        (new.variables, *around_new.environments),
    )


def _nodes(old: CollectionRecord, new: CollectionRecord, matching: Matching) -> Iterator[Difference]:
    """What happened to each node, in the order of the new version; what is gone comes where it was."""
    moves = dict(compare_places(old, new, matching))
    gone = _gone(old, matching)
    yield from gone.get(-1, ())
    for index, node in enumerate(new.nodes):
        left = matching.to_old.get(index)
        if left is None:
            yield _one_sided("added", node, None, _describe(node))
            continue
        yield from _pair(old, new, matching, (left, index), moves.get(index))
        yield from gone.get(left, ())


def _gone(old: CollectionRecord, matching: Matching) -> dict[int, list[Difference]]:
    """What is gone, by the last node before it that is still there."""
    found: dict[int, list[Difference]] = {}
    last = -1
    for index, node in enumerate(old.nodes):
        if index in matching.to_new:
            last = index
        else:
            found.setdefault(last, []).append(_one_sided("removed", node, _describe(node), None))
    return found


def _one_sided(what: str, node: Node, before: str | None, after: str | None) -> Difference:
    return Difference(f"{node.kind}-{what}", node.title, node.kind, before, after)


def _describe(node: Node) -> str:
    shown = {part.group: part.shown for part in node.parts if part.group in ("method", "url")}
    return " ".join(shown.values()) or "a folder"


def _pair(
    old: CollectionRecord,
    new: CollectionRecord,
    matching: Matching,
    pair: tuple[int, int],
    move: Difference | None,
) -> Iterator[Difference]:
    left, right = old.nodes[pair[0]], new.nodes[pair[1]]
    step = right.title_in_path
    if right.kind != "collection" and left.title != right.title:
        yield Difference(f"{right.kind}-renamed", step, "name", left.title, right.title)
    if move is not None:
        yield replace(move, step=step)
    yield from compare_parts(step, left.parts, right.parts)
    if left.body is not None and right.body is not None:
        yield from compare_bodies(step, left.body, right.body)
    yield from compare_auth(old, new, matching, pair)
    yield from compare_settings(old, new, matching, pair)
    yield from compare_assertions(step, left.assertions, right.assertions)
    yield from compare_scripts(step, left.scripts, right.scripts)
