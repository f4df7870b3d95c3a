"""`invalid-workflow`: what cannot be checked, because it does not compile or is no collection."""

from pathlib import Path

from pcc.checks.rule import Rule
from pcc.diagnostics import Diagnostic, Level, diagnostic_of, shown_path
from pcc.errors import FormatError, PccError, WorkflowError

__all__ = ["INVALID_WORKFLOW", "found_invalid"]

INVALID_WORKFLOW = Rule("invalid-workflow", Level.ERROR)


def found_invalid(error: PccError, file: str = "") -> Diagnostic:
    """Return an error as a finding: at the author's line, or at the pointer of a file."""
    rule = INVALID_WORKFLOW
    match error:
        case WorkflowError():
            return diagnostic_of(error)
        case FormatError():
            named = shown_path(Path(error.file)) if error.file else file
            return Diagnostic(rule.id, rule.level, error.message, file=named, pointer=error.pointer)
    return Diagnostic(rule.id, rule.level, str(error), file=file)
