"""A difference: what the comparison finds. It knows no severity."""

from dataclasses import dataclass

__all__ = ["Difference"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of a kind at a part of a step; None where there is nothing on that side.

    `step` is the title of a step or folder, empty for the collection itself.
    """

    id: str
    step: str
    part: str
    before: str | None
    after: str | None
