"""The relations of an extracted value with an operand, as the templates in `check/` fix them."""

import re
import struct
from collections.abc import Callable, Iterable

from pcc.model.json import JsonValue
from pcc.model.statement import Operator
from pcc.scripts.extract import Found
from pcc.templating.resolve import Missing
from pcc.values import same

__all__ = ["RELATIONS", "Relation"]

Relation = Callable[[Found, JsonValue], bool]

_SURROGATE = re.compile("[\ud800-\udfff]")
_WIDE = re.compile("[\U00010000-\U0010ffff]")


def _equals(actual: Found, expected: JsonValue) -> bool:
    return not isinstance(actual, Missing) and same(actual, expected)


def _differs(actual: Found, expected: JsonValue) -> bool:
    return not isinstance(actual, Missing) and not same(actual, expected)


def _holds_item(items: Iterable[JsonValue], wanted: JsonValue) -> bool:
    return any(same(item, wanted) for item in items)


def _texts(compare: Callable[[str, str], bool], actual: Found, expected: JsonValue) -> bool:
    if not isinstance(actual, str) or not isinstance(expected, str):
        return False
    # JavaScript looks at UTF-16 units: half of a character is a part of it.
    if _SURROGATE.search(expected):
        actual, expected = _in_units(actual), _in_units(expected)
    return compare(actual, expected)


def _in_units(text: str) -> str:
    return _WIDE.sub(lambda mark: "".join(map(chr, struct.unpack("<2H", mark[0].encode("utf-16-le")))), text)


def _contains(actual: Found, expected: JsonValue) -> bool:
    if isinstance(actual, list):
        return _holds_item(actual, expected)
    return _texts(str.__contains__, actual, expected)


def _excludes(actual: Found, expected: JsonValue) -> bool:
    if isinstance(actual, list):
        return not _holds_item(actual, expected)
    return _texts(lambda text, part: part not in text, actual, expected)


def _starts(actual: Found, expected: JsonValue) -> bool:
    return _texts(str.startswith, actual, expected)


def _ends(actual: Found, expected: JsonValue) -> bool:
    return _texts(str.endswith, actual, expected)


def _one_of(actual: Found, expected: JsonValue) -> bool:
    return isinstance(expected, list) and not isinstance(actual, Missing) and _holds_item(expected, actual)


def _numbers(compare: Callable[[float, float], bool]) -> Relation:
    def relation(actual: Found, expected: JsonValue) -> bool:
        return _is_number(actual) and _is_number(expected) and compare(actual, expected)  # type: ignore[arg-type]

    return relation


def _is_number(value: Found) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


# Each with the words that stand before the operand in a failure's message.
RELATIONS: dict[Operator, tuple[Relation, str]] = {
    Operator.EQUALS: (_equals, ""),
    Operator.DIFFERS: (_differs, "something other than "),
    Operator.CONTAINS: (_contains, "something that contains "),
    Operator.EXCLUDES: (_excludes, "something without "),
    Operator.STARTS_WITH: (_starts, "something that starts with "),
    Operator.ENDS_WITH: (_ends, "something that ends with "),
    Operator.ONE_OF: (_one_of, "one of "),
    Operator.ABOVE: (_numbers(lambda a, b: a > b), "a number above "),
    Operator.AT_LEAST: (_numbers(lambda a, b: a >= b), "a number at least "),
    Operator.BELOW: (_numbers(lambda a, b: a < b), "a number below "),
    Operator.AT_MOST: (_numbers(lambda a, b: a <= b), "a number at most "),
}
