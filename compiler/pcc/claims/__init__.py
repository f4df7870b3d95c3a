"""What a published page claims of a workflow, and whether the workflow agrees."""

from pcc.claims.claim import Claims
from pcc.claims.facts import Facts, read_facts
from pcc.claims.finding import LEVELS, Finding
from pcc.claims.hold import hold_claims
from pcc.claims.markup import PageFormat
from pcc.claims.prose import Place
from pcc.claims.read import read_claims

__all__ = ["LEVELS", "Claims", "Facts", "Finding", "PageFormat", "Place", "hold_claims", "read_claims", "read_facts"]
