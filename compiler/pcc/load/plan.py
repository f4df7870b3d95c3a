"""What every user does: a collection with all that its replays start with, read once for all of them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pcc.errors import EngineMissingError
from pcc.load.rows import Deal
from pcc.load.samples import name_steps
from pcc.model.collection import Collection
from pcc.model.environment import Environment
from pcc.postman import write_collection
from pcc.project.connecting import Known, reach
from pcc.project.inputs import Inputs, read_data, read_globals, read_to_run
from pcc.project.variables import process_variables, read_variables
from pcc.runner import Redactor, RunOptions, foreign_script
from pcc.runner.data import Row
from pcc.runner.scopes import scopes_of
from pcc.runner.secrecy import secret_texts
from pcc.runner.system import SystemClock, SystemRandomness

__all__ = ["Habits", "LoadPlan", "Simulated", "read_plan"]


@dataclass(frozen=True, slots=True)
class Habits:
    """How each user goes about it.

    A user replays the collection `iterations` times, None is until the end, and waits `think_ms` between two. `deal`
    says which row of the data it has. `engines` JavaScript engines serve all users of a process.
    """

    iterations: int | None = None
    think_ms: float = 0.0
    deal: Deal = Deal.USER
    engines: int = 2


@dataclass(frozen=True, slots=True)
class Simulated:
    """A simulator that answers: its variables, those of them that are secret, and its host and port."""

    variables: Mapping[str, str]
    secrets: frozenset[str]
    host: str


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """Everything a user needs, so that nobody reads a file while the load runs.

    `target` says in words what answers; `only_hosts` are the only ones that may, where it is not empty.
    """

    collection: Collection
    environment: Environment | None
    globals: Environment
    rows: Sequence[Row]
    overrides: Mapping[str, str]
    secret_names: frozenset[str]
    target: str
    options: RunOptions
    habits: Habits = Habits()
    only_hosts: frozenset[str] = frozenset()
    needs_engine: bool = False
    step_names: Mapping[tuple[tuple[str, ...], str], str] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """What processes compare, to be sure that all of them load the same collection."""
        return hashlib.sha256(write_collection(self.collection).encode()).hexdigest()

    def redactor(self) -> Redactor:
        """Return what masks the secrets that are known before anything is sent."""
        scopes = scopes_of(
            self.collection,
            self.environment,
            overrides=self.overrides,
            global_variables=self.globals,
            secret_names=self.secret_names,
            clock=SystemClock(),
            randomness=SystemRandomness(),
        )
        in_rows = (text for row in self.rows for name in self.secret_names & row.keys() for text in _texts(row, name))
        return Redactor({*scopes.secrets, *in_rows})


def _texts(row: Row, name: str) -> Sequence[str]:
    return tuple(secret_texts(row[name]))


def read_plan(
    collection: Path,
    inputs: Inputs,
    options: RunOptions,
    habits: Habits = Habits(),
    *,
    simulated: Simulated | None = None,
) -> LoadPlan:
    """Read the files of a load run; `PCC_VAR_<NAME>` of the process count, as in a replay.

    Raises FormatError and RunError for the files, UsageError for an unknown folder, EngineMissingError where a script
    needs JavaScript and the engine is not here.
    """
    from_process = process_variables()
    hidden = inputs.secrets | from_process.keys()
    overrides = {**from_process, **inputs.variables, **(simulated.variables if simulated else {})}
    read, rows = read_to_run(collection), read_data(inputs)
    environment, global_variables = read_variables(inputs.environment), read_globals(inputs)
    known = Known((global_variables, read, environment), rows, hidden)
    transport, target, _ = reach(read, known, overrides, options)
    transport.close()
    plan = LoadPlan(
        read,
        environment,
        global_variables,
        rows,
        overrides,
        hidden | (simulated.secrets if simulated else frozenset()),
        f"embedded simulator ({simulated.host})" if simulated else target,
        options,
        habits,
        only_hosts=frozenset({simulated.host}) if simulated else frozenset(),
        needs_engine=_needs_engine(read, options),
    )
    return replace(plan, step_names=name_steps(read, plan.redactor()))


def _needs_engine(collection: Collection, options: RunOptions) -> bool:
    foreign = foreign_script(collection, options)
    if foreign is None:
        return False
    from pcc.sandbox import find_engine

    try:
        find_engine()
    except EngineMissingError as error:
        raise EngineMissingError(f"{foreign}. {error}") from None
    return True
