"""Replaying targets: which files, with which environment, against what."""

import os
import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pcc.emit import find_stale
from pcc.errors import EngineMissingError, ResolutionError, StaleError, UsageError, WorkflowError
from pcc.model.collection import Collection
from pcc.model.environment import Environment
from pcc.model.ports import Transport
from pcc.model.result import RunResult
from pcc.model.template import Template
from pcc.project.exporting import Exports, write_exports
from pcc.project.inputs import Inputs, read_data, read_globals, read_jar, read_to_run, read_variables
from pcc.project.settings import ProjectSettings, find_project
from pcc.runner import Ports, RunEvent, RunOptions, SystemClock, follow_run, foreign_script, run_collection
from pcc.runner.cookies import CookieJar
from pcc.runner.data import Row
from pcc.templating import MISSING, render_postman, resolve_text
from pcc.values import same

if TYPE_CHECKING:
    from pcc.sandbox import Sandbox

__all__ = ["SIMULATOR_TARGET", "open_run", "run_targets"]

SIMULATOR_TARGET = "embedded simulator (in process)"
_VARIABLE_PREFIX = "PCC_VAR_"
# The line that names the target stays one line.
_HOSTS = 10
_LONG = 255


@dataclass(frozen=True, slots=True)
class _Target:
    """A collection to run, and the environment file that belongs to it, if one does."""

    collection: Path
    environment: Path | None
    simulated: bool


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
    resolved = list(_resolve(targets, start, inputs.environment))
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
    from_process = _process_variables()
    overrides = {**from_process, **inputs.variables}
    hidden = inputs.secrets | from_process.keys()
    known = _Known((files.globals, files.collection, files.environment), files.rows, hidden)
    connect = _simulate if simulator else _reach
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


def _process_variables() -> dict[str, str]:
    return {
        name.removeprefix(_VARIABLE_PREFIX): value
        for name, value in os.environ.items()
        if name.startswith(_VARIABLE_PREFIX)
    }


def _resolve(targets: Sequence[str], start: Path | None, environment: Path | None) -> Iterator[_Target]:
    names = [target for target in targets if not _is_file(target)]
    built = _built(find_project(start), names, environment) if names or not targets else {}
    for target in targets or list(built):
        if _is_file(target):
            yield _Target(Path(target), environment, simulated=False)
        else:
            yield from built[target]


def _is_file(target: str) -> bool:
    # The names of workflows have no dots.
    return "." in target or "/" in target or os.sep in target


def _built(settings: ProjectSettings, names: Sequence[str], environment: Path | None) -> dict[str, list[_Target]]:
    """The built files of each name, or by slug without names. Raises StaleError when they are out of date."""
    # The sources are only compiled to see whether the files are theirs: what runs is what was built.
    from pcc.project.compile import compile_workflows

    compiled = compile_workflows(settings, names)
    if not compiled.valid:
        first = compiled.diagnostics[0]
        raise WorkflowError(f"the workflows do not compile: {first.message}; `pcc build` shows all", first.origin)
    stale = find_stale(compiled.files, settings.out, complete=False)
    if stale:
        listed = ", ".join(f"{entry.path} {entry.reason}" for entry in stale)
        raise StaleError(f"{settings.out.name}/ is stale ({listed}): run `pcc build` first")
    chosen = environment or settings.environment
    found: dict[str, list[_Target]] = {name: [] for name in names}
    for workflow in compiled.workflows:
        own = settings.out / f"{workflow.environment}.postman_environment.json"
        target = _Target(
            settings.out / f"{workflow.slug}.postman_collection.json",
            chosen or own,
            simulated=settings.simulator and chosen is None,
        )
        called = [name for name in found if name in (workflow.slug, workflow.module)] if names else [workflow.slug]
        for name in called:
            found.setdefault(name, []).append(target)
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """What holds variables before the run, the nearest last; rows of data are nearer than all of them.

    `secrets` are names of secret variables, beside those that say so themselves.
    """

    owners: tuple[Environment | Collection | None, ...]
    rows: Sequence[Row]
    secrets: frozenset[str]


# What answers the requests, its name, and which of the variables that it brings are secret.
_Connection = tuple[Transport, str, frozenset[str]]


def _simulate(_: Collection, __: _Known, overrides: dict[str, str], ___: RunOptions) -> _Connection:
    """Let a new simulator answer; its variables join the overrides."""
    from pcc.runner.transports.embedded import SimulatorTransport
    from pcc.simulator import SECRETS, Simulator

    simulator = Simulator()
    overrides.update(simulator.variables())
    return SimulatorTransport(simulator), SIMULATOR_TARGET, SECRETS


def _reach(collection: Collection, known: _Known, overrides: dict[str, str], options: RunOptions) -> _Connection:
    """Send the requests to where their URLs say."""
    from pcc.runner.transports.network import NetworkOptions, NetworkTransport

    network = NetworkOptions(options.certificates, options.extra_ca_certs, os.environ, options.max_response_bytes)
    return NetworkTransport(network), _hosts(collection, known, overrides), frozenset()


def _hosts(collection: Collection, known: _Known, overrides: Mapping[str, str]) -> str:
    """The hosts that the requests go to, as far as they are known before the run."""
    declared = [variable for owner in known.owners if owner for variable in owner.variables if not variable.disabled]
    values = {
        variable.key: render_postman(variable.value) if isinstance(variable.value, Template) else variable.value
        for variable in declared
    }
    values.update(overrides)
    for name in {name: None for row in known.rows for name in row}:
        # What differs from row to row is not known before the run.
        first, *others = (row.get(name) for row in known.rows)
        values[name] = first if first is not None and all(same(first, other) for other in others) else f"{{{{{name}}}}}"
    # A host is cut out of a URL: where it is a secret, its name stands for it, because half a secret is not masked.
    for secret in (*known.secrets, *(variable.key for variable in declared if variable.secret)):
        values.pop(secret, None)
    hosts: dict[str, None] = {}
    for _, item in collection.walk():
        try:
            url = resolve_text(render_postman(item.request.url.base), lambda name: values.get(name, MISSING))
        except ResolutionError:
            # The item will say so.
            break
        scheme, _, rest = (url if "://" in url else f"http://{url}").partition("://")
        hosts[f"{scheme}://{re.split('[/?#]', rest, maxsplit=1)[0].rpartition('@')[2]}"] = None
    first = [host if len(host) <= _LONG else f"a host of {len(host)} characters" for host in list(hosts)[:_HOSTS]]
    more = [f"and {len(hosts) - _HOSTS} more"] if len(hosts) > _HOSTS else []
    return ", ".join((*first, *more))
