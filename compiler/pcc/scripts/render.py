"""Statements as JavaScript: one block each, in the words of `templates/scripts`."""

from collections.abc import Iterable

from pcc.model.statement import (
    AllMatches,
    Assertion,
    Assignment,
    Capture,
    Claim,
    Comparison,
    JsonPath,
    Literal,
    Operator,
    RawScript,
    Statement,
    StatusCode,
)
from pcc.scripts.fragments import missing_message, render_check, render_extraction, render_operand
from pcc.scripts.literals import js_literal, json_literal
from pcc.scripts.names import check_references, check_variable
from pcc.scripts.slots import fill
from pcc.scripts.words import describe_extractor, describe_predicate, write_extractor, write_predicate
from pcc.templating import render_postman

__all__ = ["assertion_title", "capture_title", "render_block", "render_script"]


def render_script(statements: Iterable[Statement]) -> str:
    """Return a script: blocks with an empty line between two of them, raw scripts exactly as they are."""
    text = ""
    after_block = False
    for statement in statements:
        raw = isinstance(statement, RawScript)
        text += ("\n\n" if after_block and not raw else "") + render_block(statement)
        after_block = not raw
    return text


def render_block(statement: Statement) -> str:
    """Return one statement as JavaScript, without a newline at the end."""
    match statement:
        case Assignment(name, value, secret):
            return fill(
                "assignment",
                secret=_secret(secret),
                name=json_literal(check_variable(name)),
                value=json_literal(render_postman(check_references(value))),
            )
        case Assertion():
            return _render_assertion(statement)
        case Capture():
            return _render_capture(statement)
        case RawScript(text):
            return text


def _secret(secret: bool) -> str:  # noqa: FBT001
    return "secret " if secret else ""


def assertion_title(assertion: Assertion) -> str:
    """Return the name of an assertion's test."""
    match assertion:
        case Assertion(StatusCode(), Comparison(Operator.EQUALS, Literal(int(code)))) if not isinstance(code, bool):
            return f"status is {code}"
    return f"{describe_extractor(assertion.extractor)} {describe_predicate(assertion.predicate)}"


def _render_assertion(assertion: Assertion) -> str:
    title = json_literal(assertion_title(assertion))
    match assertion:
        case Assertion(StatusCode(), Comparison(Operator.EQUALS, Literal(int(code)))) if not isinstance(code, bool):
            return fill("status", status=json_literal(code), title=title)
    header = f"{write_extractor(assertion.extractor)} {write_predicate(assertion.predicate)}"
    actual, check = render_extraction(assertion.extractor), render_check(assertion.predicate)
    if isinstance(assertion.predicate, Comparison):
        expected = render_operand(assertion.predicate.operand)
        return fill("comparison", header=header, title=title, actual=actual, expected=expected, check=check)
    return fill("assertion", header=header, title=title, actual=actual, check=check)


def capture_title(capture: Capture) -> str:
    """Return the name of a capture's test."""
    return f"capture {capture.name} from {describe_extractor(capture.extractor)}"


def _render_capture(capture: Capture) -> str:
    slots = {
        "secret": _secret(capture.secret),
        "name": json_literal(check_variable(capture.name)),
        "source": write_extractor(capture.extractor),
        "actual": render_extraction(capture.extractor),
    }
    if capture.default is not None:
        default = capture.default.value
        return fill("capture_default", **slots, default=json_literal(default), literal=js_literal(default))
    json_source = isinstance(capture.extractor, JsonPath | AllMatches | Claim)
    template = "capture_json" if json_source else "capture"
    missing = json_literal(missing_message(capture.extractor) + (" in " if json_source else ""))
    return fill(template, **slots, title=json_literal(capture_title(capture)), missing=missing)
