"""The requests of a page against the steps of a workflow: methods, paths, queries, too few, too many, order."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_plus

from pcc.claims.align import Alignment, Fits, Pair, align
from pcc.claims.claim import Claims, RequestClaim, RequestList
from pcc.claims.facts import Facts, StepFacts
from pcc.claims.finding import Finding

__all__ = ["Held", "HeldList", "hold_lists", "hold_requests"]


@dataclass(frozen=True, slots=True)
class Held:
    """A claim with its step, and the number that it goes by on the page."""

    number: int
    pair: Pair


@dataclass(frozen=True, slots=True)
class HeldList:
    """A list of the page, aligned with the steps. It is `complete` when it means to name all of them."""

    list: RequestList
    alignment: Alignment
    held: tuple[Held, ...]
    complete: bool

    @property
    def covered(self) -> frozenset[int]:
        """The numbers of the steps that it names."""
        return frozenset(held.pair.step.number for held in self.held)

    @property
    def numbers(self) -> dict[int, int]:
        """The number that each claim goes by, the claim by its identity."""
        return {id(claim): number for claim, number in zip(self.list.claims, self.list.numbers, strict=True)}


def hold_lists(claims: Claims, facts: Facts) -> list[HeldList]:
    """Align every list of a page. Those that name half of the steps or more are complete, or else the longest one."""
    fits = Fits(facts)
    aligned = [(requests, align(_by_number(requests), fits)) for requests in claims.lists]
    sizes = [len(alignment.pairs) + len(alignment.moved) for _, alignment in aligned]
    most = max(sizes, default=0)
    limit = most if 2 * most < len(facts.steps) else max((len(facts.steps) + 1) // 2, 1)
    return [
        HeldList(requests, alignment, _held(requests, alignment), complete=size >= limit)
        for (requests, alignment), size in zip(aligned, sizes, strict=True)
    ]


def _by_number(requests: RequestList) -> list[RequestClaim]:
    pairs = zip(requests.numbers, requests.claims, strict=True)
    return [claim for _, claim in sorted(pairs, key=lambda pair: pair[0])]


def _held(requests: RequestList, alignment: Alignment) -> tuple[Held, ...]:
    numbers = {id(claim): number for claim, number in zip(requests.claims, requests.numbers, strict=True)}
    pairs = (*alignment.pairs, *alignment.moved)
    return tuple(Held(numbers[id(pair.claim)], pair) for pair in pairs)


def hold_requests(claims: Claims, lists: list[HeldList], facts: Facts) -> Iterator[Finding]:
    """Find what is wrong with the requests that a page claims. A list that is not complete may leave out steps."""
    missing: set[int] = set()
    for held in lists:
        for pair in (*held.alignment.pairs, *held.alignment.moved):
            if held.complete or not pair.differs:
                yield from _of_pair(claims, pair)
        yield from _order(claims, held)
        if held.complete:
            yield from _extra(claims, held, facts)
            lacking = [step for step in held.alignment.missing if step.number not in missing | _elsewhere(held, lists)]
            missing |= {step.number for step in lacking}
            yield from (_missing(claims, held, step) for step in lacking)
    yield from _doubled(claims, lists)


def _elsewhere(held: HeldList, lists: list[HeldList]) -> frozenset[int]:
    """Steps of lists that go on where this one ends: they have none of its steps."""
    others = [other.covered for other in lists if other is not held]
    return frozenset().union(*(covered for covered in others if not covered & held.covered))


def _of_pair(claims: Claims, pair: Pair) -> Iterator[Finding]:
    claim, step = pair.claim, pair.step
    said = f"{claim.method} {pair.reading}"
    if not pair.same_method:
        advice = f"write {step.method}"
        message = f"{step.name} is a {step.method} request, not {claim.method}"
        place = claims.place(claim.method_span)
        yield Finding("wrong-method", message, place, step.name, said, step.shown, advice)
    if pair.differs or _other_host(pair):
        message = f"{step.name} has another path"
        actual = f"{step.method} {step.address.host}{step.address.path}" if pair.address.host else step.shown
        place = claims.place(claim.path_span)
        yield Finding("wrong-path", message, place, step.name, said, actual, f"write {actual.partition(' ')[2]}")
    else:
        yield from _query(claims, pair)


def _other_host(pair: Pair) -> bool:
    hosts = (pair.address.host.lower(), pair.step.address.host.lower())
    return all("://" in host and "{{" not in host for host in hosts) and hosts[0] != hosts[1]


def _query(claims: Claims, pair: Pair) -> Iterator[Finding]:
    """A page may leave out any parameter; what it names must be sent."""
    sent = dict(pair.step.address.query)
    place = claims.place(pair.claim.path_span)
    for index, (key, value) in enumerate(pair.address.query):
        last = index == len(pair.address.query) - 1
        if key not in sent:
            names = ", ".join(sent) or "no query"
            message = f"{pair.step.name} sends no {key!r} in its query"
            yield Finding("wrong-query", message, place, pair.step.name, key, names, f"the request has: {names}")
        elif not _same_value(value, sent[key], last=last):
            message = f"{pair.step.name} sends another {key!r}"
            actual = f"{key}={sent[key]}"
            yield Finding("wrong-query", message, place, pair.step.name, f"{key}={value}", actual, f"write {actual}")


def _same_value(claimed: str | None, actual: str | None, *, last: bool) -> bool:
    left, right = unquote_plus(claimed or ""), unquote_plus(actual or "")
    if "{" in left or "{" in right or claimed is None:
        return True
    # A blank in a value ends the address on the page.
    return left == right or (last and right.startswith(f"{left} "))


def _order(claims: Claims, held: HeldList) -> Iterator[Finding]:
    numbers, listed = held.list.numbers, held.list.claims
    said = ", ".join(map(str, numbers))
    for index in range(1, len(numbers)):
        if numbers[index] < numbers[index - 1]:
            name = next((one.pair.step.name for one in held.held if one.pair.claim is listed[index]), "")
            ordered = ", ".join(map(str, sorted(numbers)))
            message = f"the list is not in the order of its numbers: step {numbers[index]} follows {numbers[index - 1]}"
            place = claims.place(listed[index].span)
            yield Finding("wrong-order", message, place, name, said, ordered, "sort the list by its numbers")
            return
    by_claim = held.numbers
    for pair in held.alignment.moved:
        number = by_claim[id(pair.claim)]
        message = f"the page makes step {number} of what the workflow does as {pair.step.name}"
        place = claims.place(pair.claim.span)
        claimed = f"{number}: {pair.claim.said}"
        yield Finding("wrong-order", message, place, pair.step.name, claimed, pair.step.name, "move it")
    if not held.alignment.moved and all(claim.labelled for claim in listed):
        yield from _labels(claims, held)


def _labels(claims: Claims, held: HeldList) -> Iterator[Finding]:
    ordinals = {id(claim): position for position, claim in enumerate(held.list.claims, start=1)}
    for one in held.held:
        position = ordinals[id(one.pair.claim)]
        if one.number not in (position, one.pair.step.number):
            message = f"the item that goes by {one.number} is {one.pair.step.name}"
            place = claims.place(one.pair.claim.span)
            actual = str(one.pair.step.number)
            yield Finding(
                "wrong-number", message, place, one.pair.step.name, str(one.number), actual, f"number it {actual}"
            )


def _extra(claims: Claims, held: HeldList, facts: Facts) -> Iterator[Finding]:
    fits, numbers = Fits(facts), held.numbers
    for claim in held.alignment.extra:
        if any(_is(fits.fit(claim, other)) for other in facts.others):
            continue
        name = f"Step {numbers[id(claim)]}"
        message = "the workflow has no such step"
        place = claims.place((claim.method_span[0], claim.path_span[1]))
        yield Finding("extra-step", message, place, name, claim.said, "no such step", "take it off the page")


def _is(pair: Pair) -> bool:
    return pair.same_method and not pair.differs


def _missing(claims: Claims, held: HeldList, step: StepFacts) -> Finding:
    before = [one for one in held.held if one.pair.step.number < step.number]
    last = max(before, key=lambda one: one.pair.step.number, default=None)
    span = last.pair.claim.span if last else held.list.claims[0].span
    where = f"after {last.number}" if last else "first"
    message = f"the page leaves out {step.name} ({step.shown})"
    advice = f"add it {where}: make a {step.method} request to {step.address.path}"
    return Finding("missing-step", message, claims.place(span), step.name, "no such step", step.shown, advice)


def _doubled(claims: Claims, lists: list[HeldList]) -> Iterator[Finding]:
    names = {id(one.pair.claim): one.pair.step.name for held in lists for one in held.held}
    for claim in (claim for requests in claims.lists for claim in requests.claims):
        if claim.doubled:
            second = claims.prose.text[slice(*claim.doubled)]
            place = claims.place(claim.doubled)
            said = f"{claim.method} request to {second} {claim.readings[0]}"
            message = f"two methods for one request: {claim.method} and {second}"
            name = names.get(id(claim), "")
            yield Finding("doubled-verb", message, place, name, said, claim.said, f"take out the second one, {second}")
