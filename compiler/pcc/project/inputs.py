"""What a run reads: its collection, and variables of files and given beside them."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pcc.errors import FormatError, RunError
from pcc.model.collection import Collection, Variable
from pcc.model.environment import Environment
from pcc.model.ports import Clock
from pcc.postman import read_collection, read_environment
from pcc.postman.formats import V3, V3_NAMES
from pcc.reading import read_text
from pcc.runner.cookie_files import read_cookie_jar
from pcc.runner.cookies import CookieJar
from pcc.runner.data import Row, read_rows
from pcc.templating import parse_postman

__all__ = ["Inputs", "process_variables", "read_data", "read_globals", "read_jar", "read_to_run", "read_variables"]

_VARIABLE_PREFIX = "PCC_VAR_"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of a run, and values by name that win over those of their file. All are optional.

    `secrets` are names of variables whose values must not be shown, beside those that their file says so of.
    """

    environment: Path | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    globals_file: Path | None = None
    global_variables: Mapping[str, str] = field(default_factory=dict)
    iteration_data: Path | None = None
    cookie_jar: Path | None = None
    secrets: frozenset[str] = frozenset()


def read_to_run(path: Path) -> Collection:
    """Return the collection in a file. Raises FormatError, also for one without a request, and RunError."""
    collection = read_collection(_read(path), file=str(path), only_to_run=True)
    if next(collection.walk(), None) is None:
        # A run of nothing would be green.
        raise FormatError("there is no request in it, so there is nothing to run", file=str(path), pointer="/item")
    return collection


def _read(path: Path) -> str:
    try:
        return read_text(path)
    except RunError:
        # `Path.is_dir` raises for a name that is too long.
        if os.path.isdir(path) and any(next(path.glob(pattern), None) for pattern in V3_NAMES):  # noqa: PTH112
            raise FormatError(V3, file=str(path)) from None
        raise


def read_variables(path: Path | None) -> Environment | None:
    """Return the environment in a file, None without one. Raises FormatError and RunError."""
    return None if path is None else read_environment(read_text(path), file=str(path), only_to_run=True)


def read_globals(inputs: Inputs) -> Environment:
    """Return the globals: those of the file, then those given by name. Raises FormatError and RunError."""
    declared = read_variables(inputs.globals_file) or Environment("Globals", (), globals_scope=True)
    # Of equal names the last one counts.
    given = (Variable(key, parse_postman(value)) for key, value in inputs.global_variables.items())
    return replace(declared, variables=(*declared.variables, *given))


def read_jar(inputs: Inputs, clock: Clock) -> CookieJar:
    """Return the cookies of the file, none without one. Raises FormatError and RunError."""
    path = inputs.cookie_jar
    return CookieJar(clock) if path is None else read_cookie_jar(read_text(path), clock, file=str(path))


def read_data(inputs: Inputs) -> Sequence[Row]:
    """Return the rows of the iteration data, none without a file. Raises FormatError and RunError."""
    path = inputs.iteration_data
    return () if path is None else read_rows(read_text(path), file=str(path))


def process_variables() -> dict[str, str]:
    """Return the variables that the process sets: each `PCC_VAR_<NAME>`, without the prefix."""
    return {
        name.removeprefix(_VARIABLE_PREFIX): value
        for name, value in os.environ.items()
        if name.startswith(_VARIABLE_PREFIX)
    }
