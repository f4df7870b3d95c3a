"""A query written out again, in the forms that both RFC 9535 and jsonpath-ng read: what to write instead."""

import re
from decimal import Decimal

from pcc.paths.query import (
    And,
    Boolean,
    Comparison,
    Exists,
    Filter,
    Indexes,
    Names,
    Not,
    Null,
    Number,
    Operand,
    Operator,
    Or,
    Query,
    Segment,
    Selector,
    Slice,
    Test,
    Text,
    Wildcard,
    eval_all,
    eval_any,
)

__all__ = ["UnwritableError", "eval_rewritten", "is_bare_name", "render_name", "render_number", "render_path"]

_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_RESERVED = frozenset({"where", "wherenot"})
_MIRRORED: dict[Operator, Operator] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_OPPOSITE: dict[Operator, Operator] = {"==": "!=", "!=": "=="}


class UnwritableError(Exception):
    """A query has no form that both parsers read."""


def is_bare_name(name: str) -> bool:
    """Say whether both parsers read a name that follows a dot without quotes."""
    return _BARE.fullmatch(name) is not None and name not in _RESERVED


def render_name(name: str) -> str | None:
    """Return the bracketed selector of a name, without escapes; None if it needs one."""
    try:
        return f"[{_quoted(name)}]"
    except UnwritableError:
        return None


def render_number(value: float) -> str:
    """Return the decimal digits of a finite double, never with an exponent: `1`, `-0.5`, `100`."""
    if value == int(value):
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def eval_rewritten(query: Query) -> Query:
    """Return a query of the same meaning with literals on the right and `!` before paths only."""
    return Query(query.origin, tuple(_map_tests(segment) for segment in query.segments))


def render_path(query: Query) -> str:
    """Return the text of a query; raise `UnwritableError` if a name or a literal needs an escape."""
    return query.origin.value + "".join(_segment(segment) for segment in query.segments)


def _map_tests(segment: Segment) -> Segment:
    if not isinstance(segment.selector, Filter):
        return segment
    return Segment(Filter(_rewritten(segment.selector.test)), descends=segment.descends)


def _rewritten(test: Test) -> Test:
    match test:
        case Exists(query):
            return Exists(eval_rewritten(query))
        case Comparison(left, operator, Query() as right) if not isinstance(left, Query):
            return Comparison(right, _MIRRORED[operator], left)
        case Comparison():
            return test
        case And(tests):
            return eval_all(map(_rewritten, tests))
        case Or(tests):
            return eval_any(map(_rewritten, tests))
        case Not(inner):
            return _negated(inner)


def _negated(test: Test) -> Test:
    match test:
        case Exists(query):
            return Not(Exists(eval_rewritten(query)))
        case Comparison(left, operator, right):
            # `<` has no opposite: neither `<` nor `>=` holds between a number and a string.
            if operator not in _OPPOSITE:
                raise UnwritableError(f"no operator is the opposite of {operator}")
            return _rewritten(Comparison(left, _OPPOSITE[operator], right))
        case And(tests):
            return eval_any(map(_negated, tests))
        case Or(tests):
            return eval_all(map(_negated, tests))
        case Not(inner):
            return _rewritten(inner)


def _segment(segment: Segment) -> str:
    dots = ".." if segment.descends else ""
    match segment.selector:
        case Names((name,)) if is_bare_name(name):
            return f"{dots or '.'}{name}"
        case Wildcard():
            return f"{dots}[*]"
        case selector:
            return f"{dots}[{_inside(selector)}]"


def _inside(selector: Selector) -> str:
    match selector:
        case Names(names):
            return ", ".join(map(_quoted, names))
        case Indexes(indexes):
            return ", ".join(map(str, indexes))
        case Slice(start, end, step):
            parts = [start, end] if step == 1 else [start, end, step]
            return ":".join("" if part is None else str(part) for part in parts)
        case Wildcard():
            return "*"
        case Filter(test):
            return f"?{_test(test)}"


def _test(test: Test) -> str:
    match test:
        case Exists(query):
            return render_path(query)
        case Comparison(left, operator, right):
            return f"{_operand(left)} {operator} {_operand(right)}"
        case Not(Exists(query)):
            return f"!{render_path(query)}"
        case Not(inner):
            return f"!({_test(inner)})"
        case And(tests):
            return " && ".join(f"({_test(each)})" if isinstance(each, Or) else _test(each) for each in tests)
        case Or(tests):
            return " || ".join(map(_test, tests))


def _operand(operand: Operand) -> str:
    match operand:
        case Query():
            return render_path(operand)
        case Text(value):
            return _quoted(value)
        case Number(value):
            return render_number(value)
        case Boolean(value):
            return "true" if value else "false"
        case Null():
            return "null"


def _quoted(text: str) -> str:
    if "\\" in text or any(mark < " " for mark in text) or ("'" in text and '"' in text):
        raise UnwritableError("it takes an escape")
    return f'"{text}"' if "'" in text else f"'{text}'"
