"""What a page says beside its requests, against a workflow: counts, references, announced operations."""

from collections.abc import Iterator, Mapping

from pcc.claims.claim import Claims, OperationClaim, ReferenceClaim
from pcc.claims.facts import Facts, StepFacts
from pcc.claims.finding import Finding
from pcc.claims.words import likeness, split_words, stem

__all__ = ["hold_counts", "hold_operations", "hold_references"]

_METHODS = {
    "create": ("POST", "PUT"),
    "add": ("POST", "PUT", "PATCH"),
    "update": ("PUT", "PATCH", "POST"),
    "delete": ("DELETE", "POST"),
    "remove": ("DELETE", "POST", "PATCH"),
}
# A word of a page is meant for one of the workflow from here on: `resouce` and `resource`.
_ALIKE = 0.8


def hold_counts(claims: Claims, facts: Facts) -> Iterator[Finding]:
    """Find counts that are not the number of steps; prerequisites and cleanup do not count."""
    actual = len(facts.steps)
    for claim in claims.counts:
        if claim.count != actual:
            said = f"Number of {claim.noun}: {claim.count}"
            message = f"the workflow has {actual} steps"
            yield Finding("wrong-count", message, claims.place(claim.span), "", said, str(actual), f"write {actual}")


def hold_references(claims: Claims, numbers: Mapping[int, int], facts: Facts) -> Iterator[Finding]:
    """Find references to steps that there are not, or that do not make what they are said to make.

    `numbers` says which step of the workflow each number of the page stands for.
    """
    steps = {step.number: step for step in facts.steps}
    listed = {number for requests in claims.lists for number in requests.numbers}
    for claim in claims.references:
        if claim.number not in steps and claim.number not in listed:
            yield _unknown_step(claims, claim, max(steps, default=0))
        elif claim.made:
            target = steps.get(numbers.get(claim.number, 0) if numbers else claim.number)
            yield from _wrong_maker(claims, claim, target, numbers, facts)


def _unknown_step(claims: Claims, claim: ReferenceClaim, last: int) -> Finding:
    message, place = f"there is no step {claim.number}", claims.place(claim.span)
    actual, advice = f"steps 1 to {last}", "name the step that is meant"
    return Finding("unknown-step", message, place, "", f"step {claim.number}", actual, advice)


def _wrong_maker(
    claims: Claims, claim: ReferenceClaim, target: StepFacts | None, numbers: Mapping[int, int], facts: Facts
) -> Iterator[Finding]:
    maker = _maker(claim, facts)
    if maker and target and not _makes(target, claim.made):
        shown = next((number for number, step in numbers.items() if step == maker.number), maker.number)
        message = f"step {claim.number} makes no {claim.made}; {maker.name} does"
        said, place = f"{claim.made} of step {claim.number}", claims.place(claim.span)
        yield Finding("wrong-reference", message, place, "", said, maker.name, f"write step {shown}")


def _maker(claim: ReferenceClaim, facts: Facts) -> StepFacts | None:
    """The one step that makes what a reference names; None when there are several."""
    makers = [step for step in facts.steps if _makes(step, claim.made)]
    return makers[0] if len(makers) == 1 else None


def _makes(step: StepFacts, thing: str) -> bool:
    literals = [segment for segment in step.address.segments if "{" not in segment]
    words = split_words(literals[-1]) if literals else []
    return step.method == "POST" and bool(words) and stem(words[-1]) == thing


def hold_operations(claims: Claims, facts: Facts) -> Iterator[Finding]:
    """Find announced operations that no request can be: none of their method speaks of what they are done to."""
    for claim in claims.operations:
        if not _is_done(claim, facts):
            said = claims.prose.text[slice(*claim.span)].strip()
            message = f"no step of the workflow does this: none speaks of {claim.noun!r}"
            place = claims.place(claim.span)
            said = " ".join(said.split())
            yield Finding("unsupported-operation", message, place, "", said, "no such step", "take it off the page")


def _is_done(claim: OperationClaim, facts: Facts) -> bool:
    methods = _METHODS.get(claim.verb)
    # `Initiate an authorize request` is about a step; a user may well be made by the prerequisites.
    requests = facts.steps if methods is None else (*facts.steps, *facts.others)
    nouns = {noun for step in requests if methods is None or step.method in methods for noun in step.nouns}
    return likeness(claim.noun, nouns) >= _ALIKE or any(
        len(claim.noun) >= 3 and noun.startswith(claim.noun) for noun in nouns
    )
