"""What one workflow knows while it is being written: who set which variable, what is numbered how."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from pcc.dsl.origin import author_origin, wrong
from pcc.dsl.refs import Ref, new_serial
from pcc.errors import Origin, WorkflowError
from pcc.model.ids import stable_id

__all__ = ["Entry", "Ledger", "Use"]

_ENVIRONMENT = 0


@dataclass(frozen=True, slots=True)
class Use:
    """A ref that is read: by whom, and at which line of the author."""

    ref: Ref
    where: str
    origin: Origin


# What a step does to variables, in order: it reads one, or it sets one (the ref to its new value).
Entry: TypeAlias = Use | Ref


class Ledger:
    """One for each build of a workflow; all of its folders share it."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        self._open = True
        self._number = 0
        self._current: dict[str, int] = {}
        self._producers: dict[int, str] = {}
        self._seen: Counter[tuple[str, ...]] = Counter()

    def must_be_open(self) -> None:
        """Raise WorkflowError when the workflow's function has returned."""
        if not self._open:
            raise wrong(f"workflow {self.slug!r} is complete: add steps inside its function only")

    def seal(self) -> None:
        """End the authoring: the model begins."""
        self._open = False

    def next_number(self) -> int:
        """Return the number of the next step, from 1."""
        self._number += 1
        return self._number

    def item_id(self, *path: str) -> str:
        """Return a stable id: of the workflow, the path of titles without numbers, and the occurrence of that path."""
        self._seen[path] += 1
        return stable_id(self.slug, *path, str(self._seen[path]))

    def produce(self, name: str, producer: str) -> Ref:
        """Return the reference to a variable that `producer` sets."""
        serial = new_serial()
        self._producers[serial] = producer
        return Ref(name, serial)

    def uses(self, used: Iterable[Ref], where: str) -> list[Use]:
        """Return the reading of refs at the author's line. Raises WorkflowError for a ref of another workflow."""
        captured = [ref for ref in used if ref.serial != _ENVIRONMENT]
        for ref in captured:
            if ref.serial not in self._producers:
                raise wrong(f"{where} reads <<{ref.name}>> of another workflow: capture it in this one")
        return [Use(ref, where, author_origin()) for ref in captured]

    def follow(self, log: Iterable[Entry]) -> None:
        """Follow what a step reads and sets. Steps are followed in the order in which they run.

        Raises WorkflowError at the line of a reading whose variable was set again since.
        """
        for entry in log:
            if isinstance(entry, Ref):
                self._current[entry.name] = entry.serial
            else:
                self._check(entry)

    def _check(self, use: Use) -> None:
        name = use.ref.name
        current = self._current.get(name, use.ref.serial)
        if current != use.ref.serial:
            made, again = self._producers[use.ref.serial], self._producers[current]
            raise WorkflowError(
                f"{use.where} reads <<{name}>> as {made} set it, but {again} has set it again"
                " since: give one of the two another name, or use the later reference",
                use.origin,
            )
