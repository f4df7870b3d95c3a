"""The kinds of findings against an OpenAPI description, apart from what finds them: that is seldom loaded."""

from pcc.checks.rule import Rule
from pcc.diagnostics import Level

__all__ = [
    "DEPRECATED_OPERATION",
    "INVALID_PARAMETER",
    "MISSING_BODY",
    "MISSING_CREDENTIALS",
    "MISSING_PARAMETER",
    "OPENAPI_RULES",
    "OUTSIDE_DESCRIPTION",
    "REQUEST_SCHEMA",
    "UNDOCUMENTED_STATUS",
    "UNEXPECTED_BODY",
    "UNKNOWN_CONTENT_TYPE",
    "UNKNOWN_OPERATION",
    "UNKNOWN_PARAMETER",
    "UNKNOWN_PROPERTY",
]

UNKNOWN_OPERATION = Rule("unknown-operation", Level.ERROR)
MISSING_PARAMETER = Rule("missing-parameter", Level.ERROR)
INVALID_PARAMETER = Rule("invalid-parameter", Level.ERROR)
UNKNOWN_PARAMETER = Rule("unknown-parameter", Level.WARNING)
MISSING_CREDENTIALS = Rule("missing-credentials", Level.WARNING)
MISSING_BODY = Rule("missing-body", Level.ERROR)
UNEXPECTED_BODY = Rule("unexpected-body", Level.WARNING)
UNKNOWN_CONTENT_TYPE = Rule("unknown-content-type", Level.ERROR)
REQUEST_SCHEMA = Rule("request-schema", Level.ERROR)
UNDOCUMENTED_STATUS = Rule("undocumented-status", Level.ERROR)
UNKNOWN_PROPERTY = Rule("unknown-property", Level.ERROR)
DEPRECATED_OPERATION = Rule("deprecated-operation", Level.NOTE)
OUTSIDE_DESCRIPTION = Rule("outside-description", Level.NOTE)

OPENAPI_RULES = (
    UNKNOWN_OPERATION,
    MISSING_PARAMETER,
    INVALID_PARAMETER,
    UNKNOWN_PARAMETER,
    MISSING_CREDENTIALS,
    MISSING_BODY,
    UNEXPECTED_BODY,
    UNKNOWN_CONTENT_TYPE,
    REQUEST_SCHEMA,
    UNDOCUMENTED_STATUS,
    UNKNOWN_PROPERTY,
    DEPRECATED_OPERATION,
    OUTSIDE_DESCRIPTION,
)
"""All of them, in the order of docs/checks.md."""
