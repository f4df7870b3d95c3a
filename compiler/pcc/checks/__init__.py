"""Checks: model in, diagnostics out. All of them run, none raises."""

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
from pcc.checks.undefined import check_undefined

__all__ = ["CHECKS", "RULES", "check_undefined"]

CHECKS = (*(check_scripts, check_events),)
RULES: tuple[Rule, ...] = (
    *(DEPRECATED_CALL, SCRIPT_SYNTAX, UNKNOWN_CALL, UNKNOWN_EVENT, UNKNOWN_JUMP, UNREPLACED_VARIABLE),
)
