"""Findings in SARIF 2.1.0 (OASIS), the format that code scanning services read."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pcc.checks.catalog import RULES
from pcc.checks.explanations import read_explanation
from pcc.checks.finding import Finding
from pcc.checks.rule import Rule
from pcc.cli.findings.locating import locate_findings
from pcc.diagnostics import Diagnostic, find_region
from pcc.project.checking import CheckResult
from pcc.version import VERSION

__all__ = ["render_sarif"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_INDEX = {rule.id: index for index, rule in enumerate(RULES)}


def render_sarif(result: CheckResult) -> str:
    """Return a SARIF log of one run; what is suppressed is among its results, with the reason."""
    run = {
        "tool": {"driver": {"name": "pcc", "semanticVersion": VERSION, "rules": [_rule(rule) for rule in RULES]}},
        "columnKind": "unicodeCodePoints",
        "results": list(_results([*result.findings, *result.suppressed])),
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(rule: Rule) -> dict[str, Any]:
    explanation = read_explanation(rule.id)
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.id.split("-")),
        "shortDescription": {"text": explanation.summary},
        "help": {"text": explanation.text, "markdown": explanation.text},
        "defaultConfiguration": {"level": rule.level.value},
    }


def _results(findings: Sequence[Finding]) -> Iterable[dict[str, Any]]:
    seen: Counter[str] = Counter()
    for finding, found in locate_findings(findings):
        digest = finding.fingerprint.digest
        seen[digest] += 1
        yield {
            "ruleId": found.id,
            "ruleIndex": _INDEX[found.id],
            "level": found.level.value,
            "message": {"text": ": ".join(part for part in (found.message, found.advice) if part)},
            "locations": _locations(found, finding.source),
            "partialFingerprints": {"pcc/v1": f"{digest}:{seen[digest]}"},
            **_suppressions(finding),
        }


def _locations(found: Diagnostic, source: str) -> list[dict[str, Any]]:
    file = found.origin.file if found.origin else found.file
    name = found.step or source
    location: dict[str, Any] = {}
    if file:
        location["physicalLocation"] = {"artifactLocation": _artifact(file), **_region(found)}
    if name:
        path = found.pointer or "/".join(part for part in (source, found.step) if part)
        location["logicalLocations"] = [{"name": name, "fullyQualifiedName": path}]
    return [location] if location else []


def _region(found: Diagnostic) -> dict[str, Any]:
    if found.origin is None:
        return {}
    region = find_region(found)
    columns = {"startColumn": region.column, "endColumn": region.end_column} if region else {}
    return {"region": {"startLine": max(found.origin.line, 1), **columns}}


def _artifact(file: str) -> dict[str, str]:
    path = Path(file)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix()), "uriBaseId": "%SRCROOT%"}


def _suppressions(finding: Finding) -> dict[str, Any]:
    if not finding.reason:
        return {}
    kind = "inSource" if finding.inside else "external"
    return {"suppressions": [{"kind": kind, "status": "accepted", "justification": finding.reason}]}
