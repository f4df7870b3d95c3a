"""Variables that have another name everywhere: found by the places where they stand."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from pcc.changes.compare.difference import Difference
from pcc.changes.compare.matching import Matching
from pcc.changes.compare.variables import Surroundings
from pcc.changes.record import CollectionRecord, Variables
from pcc.templating.notation import TOKEN

__all__ = ["find_renames", "find_renames_by_value", "renamed", "with_old_names"]

# The share of places that two names must have in common to be one variable.
_ENOUGH = 0.5
_QUOTED = re.compile(r"""(["'`])([^"'`\n]+)\1""")
# A node: of both versions, or of one alone.
_At: TypeAlias = tuple[str, int]
_Uses: TypeAlias = Counter[tuple[_At, str, bool]]


def find_renames(
    old: CollectionRecord, new: CollectionRecord, matching: Matching, around_old: Surroundings, around_new: Surroundings
) -> dict[str, str]:
    """Return the variables of the old version that are nowhere in the new one, with their new names.

    A name that stands at one place alone, and is set nowhere, is no evidence: there another variable is used.
    """
    before = _places(old, {index: ("both", index) for index in matching.to_new}, "old")
    after = _places(new, {index: ("both", left) for index, left in matching.to_old.items()}, "new")
    gone = before.keys() - after.keys() - _declared(around_new)
    fresh = after.keys() - before.keys() - _declared(around_old)
    scores = {(left, right): _score(before[left], after[right]) for left in gone for right in fresh}
    return _choose({pair: score for pair, score in scores.items() if score is not None})


def _score(old: _Uses, new: _Uses) -> tuple[float, int] | None:
    """How likely two names are one variable: the share and the number of common places; None when it is not."""
    both = old & new
    share = both.total() / (old | new).total()
    if _sets(both) and _sets(both) in (_sets(old), _sets(new)):
        # What gets the same value at the same places is the same, wherever else it is read now.
        return 1 + share, both.total()
    known = both.total() > 1 or bool(_sets(both))
    return (share, both.total()) if share >= _ENOUGH and known else None


def _sets(uses: _Uses) -> _Uses:
    return Counter({place: number for place, number in uses.items() if place[2]})


def _places(record: CollectionRecord, pairs: Mapping[int, _At], side: str) -> dict[str, _Uses]:
    found: defaultdict[str, _Uses] = defaultdict(Counter)
    for index, node in enumerate(record.nodes):
        # A node that the other version does not have shares no place with it.
        at = pairs.get(index, (side, index))
        for use in node.uses:
            found[use.name][at, use.place, use.sets] += 1
    for name, variable in record.variables.items():
        found[name][("both", 0), variable.value, True] += 1
    return found


def _declared(around: Surroundings) -> set[str]:
    return {name for variables in around.environments for name in variables}


def _choose(scores: Mapping[tuple[str, str], tuple[float, int]]) -> dict[str, str]:
    """The best pairs, each name once; equals are told apart by their names, whatever the direction."""
    chosen: dict[str, str] = {}
    taken: set[str] = set()
    for left, right in sorted(scores, key=lambda pair: (*(-part for part in scores[pair]), sorted(pair))):
        if left not in chosen and right not in taken:
            chosen[left] = right
            taken.add(right)
    return chosen


def find_renames_by_value(old: Variables, new: Variables, hints: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of an environment that have another name now.

    Those are what the collections beside it say, and names of which each alone has a value that is no other's.
    """
    gone = {name: variable for name, variable in old.items() if name not in new}
    fresh = {name: variable for name, variable in new.items() if name not in old}
    found = {left: right for left, right in hints.items() if left in gone and right in fresh}
    for left, variable in gone.items():
        same = [right for right, other in fresh.items() if variable.filled and _alike(variable, other)]
        rivals = [name for name, other in gone.items() if _alike(variable, other)]
        if left not in found and len(same) == len(rivals) == 1 and same[0] not in found.values():
            found[left] = same[0]
    return found


def _alike(left: object, right: object) -> bool:
    return all(getattr(left, name) == getattr(right, name) for name in ("value", "secret", "on", "filled"))


def renamed(names: Mapping[str, str], needed: Iterable[str]) -> list[Difference]:
    """Return a difference for each name; one that the reader fills in is another matter than one that is set here."""
    inputs = set(needed)
    return [
        Difference(
            "required-variable-renamed" if left in inputs or right in inputs else "variable-renamed",
            "",
            f"variable {right}",
            left,
            right,
        )
        for left, right in sorted(names.items())
    ]


def with_old_names(difference: Difference, names: Mapping[str, str]) -> Difference:
    """Return a difference whose old side, which was compared under the new names, has its own names again."""
    if difference.before is None or not names:
        return difference
    back = {right: left for left, right in names.items()}
    text = TOKEN.sub(lambda match: f"{{{{{back.get(match[1], match[1])}}}}}", difference.before)
    if difference.part.endswith("script"):
        text = _QUOTED.sub(lambda match: f"{match[1]}{back.get(match[2], match[2])}{match[1]}", text)
    elif difference.id.startswith("assertion-"):
        text = re.sub(r'(?<=\bvariable ")([^"]*)(?=")', lambda match: back.get(match[1], match[1]), text)
    return Difference(difference.id, difference.step, difference.part, text, difference.after)
