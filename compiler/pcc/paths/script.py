"""Queries as JavaScript: an expression over `json`, and the small functions that it calls.

Readable in Postman, and right for any JSON value: a member is an own property of an object that is no array, a missing
value is `undefined` (which JSON does not have), and nothing relies on a method that Sugar.js changes in Newman.
"""

import json
import re
from dataclasses import dataclass, field

from pcc.paths.chain import is_safe_name, render_chain, render_chain_matches
from pcc.paths.functions import FUNCTIONS
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
)
from pcc.paths.rewrite import render_number

__all__ = ["render_query"]

# Control characters, line separators, and marks that change how the text around them is shown.
_UNSEEN = re.compile("[\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_VARIABLES = {Origin.ROOT: "json", Origin.ITEM: "item"}


def render_query(query: Query) -> tuple[tuple[str, ...], str, str]:
    """Return the definitions that are needed, the expression of the first match, and that of the array of all."""
    writer = _Writer()
    first = writer.render_value(query)
    matches = writer.render_matches(query)
    return writer.render_functions(), first, matches


@dataclass(slots=True)
class _Writer:
    used: set[str] = field(default_factory=set)

    def render_functions(self) -> tuple[str, ...]:
        return tuple(function.source for function in FUNCTIONS if function.name in self.used)

    def render_value(self, query: Query) -> str:
        """Return the expression of the first match of a query, `undefined` if there is none."""
        safe = _safe_names(query)
        return self._chain(query) if len(safe) == len(query.segments) else f"{self._values(query)}[0]"

    def render_matches(self, query: Query) -> str:
        """Return the expression of the array of all matches."""
        safe = _safe_names(query)
        return render_chain_matches(self._chain(query)) if len(safe) == len(query.segments) else self._values(query)

    def _call(self, name: str, *arguments: str) -> str:
        self._use(name)
        return f"{name}({', '.join(arguments)})"

    def _use(self, name: str) -> None:
        self.used.add(name)
        for needed in next(function.needs for function in FUNCTIONS if function.name == name):
            self._use(needed)

    def _chain(self, query: Query) -> str:
        return render_chain(_VARIABLES[query.origin], _safe_names(query))

    def _values(self, query: Query) -> str:
        values = f"[{self._chain(query)}]"
        for segment in query.segments[len(_safe_names(query)) :]:
            if segment.descends:
                values = self._call("descend", values)
            values = self._select(values, segment.selector)
        return values

    def _select(self, values: str, selector: Selector) -> str:
        match selector:
            case Names(names):
                return self._call("member", values, *map(_quoted, names))
            case Indexes(indexes):
                return self._call("element", values, *map(str, indexes))
            case Slice():
                return self._slice(values, selector)
            case Wildcard():
                return self._call("children", values)
            case Filter(test):
                return self._call("filter", values, f"(item) => {self._test(test)}")

    def _slice(self, values: str, part: Slice) -> str:
        start, end, step = part.start, part.end, part.step
        if step == 0 or (step < 0 and end == -1):
            return self._call("slice", values, "0", "0")
        if step > 0:
            bounds = [_bound(start, "0"), *([] if end is None and step == 1 else [_bound(end, "undefined")])]
            return self._call("slice", values, *bounds, *([] if step == 1 else [str(step)]))
        # Counting down from `start` to before `end` is the slice between them, turned round.
        low = 0 if end is None else end + 1
        high = None if start is None or start == -1 else start + 1
        return self._call("backwards", values, str(low), _bound(high, "undefined"), str(-step))

    def _test(self, test: Test) -> str:
        match test:
            case Exists(query):
                return self._existence(query, exists=True)
            case Not(Exists(query)):
                return self._existence(query, exists=False)
            case Not(inner):
                return f"!({self._test(inner)})"
            case Comparison(left, operator, right):
                return self._comparison(operator, left, right)
            case And(tests):
                return " && ".join(
                    f"({self._test(each)})" if isinstance(each, Or) else self._test(each) for each in tests
                )
            case Or(tests):
                return " || ".join(map(self._test, tests))

    def _existence(self, query: Query, *, exists: bool) -> str:
        if not query.segments:
            return "true" if exists else "false"
        if len(_safe_names(query)) == len(query.segments):
            return f"{self._chain(query)} {'!==' if exists else '==='} undefined"
        return f"{self._values(query)}.length {'>' if exists else '==='} 0"

    def _comparison(self, operator: Operator, left: Operand, right: Operand) -> str:
        one, other = self._operand(left), self._operand(right)
        # `===` is equality where one side is a literal: neither objects nor arrays can be written in a path.
        simple = not (isinstance(left, Query) and isinstance(right, Query))
        match operator:
            case "==":
                return f"{one} === {other}" if simple else self._call("equals", one, other)
            case "!=":
                return f"{one} !== {other}" if simple else f"!{self._call('equals', one, other)}"
            case "<":
                return self._call("less", one, other)
            case ">":
                return self._call("less", other, one)
            case "<=":
                return self._call("atMost", one, other)
            case ">=":
                return self._call("atMost", other, one)

    def _operand(self, operand: Operand) -> str:
        match operand:
            case Query():
                return self.render_value(operand)
            case Text(value):
                return _quoted(value)
            case Number(value):
                return render_number(value)
            case Boolean(value):
                return "true" if value else "false"
            case Null():
                return "null"


def _safe_names(query: Query) -> tuple[str, ...]:
    """Return the names at the start of a query that `?.` reads right."""
    names: list[str] = []
    for segment in query.segments:
        match segment:
            case Segment(Names((name,)), descends=False) if is_safe_name(name):
                names.append(name)
            case _:
                break
    return tuple(names)


def _bound(value: int | None, default: str) -> str:
    return default if value is None else str(value)


def _quoted(text: str) -> str:
    return _UNSEEN.sub(lambda mark: f"\\u{ord(mark[0]):04x}", json.dumps(text, ensure_ascii=False))
