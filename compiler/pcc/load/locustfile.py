"""A file for Locust's own tools: written here, and read back into a plan when Locust loads it."""

import os
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from pcc.errors import UsageError
from pcc.load.plan import Habits, LoadPlan, read_plan
from pcc.load.rows import Deal
from pcc.project.inputs import Inputs
from pcc.runner import RunOptions, Unresolved

__all__ = ["read_locustfile", "render_locustfile"]

_PATHS = ("environment", "globals_file", "iteration_data")
# Those of a replay that load has no use for, or that would be those of all iterations.
_NOT_WRITTEN = ("certificates", "iterations", "seed")
_UNKNOWN = ("certificates", "seed")


def render_locustfile(file: Path, collection: Path, inputs: Inputs, plan: LoadPlan) -> str:
    """Return a Locust file that loads as the plan says; paths are written as seen from its folder, no secret value is.

    Raises UsageError for what such a file cannot say.
    """
    from pcc.templating.jinja import render_template

    if plan.options.certificates:
        raise UsageError("a file for Locust cannot name client certificates: let SSL be ended in front of the service")
    secret = _secret_names(plan)
    left_out = sorted(secret & inputs.variables.keys())
    given: dict[str, Any] = {"collection": _seen_from(file, collection)}
    given |= {name: _seen_from(file, path) for name in _PATHS if (path := getattr(inputs, name)) is not None}
    given["variables"] = {name: value for name, value in inputs.variables.items() if name not in secret}
    given["global_variables"] = {name: value for name, value in inputs.global_variables.items() if name not in secret}
    given["secrets"] = tuple(sorted(inputs.secrets))
    given |= _changed(plan.habits) | _changed(plan.options)
    arguments = {name: repr(value) for name, value in given.items() if value or name == "collection"}
    values = {"file": file.name, "arguments": arguments, "left_out": [f"PCC_VAR_{name}" for name in left_out]}
    return render_template("load/locustfile.txt", values)


def _seen_from(file: Path, path: Path) -> str:
    return Path(os.path.relpath(path, file.parent)).as_posix()


def _secret_names(plan: LoadPlan) -> frozenset[str]:
    owners = (plan.environment, plan.globals, plan.collection)
    return plan.secret_names | {
        variable.key for owner in owners if owner is not None for variable in owner.variables if variable.secret
    }


def _changed(settings: "Habits | RunOptions") -> dict[str, Any]:
    """What is not as it would be anyway, in values that can be written."""
    usual = type(settings)()
    return {
        entry.name: _plain(value)
        for entry in fields(settings)
        if (value := getattr(settings, entry.name)) != getattr(usual, entry.name) and entry.name not in _NOT_WRITTEN
    } | ({"iterations": settings.iterations} if isinstance(settings, Habits) and settings.iterations else {})


def _plain(value: Any) -> Any:
    if isinstance(value, Path):
        return str(value.resolve())
    return str(value) if isinstance(value, Deal | Unresolved) else value


def _names(settings: "type[Habits | RunOptions]") -> set[str]:
    return {entry.name for entry in fields(settings)}


def read_locustfile(locustfile: str, collection: str, given: Mapping[str, Any]) -> LoadPlan:
    """Return the plan of such a file from what it says. Raises PccError for the files that it names."""
    folder = Path(locustfile).resolve().parent
    known = {*_PATHS, "variables", "global_variables", "secrets", *_names(Habits), *_names(RunOptions)} - set(_UNKNOWN)
    if unknown := sorted(given.keys() - known):
        raise UsageError(f"replay_user takes no {', '.join(unknown)}; it takes {', '.join(sorted(known))}")
    habits = {entry.name: given[entry.name] for entry in fields(Habits) if entry.name in given}
    if "deal" in habits:
        habits["deal"] = Deal(habits["deal"])
    names = _names(RunOptions) - set(_NOT_WRITTEN)
    options = {name: value for name, value in given.items() if name in names}
    for name in ("working_dir", "extra_ca_certs"):
        if name in options:
            options[name] = Path(options[name])
    options["unresolved"] = Unresolved(options.get("unresolved", Unresolved.WARN))
    inputs = Inputs(
        **{name: folder / given[name] for name in _PATHS if name in given},
        variables=given.get("variables", {}),
        global_variables=given.get("global_variables", {}),
        secrets=frozenset(given.get("secrets", ())),
    )
    return read_plan(folder / collection, inputs, RunOptions(**options), Habits(**habits))
