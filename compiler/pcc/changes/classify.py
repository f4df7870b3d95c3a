"""Classify: a difference becomes a change when its kind says what it means to a reader."""

from collections.abc import Iterable

from pcc.changes.change import Change
from pcc.changes.compare import Difference
from pcc.changes.kinds import KINDS

__all__ = ["classify"]


def classify(differences: Iterable[Difference], subject: str) -> tuple[Change, ...]:
    """Return the changes of one collection or environment, in the order of the differences."""
    return tuple(
        Change(
            difference.id,
            KINDS[difference.id].severity,
            subject,
            difference.step,
            difference.part,
            difference.before,
            difference.after,
        )
        for difference in differences
    )
