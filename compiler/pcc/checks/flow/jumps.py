"""What `setNextRequest` does to the order of a run: which items may be passed over, or come after later ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from pcc.model.collection import Item

__all__ = ["Jump", "Jumps", "target_index"]


@dataclass(frozen=True, slots=True)
class Jump:
    """A jump from one item to another, by index; to None when the target is computed, so that it may be any."""

    source: int
    target: int | None

    def passes(self, step: int) -> bool:
        """Whether it may pass over a later step."""
        return self.source < step and (self.target is None or self.target > step)

    def returns(self, step: int) -> bool:
        """Whether it may lead from behind a step back to it, or in front of it."""
        return self.source > step and (self.target is None or self.target <= step)


def target_index(items: Sequence[Item], target: str) -> int | None:
    """Return the item that a jump leads to: the one of this id, else of this name; of equal names the last one."""
    ids = [index for index, item in enumerate(items) if item.id == target]
    names = [index for index, item in enumerate(items) if item.name == target]
    return next(iter(reversed(ids or names)), None)


class Jumps:
    """All jumps of a run. Without any, the items run in the order of the file, each once."""

    def __init__(self, jumps: Sequence[Jump]) -> None:
        self._jumps = tuple(jumps)

    def may_skip(self, step: int) -> bool:
        """Whether a run may reach later items without this one."""
        return any(jump.passes(step) for jump in self._jumps)

    def may_come_late(self, step: int) -> bool:
        """Whether later items may have run before this one runs for the first time."""
        return self.may_skip(step) and any(jump.returns(step) for jump in self._jumps)

    def within(self, first: int, last: int) -> bool:
        """Whether a jump may start at one of these items."""
        return any(first <= jump.source <= last for jump in self._jumps)
