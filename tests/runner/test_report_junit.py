"""The junit reporter: what CI systems count."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pcc.model.result import AssertionResult, ItemResult
from runner.told import BROKE, HELD, Told, asked, checked, exchange, item_result, report, script

SCHEMA = xmlschema.XMLSchema(Path(__file__).with_name("junit.xsd"))


def suites(folder: Path, *runs: Told) -> list[ET.Element]:
    text = report("junit", folder, *runs)
    SCHEMA.validate(text)
    root = ET.fromstring(text)
    assert_counts(root)
    return list(root)


def assert_counts(root: ET.Element) -> None:
    """What an element counts is inside of it."""
    for element in (root, *root.findall("testsuite")):
        assert int(element.attrib["tests"]) == len(element.findall(".//testcase"))
        assert int(element.attrib["failures"]) == len(element.findall(".//failure"))
        assert int(element.attrib["errors"]) == len(element.findall(".//error"))
    for suite in root:
        assert int(suite.attrib["skipped"]) == len(suite.findall(".//skipped"))


def names(suite: ET.Element) -> list[str]:
    return [case.attrib["name"] for case in suite.findall("testcase")]


def test_a_suite_is_an_item_in_an_iteration(tmp_path: Path) -> None:
    found = suites(tmp_path, Told([[checked("a", path=("F",)), checked("b")]] * 2))
    assert [suite.attrib["name"] for suite in found] == [
        "F / a (iteration 1)",
        "b (iteration 1)",
        "F / a (iteration 2)",
        "b (iteration 2)",
    ]
    assert [suite.attrib["id"] for suite in found] == ["0", "1", "2", "3"]
    assert found[0].attrib["timestamp"] == "2023-11-14T22:13:21"
    assert found[0].attrib["time"] == "0.012"


def test_a_failure_in_one_iteration_is_not_wiped_by_the_next(tmp_path: Path) -> None:
    first, second = suites(tmp_path, Told([[checked("a", BROKE)], [checked("a", HELD)]]))
    assert (first.attrib["failures"], second.attrib["failures"]) == ("1", "0")
    (failure,) = first.findall("testcase/failure")
    assert failure.attrib == {"type": "AssertionError", "message": "expected 1, found 2"}
    assert failure.text == 'expected 1, found 2\nGET http://host.test/a?x=1 → 200\n{\n  "a": 1\n}'


def test_equal_names_stay_apart(tmp_path: Path) -> None:
    second = AssertionResult("it holds #2")
    (suite,) = suites(tmp_path, Told([[checked("a", HELD, BROKE, second, HELD)]]))
    assert names(suite) == ["it holds", "it holds #3", "it holds #2", "it holds #4"]
    assert [len(case) for case in suite] == [0, 1, 0, 0]


def test_what_broke_is_an_error(tmp_path: Path) -> None:
    refused = item_result("r", exchanges=[exchange(status=None, error="refused")], error="refused", not_run=3)
    broken = item_result("s", script(HELD, error="TypeError: no"), script(listen="prerequest", error="Error: x"))
    first, second = suites(tmp_path, Told([[refused, broken]]))
    assert names(first) == ["the request is answered"]
    (error,) = first.findall("testcase/error")
    assert (error.attrib["type"], error.text) == ("RequestError", "refused\n3 tests did not run")
    assert names(second) == ["it holds", "the test script runs", "the prerequest script runs"]
    assert second.attrib["errors"] == "2"


def test_what_was_skipped_is_skipped(tmp_path: Path) -> None:
    later = AssertionResult("later", skipped=True)
    first, second = suites(tmp_path, Told([[item_result("a", exchanges=[], skipped=True), checked("b", later, HELD)]]))
    assert names(first) == ["the request is sent"]
    assert (first.attrib["skipped"], second.attrib["skipped"]) == ("1", "1")


def test_an_item_without_tests_passes_when_it_was_answered(tmp_path: Path) -> None:
    (suite,) = suites(tmp_path, Told([[item_result("a")]]))
    assert names(suite) == ["the request is answered"]
    assert len(suite[0]) == 0


def test_the_time_of_a_request_is_counted_once(tmp_path: Path) -> None:
    (suite,) = suites(tmp_path, Told([[checked("a", HELD, BROKE)]]))
    assert sum(float(case.attrib["time"]) for case in suite) == float(suite.attrib["time"]) == 0.012


def test_what_scripts_wrote_is_the_output(tmp_path: Path) -> None:
    (suite,) = suites(tmp_path, Told([[item_result("a", script(console=(asked("hi"), asked("oh", "warn"))))]]))
    assert suite.findtext("system-out") == "log: hi\nwarn: oh"


@pytest.mark.parametrize(
    ("told", "message"),
    [
        (Told([[checked()]], aborted="timed out after 5 ms"), "timed out after 5 ms"),
        (Told([[checked()]], finished=False), "it broke off"),
    ],
)
def test_a_run_that_ended_early_is_an_error_where_it_would_look_green(tmp_path: Path, told: Told, message: str) -> None:
    last = suites(tmp_path, told)[-1]
    assert last.attrib["name"] == "Run"
    assert [error.attrib["message"] for error in last.findall("testcase/error")] == [message]


def test_a_run_that_is_red_needs_no_such_error(tmp_path: Path) -> None:
    assert len(suites(tmp_path, Told([[checked("a", BROKE)]], aborted="bail: “a” failed"))) == 1


def test_all_runs_are_in_one_file(tmp_path: Path) -> None:
    found = suites(tmp_path, Told([[checked("a")]]), Told([[checked("a", BROKE)]], collection="v1.2"))
    assert [suite.attrib["package"] for suite in found] == ["Col", "v1.2"]
    # A dot parts a package from a class.
    assert found[1][0].attrib["classname"] == "v1_2.a"


_TEXT = st.text(max_size=8)
_TESTS = st.lists(st.builds(AssertionResult, _TEXT, st.none() | _TEXT, st.booleans()), max_size=4)


@st.composite
def _results(draw: st.DrawFn) -> ItemResult:
    done = script(*draw(_TESTS), error=draw(st.none() | _TEXT), console=(asked(draw(_TEXT)),))
    body = draw(st.binary(max_size=20) | _TEXT.map(lambda text: text.encode("utf-8", "surrogatepass")))
    return item_result(draw(_TEXT), done, exchanges=[exchange(body=body)], error=draw(st.none() | _TEXT))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(_results(), max_size=3), min_size=1, max_size=2), _TEXT)
def test_any_run_is_valid_and_counted_right(tmp_path: Path, iterations: list[list[ItemResult]], name: str) -> None:
    found = suites(tmp_path, Told(iterations, collection=name))
    tests = [test for results in iterations for result in results for test in result.assertions]
    failed = sum(not test.passed and not test.skipped for test in tests)
    assert sum(int(suite.attrib["failures"]) for suite in found) == failed
    for suite in found:
        assert len(set(names(suite))) == len(names(suite))
