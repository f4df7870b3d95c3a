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


def render_findings(findings: Sequence[Finding], secrets: frozenset[str]) -> Iterator[str]:
    """Yield each finding as text, with its line and a caret; what is known as secret is masked in all of them."""
    return map_in_order(lambda finding: render_diagnostic(finding.diagnostic, secrets), findings, worth=_WORTH)


def _locate(finding: Finding) -> Diagnostic:
    return finding.diagnostic.located()
