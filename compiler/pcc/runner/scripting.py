"""The scripts of an item: natively in Python where they can, else in the engine."""

from collections.abc import Iterable, Mapping, Sequence

from pcc.errors import PccError
from pcc.model.collection import Collection
from pcc.model.ports import HttpResponse
from pcc.model.result import ScriptResult
from pcc.model.statement import Assignment, Capture
from pcc.runner.options import RunOptions
from pcc.runner.request import BuiltRequest
from pcc.runner.request.headers import without_header
from pcc.runner.scopes import Scopes
from pcc.runner.steps import Script, Step, plan_steps
from pcc.scripts import ScriptContext, SentRequest

__all__ = ["count_tests", "find_foreign", "find_secrets", "foreign_script", "run_native", "script_context"]


def foreign_script(collection: Collection, options: RunOptions) -> str | None:
    """Say which script of the collection is the first to need a JavaScript engine, None when all are native.

    Raises UsageError for an unknown folder.
    """
    return find_foreign(plan_steps(collection, options.folders, native=options.native))


def find_foreign(steps: Iterable[Step]) -> str | None:
    """Say which script of the steps is the first to need a JavaScript engine."""
    for step in steps:
        for script in (*step.prerequest, *step.test):
            if script.source is not None:
                return f"the {script.event.listen} script of “{step.item.name}” has JavaScript of its own"
    return None


def find_secrets(steps: Iterable[Step]) -> frozenset[str]:
    """Return the variables that blocks declare secret, in scripts that the engine runs: it knows nothing of secrets."""
    scripts = (script for step in steps for script in (*step.prerequest, *step.test) if script.source is not None)
    statements = (statement for script in scripts for statement in script.event.statements)
    return frozenset(
        statement.name for statement in statements if isinstance(statement, Assignment | Capture) and statement.secret
    )


def script_context(
    scopes: Scopes,
    *,
    built: BuiltRequest | None = None,
    response: HttpResponse | None = None,
    cookies: Mapping[str, str] | None = None,
) -> ScriptContext:
    """Return what a native script sees: before sending there is neither a request nor a response."""
    sent = SentRequest()
    if built is not None:
        headers = without_header(built.http.headers, *built.unseen) if built.unseen else built.http.headers
        sent = SentRequest(built.http.url, headers, built.text, built.form)
    return ScriptContext(scopes, sent, response, cookies or {})


def run_native(script: Script, context: ScriptContext) -> ScriptResult:
    """Run a native script. It never raises for what the response holds: that is the result's `error`."""
    try:
        return script.native.run(context)
    except PccError as error:
        return ScriptResult(script.event.listen, error=str(error))


def count_tests(scripts: Sequence[Script]) -> int:
    """Count the tests that native scripts make: assertions, and captures without a default."""
    return sum(script.native.tests for script in scripts if script.source is None)
