"""jsonpath-ng's reading of a path. The only module that names jsonpath-ng; import it lazily, it takes a while."""

from threading import Lock

from jsonpath_ng import jsonpath as ng
from jsonpath_ng.exceptions import JSONPathError
from jsonpath_ng.ext import filter as ng_filter
from jsonpath_ng.ext.parser import ExtendedJsonPathParser

from pcc.paths.query import (
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
    Origin,
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

__all__ = ["UnreadableError", "read_tree"]

_OPERATORS: dict[str, Operator] = {"==": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}

# Building the parser takes most of the time of a parse, and the parser keeps its state in itself.
_PARSER = ExtendedJsonPathParser()
_LOCK = Lock()


class UnreadableError(Exception):
    """jsonpath-ng cannot parse a path, or its tree holds a node that has no place in a query."""


def read_tree(text: str) -> Query:
    """Return the query that jsonpath-ng reads out of `text`, or raise `UnreadableError`."""
    try:
        with _LOCK:
            tree = _PARSER.parse(text)
        return _query(tree)
    except (JSONPathError, RecursionError, OverflowError, ValueError) as error:
        raise UnreadableError(str(error)) from error


def _query(node: ng.JSONPath) -> Query:
    origin, segments = _walk(node)
    if origin is None:
        raise UnreadableError("a path without $ or @")
    return Query(origin, tuple(segments))


def _walk(node: ng.JSONPath) -> tuple[Origin | None, list[Segment]]:
    match node:
        case ng.Root():
            return Origin.ROOT, []
        case ng.This():
            return Origin.ITEM, []
        case ng.Child():
            return _join(node.left, node.right, descends=False)
        case ng.Descendants():
            return _join(node.left, node.right, descends=True)
        case _:
            return None, [Segment(_selector(node))]


def _join(left: ng.JSONPath, right: ng.JSONPath, *, descends: bool) -> tuple[Origin | None, list[Segment]]:
    # `$..a.b` comes as Descendants($, Child(a, b)); both operators are associative, so the tree can be laid flat.
    origin, before = _walk(left)
    inner, after = _walk(right)
    if inner is not None or not after:
        raise UnreadableError("a path inside a path")
    if descends:
        if after[0].descends:
            raise UnreadableError("two descents at once")
        after[0] = Segment(after[0].selector, descends=True)
    return origin, before + after


def _selector(node: ng.JSONPath) -> Selector:
    match node:
        case ng.Fields():
            return Names(tuple(node.fields))
        case ng.Index():
            return Indexes(tuple(node.indices))
        case ng.Slice():
            return Slice(node.start, node.end, 1 if node.step is None else node.step)
        case ng.Wildcard():
            return Wildcard()
        case ng_filter.Filter():
            return Filter(eval_all(_test(each) for each in node.expressions))
        case _:
            raise UnreadableError(f"no query has {type(node).__name__}")


def _test(node: ng.JSONPath) -> Test:
    match node:
        case ng_filter.And():
            return eval_all(_test(each) for each in node.operands)
        case ng_filter.Or():
            return eval_any(_test(each) for each in node.operands)
        case ng_filter.Expression():
            return _expression(node)
        case _:
            raise UnreadableError(f"no filter has {type(node).__name__}")


def _expression(node: ng_filter.Expression) -> Test:
    query = _query(node.target)
    if node.op is None:
        return Exists(query)
    if node.op == "!":
        return Not(Exists(query))
    if node.op not in _OPERATORS:
        raise UnreadableError(f"no comparison has {node.op}")
    return Comparison(query, _OPERATORS[node.op], _operand(node.value))


def _operand(value: object) -> Operand:
    match value:
        case ng.JSONPath():
            return _query(value)
        case None:
            return Null()
        case bool():
            return Boolean(value)
        case int() | float():
            return Number(float(value))
        case str():
            return Text(value)
        case _:
            raise UnreadableError(f"no literal is {type(value).__name__}")
