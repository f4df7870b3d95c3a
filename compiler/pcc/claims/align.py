"""Which claim of a list speaks of which step: two sequences are aligned, so that one that is missing moves no other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pcc.claims.address import Address, difference, read_address
from pcc.claims.claim import RequestClaim
from pcc.claims.facts import Facts, StepFacts
from pcc.claims.words import likeness, overlap, stems

__all__ = ["Alignment", "Fits", "Pair", "align"]

_GAP = 1.0
# From here on two texts speak of the same thing.
_ENOUGH = 0.3


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim with its step, and the reading of its path that fits best; `differs` says whether it is another path.

    `words` is how much of what they say they have in common, from 0 to 1.
    """

    claim: RequestClaim
    step: StepFacts
    reading: str
    address: Address
    differs: bool
    words: float
    cost: float

    @property
    def same_method(self) -> bool:
        """Whether the claim names the step's method."""
        return self.claim.method == self.step.method


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a list fits the steps. `moved` are pairs that fit, in another order."""

    pairs: tuple[Pair, ...]
    moved: tuple[Pair, ...]
    extra: tuple[RequestClaim, ...]
    missing: tuple[StepFacts, ...]


class Fits:
    """How claims fit the steps of a workflow; equal claims, of which a page may have thousands, are looked at once."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._known: dict[tuple[str, tuple[str, ...], str, int], Pair] = {}

    def fit(self, claim: RequestClaim, step: StepFacts) -> Pair:
        """Return a claim with a step, and what it costs to say that the one speaks of the other; two gaps cost 2."""
        key = (claim.method, claim.readings, claim.words, id(step))
        if key not in self._known:
            self._known[key] = _fit(claim, step, self.facts)
        return replace(self._known[key], claim=claim)


def _fit(claim: RequestClaim, step: StepFacts, facts: Facts) -> Pair:
    best = min((_read(text, step, facts) for text in claim.readings), key=lambda found: found[0])
    unlike, text, address = best
    words = overlap(stems(claim.words), step.words)
    same_method = claim.method == step.method
    if not unlike:
        cost = 0.1 * (1 - words) if same_method else 0.85 + 0.5 * (1 - words)
    else:
        cost = 1.05 + 1.5 * (1 - max(words, 1 - unlike)) + (0.0 if same_method else 0.6)
    return Pair(claim, step, text, address, bool(unlike), words, cost)


def _read(text: str, step: StepFacts, facts: Facts) -> tuple[float, str, Address]:
    """How unlike the step's path a reading is, from 0 (the same) to 1."""
    given = read_address(text)
    found = [(_unlike(address, step, facts), text, address) for address in (given, given.without_host)]
    return min(found, key=lambda entry: entry[0])


def _unlike(address: Address, step: StepFacts, facts: Facts) -> float:
    own = step.address.segments
    # `/v1/users` is right where the value of the host's variable ends with `/v1`; after the variable itself it is not.
    expected = [own] if address.host.startswith("{{") else [own, (*step.prefix, *own)]
    return min(_distance(address.segments, segments, facts) for segments in expected)


def _distance(claimed: tuple[str, ...], actual: tuple[str, ...], facts: Facts) -> float:
    left, right = difference(claimed, actual, facts.variables)
    if not left and not right:
        return 0.0
    shared = max(len(claimed), len(actual)) > max(left.count("/"), right.count("/")) + 1
    # Half a path that fits says something only together with a difference that is small.
    return max(0.1, 1 - likeness(left, [right]) * (1.0 if shared else 0.8)) if left and right else 0.4


def align(claims: Sequence[RequestClaim], fits: Fits) -> Alignment:
    """Align a list, in the order of its numbers, with the steps (Needleman and Wunsch)."""
    steps = fits.facts.steps
    rows = [[fits.fit(claim, step).cost for step in steps] for claim in claims]
    costs = _costs(rows, len(steps))
    pairs: list[Pair] = []
    extra: list[RequestClaim] = []
    missing: list[StepFacts] = []
    i, j = len(claims), len(steps)
    while i or j:
        if i and j and costs[i][j] == costs[i - 1][j - 1] + rows[i - 1][j - 1]:
            i, j = i - 1, j - 1
            pairs.append(fits.fit(claims[i], steps[j]))
        elif j and costs[i][j] == costs[i][j - 1] + _GAP:
            j -= 1
            missing.append(steps[j])
        else:
            i -= 1
            extra.append(claims[i])
    return _with_moves(pairs[::-1], extra[::-1], missing[::-1], fits)


def _costs(rows: list[list[float]], steps: int) -> list[list[float]]:
    costs = [[_GAP * j for j in range(steps + 1)]]
    for i, row in enumerate(rows, start=1):
        above, current = costs[-1], [_GAP * i]
        for j in range(1, steps + 1):
            current.append(min(above[j - 1] + row[j - 1], above[j] + _GAP, current[j - 1] + _GAP))
        costs.append(current)
    return costs


def _with_moves(pairs: list[Pair], extra: list[RequestClaim], missing: list[StepFacts], fits: Fits) -> Alignment:
    """What is too much at one place and lacks at another has only moved."""
    moved: list[Pair] = []
    left: list[RequestClaim] = []
    for claim in extra:
        fitting = [fits.fit(claim, step) for step in missing]
        best = min((pair for pair in fitting if _is_sure(pair)), key=_cost, default=None)
        if best:
            moved.append(best)
            missing.remove(best.step)
        else:
            left.append(claim)
    kept, swapped = _swapped(pairs, fits)
    return Alignment(tuple(kept), (*moved, *swapped), tuple(left), tuple(missing))


def _cost(pair: Pair) -> float:
    return pair.cost


def _is_sure(pair: Pair) -> bool:
    return not pair.differs and (pair.same_method or pair.words >= _ENOUGH)


def _swapped(pairs: list[Pair], fits: Fits) -> tuple[list[Pair], list[Pair]]:
    """Equal requests in another order, as their titles tell: those that stay, and those that come too late."""
    meant: dict[int, StepFacts] = {}
    for index, pair in enumerate(pairs):
        equal = [other.step for other in pairs if not pair.differs and _is_same(pair.step, other.step)]
        named = [step for step in equal if _names(pair.claim, step)]
        if len(named) == 1 and named[0] is not pair.step:
            meant[index] = named[0]
    # Only where they change places among themselves: each is meant once, and none is left.
    if sorted(step.number for step in meant.values()) != sorted(pairs[index].step.number for index in meant):
        return pairs, []
    kept: list[Pair] = []
    late: list[Pair] = []
    highest = 0
    for index, pair in enumerate(pairs):
        actual = fits.fit(pair.claim, meant[index]) if index in meant else pair
        (late if index in meant and actual.step.number < highest else kept).append(actual)
        highest = max(highest, actual.step.number)
    return kept, late


def _is_same(step: StepFacts, other: StepFacts) -> bool:
    return step.method == other.method and step.address.segments == other.address.segments


def _names(claim: RequestClaim, step: StepFacts) -> bool:
    """Whether the words of a claim hold the title of a step; a title of one word may be there by chance."""
    return " " in step.title.strip() and step.title.strip().lower() in claim.words.lower()
