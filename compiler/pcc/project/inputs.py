"""What a run reads its variables from: files, and values given beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pcc.errors import FormatError, RunError
from pcc.model.collection import Variable
from pcc.model.environment import Environment
from pcc.postman import read_environment
from pcc.runner.data import Row, read_rows
from pcc.templating import parse_postman

__all__ = ["Inputs", "read_data", "read_file", "read_globals", "read_variables"]


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of a run, and values by name that win over those of their file. All are optional."""

    environment: Path | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    globals_file: Path | None = None
    global_variables: Mapping[str, str] = field(default_factory=dict)
    iteration_data: Path | None = None


def read_file(path: Path) -> str:
    """Return the text of a file, UTF-8 without a BOM. Raises FormatError for other bytes, RunError without the file."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(f"not UTF-8 at byte {error.start}", file=str(path)) from error
    except OSError as error:
        raise RunError(f"cannot read {path}: {error.strerror}") from error


def read_variables(path: Path | None) -> Environment | None:
    """Return the environment in a file, None without one. Raises FormatError and RunError."""
    return None if path is None else read_environment(read_file(path), file=str(path))


def read_globals(inputs: Inputs) -> Environment:
    """Return the globals: those of the file, then those given by name. Raises FormatError and RunError."""
    declared = read_variables(inputs.globals_file) or Environment("Globals", (), globals_scope=True)
    # Of equal names the last one counts.
    given = (Variable(key, parse_postman(value)) for key, value in inputs.global_variables.items())
    return replace(declared, variables=(*declared.variables, *given))


def read_data(inputs: Inputs) -> Sequence[Row]:
    """Return the rows of the iteration data, none without a file. Raises FormatError and RunError."""
    path = inputs.iteration_data
    return () if path is None else read_rows(read_file(path), file=str(path))
