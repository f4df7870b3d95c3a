"""Which faults are planted, and how they stand in front of the honest answer."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from pcc.simulator.faults.matching import Answer, Fault
from pcc.simulator.http import Document, SimulatorRequest, SimulatorResponse
from pcc.simulator.problems import Refusal

__all__ = ["Faults"]


class Faults:
    """Faults by id, in the order in which they were planted. Not thread-safe: the simulator serialises its callers."""

    def __init__(self) -> None:
        self._planted: dict[str, tuple[Fault, Document]] = {}

    def add(self, fault: Fault, told: Mapping[str, Any]) -> str:
        """Plant a fault and return its id. `told` is how it is listed."""
        fault_id = str(uuid4())
        self._planted[fault_id] = (fault, {"id": fault_id, **told})
        return fault_id

    def listed(self) -> list[Document]:
        """Return all faults as they are listed, each with its id."""
        return [told for _, told in self._planted.values()]

    def remove(self, fault_id: str) -> bool:
        """Uproot a fault; tell whether there was one of this id."""
        return self._planted.pop(fault_id, None) is not None

    def clear(self) -> None:
        """Uproot all."""
        self._planted.clear()

    def before(self, honest: Answer, refuse: Callable[[Refusal, SimulatorRequest], SimulatorResponse]) -> Answer:
        """Return the answer with all faults in front of it: a later one sees what an earlier one makes of a request."""
        answer = honest
        for fault, _ in tuple(self._planted.values()):
            answer = _behind(fault, answer, refuse)
        return answer


def _behind(fault: Fault, proceed: Answer, refuse: Callable[[Refusal, SimulatorRequest], SimulatorResponse]) -> Answer:
    def answer(request: SimulatorRequest) -> SimulatorResponse:
        try:
            return fault(request, proceed)
        except Refusal as refusal:
            return refuse(refusal, request)

    return answer
