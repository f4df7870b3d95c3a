"""Assertions: which of two says more.

One predicate is weaker than another when whatever passes the other passes it, too, and not the other way round:
`equals 201` holds less often than `is one of [200, 201]`, that less often than `exists`. Only what is certain counts:
a regular expression, and a comparison with a variable, are compared with `exists` alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pcc.changes.compare.difference import Difference
from pcc.changes.concealing import is_secret_name, mask_json, mask_looks
from pcc.changes.normalise.values import canonical
from pcc.model.json import JsonValue
from pcc.model.statement import (
    Assertion,
    Comparison,
    Existence,
    Extractor,
    Kind,
    Length,
    Literal,
    Operator,
    Predicate,
    TypeIs,
)
from pcc.scripts.relations import RELATIONS
from pcc.scripts.words import write_extractor, write_predicate
from pcc.values import same

__all__ = ["compare_assertions", "implies"]


def compare_assertions(step: str, old: Sequence[Assertion], new: Sequence[Assertion]) -> Iterator[Difference]:
    """Yield assertions added, removed, weakened, strengthened, or changed to something else."""
    before, after = _by_extractor(old), _by_extractor(new)
    for extractor in dict.fromkeys((*before, *after)):
        yield from _compare(step, extractor, before.get(extractor, []), after.get(extractor, []))


def _by_extractor(assertions: Sequence[Assertion]) -> dict[Extractor, list[Predicate]]:
    found: defaultdict[Extractor, list[Predicate]] = defaultdict(list)
    for assertion in assertions:
        found[assertion.extractor].append(assertion.predicate)
    return found


def _compare(step: str, extractor: Extractor, old: list[Predicate], new: list[Predicate]) -> Iterator[Difference]:
    before, after = _without(old, new), _without(new, old)
    pairs = _pairs(before, after)
    for left, right in pairs.items():
        yield _difference(step, extractor, _direction(before[left], after[right]), before[left], after[right])
    for index, predicate in enumerate(before):
        if index not in pairs:
            yield _difference(step, extractor, "removed", predicate, None)
    for index, predicate in enumerate(after):
        if index not in pairs.values():
            yield _difference(step, extractor, "added", None, predicate)


def _direction(old: Predicate, new: Predicate) -> str:
    weaker, stronger = implies(old, new), implies(new, old)
    if weaker is stronger:
        return "changed"
    return "weakened" if weaker else "strengthened"


def _without(predicates: list[Predicate], others: list[Predicate]) -> list[Predicate]:
    spare = Counter(map(_word, others))
    left = []
    for predicate in predicates:
        word = _word(predicate)
        if spare[word]:
            spare[word] -= 1
        else:
            left.append(predicate)
    return left


def _word(predicate: Predicate) -> str:
    if isinstance(predicate, Comparison) and isinstance(predicate.operand, Literal):
        return f"{predicate.operator.value} {canonical(predicate.operand.value)}"
    return write_predicate(predicate)


def _pairs(old: list[Predicate], new: list[Predicate]) -> dict[int, int]:
    """Which became which, by index: first those of which one says more, then in their order."""
    indices = [(left, right) for left in range(len(old)) for right in range(len(new))]
    comparable = {
        pair for pair in indices if implies(old[pair[0]], new[pair[1]]) or implies(new[pair[1]], old[pair[0]])
    }
    indices.sort(key=lambda pair: (pair not in comparable, abs(pair[0] - pair[1]), sum(pair)))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for left, right in indices:
        if left not in pairs and right not in taken:
            taken.add(right)
            pairs[left] = right
    return dict(sorted(pairs.items()))


def _difference(step: str, extractor: Extractor, what: str, old: Predicate | None, new: Predicate | None) -> Difference:
    shown = (None if predicate is None else _show(extractor, predicate) for predicate in (old, new))
    return Difference(f"assertion-{what}", step, f"assertion {write_extractor(extractor)}", *shown)


def _show(extractor: Extractor, predicate: Predicate) -> str:
    name = write_extractor(extractor).rstrip('"')
    if isinstance(predicate, Comparison) and isinstance(predicate.operand, Literal) and is_secret_name(name):
        value = mask_json(predicate.operand.value, name)
        return write_predicate(Comparison(predicate.operator, Literal(value)))
    return mask_looks(write_predicate(predicate))


def implies(strong: Predicate, weak: Predicate) -> bool:
    """Return whether it is certain that whatever passes the first predicate passes the second."""
    if isinstance(weak, Existence):
        return strong == weak or (weak.exists and not isinstance(strong, Existence))
    values = _only_values(strong)
    if values is not None:
        return bool(values) and all(_passes(value, weak) for value in values)
    if not (isinstance(strong, Comparison) and isinstance(strong.operand, Literal)):
        return strong == weak
    return _same_operand(strong, weak) or _implied_by_literal(strong.operator, strong.operand.value, weak)


def _only_values(predicate: Predicate) -> list[JsonValue] | None:
    """All the values that pass, when they can be told one by one."""
    match predicate:
        case Comparison(Operator.EQUALS, Literal(value)):
            return [value]
        case Comparison(Operator.ONE_OF, Literal(list() as values)):
            return values
    return None


def _passes(value: JsonValue, predicate: Predicate) -> bool:
    match predicate:
        case Comparison(operator, Literal(operand)):
            return RELATIONS[operator][0](value, operand)
        case TypeIs(kind):
            return _kind(value) is kind
        case Length(length):
            # JavaScript counts units of UTF-16.
            size = len(value.encode("utf-16-le", "surrogatepass")) // 2 if isinstance(value, str) else None
            return length == (len(value) if isinstance(value, list) else size)
    return False


def _kind(value: JsonValue) -> Kind:
    match value:
        case None:
            return Kind.NULL
        case bool():
            return Kind.BOOLEAN
        case int() | float():
            return Kind.NUMBER
        case str():
            return Kind.STRING
        case list():
            return Kind.ARRAY
    return Kind.OBJECT


def _same_operand(strong: Comparison, weak: Predicate) -> bool:
    return (
        isinstance(weak, Comparison)
        and isinstance(weak.operand, Literal)
        and isinstance(strong.operand, Literal)
        and strong.operator is weak.operator
        and same(strong.operand.value, weak.operand.value)
    )


_BOUNDS = {Operator.ABOVE: 1, Operator.AT_LEAST: 1, Operator.BELOW: -1, Operator.AT_MOST: -1}
_STRICT = {Operator.ABOVE, Operator.BELOW}


def _implied_by_literal(operator: Operator, value: JsonValue, weak: Predicate) -> bool:
    if operator in _BOUNDS and _kind(value) is Kind.NUMBER:
        return _implied_by_bound(operator, value, weak)
    if operator in (Operator.STARTS_WITH, Operator.ENDS_WITH) and isinstance(value, str):
        return _implied_by_edge(operator, value, weak)
    return False


def _implied_by_bound(operator: Operator, bound: JsonValue, weak: Predicate) -> bool:
    assert isinstance(bound, int | float)
    match weak:
        case TypeIs(kind):
            return kind is Kind.NUMBER
        case Comparison(other, Literal(limit)) if other in _BOUNDS and _kind(limit) is Kind.NUMBER:
            assert isinstance(limit, int | float)
            ahead = (bound - limit) * _BOUNDS[operator]
            # `at least 5` does not say `above 5`.
            enough = ahead > 0 if other in _STRICT and operator not in _STRICT else ahead >= 0
            return _BOUNDS[other] == _BOUNDS[operator] and enough
        case Comparison(Operator.DIFFERS, Literal(other_value)):
            return not RELATIONS[operator][0](other_value, bound)
    return False


def _implied_by_edge(operator: Operator, edge: str, weak: Predicate) -> bool:
    match weak:
        case TypeIs(kind):
            return kind is Kind.STRING
        case Comparison(Operator.CONTAINS, Literal(str() as part)):
            return part in edge
        case Comparison(Operator.STARTS_WITH, Literal(str() as start)):
            return operator is Operator.STARTS_WITH and edge.startswith(start)
        case Comparison(Operator.ENDS_WITH, Literal(str() as end)):
            return operator is Operator.ENDS_WITH and edge.endswith(end)
        case Comparison(Operator.DIFFERS, Literal(value)):
            return not RELATIONS[operator][0](value, edge)
    return False
