"""RFC 9535's reading of a path, by jsonpath-rfc9535: the gate. The only module that names that package."""

import math
import re
from dataclasses import dataclass, field
from typing import TypeVar

from jsonpath_rfc9535 import JSONPathEnvironment
from jsonpath_rfc9535 import filter_expressions as rfc
from jsonpath_rfc9535.exceptions import JSONPathError
from jsonpath_rfc9535.query import JSONPathQuery
from jsonpath_rfc9535.segments import JSONPathRecursiveDescentSegment, JSONPathSegment
from jsonpath_rfc9535.selectors import FilterSelector, IndexSelector, NameSelector, SliceSelector, WildcardSelector
from jsonpath_rfc9535.tokens import Token, TokenType

from pcc.errors import PathError
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
from pcc.paths.rewrite import is_bare_name, render_name

__all__ = ["Note", "Standard", "read_standard"]

_ENVIRONMENT = JSONPathEnvironment()
_OPERATORS: dict[str, Operator] = {"==": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_LARGEST_EXACT = 2**53

_FUNCTIONS = {
    "length": "write $[?@.a[0]] to ask for an array that is not empty",
    "count": "write $[?@.a] to ask whether anything matches",
    "value": "write the path to the one value itself, such as $[?@.a.b == 1]",
    "match": "write $[?@.a == 'text'], or take the values and match them in an assertion",
    "search": "write $[?@.a == 'text'], or take the values and match them in an assertion",
}

# What to write instead, by the words of jsonpath-rfc9535's messages.
_HINTS = (
    ("non-singular", "; write $[?@.a[?@ == 1]] to compare each of several values"),
    ("must be compared", "; write a comparison such as $[?@.a == 1]"),
    ("leading zero", "; write the index without it"),
    ("invalid integer literal", "; write the number without leading zeros"),
    ("invalid escape", "; write the character itself"),
    ("whitespace after dot", "; write the name directly behind the dot"),
    ("index out of range", "; write an index that a double holds exactly"),
    ("found '('", "; write a path without function calls"),
    ("empty bracketed segment", "; write [*] for all of them"),
)
_TOKEN_TYPE = re.compile(r" ?<TokenType\.\w+: \d+>")

_Selector = TypeVar("_Selector")


@dataclass(frozen=True, slots=True)
class Note:
    """Something that RFC 9535 allows and jsonpath-ng may not: why, and the column from 0."""

    reason: str
    column: int


@dataclass(frozen=True, slots=True)
class Standard:
    """What a path means by RFC 9535, and what to say about it if jsonpath-ng reads it in another way."""

    query: Query
    notes: tuple[Note, ...]


def read_standard(text: str) -> Standard:
    """Return what `text` means by RFC 9535; raise `PathError` if it is no such path, or holds what pcc has not got."""
    try:
        parsed = _ENVIRONMENT.compile(text)
    except JSONPathError as error:
        column = min(error.token.index if error.token else 0, len(text))
        raise PathError(text, _explained(str(error.args[0]), text), column=column) from error
    except OverflowError as error:
        raise PathError(text, "a number is larger than a double: write a smaller one") from error
    except (ArithmeticError, AssertionError, LookupError, RecursionError, ValueError) as error:
        raise PathError(text, "not a JSONPath (RFC 9535)") from error
    reader = _Reader(text)
    return Standard(reader.read_query(parsed, Origin.ROOT), tuple(reader.notes))


@dataclass(slots=True)
class _Reader:
    text: str
    notes: list[Note] = field(default_factory=list)

    def read_query(self, query: JSONPathQuery, origin: Origin) -> Query:
        return Query(origin, tuple(self._segment(segment) for segment in query.segments))

    def _segment(self, segment: JSONPathSegment) -> Segment:
        return Segment(self._selector(segment), descends=isinstance(segment, JSONPathRecursiveDescentSegment))

    def _selector(self, segment: JSONPathSegment) -> Selector:
        names = _only(segment, NameSelector)
        if names:
            return Names(tuple(self._name(name) for name in names))
        indexes = _only(segment, IndexSelector)
        if indexes:
            return Indexes(tuple(index.index for index in indexes))
        if len(segment.selectors) != 1:
            raise self._refused(
                segment.token,
                "brackets take several names or several indexes and nothing else together: "
                "write one selector, and a path for each of the others",
            )
        match segment.selectors[0]:
            case SliceSelector(slice=part):
                return Slice(part.start, part.stop, 1 if part.step is None else part.step)
            case WildcardSelector():
                return Wildcard()
            case FilterSelector(expression=expression):
                return Filter(self._test(expression.expression))
            case other:
                raise self._refused(segment.token, f"pcc has no {type(other).__name__}")

    def _name(self, selector: NameSelector) -> str:
        token = selector.token
        if "\\" in token.value:
            plain = render_name(selector.name)
            raise self._refused(
                token,
                f"write {plain}: a name holds no escape"
                if plain
                else "a name holds no escape: this member has no path, select it by [*] or a filter",
            )
        if token.type_ is TokenType.PROPERTY and not is_bare_name(selector.name):
            self._note(f"{selector.name} is a name in quotes only", token)
        return selector.name

    def _test(self, node: rfc.Expression) -> Test:
        match node:
            case rfc.LogicalExpression():
                join = eval_all if node.operator == "&&" else eval_any
                return join((self._test(node.left), self._test(node.right)))
            case rfc.PrefixExpression():
                if not isinstance(node.right, rfc.FilterQuery):
                    self._note("only a path can follow !", node.token)
                return Not(self._test(node.right))
            case rfc.ComparisonExpression():
                return self._comparison(node)
            case rfc.RelativeFilterQuery():
                return Exists(self.read_query(node.query, Origin.ITEM))
            case rfc.RootFilterQuery():
                return Exists(self.read_query(node.query, Origin.ROOT))
            case rfc.FunctionExtension():
                raise self._refused_function(node)
            case _:
                raise self._refused(node.token, "a filter needs a path or a comparison: write something like ?@.a == 1")

    def _comparison(self, node: rfc.ComparisonExpression) -> Comparison:
        if isinstance(node.left, rfc.FilterExpressionLiteral):
            if isinstance(node.right, rfc.FilterExpressionLiteral):
                raise self._refused(node.left.token, "both sides are literals: write a path such as @.a on the left")
            self._note("the literal goes on the right", node.left.token)
        return Comparison(self._operand(node.left), _OPERATORS[node.operator], self._operand(node.right))

    def _operand(self, node: rfc.Expression) -> Operand:
        match node:
            case rfc.RelativeFilterQuery():
                return self.read_query(node.query, Origin.ITEM)
            case rfc.RootFilterQuery():
                return self.read_query(node.query, Origin.ROOT)
            case rfc.StringLiteral():
                if "\\" in node.token.value:
                    self._note("a literal holds no escape", node.token)
                return Text(node.value)
            case rfc.BooleanLiteral():
                return Boolean(node.value)
            case rfc.NullLiteral():
                return Null()
            case rfc.IntegerLiteral() | rfc.FloatLiteral():
                return self._number(node.token)
            case rfc.FunctionExtension():
                raise self._refused_function(node)
            case _:
                raise self._refused(node.token, f"pcc has no {type(node).__name__}")

    def _number(self, token: Token) -> Number:
        if "e" in token.value.lower():
            self._note("a number has no exponent", token)
        value = float(token.value)
        if math.isinf(value):
            raise self._refused(token, "write a smaller number: a double holds none that large")
        whole = token.value.removeprefix("-").isdigit()
        if whole and abs(value) >= _LARGEST_EXACT and int(token.value) != int(value):
            raise self._refused(token, f"write a number that a double holds: JavaScript reads it as {int(value)}")
        return Number(value)

    def _refused_function(self, node: rfc.FunctionExtension) -> PathError:
        return self._refused(node.token, f"paths hold no function calls such as {node.name}(): {_FUNCTIONS[node.name]}")

    def _refused(self, token: Token, message: str) -> PathError:
        return PathError(self.text, message, column=_column(token))

    def _note(self, reason: str, token: Token) -> None:
        self.notes.append(Note(reason, _column(token)))


def _explained(problem: str, text: str) -> str:
    if "=~" in text:
        return f"no JSONPath has =~: {_FUNCTIONS['match']}"
    hint = next((hint for words, hint in _HINTS if words in problem), "")
    return f"not a JSONPath (RFC 9535): {_TOKEN_TYPE.sub('', problem)}{hint}"


def _column(token: Token) -> int:
    # The index of a string is that of its first character; the quote stands before it.
    quoted = token.type_ in {TokenType.SINGLE_QUOTE_STRING, TokenType.DOUBLE_QUOTE_STRING}
    return token.index - 1 if quoted else token.index


def _only(segment: JSONPathSegment, kind: type[_Selector]) -> list[_Selector]:
    """Return the selectors of a segment if all are of one kind, else none of them."""
    found: list[_Selector] = [selector for selector in segment.selectors if isinstance(selector, kind)]
    return found if len(found) == len(segment.selectors) else []
