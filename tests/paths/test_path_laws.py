"""Laws of paths: both engines agree, and agree with jsonpath-ng, for generated paths and documents."""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonpath_ng.ext.parser import ExtendedJsonPathParser

from pcc.errors import PathError
from pcc.paths import MISSING, Path, compile_path
from pcc.paths.admission import read_query
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
from pcc.paths.rewrite import render_path

NAMES = st.sampled_from(
    ["a", "b", "c", "length", "first", "constructor", "__proto__", "c-d", "ü", "it's", "where", "𝄞", ""]
)
TEXTS = st.sampled_from(["", "a", "b", "ab", "\uffff", "𝄞", "1", "true"])
NUMBERS = st.one_of(st.integers(-3, 12), st.sampled_from([0.5, 1.5, -0.25, 1e16, 2.0**53]))
LITTLE = st.integers(-4, 4)
LAW = settings(
    max_examples=200, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)


def documents() -> st.SearchStrategy[Any]:
    leaves = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS)
    return st.recursive(
        leaves,
        lambda inner: st.one_of(st.lists(inner, max_size=5), st.dictionaries(NAMES, inner, max_size=5)),
        max_leaves=25,
    )


def singular(origin: Origin) -> st.SearchStrategy[Query]:
    one = st.one_of(NAMES.map(lambda name: Names((name,))), LITTLE.map(lambda index: Indexes((index,))))
    return st.lists(one.map(Segment), max_size=2).map(lambda segments: Query(origin, tuple(segments)))


def literals() -> st.SearchStrategy[Operand]:
    return st.one_of(
        TEXTS.map(Text),
        NUMBERS.map(lambda number: Number(float(number))),
        st.booleans().map(Boolean),
        st.just(Null()),
    )


def comparisons() -> st.SearchStrategy[Test]:
    query = st.one_of(singular(Origin.ITEM), singular(Origin.ROOT))
    operators = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
    return st.builds(Comparison, query, operators, st.one_of(query, literals()))


def filter_tests(selector: st.SearchStrategy[Selector]) -> st.SearchStrategy[Test]:
    exists = queries(selector, st.sampled_from(Origin)).map(Exists)
    leaf = st.one_of(comparisons(), comparisons(), exists, exists.map(Not))
    some = st.lists(leaf, min_size=2, max_size=3).map(tuple)
    ands = some.map(And)
    ors = st.lists(st.one_of(leaf, ands), min_size=2, max_size=3).map(lambda tests: Or(tuple(tests)))
    mixed = st.tuples(leaf, ors).map(And)
    return st.one_of(leaf, leaf, ands, ors, mixed)


def simple_selectors() -> st.SearchStrategy[Selector]:
    bound = st.one_of(st.none(), LITTLE)
    return st.one_of(
        st.lists(NAMES, min_size=1, max_size=2).map(lambda names: Names(tuple(names))),
        st.lists(LITTLE, min_size=1, max_size=2).map(lambda indexes: Indexes(tuple(indexes))),
        st.builds(Slice, bound, bound, st.integers(-3, 3)),
        st.just(Wildcard()),
    )


def queries(selector: st.SearchStrategy[Selector], origin: st.SearchStrategy[Origin]) -> st.SearchStrategy[Query]:
    segments = st.lists(st.builds(Segment, selector, st.sampled_from([False, False, True])), max_size=3)
    return st.builds(Query, origin, segments.map(tuple))


def all_queries() -> st.SearchStrategy[Query]:
    inner = st.one_of(simple_selectors(), filter_tests(simple_selectors()).map(Filter))
    selector = st.one_of(simple_selectors(), filter_tests(inner).map(Filter))
    return queries(selector, st.just(Origin.ROOT))


def tables() -> st.SearchStrategy[Any]:
    cells = st.one_of(st.none(), st.booleans(), st.integers(0, 2), st.sampled_from(["", "a", "b"]), st.just([1, "a"]))
    row = st.dictionaries(st.sampled_from(["a", "b", "c", "length"]), cells, max_size=4)
    return st.one_of(
        st.lists(st.one_of(row, row, cells), min_size=1, max_size=6),
        st.fixed_dictionaries({"a": st.lists(row, max_size=4), "b": row}),
    )


