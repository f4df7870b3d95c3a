"""Holding a page against a workflow."""

from dataclasses import replace

from pcc.claims.claim import Claims
from pcc.claims.facts import Facts
from pcc.claims.finding import Finding
from pcc.claims.hold_mentions import hold_counts, hold_operations, hold_references
from pcc.claims.hold_requests import HeldList, hold_lists, hold_requests
from pcc.claims.hold_variables import hold_variables
from pcc.masking import mask_all

__all__ = ["hold_claims"]


def hold_claims(claims: Claims, facts: Facts) -> list[Finding]:
    """Return where a page and a workflow disagree, in the order of the page."""
    lists = hold_lists(claims, facts)
    found = [
        *([] if lists else [_no_steps(claims)]),
        *hold_requests(claims, lists, facts),
        *hold_variables(claims, lists, facts),
        *hold_counts(claims, facts),
        *hold_references(claims, _numbers(lists), facts),
        *hold_operations(claims, facts),
    ]
    return sorted(map(_masked, found), key=lambda finding: (finding.place.line, finding.place.column, finding.id))


def _masked(finding: Finding) -> Finding:
    texts = (finding.message, finding.claimed, finding.actual, finding.advice)
    message, claimed, actual, advice = map(mask_all, texts)
    return replace(finding, message=message, claimed=claimed, actual=actual, advice=advice)


def _no_steps(claims: Claims) -> Finding:
    return Finding(
        "no-steps",
        "no request of a step could be read on this page",
        claims.place((0, 0)),
        claimed="no requests",
        advice="write them as `Make a POST request to /path`, or `Step 1: Title POST /path`; is --page-format right?",
    )


def _numbers(lists: list[HeldList]) -> dict[int, int]:
    """The step of the workflow that each number of the page stands for, by the first list that is complete."""
    chosen = next((held for held in lists if held.complete), None)
    return {held.number: held.pair.step.number for held in chosen.held} if chosen else {}
