"""What one workflow knows while it is being written: who set which variable, what is numbered how."""

from collections import Counter
from collections.abc import Iterable

from pcc.dsl.origin import wrong
from pcc.dsl.refs import Ref, new_serial
from pcc.model.ids import stable_id

__all__ = ["Ledger"]

_ENVIRONMENT = 0


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
        """Record that a variable is set here, and return the reference to that value."""
        serial = new_serial()
        self._current[name] = serial
        self._producers[serial] = producer
        return Ref(name, serial)

    def check(self, used: Iterable[Ref], where: str) -> None:
        """Raise WorkflowError when a ref does not hold here any more, or never did."""
        for ref in used:
            if ref.serial == _ENVIRONMENT:
                continue
            made = self._producers.get(ref.serial)
            if made is None:
                raise wrong(f"{where} reads <<{ref.name}>> of another workflow: capture it in this one")
            current = self._current[ref.name]
            if current != ref.serial:
                raise wrong(
                    f"{where} reads <<{ref.name}>> as {made} set it, but {self._producers[current]} has set it again"
                    " since: give one of the two another name, or use the later reference"
                )
