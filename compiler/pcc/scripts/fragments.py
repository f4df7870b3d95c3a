"""The parts of a block as JavaScript: how a value is extracted, what it is compared with, the check."""

from pcc.model.statement import (
    AllMatches,
    Claim,
    Comparison,
    CookieValue,
    Existence,
    Extractor,
    HeaderValue,
    JsonPath,
    Length,
    Literal,
    Matches,
    Operand,
    Operator,
    Pattern,
    Predicate,
    RedirectQuery,
    ResponseTime,
    Sent,
    SentPart,
    StatusCode,
    Text,
    TypeIs,
    VariableValue,
)
from pcc.paths import compile_path
from pcc.scripts.literals import js_literal, json_literal
from pcc.scripts.names import check_references, check_variable, is_inherited
from pcc.scripts.slots import fill
from pcc.scripts.words import describe_extractor, describe_operand
from pcc.templating import render_postman

__all__ = ["missing_message", "render_check", "render_extraction", "render_operand"]

_INDENT = "    "


def render_extraction(extractor: Extractor) -> str:
    """Return lines that define `actual`: the extracted value, undefined when there is none."""
    match extractor:
        case StatusCode():
            return fill("extract/status")
        case ResponseTime():
            return fill("extract/time")
        case HeaderValue(name):
            return fill(f"extract/header{_own(name.lower())}", name=json_literal(name))
        case CookieValue(name):
            return fill(f"extract/cookie{_own(name.lower())}", name=json_literal(name))
        case RedirectQuery(name):
            return fill("extract/redirect_query", name=json_literal(name))
        case JsonPath(path):
            return _render_json(path)
        case AllMatches(path):
            script = compile_path(path).render_script()
            return fill("extract/json_all", functions=_lines(script.functions), expression=script.matches)
        case Claim(path, token):
            return fill("extract/claim", token=_inline(token, "body"), expression=_inline(path, "json"))
        case Pattern(pattern):
            return fill("extract/pattern", pattern=json_literal(pattern))


def _own(name: str) -> str:
    """Which variant of a template reads a member of one of Postman's lists: the one that passes over inherited names.

    Headers and cookies are found by their names in lower case.
    """
    return "_own" if is_inherited(name) else ""


def _render_json(path: str) -> str:
    script = compile_path(path).render_script()
    if script.functions:
        return fill("extract/json_functions", functions=_lines(script.functions), expression=script.first)
    return fill("extract/json", expression=script.first)


def _lines(functions: tuple[str, ...]) -> str:
    return "\n".join(_INDENT + line for line in functions)


def _inline(path: str, variable: str) -> str:
    """The first match as one expression over a variable."""
    script = compile_path(path).render_script()
    if script.functions:
        return f"((json) => {{ {' '.join(script.functions)} return {script.first}; }})({variable})"
    return variable + script.first.removeprefix("json")


def render_operand(operand: Operand) -> str:
    """Return lines that define `expected`, and fail the test when it is not there."""
    missing = json_literal(f"{describe_operand(operand)} is not there to compare with")
    match operand:
        case Literal(value):
            return fill("operand/literal", value=js_literal(value))
        case VariableValue(name):
            return fill("operand/variable", name=json_literal(check_variable(name)), missing=missing)
        case Text(template):
            return fill("operand/text", value=json_literal(render_postman(check_references(template))))
        case Sent(SentPart.JSON, path):
            return fill("operand/sent_json", expression=_inline(path, "sent"), missing=missing)
        case Sent(part, name):
            key = name.lower() if part is SentPart.HEADER else name
            return fill(f"operand/sent_{part.value}", name=json_literal(key), missing=missing)
        case extractor:
            extraction = "\n".join(_INDENT + line for line in render_extraction(extractor).split("\n"))
            return fill("operand/extractor", extraction=extraction, missing=missing)


def render_check(predicate: Predicate) -> str:
    """Return lines that fail the test unless the predicate holds of `actual` (and `expected`)."""
    match predicate:
        case Comparison(Operator.EQUALS, Text() | Literal(None | bool() | int() | float() | str())):
            return fill("check/identical")
        case Comparison(operator, _):
            return fill(f"check/{operator.value.replace(' ', '_')}")
        case Matches(pattern):
            return fill("check/matches", pattern=json_literal(pattern))
        case Existence(exists):
            return fill("check/exists" if exists else "check/is_absent")
        case TypeIs(kind):
            return fill("check/is_a", kind=json_literal(kind.value))
        case Length(length):
            return fill("check/has_length", length=json_literal(length))


def missing_message(extractor: Extractor) -> str:
    """Return why a capture failed: what was looked for. For JSON the shape of the body follows."""
    match extractor:
        case JsonPath() | AllMatches() | Claim():
            return f"nothing matches {describe_extractor(extractor)}"
        case HeaderValue() | CookieValue():
            return f"the response has no {describe_extractor(extractor)}"
        case RedirectQuery(name):
            return f"the Location header has no query parameter {name}"
        case _:
            return f"there is no {describe_extractor(extractor)}"
