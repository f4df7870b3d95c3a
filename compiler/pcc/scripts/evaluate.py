"""The native engine: statements run in Python, with the meaning and the messages that their JavaScript has."""

from collections.abc import Sequence

from pcc.model.result import AssertionResult, AssignmentResult, CaptureResult, ScriptResult
from pcc.model.statement import (
    AllMatches,
    Assertion,
    Assignment,
    Capture,
    Claim,
    Comparison,
    Existence,
    JsonPath,
    Kind,
    Length,
    Literal,
    Matches,
    Operator,
    Predicate,
    RawScript,
    Statement,
    StatusCode,
    TypeIs,
)
from pcc.patterns import compile_pattern
from pcc.scripts.context import ScriptContext
from pcc.scripts.extract import Found, Reading
from pcc.scripts.fragments import missing_message
from pcc.scripts.relations import RELATIONS
from pcc.scripts.render import assertion_title, capture_title
from pcc.scripts.words import describe_operand
from pcc.templating import render_postman
from pcc.templating.resolve import Missing
from pcc.values import as_stored, stringify

__all__ = ["run_script"]


def run_script(listen: str, statements: Sequence[Statement], context: ScriptContext) -> ScriptResult:
    """Run native statements in order, and return what each did. Only white space may be raw among them.

    Nothing that a response holds makes it raise: what cannot be found is a failed test.
    """
    reading = Reading(context)
    assignments: list[AssignmentResult] = []
    assertions: list[AssertionResult] = []
    captures: list[CaptureResult] = []
    for statement in statements:
        match statement:
            case Assignment():
                assignments.append(_assign(statement, context))
            case Assertion():
                assertions.append(AssertionResult(assertion_title(statement), eval_assertion(statement, reading)))
            case Capture():
                capture = _capture(statement, reading, context)
                captures.append(capture)
                if statement.default is None:
                    assertions.append(AssertionResult(capture_title(statement), capture.error))
            case RawScript():
                pass
    _settle(captures, context)
    return ScriptResult(listen, tuple(assignments), tuple(assertions), tuple(captures))


def _assign(statement: Assignment, context: ScriptContext) -> AssignmentResult:
    value = context.variables.resolve(render_postman(statement.value))
    context.variables.set(statement.name, value, secret=statement.secret)
    return AssignmentResult(statement.name, value, statement.secret)


def _capture(statement: Capture, reading: Reading, context: ScriptContext) -> CaptureResult:
    found = reading.extract(statement.extractor)
    if isinstance(found, Missing) and statement.default is not None:
        found = reading.operand(statement.default)
    if isinstance(found, Missing):
        # A stale value must not turn a later step green.
        context.variables.unset(statement.name)
        return CaptureResult(statement.name, None, statement.secret, error=_nothing(statement, reading))
    context.variables.set(statement.name, found, secret=statement.secret)
    return CaptureResult(statement.name, as_stored(found), statement.secret)


def _settle(captures: Sequence[CaptureResult], context: ScriptContext) -> None:
    # From script to script Postman passes variables as JSON. Within a script they are what they were set to.
    for capture in {capture.name: capture for capture in captures}.values():
        if capture.error is None and context.variables.get(capture.name) is not capture.value:
            context.variables.set(capture.name, capture.value, secret=capture.secret)


def _nothing(statement: Capture, reading: Reading) -> str:
    message = missing_message(statement.extractor)
    if isinstance(statement.extractor, Claim):
        return f"{message} in {_shape(reading.payload(statement.extractor.token))}"
    if isinstance(statement.extractor, JsonPath | AllMatches):
        return f"{message} in {_shape(reading.json)}"
    return message


def _shape(document: Found) -> str:
    match document:
        case Missing():
            return "text that is not JSON"
        case None:
            return "null"
        case list():
            return f"an array of {len(document)}"
        case dict():
            return f"an object with {', '.join(document) or 'no fields'}"
        case bool():
            return "a boolean"
        case str():
            return "a string"
        case _:
            return "a number"


def eval_assertion(assertion: Assertion, reading: Reading) -> str | None:
    """Return why the assertion does not hold, or None when it does."""
    actual = reading.extract(assertion.extractor)
    predicate = assertion.predicate
    if not isinstance(predicate, Comparison):
        return _check_alone(predicate, actual)
    expected = reading.operand(predicate.operand)
    if isinstance(expected, Missing):
        return f"{describe_operand(predicate.operand)} is not there to compare with"
    if isinstance(assertion.extractor, StatusCode) and _is_status(predicate):
        passed = actual == expected
        return None if passed else f"expected response to have status code {_show(expected)} but got {_show(actual)}"
    relation, phrase = RELATIONS[predicate.operator]
    return None if relation(actual, expected) else f"expected {phrase}{_show(expected)}, found {_show(actual)}"


def _is_status(predicate: Comparison) -> bool:
    operand = predicate.operand
    return (
        predicate.operator is Operator.EQUALS
        and isinstance(operand, Literal)
        and isinstance(operand.value, int)
        and not isinstance(operand.value, bool)
    )


def _show(value: Found) -> str:
    return "nothing" if isinstance(value, Missing) else stringify(value)


def _check_alone(predicate: Predicate, actual: Found) -> str | None:
    match predicate:
        case Matches(pattern):
            holds = isinstance(actual, str) and compile_pattern(pattern).search(actual) is not None
            wanted = f"text that matches {pattern}"
        case Existence(exists):
            holds, wanted = isinstance(actual, Missing) is not exists, "something" if exists else "nothing"
        case TypeIs(kind):
            holds, wanted = _kind(actual) is kind, f"a value of type {kind.value}"
        case Length(length):
            holds, wanted = _length(actual) == length, f"a length of {length}"
        case Comparison():
            raise AssertionError("a comparison has an operand")
    return None if holds else f"expected {wanted}, found {_show(actual)}"


def _kind(value: Found) -> Kind | None:
    match value:
        case Missing():
            return None
        case None:
            return Kind.NULL
        case bool():
            return Kind.BOOLEAN
        case str():
            return Kind.STRING
        case list():
            return Kind.ARRAY
        case dict():
            return Kind.OBJECT
        case _:
            return Kind.NUMBER


def _length(value: Found) -> int | None:
    if isinstance(value, str):
        return len(value.encode("utf-16-le", "surrogatepass")) // 2
    return len(value) if isinstance(value, list) else None
