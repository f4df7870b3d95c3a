"""Baselines: findings of a day, kept in a file so that only later ones are shown."""

import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pcc.checks.finding import Finding, Fingerprint
from pcc.emit import OutputFile, write_files
from pcc.errors import FormatError
from pcc.reading import read_text

__all__ = ["Baseline", "read_baseline", "render_baseline", "write_baseline_file"]

_VERSION = 1


@dataclass(slots=True)
class Baseline:
    """How many findings of each fingerprint are hidden; `hide` takes them one by one."""

    left: Counter[Fingerprint] = field(default_factory=Counter)
    hidden: int = 0

    def hide(self, finding: Finding) -> bool:
        """Whether a finding is one of those that are hidden; one entry hides one finding."""
        if not self.left:
            return False
        fingerprint = finding.fingerprint
        if not self.left[fingerprint]:
            return False
        self.left[fingerprint] -= 1
        self.hidden += 1
        return True

    def gone(self, sources: Collection[str], ids: Collection[str]) -> int:
        """Return how many entries of these sources and ids have hidden nothing."""
        return sum(
            count for fingerprint, count in self.left.items() if fingerprint.source in sources and fingerprint.id in ids
        )


def read_baseline(path: Path) -> Baseline:
    """Return the baseline in a file. Raises FormatError, also for that of a later version, and RunError."""
    try:
        document = json.loads(read_text(path))
    except ValueError as error:
        raise FormatError(f"this is no baseline: not JSON ({error})", file=str(path)) from None
    if not isinstance(document, dict) or document.get("version") != _VERSION:
        raise FormatError(f"this is no baseline of version {_VERSION}: write it anew", file=str(path))
    entries = document.get("findings")
    if not isinstance(entries, list):
        raise FormatError("expected a list of findings", pointer="/findings", file=str(path))
    return Baseline(Counter(dict(_read_entry(entry, index, path) for index, entry in enumerate(entries))))


def _read_entry(entry: Any, index: int, path: Path) -> tuple[Fingerprint, int]:
    names = [entry.get(key) for key in Fingerprint._fields] if isinstance(entry, dict) else [None]
    count = entry.get("count", 1) if isinstance(entry, dict) else 0
    if not all(isinstance(name, str) for name in names) or type(count) is not int or count < 1:
        message = f"expected {', '.join(Fingerprint._fields)} and a count"
        raise FormatError(message, pointer=f"/findings/{index}", file=str(path))
    return Fingerprint(*names), count


def render_baseline(findings: Iterable[Finding]) -> str:
    """Return findings as the text of a baseline: sorted, a line for each, so that a diff of it can be read."""
    counts = Counter(finding.fingerprint for finding in findings)
    entries = [
        json.dumps({**fingerprint._asdict(), "count": count}, ensure_ascii=False)
        for fingerprint, count in sorted(counts.items())
    ]
    listed = ",".join(f"\n    {entry}" for entry in entries) + "\n  " if entries else ""
    return f'{{\n  "version": {_VERSION},\n  "findings": [{listed}]\n}}\n'


def write_baseline_file(path: Path, findings: Iterable[Finding]) -> None:
    """Write findings as a baseline. Raises RunError when the disk refuses."""
    write_files([OutputFile(path.name, render_baseline(findings))], path.parent)
