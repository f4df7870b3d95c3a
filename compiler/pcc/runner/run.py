"""The run: a loop over items that yields events (reference newman.md, section 2)."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace

from pcc.errors import EngineMissingError, UsageError
from pcc.model.collection import Collection
from pcc.model.environment import Environment
from pcc.model.result import ItemResult, IterationResult, RunResult
from pcc.runner.attempt import Attempt
from pcc.runner.cookies import CookieJar
from pcc.runner.data import Row
from pcc.runner.events import ItemFinished, ItemStarted, IterationFinished, RunEvent, RunFinished, RunStarted
from pcc.runner.item_scripts import Jump
from pcc.runner.keeping import Kept
from pcc.runner.options import Ports, RunOptions
from pcc.runner.scopes import scopes_of
from pcc.runner.scripting import find_foreign, find_secrets
from pcc.runner.session import Names, Session
from pcc.runner.steps import Step, find_step, plan_steps
from pcc.runner.system import SystemRandomness

__all__ = ["follow_run", "run_collection"]

_NOTHING: Mapping[str, str] = {}


def run_collection(
    collection: Collection,
    environment: Environment | None,
    *,
    ports: Ports,
    target: str,
    options: RunOptions = RunOptions(),  # noqa: B008 - frozen
    overrides: Mapping[str, str] = _NOTHING,
    global_variables: Environment | None = None,
    data: Sequence[Row] = (),
    secret_names: frozenset[str] = frozenset(),
    jar: CookieJar | None = None,
) -> Generator[RunEvent, None, None]:
    """Run a collection; the events tell what happens, and RunFinished is always the last one.

    `target` says in words what answers. `overrides` set variables of the environment; `data` has a row of variables
    for each iteration, and its last row serves all later ones; `secret_names` are variables whose values must not be
    shown; `jar` holds the cookies that it begins with. The run begins with the first event that is asked for, but what
    makes it impossible is raised here: UsageError for an unknown folder and for less than one iteration,
    EngineMissingError for a script that needs JavaScript. A KeyboardInterrupt, inside or thrown in with `throw`, ends
    the run as `interrupted`.
    """
    if options.iterations is not None and options.iterations < 1:
        raise UsageError(f"a run has at least one iteration, not {options.iterations}")
    if options.seed is not None:
        ports = replace(ports, randomness=SystemRandomness(options.seed))
    steps = plan_steps(collection, options.folders, native=options.native)
    if options.folders and not steps:
        raise UsageError(f"“{'”, “'.join(options.folders)}” of “{collection.name}” holds no request")
    _start_engine(steps, ports)
    scopes = scopes_of(
        collection,
        environment,
        overrides=overrides,
        global_variables=global_variables,
        secret_names=secret_names | find_secrets(steps),
        clock=ports.clock,
        randomness=ports.randomness,
    )
    run = _Run(collection, environment, target, steps, ports=ports, options=options, data=data)
    session = Session(
        ports,
        options,
        scopes,
        jar or CookieJar(ports.clock),
        run.remaining_ms,
        Names(collection.name, _name(environment), _name(global_variables)),
        iteration_count=run.count,
    )
    return run.events(session)


def _name(scope: Environment | None) -> str:
    return scope.name if scope else ""


def _start_engine(steps: tuple[Step, ...], ports: Ports) -> None:
    """Let the engine boot while the first requests are under way, if there are scripts for it."""
    foreign = find_foreign(steps)
    if foreign is None:
        return
    if ports.engine is None:
        raise EngineMissingError(f"{foreign}, and this run has no JavaScript engine")
    ports.engine.start()


def follow_run(events: Iterator[RunEvent], handle: Callable[[RunEvent], None]) -> RunResult:
    """Hand every event to `handle` and return the result.

    A KeyboardInterrupt while an event is handled ends the run like one inside of it: the summary still comes.
    """
    event = next(events)
    while True:
        try:
            handle(event)
        except KeyboardInterrupt:
            if isinstance(event, RunFinished) or not isinstance(events, Generator):
                raise
            event = events.throw(KeyboardInterrupt())
            continue
        if isinstance(event, RunFinished):
            return event.result
        event = next(events)


class _Run:
    def __init__(
        self,
        collection: Collection,
        environment: Environment | None,
        target: str,
        steps: tuple[Step, ...],
        *,
        ports: Ports,
        options: RunOptions,
        data: Sequence[Row],
    ) -> None:
        self._collection = collection
        self._environment = environment
        self._target = target
        self._steps = steps
        self._clock = ports.clock
        self._options = options
        self._data = data
        self.count = options.iterations or len(data) or 1
        self._started = 0.0
        self._aborted: str | None = None
        self._kept = Kept()
        self._finished = 0
        self._failed = 0
        self._items: list[ItemResult] = []
        self._attempt: Attempt | None = None

    def remaining_ms(self) -> float | None:
        """What is left of the run's limit in ms; an expired one leaves a little, because 0 would be no limit."""
        limit = self._options.timeout_ms
        return max(limit - self._elapsed_ms(), 1.0) if limit else None

    def _elapsed_ms(self) -> float:
        return (self._clock.monotonic() - self._started) * 1000

    def events(self, session: Session) -> Generator[RunEvent, None, None]:
        self._started = self._clock.monotonic()
        scopes = session.scopes
        index = 0
        try:
            yield self._start(scopes.known_secrets())
            for index in range(self.count):
                yield from self._iterate(index, session)
                if self._aborted:
                    break
        except KeyboardInterrupt:
            self._aborted = "interrupted"
            yield from self._close(index, scopes.known_secrets())
        result = RunResult(
            self._collection.name,
            self._target,
            self._kept.done(),
            dict(scopes.environment),
            scopes.known_secrets(),
            self._aborted,
            globals=dict(scopes.globals),
            collection_variables=dict(scopes.collection),
            failed=self._failed,
        )
        yield RunFinished(result, self._elapsed_ms())

    def _start(self, secrets: frozenset[str]) -> RunStarted:
        return RunStarted(
            self._collection.name,
            self._target,
            self.count,
            secrets,
            len(self._steps),
            self._clock.now(),
            self._collection,
            self._environment,
        )

    def _iterate(self, index: int, session: Session) -> Iterator[RunEvent]:
        if self._data:
            session.scopes.enter_row(self._data[min(index, len(self._data) - 1)])
        at: int | None = 0
        while at is not None and at < len(self._steps):
            self._pause()
            self._aborted = self._expiry()
            if self._aborted:
                break
            step = self._steps[at]
            yield ItemStarted(index, step.item.name, step.path, at, self._clock.now())
            self._attempt = Attempt(step, session, iteration=index)
            result = self._attempt.run()
            at, result = self._next(at, self._attempt.jump, result)
            self._attempt = None
            self._keep(result)
            yield ItemFinished(index, result, session.scopes.known_secrets())
            if self._options.bail and not result.passed:
                self._aborted = f"bail: “{step.item.name}” failed"
                break
        yield self._finish_iteration(index)

    def _keep(self, result: ItemResult) -> None:
        self._items.append(result)
        self._failed += not result.passed

    def _next(self, at: int, jump: Jump | None, result: ItemResult) -> tuple[int | None, ItemResult]:
        """Return where the iteration goes on, None for its end; a jump to nowhere is an error of the item."""
        if jump is None:
            return at + 1, result
        if jump.target is None:
            return None, result
        found = find_step(self._steps, jump.target)
        if found is None:
            reason = f"setNextRequest named “{jump.target}”, which no item of this run has as its name or id"
            return None, replace(result, error=f"{result.error}; {reason}" if result.error else reason)
        return found, result

    def _pause(self) -> None:
        if self._options.delay_request_ms:
            # No longer than the run may last.
            wait = min(filter(None, (self._options.delay_request_ms, self.remaining_ms())))
            self._clock.sleep(wait / 1000)

    def _expiry(self) -> str | None:
        if len(self._items) >= self._options.most_items + len(self._steps):
            return f"an iteration ran {len(self._items)} items: do its scripts jump back for ever?"
        limit = self._options.timeout_ms
        return f"timed out after {limit:g} ms" if limit and self._elapsed_ms() >= limit else None

    def _finish_iteration(self, index: int) -> IterationFinished:
        result = IterationResult(index, tuple(self._items))
        self._items = []
        self._finished += 1
        if self._options.keep_results:
            self._kept.add(result)
        return IterationFinished(result)

    def _close(self, index: int, secrets: frozenset[str]) -> Iterator[RunEvent]:
        """Tell what an interrupt cut short: an item that had begun, and its iteration."""
        if self._attempt is not None:
            result = self._attempt.result(error="interrupted")
            self._keep(result)
            yield ItemFinished(index, result, secrets)
        if self._finished <= index:
            yield self._finish_iteration(index)
