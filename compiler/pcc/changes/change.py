"""A change: what a reader would notice, with what it means to them."""

from dataclasses import dataclass
from enum import IntEnum

__all__ = ["Change", "Severity"]


class Severity(IntEnum):
    """What a change means to a reader; a higher one is worse."""

    COSMETIC = 1
    BEHAVIOUR = 2
    BREAKING = 3

    @property
    def word(self) -> str:
        """The name as it is written."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Change:
    """A change. `subject` is the file or workflow, `step` the title of the step or folder, empty for the whole.

    `before` and `after` are for people: secrets are masked, and None is nothing at all.
    """

    id: str
    severity: Severity
    subject: str
    step: str
    part: str
    before: str | None
    after: str | None

    @property
    def path(self) -> str:
        """Where it is: the step, then the part of it."""
        return " / ".join(text for text in (self.step, self.part) if text)
