"""A check of a few names alone, so that tests of the frame stay as they are when checks come or change."""

from collections.abc import Iterator

from pcc.checks.catalog import RULES
from pcc.checks.subject import Subject
from pcc.diagnostics import Diagnostic
from pcc.model.request import BearerAuth

__all__ = ["LOOKED_FOR", "find_unset", "run_fake_checks"]

UNDEFINED_VARIABLE = next(rule for rule in RULES if rule.id == "undefined-variable")
LOOKED_FOR = {"apiToken", "late", "noteIDD", "other", "x"}


def find_unset(subject: Subject) -> Iterator[Diagnostic]:
    """Find each name of the few in a URL, or as the collection's token, that no environment has and nobody gives."""
    environment = {variable.key for variable in subject.environment.variables} if subject.environment else set()
    unset = LOOKED_FOR - environment - subject.given
    if not subject.environment:
        unset.discard("apiToken")
    for step in subject.steps():
        references = step.item.request.url.base.references
        if isinstance(subject.collection.auth, BearerAuth):
            references = (*references, *subject.collection.auth.token.references)
        for name in dict.fromkeys(reference.name for reference in references if reference.name in unset):
            yield UNDEFINED_VARIABLE.found(
                f"nothing sets <<{name}>>",
                step.place,
                marked=(f"<<{name}>>", f"{{{{{name}}}}}"),
                advice="set 'it' earlier",
            )


def run_fake_checks(subject: Subject) -> list[Diagnostic]:
    """Stand in for `pcc.checks.run_checks`."""
    return list(find_unset(subject))
