"""What has to be given so that a rule can find anything."""

from collections.abc import Callable, Mapping
from typing import Final

from pcc.checks.openapi_rules import OPENAPI_RULES
from pcc.checks.subject import Subject

__all__ = ["is_possible"]

# A rule that is not named here can always find something.
_NEEDS: Final[Mapping[str, Callable[[Subject], bool]]] = {
    "environment-not-given": lambda subject: subject.environment is None,
    "missing-from-environment": lambda subject: subject.environment is not None,
    "unused-in-environment": lambda subject: subject.environment is not None,
    **dict.fromkeys((rule.id for rule in OPENAPI_RULES), lambda subject: subject.specification is not None),
}


def is_possible(rule: str, subject: Subject) -> bool:
    """Whether a rule can find anything in a subject; if not, suppressing it there is not in vain."""
    needs = _NEEDS.get(rule)
    return needs is None or needs(subject)
