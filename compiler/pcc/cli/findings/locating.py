"""Where findings stand: lines are looked for only when findings are printed, in many files side by side."""

from collections.abc import Iterator, Sequence

from pcc.checks.finding import Finding
from pcc.diagnostics import Diagnostic, render_diagnostic
from pcc.project.side_by_side import map_in_order

__all__ = ["locate_findings", "render_findings"]

_WORTH = 400


def locate_findings(findings: Sequence[Finding]) -> Iterator[tuple[Finding, Diagnostic]]:
    """Yield each finding with its diagnostic at its line."""
    return zip(findings, map_in_order(_locate, findings, worth=_WORTH), strict=True)


def render_findings(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield each finding as text, with its line and a caret."""
    return map_in_order(_render, findings, worth=_WORTH)


def _locate(finding: Finding) -> Diagnostic:
    return finding.diagnostic.located()


def _render(finding: Finding) -> str:
    return render_diagnostic(finding.diagnostic)
