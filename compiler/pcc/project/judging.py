"""Judging what the checks find: suppressions first, then levels, then the baseline."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pcc.checks.catalog import RULES, run_checks
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
from pcc.diagnostics import Diagnostic, nearest
from pcc.project.baseline import Baseline
from pcc.project.check_settings import AllowedFinding, CheckSettings
from pcc.project.opened import Opened

__all__ = ["Examined", "Judge", "examine"]

# Shorter ones would take the letters out of every line.
_WORD = 4
_IDS = frozenset(rule.id for rule in RULES)


@dataclass(frozen=True, slots=True)
class Examined:
    """What the checks find in a source, and what of it is suppressed.

    `used` and `in_vain` are entries of the configuration that suppress something here, or could have and do not.
    """

    name: str
    found: tuple[Diagnostic, ...]
    suppressed: tuple[Finding, ...] = ()
    used: frozenset[AllowedFinding] = frozenset()
    in_vain: frozenset[AllowedFinding] = frozenset()


def examine(opened: Opened, allowed: Iterable[AllowedFinding], chosen: frozenset[str]) -> Examined:
    """Run the checks on a source. `chosen` are the ids that are looked for: no other can be suppressed in vain."""
    subject = opened.subject
    if subject is None:
        return Examined(opened.name, (opened.failure,) if opened.failure else ())
    written = list(read_suppressions(subject))
    beside = {entry.suppression(subject): entry for entry in allowed if entry.fits(opened.name)}
    suppressions = dict.fromkeys([*(one for one in written if one.reason), *beside])
    kept: list[Diagnostic] = []
    suppressed: list[Finding] = []
    used: set[Suppression] = set()
    for found in dict.fromkeys(run_checks(subject)):
        covering = [one for one in suppressions if one.covers(found, subject)]
        used.update(covering)
        if covering:
            suppressed.append(Finding(found, opened.name, covering[0].reason, inside=covering[0].inside))
        else:
            kept.append(found)
    idle = [one for one in suppressions if one not in used and _can_be_used(one.id, subject, chosen)]
    kept += check_reasons(written)
    kept += (found_unused(one, _advice(one.id)) for one in idle if one not in beside)
    return Examined(
        opened.name,
        tuple(kept),
        tuple(suppressed),
        frozenset(beside[one] for one in used if one in beside),
        frozenset(beside[one] for one in idle if one in beside),
    )


def _can_be_used(name: str, subject: Subject, chosen: frozenset[str]) -> bool:
    return name not in _IDS or (name in chosen and is_possible(name, subject))


def _advice(name: str) -> str:
    if name in _IDS:
        return f"delete it, or see `pcc check --explain {UNUSED_SUPPRESSION.id}`"
    similar = nearest(name, sorted(_IDS))
    return f"no check has this id: did you mean {similar!r}?" if similar else "no check has this id: delete it"


class Judge:
    """Takes what was found in source after source, and collects what is to be reported."""

    def __init__(self, settings: CheckSettings, chosen: frozenset[str], baseline: Baseline) -> None:
        self._levels = settings.levels
        self._chosen = chosen
        self._baseline = baseline
        self._used: set[AllowedFinding] = set()
        self._in_vain: set[AllowedFinding] = set()
        self._order = settings.allow
        self.sources: list[str] = []
        self.findings: list[Finding] = []
        self.suppressed: list[Finding] = []
        self.secrets: set[str] = set()

    @property
    def hidden(self) -> int:
        """How many findings are in the baseline."""
        return self._baseline.hidden

    @property
    def gone(self) -> int:
        """How many entries of the baseline should have occurred and did not."""
        return self._baseline.gone(set(self.sources), self._chosen)

    def take(self, examined: Examined) -> None:
        """Take what was found in a source."""
        self.sources.append(examined.name)
        self._used |= examined.used
        self._in_vain |= examined.in_vain
        # Also of findings that nobody looks for: their secrets stand in lines that are shown for others.
        self.secrets.update(found.secret for found in examined.found if len(found.secret) >= _WORD)
        self.secrets.update(one.diagnostic.secret for one in examined.suppressed if len(one.diagnostic.secret) >= _WORD)
        self.suppressed += (
            replace(one, diagnostic=self._levelled(one.diagnostic))
            for one in examined.suppressed
            if one.diagnostic.id in self._chosen
        )
        self._report(examined.found, examined.name)

    def close(self) -> None:
        """Report what the configuration allows in vain: only then is it known."""
        for entry in self._order:
            # What fits every source may be meant for one that is not checked this time.
            if entry in self._in_vain - self._used and entry.source:
                self._report([found_unused(entry.suppression(), _advice(entry.id))], "pyproject.toml")

    def _report(self, found: Iterable[Diagnostic], source: str) -> None:
        for diagnostic in found:
            if diagnostic.id in self._chosen:
                finding = Finding(self._levelled(diagnostic), source)
                if diagnostic.id == INVALID_WORKFLOW.id or not self._baseline.hide(finding):
                    self.findings.append(finding)

    def _levelled(self, diagnostic: Diagnostic) -> Diagnostic:
        level = self._levels.get(diagnostic.id)
        return diagnostic if level is None else replace(diagnostic, level=level)
