"""`pcc.build` and `pcc.replay`: what the commands do, as functions that return data; the commands are their clients."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pcc.model.result import RunResult

if TYPE_CHECKING:
    from pcc.diagnostics import Diagnostic
    from pcc.emit import OutputFile, Stale
    from pcc.project.cache import BuiltWorkflow
    from pcc.runner import RunEvent, RunOptions

__all__ = ["BuildResult", "ReplayResult", "build", "replay"]


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did. `stale` is what the output folder held that was out of date; `written` are its new files.

    `files` are those that were made for it, written or not; all others stand in the folder `out` as they should.
    """

    out: Path
    workflows: "tuple[BuiltWorkflow, ...]"
    files: "tuple[OutputFile, ...]"
    diagnostics: "tuple[Diagnostic, ...]"
    stale: "tuple[Stale, ...]"
    written: tuple[str, ...]
    valid: bool


def build(
    *names: str, project: Path | None = None, out: Path | None = None, check: bool = False, cache: bool = True
) -> BuildResult:
    """Compile workflows (slugs or module names; none means all) and write their files.

    With `check` nothing is written and `stale` says what is out of date. Nothing is written either when a workflow is
    not valid: `diagnostics` says why. Without `cache` every source is compiled, changed or not. Raises UsageError
    without a project or for unknown names, RunError when the disk refuses.
    """
    from pcc.emit import write_files
    from pcc.project.building import build_workflows
    from pcc.project.settings import find_project

    settings = find_project(project)
    folder = out or settings.out
    built = build_workflows(settings, names, out=folder, use_cache=cache)
    stale = built.find_stale(folder) if built.valid else []
    written = write_files(built.files, folder) if built.valid and not check else []
    return BuildResult(
        folder, built.workflows, built.files, built.diagnostics, tuple(stale), tuple(written), built.valid
    )


@dataclass(frozen=True, slots=True)
class ReplayResult:
    """The runs of a replay, one for each target, in order."""

    runs: tuple[RunResult, ...]

    @property
    def passed(self) -> bool:
        """Whether every run passed."""
        return all(run.passed for run in self.runs)

    @property
    def interrupted(self) -> bool:
        """Whether the user stopped it."""
        return any(run.aborted == "interrupted" for run in self.runs)


def replay(
    *targets: str | Path,
    project: Path | None = None,
    environment: Path | None = None,
    variables: Mapping[str, str] | None = None,
    globals_file: Path | None = None,
    global_variables: Mapping[str, str] | None = None,
    iteration_data: Path | None = None,
    secrets: Iterable[str] = (),
    simulator: bool = False,
    options: "RunOptions | None" = None,
    cookie_jar: Path | None = None,
    export_cookie_jar: Path | None = None,
    export_environment: Path | None = None,
    export_globals: Path | None = None,
    export_collection: Path | None = None,
    on_event: "Callable[[RunEvent], None] | None" = None,
) -> ReplayResult:
    """Replay built collections: workflows by name (none means all), or any collection file by path.

    `environment` is a file; `variables` override it, and so do `PCC_VAR_<NAME>` of the process, which are secret.
    `globals_file` and `global_variables` are the same for the globals. `iteration_data` is a CSV or JSON file: for each
    iteration a row of variables, nearer than all of these. `secrets` name further variables whose values are masked.
    With `simulator` the embedded PingOne answers. A run starts with the cookies of `cookie_jar`. The `export_…` files
    get the final variables and cookies, of a failed run too, secrets in clear text. `on_event` is told what happens
    while it runs. Raises UsageError for unknown names, and for several runs to be exported to one file, StaleError when
    the output folder is out of date, FormatError for a file that is not what it should be.
    """
    from pcc.project.exporting import Exports
    from pcc.project.inputs import Inputs
    from pcc.project.replaying import run_targets

    inputs = Inputs(
        environment,
        variables or {},
        globals_file,
        global_variables or {},
        iteration_data,
        cookie_jar,
        frozenset(secrets),
    )
    runs = run_targets(
        [str(target) for target in targets],
        start=project,
        inputs=inputs,
        simulator=simulator,
        options=options,
        exports=Exports(export_environment, export_globals, export_collection, export_cookie_jar),
        on_event=on_event or _ignore,
    )
    return ReplayResult(tuple(runs))


def _ignore(event: "RunEvent") -> None:
    """Tell nobody."""
