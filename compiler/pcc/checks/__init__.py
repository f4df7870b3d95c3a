"""Checks: model in, diagnostics out. All of them run, none raises."""

from collections.abc import Callable, Iterable
from typing import Final

from pcc.checks.invalid import INVALID_WORKFLOW
from pcc.checks.rule import Rule
from pcc.checks.subject import Subject
from pcc.checks.suppressions import SUPPRESSION_WITHOUT_REASON, UNUSED_SUPPRESSION
from pcc.checks.undefined import UNDEFINED_VARIABLE, check_undefined
from pcc.diagnostics import Diagnostic

__all__ = ["RULES", "check_undefined", "run_checks"]

RULES: Final[tuple[Rule, ...]] = (
    INVALID_WORKFLOW,
    SUPPRESSION_WITHOUT_REASON,
    UNUSED_SUPPRESSION,
    UNDEFINED_VARIABLE,
)
"""Every kind of finding, in the order of docs/checks.md."""

_CHECKS: Final[tuple[Callable[[Subject], Iterable[Diagnostic]], ...]] = (check_undefined,)


def run_checks(subject: Subject) -> list[Diagnostic]:
    """Return what all checks find in a collection, in no particular order."""
    return [found for check in _CHECKS for found in check(subject)]
