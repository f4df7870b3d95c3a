"""Queries as Python closures over plain values: the replay's engine. No node objects, no re-parsing."""

from collections.abc import Callable
from functools import reduce
from typing import TypeAlias

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
    Origin,
    Query,
    Segment,
    Selector,
    Slice,
    Test,
    Text,
    Wildcard,
    is_singular,
)
from pcc.paths.values import MISSING, eval_equals, eval_less

__all__ = ["compile_query"]

# Values in, the document (for `$` inside a filter), values out, in RFC order.
_Step: TypeAlias = Callable[[list[object], object], list[object]]
# The item that a filter looks at, and the document.
_Finder: TypeAlias = Callable[[object, object], list[object]]
_Reader: TypeAlias = Callable[[object, object], object]
_Check: TypeAlias = Callable[[object, object], bool]


def compile_query(query: Query) -> Callable[[object], list[object]]:
    """Return the function from a document to every match, in RFC order."""
    find = _finder(query)
    return lambda document: find(document, document)


def _finder(query: Query) -> _Finder:
    steps = tuple(_step(segment) for segment in query.segments)
    from_root = query.origin is Origin.ROOT

    def find(item: object, root: object) -> list[object]:
        values = [root if from_root else item]
        for step in steps:
            values = step(values, root)
        return values

    return find


def _step(segment: Segment) -> _Step:
    select = _select(segment.selector)
    if not segment.descends:
        return select
    return lambda values, root: select(_containers(values), root)


def _containers(values: list[object]) -> list[object]:
    # A stack instead of recursion: a document may nest deeper than Python does.
    found: list[object] = []
    waiting = values[::-1]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict | list):
            found.append(value)
            waiting.extend(reversed(_children(value)))
    return found


def _children(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _select(selector: Selector) -> _Step:
    match selector:
        case Names((name,)):
            return lambda values, _: [value[name] for value in values if isinstance(value, dict) and name in value]
        case Names(names):
            return lambda values, _: [
                value[name] for value in values if isinstance(value, dict) for name in names if name in value
            ]
        case Indexes(indexes):
            return lambda values, _: [
                value[index]
                for value in values
                if isinstance(value, list)
                for index in indexes
                if -len(value) <= index < len(value)
            ]
        case Slice(start, end, step):
            return _select_slice(start, end, step)
        case Wildcard():
            return lambda values, _: [child for value in values for child in _children(value)]
        case Filter(test):
            check = _check(test)
            return lambda values, root: [child for value in values for child in _children(value) if check(child, root)]


def _select_slice(start: int | None, end: int | None, step: int) -> _Step:
    if step == 0:
        return lambda _values, _root: []
    part = slice(start, end, step)
    return lambda values, _: [child for value in values if isinstance(value, list) for child in value[part]]


def _check(test: Test) -> _Check:
    match test:
        case Exists(query):
            find = _finder(query)
            return lambda item, root: bool(find(item, root))
        case Not(inner):
            check = _check(inner)
            return lambda item, root: not check(item, root)
        case And(tests):
            return reduce(_both, map(_check, tests))
        case Or(tests):
            return reduce(_either, map(_check, tests))
        case Comparison(Query() as query, "==", Text(text)) | Comparison(Text(text), "==", Query() as query):
            read = _query_reader(query)
            # Text equals nothing but text, for Python as well.
            return lambda item, root: read(item, root) == text
        case Comparison(left, operator, right):
            return _compare(operator, _reader(left), _reader(right))


def _both(left: _Check, right: _Check) -> _Check:
    return lambda item, root: left(item, root) and right(item, root)


def _either(left: _Check, right: _Check) -> _Check:
    return lambda item, root: left(item, root) or right(item, root)


def _compare(operator: Operator, left: _Reader, right: _Reader) -> _Check:
    match operator:
        case "==":
            return lambda item, root: eval_equals(left(item, root), right(item, root))
        case "!=":
            return lambda item, root: not eval_equals(left(item, root), right(item, root))
        case "<":
            return lambda item, root: eval_less(left(item, root), right(item, root))
        case ">":
            return lambda item, root: eval_less(right(item, root), left(item, root))
        case "<=":
            return lambda item, root: _at_most(left(item, root), right(item, root))
        case ">=":
            return lambda item, root: _at_most(right(item, root), left(item, root))


def _at_most(left: object, right: object) -> bool:
    return eval_less(left, right) or eval_equals(left, right)


def _reader(operand: Operand) -> _Reader:
    match operand:
        case Query():
            return _query_reader(operand)
        case Text() | Number() | Boolean():
            value = operand.value
            return lambda _item, _root: value
        case Null():
            return lambda _item, _root: None


def _query_reader(query: Query) -> _Reader:
    assert is_singular(query), "the gate admits no other query in a comparison"
    from_root = query.origin is Origin.ROOT
    match query.segments:
        case (Segment(Names((name,))),) if not from_root:
            return lambda item, _: item.get(name, MISSING) if isinstance(item, dict) else MISSING
    keys = tuple(_key(segment.selector) for segment in query.segments)

    def read(item: object, root: object) -> object:
        value = root if from_root else item
        for key in keys:
            value = _member(value, key)
        return value

    return read


def _key(selector: Selector) -> str | int:
    match selector:
        case Names((name,)):
            return name
        case Indexes((index,)):
            return index
    raise AssertionError(f"{selector} selects more than one")


def _member(value: object, key: str | int) -> object:
    if isinstance(value, dict):
        return value.get(key, MISSING) if isinstance(key, str) else MISSING
    if isinstance(value, list) and isinstance(key, int) and -len(value) <= key < len(value):
        return value[key]
    return MISSING
