"""The check `followed-redirect`: what is expected or taken of a redirect that nobody will see, because it is followed.

Postman follows redirects unless a setting of the request, a folder or the collection says otherwise; the response is
then that of the last address. A `Location` alone is no sign of a redirect: an answer 201 has one, too.
"""

from collections.abc import Iterator

from pcc.checks.flow import FlowStep, flow_of
from pcc.checks.rule import Rule
from pcc.checks.statuses import expected_statuses
from pcc.checks.subject import Place, Subject
from pcc.diagnostics import Diagnostic, Level
from pcc.model.collection import TEST
from pcc.model.statement import Assertion, Capture, Comparison, RedirectQuery

__all__ = ["FOLLOWED_REDIRECT", "check_redirects"]

FOLLOWED_REDIRECT = Rule("followed-redirect", Level.ERROR)

# 304 and the others of this class are not followed.
_FOLLOWED = frozenset({301, 302, 303, 307, 308})


def check_redirects(subject: Subject) -> Iterator[Diagnostic]:
    """Find items that follow redirects, and say something of the redirect itself; one finding an item."""
    advice = "do not follow redirects here: " + (
        "turn off “Automatically follow redirects” in its settings" if subject.file else "follow_redirects=False"
    )
    for step in flow_of(subject).steps:
        found = next(_of_step(step), None) if step.follows else None
        if found is not None:
            what, place, marked = found
            message = f"{what} a redirect, but redirects are followed: the response is that of the last address"
            yield FOLLOWED_REDIRECT.found(message, place, marked=marked, advice=advice)


def _of_step(step: FlowStep) -> Iterator[tuple[str, Place, tuple[str, ...]]]:
    for placed in step.statements(TEST):
        match placed.statement:
            case Capture(name, RedirectQuery(field)):
                what, marked = f"{name!r} is captured from the query of", ("redirect_query", name, field)
            case Assertion(RedirectQuery(field), _) | Assertion(_, Comparison(_, RedirectQuery(field))):
                what, marked = f"{field!r} is expected in the query of", ("redirect_query", field, field)
            case _:
                continue
        yield what, step.place(placed.holder, placed.at, placed.number), marked
    for expected in expected_statuses(step):
        if _FOLLOWED.issuperset(expected.codes):
            codes = " or ".join(map(str, expected.codes))
            yield f"status {codes} is expected, which is that of", expected.place(step), expected.marked
    for script in step.scripts(TEST):
        for call in script.facts.calls:
            if call.path.endswith((".to.be.redirection", ".be.redirection")):
                holder = next(holder for holder in step.holders if script in holder.scripts)
                place = step.place(holder, ("event", script.event), script.statement, call.line)
                yield "what is expected is", place, (call.text, "redirection")
