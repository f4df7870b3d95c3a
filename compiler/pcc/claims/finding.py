"""Findings of an audit: every kind with its level, and what one says."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pcc.diagnostics import Level

if TYPE_CHECKING:
    from pcc.claims.prose import Place

__all__ = ["LEVELS", "Finding"]

# The ids are stable; docs/audit.md explains each of them.
LEVELS = {
    "doubled-verb": Level.WARNING,
    "extra-step": Level.ERROR,
    "generic-names": Level.NOTE,
    "missing-step": Level.ERROR,
    "mixed-names": Level.WARNING,
    "no-steps": Level.ERROR,
    "unknown-step": Level.ERROR,
    "unknown-variable": Level.ERROR,
    "unsupported-operation": Level.WARNING,
    "variable-case": Level.ERROR,
    "wrong-count": Level.WARNING,
    "wrong-method": Level.ERROR,
    "wrong-number": Level.WARNING,
    "wrong-order": Level.WARNING,
    "wrong-path": Level.ERROR,
    "wrong-query": Level.ERROR,
    "wrong-reference": Level.WARNING,
    "wrong-variable": Level.ERROR,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a page and a workflow disagree: what the page claims, what the workflow does, and what to do.

    `step` is the step of the workflow as its reader knows it, or the item of the page where the workflow has none.
    """

    id: str
    message: str
    place: "Place"
    step: str = ""
    claimed: str = ""
    actual: str = ""
    advice: str = ""

    @property
    def level(self) -> Level:
        """How much it weighs."""
        return LEVELS[self.id]
