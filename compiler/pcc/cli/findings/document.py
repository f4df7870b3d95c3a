"""Findings for programs: JSON of a shape that stays. docs/checks.md has every key."""

import json
from typing import Any

from pcc.checks.finding import Finding
from pcc.cli.findings.locating import locate_findings
from pcc.diagnostics import Diagnostic, Level, find_region
from pcc.project.checking import CheckResult

__all__ = ["render_json"]

_VERSION = 1


def render_json(result: CheckResult) -> str:
    """Return the result as a JSON document."""
    document = {
        "version": _VERSION,
        "sources": list(result.sources),
        "findings": [_finding(finding, found) for finding, found in locate_findings(result.findings)],
        "suppressed": [
            {**_finding(finding, found), "reason": finding.reason}
            for finding, found in locate_findings(result.suppressed)
        ],
        "summary": {
            "sources": len(result.sources),
            **{f"{level.value}s": result.count(level) for level in Level},
            "suppressed": len(result.suppressed),
            "baseline": result.hidden,
            "gone": result.gone,
        },
    }
    # Half of a character, which a name in somebody's file may hold, can be written as an escape alone.
    return json.dumps(document, indent=2)


def _finding(finding: Finding, found: Diagnostic) -> dict[str, Any]:
    region = find_region(found)
    return {
        "id": found.id,
        "level": found.level.value,
        "message": found.message,
        "advice": found.advice or None,
        "source": finding.source,
        "step": found.step or None,
        "file": found.origin.file if found.origin else found.file or None,
        "line": found.origin.line if found.origin else None,
        "column": region.column if region else None,
        "endColumn": region.end_column if region else None,
        "pointer": found.pointer or None,
        "fingerprint": finding.fingerprint.digest,
    }
