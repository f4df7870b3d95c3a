"""One user: replays the collection over ports of its own, again and again, and tells what each step counts for."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from pcc.load.plan import LoadPlan
from pcc.load.ports import EnginePool, Stopwatch
from pcc.load.rows import deal_row
from pcc.load.samples import Sample, fold_item
from pcc.model.ports import Transport
from pcc.runner import ItemFinished, Ports, Redactor, RunFinished, run_collection

__all__ = ["Ending", "VirtualUser"]

# A redactor grows with every secret; a user that captures some in each iteration would otherwise keep all.
_MOST_SECRETS = 500
_ABORTED = "(iteration)"


@dataclass(slots=True)
class Ending:
    """How the users of a process are told to end: `soon` after their iteration, `now` after their step."""

    soon: threading.Event = field(default_factory=threading.Event)
    now: threading.Event = field(default_factory=threading.Event)


class VirtualUser:
    """A user with a number of its own, of `users` in all. Its connections last, everything else begins anew each time.

    An iteration is a replay of its own: variables as the files have them, no cookies, fresh dynamic variables, and
    its row of the data. `whole` says whether the last one reached its end.
    """

    def __init__(
        self,
        plan: LoadPlan,
        transport: Transport,
        engine: EnginePool | None,
        ending: Ending,
        *,
        number: int = 0,
        users: int = 1,
    ) -> None:
        self._plan = plan
        self._watch = Stopwatch(transport)
        self._engine = engine
        self._ending = ending
        self._number = number
        self._users = users
        self._redact = Redactor()
        self.whole = False

    def run_iteration(self, iteration: int) -> Iterator[Sample]:
        """Replay the collection once, and yield what each step counts for as soon as it is done.

        It ends early, after a whole step, when it is told to end now, and when a KeyboardInterrupt is thrown into it
        while it waits: then the step counts as failed. Raises RunError when there is no JavaScript engine.
        """
        plan, self.whole = self._plan, False
        row = deal_row(plan.rows, plan.habits.deal, user=self._number, users=self._users, iteration=iteration)
        events = run_collection(
            plan.collection,
            plan.environment,
            ports=Ports(self._watch, engine=self._engine),
            target=plan.target,
            options=plan.options,
            overrides=plan.overrides,
            global_variables=plan.globals,
            data=() if row is None else (row,),
            secret_names=plan.secret_names,
        )
        for event in events:
            if isinstance(event, ItemFinished):
                yield self._fold(event)
                if self._ending.now.is_set():
                    events.close()
                    return
            elif isinstance(event, RunFinished):
                self.whole = event.result.aborted is None
                if event.result.aborted not in (None, "interrupted"):
                    reason = self._masked(event.result.aborted or "", event.result.secrets)
                    yield Sample("-", _ABORTED, None, failure=reason)

    def _fold(self, event: ItemFinished) -> Sample:
        result = event.result
        step = self._plan.step_names.get((result.path, result.name), result.name)
        sample = fold_item(result, step, self._watch.elapsed_ms, lambda text: self._masked(text, event.secrets))
        self._watch.reset()
        return sample

    def _masked(self, text: str, secrets: frozenset[str]) -> str:
        if self._redact.known > _MOST_SECRETS:
            self._redact = Redactor()
        self._redact.add(secrets)
        return self._redact(text)

    def close(self) -> None:
        """Release the connections."""
        self._watch.close()
