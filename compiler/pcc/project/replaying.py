"""Replaying targets: each with its files, against what answers it."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pcc.errors import EngineMissingError, UsageError
from pcc.model.collection import Collection
from pcc.model.environment import Environment
from pcc.model.result import RunResult
from pcc.project.connecting import Known, reach, simulate
from pcc.project.exporting import Exports, write_exports
from pcc.project.inputs import Inputs, process_variables, read_data, read_globals, read_jar, read_to_run, read_variables
from pcc.project.targets import find_targets
from pcc.runner import Ports, RunEvent, RunOptions, SystemClock, follow_run, foreign_script, run_collection
from pcc.runner.cookies import CookieJar
from pcc.runner.data import Row

if TYPE_CHECKING:
    from pcc.sandbox import Sandbox

__all__ = ["open_run", "run_targets"]


def run_targets(
    targets: Sequence[str],
    *,
    start: Path | None,
    inputs: Inputs,
    simulator: bool,
    options: RunOptions | None,
    exports: Exports,
    on_event: Callable[[RunEvent], None],
) -> Iterator[RunResult]:
    """Run each target, and yield its result. Each has variables, cookies, an engine and a simulator of its own.

    Raises UsageError when several would be exported to one file.
    """
    resolved = list(find_targets(targets, start, inputs.environment))
    if exports and len(resolved) > 1:
        raise UsageError(f"{len(resolved)} runs cannot be exported to one file: name one workflow")
    for target in resolved:
        own = replace(inputs, environment=target.environment)
        files, jar = _read(target.collection, own), read_jar(own, SystemClock())
        simulated = simulator or target.simulated
        with _open(files, own, jar=jar, simulator=simulated, options=options or RunOptions()) as events:
            result = follow_run(events, on_event)
        if exports:
            write_exports(
                exports,
                result,
                collection=files.collection,
                environment=files.environment,
                global_variables=files.globals,
                jar=jar,
            )
        yield result
        if result.aborted == "interrupted":
            return


@contextmanager
def open_run(
    file: Path,
    inputs: Inputs,
    *,
    simulator: bool,
    options: RunOptions = RunOptions(),  # noqa: B008 - frozen
) -> Iterator[Generator[RunEvent, None, None]]:
    """Yield the run of a collection file, which begins with the first event that is asked for.

    Raises FormatError and RunError for the files, UsageError for the options, EngineMissingError where JavaScript needs
    an engine that is not there.
    """
    jar = read_jar(inputs, SystemClock())
    with _open(_read(file, inputs), inputs, jar=jar, simulator=simulator, options=options) as events:
        yield events


@dataclass(frozen=True, slots=True)
class _Files:
    """What the files of a run hold."""

    collection: Collection
    environment: Environment | None
    globals: Environment
    rows: Sequence[Row]


def _read(file: Path, inputs: Inputs) -> _Files:
    return _Files(read_to_run(file), read_variables(inputs.environment), read_globals(inputs), read_data(inputs))


@contextmanager
def _open(
    files: _Files, inputs: Inputs, *, jar: CookieJar, simulator: bool, options: RunOptions
) -> Iterator[Generator[RunEvent, None, None]]:
    from_process = process_variables()
    overrides = {**from_process, **inputs.variables}
    hidden = inputs.secrets | from_process.keys()
    known = Known((files.globals, files.collection, files.environment), files.rows, hidden)
    connect = simulate if simulator else reach
    transport, where, secret_names = connect(files.collection, known, overrides, options)
    with closing(transport), _engine(files.collection, options) as engine:
        yield run_collection(
            files.collection,
            files.environment,
            ports=Ports(transport, engine=engine),
            target=where,
            options=options,
            overrides=overrides,
            global_variables=files.globals,
            data=files.rows,
            secret_names=secret_names | hidden,
            jar=jar,
        )


def _engine(collection: Collection, options: RunOptions) -> "AbstractContextManager[Sandbox | None]":
    """The JavaScript engine, for those collections alone that need it. Raises EngineMissingError without one."""
    foreign = foreign_script(collection, options)
    if foreign is None:
        return nullcontext()
    from pcc.sandbox import Sandbox

    try:
        return Sandbox()
    except EngineMissingError as error:
        raise EngineMissingError(f"{foreign}. {error}") from None