def table_queries() -> st.SearchStrategy[Query]:
    step = st.one_of(
        st.sampled_from(["a", "b", "c", "length"]).map(lambda name: Names((name,))),
        st.integers(-2, 2).map(lambda index: Indexes((index,))),
    )
    segments = st.lists(step.map(Segment), max_size=1).map(tuple)
    query = st.builds(Query, st.sampled_from([Origin.ITEM, Origin.ITEM, Origin.ROOT]), segments)
    literal = st.sampled_from([Text("a"), Text("b"), Number(1.0), Number(0.0), Boolean(True), Null()])
    operators = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
    leaf = st.one_of(
        st.builds(Comparison, query, operators, st.one_of(query, literal)),
        query.map(Exists),
        query.map(lambda inner: Not(Exists(inner))),
    )
    some = st.lists(leaf, min_size=2, max_size=3).map(tuple)
    test = st.one_of(leaf, some.map(And), some.map(Or))
    first = st.builds(Segment, test.map(Filter), st.booleans())
    rest = st.lists(step.map(Segment), max_size=1)
    return st.builds(lambda head, tail: Query(Origin.ROOT, (head, *tail)), first, rest)


def questions_of(general: int, over_tables: int) -> list[tuple[Path, object]]:
    """Return paths with documents: of any shape, and filters over rows, which find more often."""
    return [
        *examples(general, all_queries(), documents()),
        *examples(over_tables, table_queries(), tables()),
    ]


def examples(
    count: int, query: st.SearchStrategy[Query], document: st.SearchStrategy[Any]
) -> list[tuple[Path, object]]:
    found: list[tuple[Path, object]] = []

    @given(query, document)
    @settings(LAW, max_examples=count)
    def collect(one: Query, other: object) -> None:
        found.append((compile_path(render_path(one)), other))

    collect()
    return found


def canonical(values: list[Any]) -> str:
    return json.dumps(as_doubles(values), sort_keys=True)


def as_doubles(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, list):
        return [as_doubles(each) for each in value]
    if isinstance(value, dict):
        return {name: as_doubles(each) for name, each in value.items()}
    return value


@given(all_queries())
@LAW
def test_a_written_query_is_read_back_by_both_parsers(query: Query) -> None:
    assert read_query(render_path(query)) == query


def test_python_finds_what_jsonpath_ng_finds() -> None:
    parser = ExtendedJsonPathParser()
    for path, document in questions_of(100, 250):
        found = [match.value for match in parser.parse(path.text).find(document)]
        assert canonical(path.find(document)) == canonical(found), (path, document)


def test_javascript_finds_what_python_finds(
    node: Callable[[Sequence[tuple[Path, object]]], list[tuple[list[Any], list[Any]]]],
) -> None:
    questions = questions_of(250, 500)
    answers = node(questions)
    for (path, document), (first, matches) in zip(questions, answers, strict=True):
        expected = path.find(document)
        assert canonical(matches) == canonical(expected), (path, document)
        assert canonical(first) == canonical(expected[:1]), (path, document)
    assert sum(bool(matches) for _, matches in answers) > len(questions) // 4


def test_the_first_match_is_the_first_of_all() -> None:
    for path, document in questions_of(100, 100):
        found = path.find(document)
        assert path.first(document) is (found[0] if found else MISSING)


@given(st.text(alphabet="$@.[]()?*'\"\\:,&|!=<>~`abwhere01-e \t\n", max_size=14))
@settings(LAW, max_examples=1500)
def test_any_text_is_a_path_or_a_path_error(text: str) -> None:
    with suppress(PathError):
        path = compile_path(f"${text}")
        path.find([{"a": [1]}])
        path.render_script()


@pytest.mark.parametrize("text", ["$..a[?@.b == 'x' || !@['c-d']].e[::-2]", "$.length", "$.a['b', 'toString'][*]"])
def test_a_script_is_the_same_text_every_time(text: str) -> None:
    assert compile_path(text).render_script() == Path(text, read_query(text)).render_script()
