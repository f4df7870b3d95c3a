"""The check `no-assertion`: a request of which nothing is expected, so that whatever comes back is fine.

An assertion or a capture counts, and in JavaScript any test that is not skipped, an expectation outside of one, or a
`throw`; the scripts of folders and of the collection count for their items. A script that runs code from elsewhere may
hold some. Setting a variable from a response does not count: `undefined` is set as well. Where no request at all has an
assertion, that is one finding of the collection.
"""

from collections.abc import Iterator

from pcc.checks.flow import FlowStep, flow_of, is_opaque
from pcc.checks.rule import Rule
from pcc.checks.subject import Subject
from pcc.diagnostics import Diagnostic, Level
from pcc.model.collection import PREREQUEST, TEST
from pcc.model.statement import Assertion, Capture

__all__ = ["NO_ASSERTION", "check_assertions"]

NO_ASSERTION = Rule("no-assertion", Level.WARNING)


def check_assertions(subject: Subject) -> Iterator[Diagnostic]:
    """Find items without any assertion."""
    steps = flow_of(subject).steps
    bare = [step for step in steps if not _asserts(step)]
    if len(bare) == len(steps) > 1:
        message = f"none of the {len(bare)} requests expects anything of its response"
        yield NO_ASSERTION.found(message, subject.place, advice="expect at least the status of each")
        return
    for step in bare:
        message = f"nothing is expected of the response of {step.item.name!r}"
        yield NO_ASSERTION.found(message, step.step.place, marked=(step.item.name,), advice=_advice(subject))


def _advice(subject: Subject) -> str:
    how = 'pm.test("status", () => pm.response.to.have.status(200));' if subject.file else "expect=[status(200)]"
    return f"expect at least its status: {how}"


def _asserts(step: FlowStep) -> bool:
    if any(isinstance(placed.statement, Assertion | Capture) for placed in step.statements(TEST)):
        return True
    scripts = (*step.scripts(PREREQUEST), *step.scripts(TEST))
    return any(
        is_opaque(script) or "throw " in script.text or any(not test.skipped for test in script.facts.tests)
        for script in scripts
    )
