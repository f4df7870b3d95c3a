"""Variables that a run or a check is given: those of an environment file, and those of the process."""

import os
from pathlib import Path

from pcc.model.environment import Environment
from pcc.postman import read_environment
from pcc.reading import read_text

__all__ = ["process_variables", "read_variables"]

_PREFIX = "PCC_VAR_"


def process_variables() -> dict[str, str]:
    """Return the variables that the process sets, as `PCC_VAR_<NAME>`."""
    return {name.removeprefix(_PREFIX): value for name, value in os.environ.items() if name.startswith(_PREFIX)}


def read_variables(path: Path | None) -> Environment | None:
    """Return the environment in a file, None without one. Raises FormatError and RunError."""
    return None if path is None else read_environment(read_text(path), file=str(path), only_to_run=True)
