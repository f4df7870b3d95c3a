"""Findings for people: each with its place, its line and a caret, then a line that counts them."""

from pcc.cli.findings.locating import render_findings
from pcc.diagnostics import Level, shown_path
from pcc.printing import count
from pcc.project.checking import CheckResult

__all__ = ["render_summary", "render_text"]


def render_text(result: CheckResult) -> str:
    """Return the findings and the closing line, with an empty line between them."""
    return "\n\n".join([*render_findings(result.findings, result.secrets), render_summary(result)])


def render_summary(result: CheckResult) -> str:
    """Return the closing line: how many sources, how many findings of each level, how many are not shown and why."""
    counted = [count(result.count(level), level.value) for level in Level if result.count(level)]
    summary = f"{count(len(result.sources), 'source')}: {', '.join(counted) or 'nothing found'}"
    aside = []
    if result.suppressed:
        aside.append(f"{len(result.suppressed)} suppressed")
    if result.written is not None:
        aside.append(f"{count(result.hidden, 'finding')} written to {shown_path(result.written)}")
    elif result.hidden:
        aside.append(f"{result.hidden} in the baseline")
    if result.gone:
        aside.append(f"{result.gone} of the baseline {'is' if result.gone == 1 else 'are'} gone: write it anew")
    return f"{summary} ({'; '.join(aside)})" if aside else summary
