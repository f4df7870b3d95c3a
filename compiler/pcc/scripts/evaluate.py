"""The native engine: statements run in Python, with the meaning and the messages that their JavaScript has."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from pcc.model.json import JsonValue
from pcc.model.result import AssertionResult, AssignmentResult, CaptureResult, ScriptResult
from pcc.model.statement import (
    AllMatches,
    Assertion,
    Assignment,
    Capture,
    Claim,
    Comparison,
    Existence,
    Extractor,
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
from pcc.scripts.context import ScriptContext, Variables
from pcc.scripts.extract import Found, Reading, compile_extractor, compile_operand, compile_payload
from pcc.scripts.fragments import missing_message
from pcc.scripts.relations import RELATIONS
from pcc.scripts.render import assertion_title, capture_title
from pcc.scripts.words import describe_operand
from pcc.templating import render_postman
from pcc.templating.resolve import Missing
from pcc.values import as_stored, stringify

__all__ = ["NativeScript"]


class NativeScript:
    """Statements that run natively, compiled at their first run. Only white space may be raw among them.

    `tests` counts the tests that it makes: assertions, and captures without a default.
    """

    def __init__(self, listen: str, statements: Sequence[Statement]) -> None:
        self.tests = sum(map(_is_test, statements))
        self._listen = listen
        self._statements = statements
        self._acts: list[_Act] | None = None

    def run(self, context: ScriptContext) -> ScriptResult:
        """Run the statements in order, and return what each did.

        Nothing that a response holds makes it raise: what cannot be found is a failed test. Raises PccError for a path
        or a pattern that pcc does not read.
        """
        if self._acts is None:
            self._acts = [act for statement in self._statements for act in _compile(statement)]
        done = _Done(Reading(context), context.variables)
        for act in self._acts:
            act(done)
        _settle(done.captures, context)
        return ScriptResult(self._listen, tuple(done.assignments), tuple(done.assertions), tuple(done.captures))


class _Done:
    """What the statements of one run did so far, and what they look at."""

    __slots__ = ("assertions", "assignments", "captures", "reading", "variables")

    def __init__(self, reading: Reading, variables: Variables) -> None:
        self.reading = reading
        self.variables = variables
        self.assignments: list[AssignmentResult] = []
        self.assertions: list[AssertionResult] = []
        self.captures: list[CaptureResult] = []


_Act: TypeAlias = Callable[[_Done], None]


def _is_test(statement: Statement) -> bool:
    return isinstance(statement, Assertion) or (isinstance(statement, Capture) and statement.default is None)


def _compile(statement: Statement) -> Iterator[_Act]:
    match statement:
        case Assignment():
            yield _compile_assignment(statement)
        case Assertion():
            yield _compile_assertion(statement)
        case Capture():
            yield _compile_capture(statement)
        case RawScript():
            pass


def _compile_assignment(statement: Assignment) -> _Act:
    text, name, secret = render_postman(statement.value), statement.name, statement.secret

    def assign(done: _Done) -> None:
        value = done.variables.resolve(text)
        done.variables.set(name, value, secret=secret)
        done.assignments.append(AssignmentResult(name, value, secret))

    return assign


def _compile_assertion(statement: Assertion) -> _Act:
    check, title = _compile_check(statement), assertion_title(statement)
    passed = AssertionResult(title)

    def test(done: _Done) -> None:
        error = check(done.reading)
        done.assertions.append(passed if error is None else AssertionResult(title, error))

    return test


def _compile_capture(statement: Capture) -> _Act:
    name, secret = statement.name, statement.secret
    find = compile_extractor(statement.extractor)
    default = None if statement.default is None else compile_operand(statement.default)
    explain = _compile_explanation(statement.extractor)
    title = capture_title(statement)
    passed = AssertionResult(title)

    def capture(done: _Done) -> None:
        found = find(done.reading)
        if default is not None and isinstance(found, Missing):
            found = default(done.reading)
        if isinstance(found, Missing):
            # A stale value must not turn a later step green.
            done.variables.unset(name)
            result = CaptureResult(name, None, secret, error=explain(done.reading))
        else:
            done.variables.set(name, found, secret=secret)
            result = CaptureResult(name, as_stored(found), secret)
        done.captures.append(result)
        if default is None:
            done.assertions.append(passed if result.error is None else AssertionResult(title, result.error))

    return capture


def _settle(captures: Sequence[CaptureResult], context: ScriptContext) -> None:
    # From script to script Postman passes variables as JSON. Within a script they are what they were set to.
    for capture in {capture.name: capture for capture in captures}.values():
        if capture.error is None and context.variables.get(capture.name) is not capture.value:
            context.variables.set(capture.name, capture.value, secret=capture.secret)


def _compile_explanation(extractor: Extractor) -> Callable[[Reading], str]:
    """What says why a capture found nothing."""
    message = missing_message(extractor)
    match extractor:
        case Claim(_, token):
            payload = compile_payload(token)
            return lambda reading: f"{message} in {_shape(payload(reading))}"
        case JsonPath() | AllMatches():
            return lambda reading: f"{message} in {_shape(reading.json)}"
    return lambda _: message


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


def _compile_check(assertion: Assertion) -> Callable[[Reading], str | None]:
    """What says why the assertion does not hold, None when it does."""
    find, predicate = compile_extractor(assertion.extractor), assertion.predicate
    if not isinstance(predicate, Comparison):
        return lambda reading: _check_alone(predicate, find(reading))
    operand, compare = compile_operand(predicate.operand), _comparison(assertion.extractor, predicate)

    def check(reading: Reading) -> str | None:
        actual, expected = find(reading), operand(reading)
        if isinstance(expected, Missing):
            return f"{describe_operand(predicate.operand)} is not there to compare with"
        return compare(actual, expected)

    return check


def _comparison(extractor: Extractor, predicate: Comparison) -> Callable[[Found, JsonValue], str | None]:
    if isinstance(extractor, StatusCode) and _is_status(predicate):
        return _compare_status
    relation, phrase = RELATIONS[predicate.operator]

    def compare(actual: Found, expected: JsonValue) -> str | None:
        return None if relation(actual, expected) else f"expected {phrase}{_show(expected)}, found {_show(actual)}"

    return compare


def _compare_status(actual: Found, expected: Found) -> str | None:
    if actual == expected:
        return None
    return f"expected response to have status code {_show(expected)} but got {_show(actual)}"


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
