"""`pcc.check`: what `pcc check` does, as a function that returns data; the command is its client."""

import linecache
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pcc.checks.catalog import RULES
from pcc.checks.finding import Finding, sort_findings
from pcc.checks.invalid import INVALID_WORKFLOW
from pcc.diagnostics import Level, propose
from pcc.errors import UsageError
from pcc.project.baseline import Baseline, read_baseline, write_baseline_file
from pcc.project.check_settings import CheckSettings, read_check_settings
from pcc.project.check_sources import (
    EnvironmentFile,
    FileSource,
    find_sources,
    is_folder,
    open_file,
    read_environment_file,
    with_environment,
)
from pcc.project.judging import Examined, Judge, examine
from pcc.project.opened import Opened
from pcc.project.settings import ProjectSettings, find_project
from pcc.project.side_by_side import map_in_order
from pcc.project.targets import is_file
from pcc.project.variables import process_variables, read_variables

if TYPE_CHECKING:
    from pcc.openapi import Specification

__all__ = ["CheckResult", "check"]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found: findings by place, each defect once; what is suppressed has its reason.

    `sources` are slugs of workflows, and files as seen from the project. `hidden` is how many findings are in the
    baseline, `gone` how many of that do not occur any more. The `secrets` that stand in the sources must not be shown.
    """

    sources: tuple[str, ...]
    findings: tuple[Finding, ...]
    suppressed: tuple[Finding, ...] = ()
    hidden: int = 0
    gone: int = 0
    strict: bool = False
    written: Path | None = None
    secrets: frozenset[str] = field(default=frozenset(), repr=False)

    def count(self, level: Level) -> int:
        """Return how many findings have this level."""
        return sum(finding.diagnostic.level is level for finding in self.findings)

    @property
    def exit_code(self) -> int:
        """0, or 1 for errors (and for warnings when strict), or 3 when something could not be checked."""
        if any(finding.diagnostic.id == INVALID_WORKFLOW.id for finding in self.findings):
            return 3
        if self.written is not None:
            return 0
        return 1 if self.count(Level.ERROR) or (self.strict and self.count(Level.WARNING)) else 0


def check(
    *targets: str | Path,
    project: Path | None = None,
    environment: Path | None = None,
    globals_file: Path | None = None,
    iteration_data: Path | None = None,
    given: Iterable[str] = (),
    openapi: Path | None = None,
    strict: bool = False,
    baseline: Path | None = None,
    write_baseline: Path | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> CheckResult:
    """Check workflows by name (none means all), collection files, and folders of them, without sending anything.

    A workflow is checked with the environment that it declares, unless `environment` names a file; a FILE with that
    alone. Variables of `globals_file`, columns of `iteration_data`, `given` names and `PCC_VAR_<NAME>` of the process
    count as set. Requests are held against the description `openapi`. `select` and `ignore` are ids of rules. What
    `baseline` holds is not reported; `write_baseline` writes what is found instead of reporting it. Raises UsageError
    for unknown names and ids, FormatError and RunError for files beside the sources. A source that cannot be read is a
    finding.
    """
    # A program may check again what it has written in the meantime.
    linecache.checkcache()
    found = _project(targets, project)
    settings = read_check_settings(found)
    chosen = _chosen_ids(select, ignore, settings)
    path = baseline or (None if write_baseline else settings.baseline)
    inputs = _Inputs(environment, globals_file or settings.globals, iteration_data, frozenset(given) | settings.given)
    judge = Judge(settings, chosen, read_baseline(path) if path else Baseline())
    look = _Look(
        settings,
        chosen,
        inputs.names(),
        _read(inputs.environment),
        _read(settings.environment),
        _describe(openapi or settings.openapi),
    )
    sources = list(find_sources([str(target) for target in targets], found))
    for examined in map_in_order(look.at, sources, worth=50):
        judge.take(examined)
    return _result(judge, strict=strict or settings.strict, write_to=write_baseline)


@dataclass(frozen=True, slots=True)
class _Inputs:
    environment: Path | None
    globals: Path | None
    data: Path | None
    given: frozenset[str]

    def names(self) -> frozenset[str]:
        """The variables that a run brings from elsewhere than an environment."""
        declared = read_variables(self.globals)
        keys = (variable.key for variable in declared.variables if not variable.disabled) if declared else ()
        return self.given | frozenset(keys) | process_variables().keys() | self._columns()

    def _columns(self) -> set[str]:
        if self.data is None:
            return set()
        # The reader of rows belongs to the runner, which a check does without.
        from pcc.project.inputs import Inputs, read_data

        return {name for row in read_data(Inputs(iteration_data=self.data)) for name in row}


def _project(targets: Sequence[str | Path], start: Path | None) -> ProjectSettings | None:
    """The project; files can be checked without one."""
    try:
        return find_project(start)
    except UsageError:
        if targets and all(is_file(str(target)) or is_folder(str(target)) for target in targets):
            return None
        raise


def _chosen_ids(select: Iterable[str], ignore: Iterable[str], settings: CheckSettings) -> frozenset[str]:
    off = {name for name, level in settings.levels.items() if level is None}
    known = [rule.id for rule in RULES]
    selected, ignored = frozenset(select), frozenset(ignore)
    for name in sorted(selected | ignored):
        if name not in known:
            raise UsageError(f"no check has the id {name!r}: {propose(name, known)}")
    return (selected or frozenset(known)) - ignored - off | {INVALID_WORKFLOW.id}


@dataclass(frozen=True, slots=True)
class _Look:
    """How each source is looked at: `environment` is for all of them, `for_files` for files alone."""

    settings: CheckSettings
    chosen: frozenset[str]
    given: frozenset[str]
    environment: EnvironmentFile | None
    for_files: EnvironmentFile | None
    specification: "Specification | None"

    def at(self, source: Opened | FileSource) -> Examined:
        """Check a source."""
        if isinstance(source, FileSource):
            opened = with_environment(open_file(source), self.environment or self.for_files)
        else:
            opened = with_environment(source, self.environment)
        if opened.subject:
            opened = replace(
                opened, subject=replace(opened.subject, given=self.given, specification=self.specification)
            )
        return examine(opened, self.settings.allow, self.chosen)


def _read(path: Path | None) -> EnvironmentFile | None:
    return None if path is None else read_environment_file(path)


def _describe(path: Path | None) -> "Specification | None":
    if path is None:
        return None
    # Reading one needs libraries that no other check does.
    from pcc.openapi import read_specification

    return read_specification(path)


def _result(judge: Judge, *, strict: bool, write_to: Path | None) -> CheckResult:
    judge.close()
    secrets = frozenset(judge.secrets)
    sources, findings = tuple(dict.fromkeys(judge.sources)), judge.findings
    suppressed = sort_findings(judge.suppressed)
    if write_to is None:
        return CheckResult(
            sources, sort_findings(findings), suppressed, judge.hidden, judge.gone, strict, secrets=secrets
        )
    kept = [finding for finding in findings if finding.diagnostic.id != INVALID_WORKFLOW.id]
    invalid = [finding for finding in findings if finding.diagnostic.id == INVALID_WORKFLOW.id]
    write_baseline_file(write_to, kept)
    return CheckResult(sources, sort_findings(invalid), suppressed, len(kept), 0, strict, write_to, secrets)
