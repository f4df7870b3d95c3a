"""The scripts of an item: which engine runs them, and with what in sight."""

from collections.abc import Iterable, Mapping, Sequence

from pcc.errors import EngineMissingError, PccError
from pcc.model.collection import Event
from pcc.model.ports import HttpResponse
from pcc.model.result import ScriptResult
from pcc.model.statement import Assertion, Capture
from pcc.runner.options import ScriptEngine
from pcc.runner.request import BuiltRequest
from pcc.runner.request.headers import without_header
from pcc.runner.scopes import Scopes
from pcc.runner.steps import Step
from pcc.scripts import ScriptContext, SentRequest, is_native, run_script

__all__ = ["count_tests", "require_engine", "run_event", "script_context"]


def require_engine(steps: Iterable[Step]) -> None:
    """Raise EngineMissingError for the first script that is not native."""
    for step in steps:
        for event in (*step.prerequest, *step.test):
            if not is_native(event.statements):
                raise EngineMissingError(
                    f"the {event.listen} script of “{step.item.name}” has JavaScript of its own; "
                    "running it needs a JavaScript engine, which this version does not have yet"
                )


def script_context(
    scopes: Scopes,
    *,
    built: BuiltRequest | None = None,
    response: HttpResponse | None = None,
    cookies: Mapping[str, str] | None = None,
) -> ScriptContext:
    """Return what a script sees: before sending there is neither a request nor a response."""
    sent = SentRequest()
    if built is not None:
        headers = without_header(built.http.headers, *built.unseen)
        sent = SentRequest(built.http.url, headers, built.text, built.form)
    return ScriptContext(scopes, sent, response, cookies or {})


def run_event(event: Event, context: ScriptContext, engine: ScriptEngine | None) -> ScriptResult:
    """Run one script. It never raises for what the script or the response holds: that is the result's `error`."""
    try:
        if engine is None or is_native(event.statements):
            return run_script(event.listen, event.statements, context)
        return engine.run(event.listen, event.statements, context)
    except PccError as error:
        return ScriptResult(event.listen, error=str(error))


def count_tests(events: Sequence[Event]) -> int:
    """Count the tests that these scripts make: assertions, and captures without a default."""
    statements = (statement for event in events for statement in event.statements)
    return sum(
        isinstance(statement, Assertion) or (isinstance(statement, Capture) and statement.default is None)
        for statement in statements
    )
