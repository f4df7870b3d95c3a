"""Judging what the checks find: levels first, then suppressions, then the baseline."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pcc.checks import RULES, run_checks
from pcc.checks.finding import Finding
from pcc.checks.invalid import INVALID_WORKFLOW
from pcc.checks.needs import is_possible
from pcc.checks.subject import Subject
from pcc.checks.suppressions import (
    UNUSED_SUPPRESSION,
    Suppression,
    check_reasons,
    found_unused,
    read_suppressions,
)
from pcc.diagnostics import Diagnostic, Level, nearest
from pcc.project.baseline import Baseline
from pcc.project.check_settings import AllowedFinding, CheckSettings
from pcc.project.opened import Opened

__all__ = ["Judge"]


class Judge:
    """Takes source after source, and collects what is to be reported.

    `chosen` are the ids of the rules that count; what could not be checked always does.
    """

    def __init__(self, settings: CheckSettings, chosen: Iterable[str], baseline: Baseline) -> None:
        self._levels: Mapping[str, Level | None] = settings.levels
        on = (name for name in chosen if settings.levels.get(name, Level.ERROR) is not None)
        self._chosen = frozenset(on) | {INVALID_WORKFLOW.id}
        self._allowed = settings.allow
        self._baseline = baseline
        self._in_vain: dict[AllowedFinding, bool] = {}
        self.sources: list[str] = []
        self.findings: list[Finding] = []
        self.suppressed: list[Finding] = []

    @property
    def hidden(self) -> int:
        """How many findings are in the baseline."""
        return self._baseline.hidden

    @property
    def gone(self) -> int:
        """How many entries of the baseline should have occurred and did not."""
        return self._baseline.gone(set(self.sources), self._chosen)

    def add(self, opened: Opened) -> None:
        """Check a source."""
        self.sources.append(opened.name)
        if opened.subject is None:
            self._report([opened.failure] if opened.failure else [], opened.name)
            return
        subject = opened.subject
        written = list(read_suppressions(subject))
        beside = {entry.suppression(subject): entry for entry in self._allowed if entry.fits(opened.name)}
        suppressions = [*(one for one in written if one.reason), *beside]
        found, used = self._suppress(dict.fromkeys(run_checks(subject)), suppressions, subject, opened.name)
        found += check_reasons(written)
        for one in dict.fromkeys(suppressions):
            in_vain = one not in used and self._can_be_used(one.id, subject)
            if one in beside:
                self._remember(beside[one], used=one in used, in_vain=in_vain)
            elif in_vain:
                found.append(found_unused(one, _advice(one.id)))
        self._report(found, opened.name)

    def close(self) -> None:
        """Report what the configuration allows in vain: only then is it known."""
        for entry, in_vain in self._in_vain.items():
            # What fits every source may be meant for one that is not checked this time.
            if in_vain and entry.source:
                self._report([found_unused(entry.suppression(), _advice(entry.id))], "pyproject.toml")
        self._in_vain.clear()

    def _remember(self, entry: AllowedFinding, *, used: bool, in_vain: bool) -> None:
        if used:
            self._in_vain[entry] = False
        elif in_vain:
            self._in_vain.setdefault(entry, True)

    def _can_be_used(self, name: str, subject: Subject) -> bool:
        return name not in _IDS or (name in self._chosen and is_possible(name, subject))

    def _suppress(
        self, found: Iterable[Diagnostic], suppressions: Iterable[Suppression], subject: Subject, source: str
    ) -> tuple[list[Diagnostic], set[Suppression]]:
        kept: list[Diagnostic] = []
        used: set[Suppression] = set()
        for diagnostic in found:
            covering = [one for one in suppressions if one.covers(diagnostic, subject)]
            used.update(covering)
            if not covering:
                kept.append(diagnostic)
            elif diagnostic.id in self._chosen:
                first = covering[0]
                self.suppressed.append(Finding(self._levelled(diagnostic), source, first.reason, inside=first.inside))
        return kept, used

    def _report(self, found: Iterable[Diagnostic], source: str) -> None:
        for diagnostic in found:
            if diagnostic.id in self._chosen:
                finding = Finding(self._levelled(diagnostic), source)
                if diagnostic.id == INVALID_WORKFLOW.id or not self._baseline.hide(finding):
                    self.findings.append(finding)

    def _levelled(self, diagnostic: Diagnostic) -> Diagnostic:
        return replace(diagnostic, level=self._levels.get(diagnostic.id) or diagnostic.level)


_IDS = frozenset(rule.id for rule in RULES)


def _advice(name: str) -> str:
    if name in _IDS:
        return f"delete it, or see `pcc check --explain {UNUSED_SUPPRESSION.id}`"
    similar = nearest(name, sorted(_IDS))
    return f"no check has this id: did you mean {similar!r}?" if similar else "no check has this id: delete it"
