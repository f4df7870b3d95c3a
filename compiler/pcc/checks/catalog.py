"""Every check, and every kind of finding."""

from collections.abc import Callable, Iterable
from typing import Final

from pcc.checks.assertions import NO_ASSERTION, check_assertions
from pcc.checks.creates import CREATE_NOT_DELETED, check_creates
from pcc.checks.exposure import SECRET_IN_QUERY, SECRET_OVER_HTTP, check_exposure
from pcc.checks.invalid import INVALID_WORKFLOW
from pcc.checks.literal_secret import LITERAL_SECRET, check_literal_secrets
from pcc.checks.names import DUPLICATE_NAME, UNSUPPORTED_NAME, check_names
from pcc.checks.openapi_rules import OPENAPI_RULES
from pcc.checks.redirects import FOLLOWED_REDIRECT, check_redirects
from pcc.checks.rule import Rule
from pcc.checks.scripts import (
    DEPRECATED_CALL,
    SCRIPT_SYNTAX,
    UNKNOWN_CALL,
    UNKNOWN_EVENT,
    UNKNOWN_JUMP,
    UNREPLACED_VARIABLE,
    check_events,
    check_scripts,
)
from pcc.checks.shadowed import SHADOWED_VARIABLE, check_shadowed
from pcc.checks.subject import Subject
from pcc.checks.suppressions import SUPPRESSION_WITHOUT_REASON, UNUSED_SUPPRESSION
from pcc.checks.unset import (
    CASE_MISMATCH,
    ENVIRONMENT_NOT_GIVEN,
    MISSING_FROM_ENVIRONMENT,
    READ_BEFORE_SET,
    UNDEFINED_VARIABLE,
    check_unset,
)
from pcc.checks.unused import (
    NEVER_READ,
    OVERWRITTEN_VARIABLE,
    UNUSED_IN_ENVIRONMENT,
    check_overwritten,
    check_unused,
)
from pcc.diagnostics import Diagnostic

__all__ = ["RULES", "run_checks"]

RULES: Final[tuple[Rule, ...]] = (
    INVALID_WORKFLOW,
    SUPPRESSION_WITHOUT_REASON,
    UNUSED_SUPPRESSION,
    UNDEFINED_VARIABLE,
    READ_BEFORE_SET,
    CASE_MISMATCH,
    MISSING_FROM_ENVIRONMENT,
    UNUSED_IN_ENVIRONMENT,
    ENVIRONMENT_NOT_GIVEN,
    NEVER_READ,
    OVERWRITTEN_VARIABLE,
    SHADOWED_VARIABLE,
    FOLLOWED_REDIRECT,
    DUPLICATE_NAME,
    UNSUPPORTED_NAME,
    LITERAL_SECRET,
    SECRET_IN_QUERY,
    SECRET_OVER_HTTP,
    CREATE_NOT_DELETED,
    NO_ASSERTION,
    DEPRECATED_CALL,
    SCRIPT_SYNTAX,
    UNKNOWN_CALL,
    UNKNOWN_EVENT,
    UNKNOWN_JUMP,
    UNREPLACED_VARIABLE,
    *OPENAPI_RULES,
)
"""Every kind of finding, in the order of docs/checks.md."""


def _check_description(subject: Subject) -> Iterable[Diagnostic]:
    if subject.specification is None:
        return ()
    # Whoever checks without a description needs nothing of what reads one.
    from pcc.checks.openapi import check_openapi

    return check_openapi(subject, subject.specification)


CHECKS: Final[tuple[Callable[[Subject], Iterable[Diagnostic]], ...]] = (
    check_unset,
    check_unused,
    check_overwritten,
    check_shadowed,
    check_redirects,
    check_names,
    check_literal_secrets,
    check_exposure,
    check_creates,
    check_assertions,
    check_scripts,
    check_events,
    _check_description,
)


def run_checks(subject: Subject) -> list[Diagnostic]:
    """Return everything that is found wrong with a subject."""
    return [found for check in CHECKS for found in check(subject)]
