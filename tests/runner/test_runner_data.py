"""Iteration data: how files are read, and which row an iteration sees."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcc.errors import FormatError, UsageError
from pcc.model.collection import Collection, Variable
from pcc.model.environment import Environment
from pcc.runner import RunOptions, RunStarted
from pcc.runner.data import read_rows
from runner.fakes import assign, capture, environment, item, reply, run, secret, text


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("7", 7),
        ("007", 7),
        ("+5", 5),
        ("1.50", 1.5),
        (".5", 0.5),
        ("1e3", 1000),
        ("0x1F", 0),
        ("12345678901234567890", 12345678901234567000.0),
        ('"7"', "7"),
        ('""', ""),
        ("", ""),
        ("1,5", 1),
        ("1 5", "1 5"),
        ("true", "true"),
        ("Infinity", "Infinity"),
        ("1e999", "1e999"),
        (' "a" ', "a"),
        ('" a "', " a "),
        ('"a ""b"""', 'a "b"'),
        ('a "b"', 'a "b"'),
        ('"two\nlines, and more"', "two\nlines, and more"),
        ("é\u00a0", "é"),
    ],
)
def test_a_cell_of_csv(cell: str, value: object) -> None:
    ((_, found),) = read_rows(f"a\n{cell},\n")[0].items()
    assert found == value
    assert isinstance(found, str) is isinstance(value, str)


def test_a_negative_zero_stays_one() -> None:
    (row,) = read_rows("a\n-0")
    assert math.copysign(1, float(str(row["a"]))) == -1


def test_rows_may_be_ragged_and_empty() -> None:
    assert read_rows("a,b\n1\n1,2,3\n\n,\n") == [{"a": 1}, {"a": 1, "b": 2}, {"a": ""}, {"a": "", "b": ""}]


def test_of_equal_columns_the_last_one_counts() -> None:
    assert read_rows("a,a\n1,2") == [{"a": 2}]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_any_line_end_and_a_bom_are_read(end: str, mark: str) -> None:
    assert read_rows(mark + end.join(["id,name", "1,Ada", '"2","Grace"', ""])) == [
        {"id": 1, "name": "Ada"},
        {"id": "2", "name": "Grace"},
    ]


names = st.text(st.characters(categories=["L"]), min_size=1, max_size=5)
cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(st.lists(names, min_size=1, max_size=4, unique=True), st.data())
def test_what_is_written_in_quotes_is_read_as_it_is(columns: list[str], data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.lists(cells, min_size=len(columns), max_size=len(columns)), min_size=1, max_size=4))
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in (columns, *rows)]
    assert read_rows("\n".join(quoted), file="x.csv") == [dict(zip(columns, row, strict=True)) for row in rows]


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(st.lists(st.dictionaries(st.text(max_size=4), values), min_size=1, max_size=4))
def test_json_keeps_its_types(rows: list[dict[str, object]]) -> None:
    assert read_rows(json.dumps(rows), file="rows.json") == rows


REFUSED = {
    "": "f.csv: this data has no rows",
    "a,b\n": "f.csv: this data has no rows",
    "[]": "f.csv: this data has no rows",
    '{"a": 1}': r"f.csv: iteration data in JSON is an array of objects, .* put it in \[ \]",
    '[{"a": 1}, 2]': "f.csv at /1: a row of iteration data is an object",
    'a\n"b': r"f.csv: a quoted value is not closed; .* \(line 2\)",
    'a\r\n"b"\r\n"c" d\r\n': r"f.csv: text follows a closing quote; .* \(line 3\)",
    "a,007\n1,2": 'f.csv: the column name 7 is a number, which Postman refuses; quote it: "7"',
}


@pytest.mark.parametrize("written", REFUSED)
def test_what_is_no_data_is_refused_with_its_place(written: str) -> None:
    with pytest.raises(FormatError, match=REFUSED[written]):
        read_rows(written, file="f.csv")


def test_json_with_a_mistake_is_no_csv_unless_its_name_says_so() -> None:
    broken = '\n\n[{"a": 1},\n {"a": 2,}]'
    with pytest.raises(FormatError, match=r"like JSON and is not: .* \(line 4, column 10\); .* name the file \.csv"):
        read_rows(broken, file="f.json")
    with pytest.raises(FormatError, match=r"f\.json: this is not JSON: nested too deeply"):
        read_rows("[" * 300 + "]" * 300, file="f.json")
    assert read_rows("[a]\n1", file="f.CSV") == [{"[a]": 1}]


ROWS = [{"a": "one", "b": "x"}, {"a": 2}, {"a": None}]


@pytest.mark.parametrize(
    ("iterations", "sent"),
    [
        (None, ["one-x", "2-file", "{{a}}-file"]),
        (1, ["one-x"]),
        (5, ["one-x", "2-file", "{{a}}-file", "{{a}}-file", "{{a}}-file"]),
    ],
)
def test_an_iteration_sees_its_row_and_the_last_row_serves_the_rest(iterations: int | None, sent: list[str]) -> None:
    step = item("a", "http://h/?q={{a}}-{{b}}")
    done = run(step, env=environment(b="file", a="hidden"), data=ROWS, options=RunOptions(iterations=iterations))
    assert [url.partition("=")[2].replace("%7B", "{").replace("%7D", "}") for url in done.urls] == sent
    started = done.events[0]
    assert isinstance(started, RunStarted)
    assert started.iterations == len(sent)


def test_without_data_there_is_one_iteration_and_never_less() -> None:
    assert len(run(item("a")).urls) == 1
    with pytest.raises(UsageError, match="at least one iteration"):
        run(item("a"), data=ROWS, options=RunOptions(iterations=0))


def test_a_row_is_nearer_than_what_a_script_sets_in_the_environment() -> None:
    steps = item("a-{{x}}", before=[assign("x", "set")], after=[capture("x", "$.x")]), item("b-{{x}}")
    done = run(*steps, data=[{"x": "row"}, {}], answer=lambda _: reply(200, {"x": "captured"}))
    assert [url.rpartition("/")[2] for url in done.urls] == ["a-row", "b-row", "a-set", "b-captured"]


def test_a_script_sees_a_null_of_a_row_as_its_text() -> None:
    assert run(item("{{copy}}", before=[assign("copy", "{{a}}")]), data=[{"a": None}]).urls == ["http://host.test/null"]


def test_globals_are_below_everything_and_the_last_of_a_name_counts() -> None:
    shared = Environment("g", (Variable("x", text("g1")), Variable("x", text("g2")), Variable("y", text("gy"))))
    collection = Collection("c", (item("{{x}}-{{y}}"),), variables=(Variable("y", text("cy")),))
    assert run(collection=collection, global_variables=shared).urls == ["http://host.test/g2-cy"]


def test_values_of_secret_names_are_masked_wherever_they_come_from() -> None:
    shared = Environment("g", (secret("token", "global-secret"),))
    done = run(
        item("{{token}}"),
        env=environment(token="environment-value"),
        global_variables=shared,
        data=[{"token": "row-secret"}, {"token": 12345}],
        secret_names=frozenset(),
    )
    assert done.result.secrets == {"global-secret", "environment-value", "row-secret", "12345"}
