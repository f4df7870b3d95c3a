"""Findings: diagnostics with the source that they are of, so that they can be known again."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from pcc.diagnostics import Diagnostic
from pcc.printing import printable

__all__ = ["Finding", "Fingerprint", "sort_findings", "unnumbered"]

_NUMBER = re.compile(r"\bStep \d+: ")
# What a message names: a variable in either notation, or anything in quotes.
_NAMED = re.compile(r"<<[^<>]*>>|\{\{[^{}]*\}\}|'[^']*'|\"[^\"]*\"|`[^`]*`|“[^”]*”")


class Fingerprint(NamedTuple):
    """What a finding is known by, wherever its lines, steps and pointers move to."""

    source: str
    step: str
    id: str
    subject: str

    @property
    def digest(self) -> str:
        """A short text that stands for it."""
        return hashlib.sha256("\0".join(self).encode("utf-8", "surrogatepass")).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic of a source: the slug of a workflow, or a file as seen from the project.

    What is suppressed has the `reason`, and says whether that stands `inside` the source or in the configuration.
    """

    diagnostic: Diagnostic
    source: str
    reason: str = ""
    inside: bool = True

    @property
    def fingerprint(self) -> Fingerprint:
        """What it is known by: its source, step and id, and the names in its message."""
        found = self.diagnostic
        step, message = printable(unnumbered(found.step)), printable(unnumbered(found.message))
        return Fingerprint(self.source, step, found.id, _subject(message))


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by place, each defect once: a shared step is at one line, whatever workflows use it."""
    once: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        found = finding.diagnostic
        once.setdefault((found.id, unnumbered(found.message), found.origin, found.file, found.pointer), finding)
    return tuple(sorted(once.values(), key=_order))


def _order(finding: Finding) -> tuple[str, int, list[tuple[int, str]], str, str]:
    found = finding.diagnostic
    # A call of several lines may hold the place further down. The lines of JSON files are not looked for only to sort.
    origin = found.located().origin if found.origin else None
    pointer = [(int(part), "") if part.isdecimal() else (-1, part) for part in found.pointer.split("/")]
    return (origin.file if origin else found.file, origin.line if origin else 0, pointer, found.id, found.message)


def unnumbered(text: str) -> str:
    """Return a text without the numbers of steps, which change when a step is inserted."""
    return _NUMBER.sub("", text)


def _subject(message: str) -> str:
    named = dict.fromkeys(_NAMED.findall(message))
    return ", ".join(named) if named else re.sub(r"\d+", "0", message)
