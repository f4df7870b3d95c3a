"""How alike two steps are, from 0 to 1."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pcc.changes.record import Node
from pcc.scripts.words import write_extractor, write_predicate

__all__ = ["ENOUGH", "most_alike"]

# From here on two steps count as versions of one.
ENOUGH = 0.5

# What so many pairs of steps have in common says nothing of any of them, and counting it would take long.
_COMMON = 40_000
_WORD = re.compile(r"\w+")
_URL_WEIGHT = 3


def most_alike(old: dict[int, Node], new: dict[int, Node]) -> Iterator[tuple[int, int]]:
    """Yield pairs of steps that are alike enough, the most alike first, each step once.

    The order of two versions makes no difference: what decides between equals is where the steps stand.
    """
    before = {index: Counter(_features(node)) for index, node in old.items()}
    after = {index: Counter(_features(node)) for index, node in new.items()}
    scores = _scores(before, after)
    ranked = sorted(
        (pair for pair, score in scores.items() if score >= ENOUGH),
        key=lambda pair: (-scores[pair], abs(pair[0] - pair[1]), sum(pair)),
    )
    seen_old: set[int] = set()
    seen_new: set[int] = set()
    for left, right in ranked:
        if left not in seen_old and right not in seen_new:
            seen_old.add(left)
            seen_new.add(right)
            yield left, right


def _scores(before: dict[int, Counter[str]], after: dict[int, Counter[str]]) -> dict[tuple[int, int], float]:
    having: defaultdict[str, list[int]] = defaultdict(list)
    for index, features in after.items():
        for feature in features:
            having[feature].append(index)
    spread = Counter(feature for features in before.values() for feature in features)
    shared: Counter[tuple[int, int]] = Counter()
    for left, features in before.items():
        for feature, weight in features.items():
            if spread[feature] * len(having[feature]) <= _COMMON:
                for right in having[feature]:
                    shared[left, right] += min(weight, after[right][feature])
    total_old = {index: features.total() for index, features in before.items()}
    total_new = {index: features.total() for index, features in after.items()}
    return {(left, right): both / (total_old[left] + total_new[right] - both) for (left, right), both in shared.items()}


def _features(node: Node) -> Sequence[str]:
    """What a step consists of; what says more of it stands there more often."""
    found = [f"word {word.lower()}" for word in _WORD.findall(node.title)]
    for part in node.parts:
        if part.group == "url":
            found += [f"url {part.value}"] * _URL_WEIGHT
            found += [f"segment {segment}" for segment in part.value.split("/") if segment]
        elif part.group != "text":
            found += [f"{part.group} {part.name}", f"{part.group} {part.name} {part.value}"]
    if node.body is not None:
        found += [f"field {field.name}" for field in node.body.fields]
        found += [f"field {field.name} {field.value}" for field in node.body.fields]
        found += [word for place, value in node.body.documents for word in _leaves(place, value)]
    found += [
        f"assertion {write_extractor(assertion.extractor)} {write_predicate(assertion.predicate)}"
        for assertion in node.assertions
    ]
    found += [f"line {line}" for script in node.scripts for line in script.lines]
    return found


def _leaves(path: str, value: object) -> Iterator[str]:
    match value:
        case dict():
            for key, item in value.items():
                yield from _leaves(f"{path}.{key}", item)
        case list():
            for item in value:
                yield from _leaves(f"{path}[]", item)
        case str() if "\n" in value:
            yield from (f"line {line.strip()}" for line in value.splitlines())
        case _:
            yield from (f"leaf {path}", f"leaf {path} {value}")
