import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from pcc.paths import MISSING, Path, compile_path

PROBE = """
import sys
from pcc.paths import MISSING, compile_path
path = compile_path("$.a.b")
assert path.find({"a": {"b": 1}}) == [1] and path.first({}) is MISSING and path.render_script().first == "json?.a?.b"
slow = {"jsonpath_ng", "jsonpath_rfc9535", "regex", "pcc.paths.query"}
print(sorted(slow & set(sys.modules)))
"""


def test_a_plain_path_needs_no_parser() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


@pytest.mark.parametrize(
    ("text", "names"),
    [("$", ()), ("$.a", ("a",)), ("$.a.b_2._C", ("a", "b_2", "_C")), ("$.where.true", ("where", "true"))],
)
def test_a_plain_path_has_names(text: str, names: tuple[str, ...]) -> None:
    assert compile_path(text).names == names


@pytest.mark.parametrize("text", ["$['a']", "$.a[0]", "$..a", "$ .a", "$.*"])
def test_any_other_path_has_none(text: str) -> None:
    assert compile_path(text).names is None


def test_null_is_a_match_and_nothing_is_missing() -> None:
    for text in ("$.a", "$['a']", "$..a"):
        path = compile_path(text)
        assert path.first({"a": None}) is None
        assert path.find({"a": None}) == [None]
        assert path.first({"b": 1}) is MISSING
        assert path.find({"b": 1}) == []
    assert repr(MISSING) == "MISSING"


@pytest.mark.parametrize("document", [None, True, 0, 1.5, "text", [], [{"a": 1}]])
def test_a_name_is_a_member_of_an_object_only(document: object) -> None:
    assert compile_path("$.a").first(document) is MISSING
    assert compile_path("$.length").first(document) is MISSING
    assert compile_path("$").first(document) is document


def test_a_text_is_compiled_once_and_compares_by_text() -> None:
    assert compile_path("$.a[0]") is compile_path("$.a[0]")
    assert compile_path("$.a[0]") == Path("$.a[0]")
    assert compile_path("$.a") != compile_path("$['a']")
    assert len({compile_path("$.a"), compile_path("$.a")}) == 1
    assert repr(compile_path("$.a")) == "compile_path('$.a')"


def test_a_deep_document_is_descended() -> None:
    document: object = {"a": 1}
    for _ in range(5000):
        document = [document]
    assert compile_path("$..a").find(document) == [1]


COMPARED: list[tuple[str, object, list[object]]] = [
    ("$[?@ == true]", [True, 1, "true"], [True]),
    ("$[?@ == 1]", [True, 1, 1.0, "1"], [1, 1.0]),
    ("$[?@ == 1.0]", [1, 1.5], [1]),
    ("$[?@.a == null]", [{"a": None}, {}, {"a": 0}], [{"a": None}]),
    ("$[?@.a != null]", [{"a": None}, {}, {"a": 0}], [{}, {"a": 0}]),
    ("$[?@.a == $[9].x]", [{"a": 1}, {}], [{}]),
    ("$[?@.a <= $[9].x]", [{"a": 1}, {}], [{}]),
    ("$[?@.a < $[9].x]", [{"a": 1}, {}], []),
    ("$[?@ <= true]", [True, False, 0], [True]),
    ("$[?@ <= null]", [None, 0, ""], [None]),
    ("$[?@ < 'b']", ["a", "b", "B", 0, None, "ab"], ["a", "B", "ab"]),
    ("$[?@ > '\uffff']", ["𝄞", "\uffff", "a", "\uffffa"], ["𝄞", "\uffffa"]),
    ("$[?@ == $[0]]", [{"a": [1, {"b": None}]}, {"a": [1.0, {"b": None}]}, {"a": [True, {"b": None}]}, {"a": [1]}], [
        {"a": [1, {"b": None}]}, {"a": [1.0, {"b": None}]},
    ]),
    ("$[?@ == $[0]]", [{"a": 1, "b": 2}, {"b": 2, "a": 1}, {"a": 1}], [{"a": 1, "b": 2}, {"b": 2, "a": 1}]),
    ("$[?@ == $[0]]", [[], {}, ""], [[]]),
    ("$[?@ == $[0]]", [{}, [], 0], [{}]),
    ("$[?@ == 9007199254740992]", [2**53, 2**53 + 1, 2**53 + 2], [2**53, 2**53 + 1]),
    ("$[?@ > 9007199254740992]", [2**53 + 1, 2**53 + 2, 10**400, -(10**400)], [2**53 + 2, 10**400]),
    ("$[?@.a]", [{"a": None}, {"a": False}, {"b": 1}, "a", ["a"]], [{"a": None}, {"a": False}]),
    ("$[?@]", [None, 0], [None, 0]),
    ("$[?!@.a]", [{"a": None}, {"b": 1}, "a"], [{"b": 1}, "a"]),
    ("$[?@.length]", [[1], "a", {"length": 0}], [{"length": 0}]),
    ("$[?@.first == 1]", [[1], {"first": 1}], [{"first": 1}]),
    ("$['a', 'a', 'b']", {"a": 1, "b": 2}, [1, 1, 2]),
    ("$[0, -1, 0, 5, -9]", ["a", "b"], ["a", "b", "a"]),
    ("$[5:1:-2]", [0, 1, 2, 3, 4, 5, 6], [5, 3]),
    ("$[::0]", [0, 1], []),
    ("$..[?@.id == 'x'].n", {"a": [{"id": "x", "n": 1}], "b": {"c": {"id": "x", "n": 2}}}, [1, 2]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "document", "expected"), COMPARED)
def test_values_compare_as_rfc_9535_says(text: str, document: object, expected: list[object]) -> None:
    assert json.dumps(compile_path(text).find(document)) == json.dumps(expected)


def test_javascript_compares_the_same(
    node: Callable[[Sequence[tuple[Path, object]]], list[tuple[list[Any], list[Any]]]],
) -> None:
    answers = node([(compile_path(text), document) for text, document, _ in COMPARED])
    for (text, _, expected), (_, matches) in zip(COMPARED, answers, strict=True):
        # Through a double and back, as JavaScript has read and written them.
        assert matches == json.loads(json.dumps(expected), parse_int=as_javascript), text


def as_javascript(digits: str) -> float | None:
    return float(digits) if abs(int(digits)) < 10**308 else None
