"""The settings of a project: `[tool.pcc]` of its `pyproject.toml` (docs/configuration.md lists every key)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pcc.diagnostics import nearest
from pcc.errors import FormatError, RunError, UsageError

__all__ = ["KEYS", "ProjectSettings", "find_project"]

# Every key with its type and what it says; the documentation is held against this table.
KEYS: dict[str, tuple[type, str]] = {
    "workflows": (str, "folder of the workflow sources, one file a workflow"),
    "out": (str, "folder that `pcc build` writes to"),
    "simulator": (bool, "whether `pcc replay NAME` without an environment uses the embedded simulator"),
    "environment": (str, "environment file that `pcc replay NAME` uses when no `-e` is given"),
}

# Commands with settings of their own: `[tool.pcc.check]`.
_TABLES = ("check",)


@dataclass(frozen=True, slots=True)
class ProjectSettings:
    """A project: its root and what `[tool.pcc]` says, defaults filled in.

    `check` is the table `[tool.pcc.check]` as it stands there; `read_check_settings` says what it means.
    """

    root: Path
    workflows: Path
    out: Path
    simulator: bool = False
    environment: Path | None = None
    check: Mapping[str, Any] = field(default_factory=dict)


def find_project(start: Path | None = None) -> ProjectSettings:
    """Find the project of a folder: the nearest `pyproject.toml` with a `[tool.pcc]` table, upwards.

    Raises UsageError when there is none, FormatError when the table is wrong, RunError when the file cannot be read.
    """
    folder = (start or Path.cwd()).resolve()
    for root in (folder, *folder.parents):
        file = root / "pyproject.toml"
        table = _read_table(file) if file.is_file() else None
        if table is not None:
            return _settings(root, table)
    raise UsageError(f"no project here: no pyproject.toml with [tool.pcc] in {folder} or above; `pcc init` makes one")


def _read_table(file: Path) -> dict[str, Any] | None:
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FormatError(f"not TOML: {error}", file=str(file)) from error
    except OSError as error:
        raise RunError(f"cannot read {file}: {error.strerror}") from error
    tools = document.get("tool")
    table = tools.get("pcc") if isinstance(tools, dict) else None
    if table is not None and not isinstance(table, dict):
        raise FormatError("[tool.pcc] must be a table", pointer="/tool/pcc", file=str(file))
    return table


def _settings(root: Path, table: dict[str, Any]) -> ProjectSettings:
    for key, value in table.items():
        pointer, file = f"/tool/pcc/{key}", str(root / "pyproject.toml")
        if key in _TABLES:
            if not isinstance(value, dict):
                raise FormatError(f"[tool.pcc.{key}] must be a table", pointer=pointer, file=file)
            continue
        if key not in KEYS:
            hint = nearest(key, list(KEYS))
            advice = f"did you mean {hint!r}?" if hint else f"the keys are {', '.join(KEYS)}"
            raise FormatError(f"unknown key: {advice}", pointer=pointer, file=file)
        if not isinstance(value, KEYS[key][0]):
            raise FormatError(f"expected a {KEYS[key][0].__name__}, found {value!r}", pointer=pointer, file=file)
    environment = table.get("environment")
    return ProjectSettings(
        root=root,
        workflows=root / table.get("workflows", "collections"),
        out=root / table.get("out", "out"),
        simulator=table.get("simulator", False),
        environment=root / environment if environment else None,
        check=table.get("check", {}),
    )
