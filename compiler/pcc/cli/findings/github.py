"""Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request."""

from pcc.cli.findings.locating import locate_findings
from pcc.cli.findings.text import render_summary
from pcc.diagnostics import Diagnostic, Level, find_region
from pcc.printing import printable
from pcc.project.checking import CheckResult

__all__ = ["render_github"]

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def render_github(result: CheckResult) -> str:
    """Return a line for each finding, and the closing line, which GitHub shows in its log."""
    return "\n".join([*(_command(found) for _, found in locate_findings(result.findings)), render_summary(result)])


def _command(found: Diagnostic) -> str:
    region = find_region(found)
    properties = {"title": found.id}
    if found.origin:
        properties = {"file": found.origin.file, "line": str(found.origin.line), **properties}
    if region:
        properties |= {"col": str(region.column), "endColumn": str(region.end_column)}
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    place = " ".join(part for part in (f'step "{found.step}"' if found.step else "", found.pointer) if part)
    message = "\n".join(part for part in (found.message, found.advice, place) if part)
    return f"::{_COMMANDS[found.level]} {listed}::{_data(message)}"


# As the toolkit of GitHub's actions escapes them (packages/core/src/command.ts).
def _data(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return printable(escaped)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
