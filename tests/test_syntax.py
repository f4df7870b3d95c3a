import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcc.diagnostics import Diagnostic, Level, render_diagnostic
from pcc.syntax import Span, find_pointer, parse_javascript

TEXT = '{\n "a": [1,\n  {"b/c": "é", "d~e": {}}],\n "a": [2, {"x": true}]\n}'


@pytest.mark.parametrize(
    ("text", "pointer", "line"),
    [
        (TEXT, "", 1),
        ("[1,\n 2]", "/1", 2),
        ('{"x":\n {"b/c":\n "é", "d~e": {}}}', "/x/b~1c", 3),
        ('{"x":\n {"b/c":\n "é", "d~e": {}}}', "/x/d~0e", 3),
        ('{"\\u00e9": [\n1]}', "/é/0", 2),
    ],
)
def test_a_pointer_leads_to_its_line(text: str, pointer: str, line: int) -> None:
    found = find_pointer(text, pointer)
    assert found is not None
    assert found.line == line


def test_of_equal_keys_the_first_one_is_found() -> None:
    assert find_pointer(TEXT, "/a/0") == Span(2, 7, 2)


@pytest.mark.parametrize("pointer", ["/b", "/a/2", "/a/-1", "/a/x", "/a/0/y"])
def test_a_pointer_may_lead_nowhere(pointer: str) -> None:
    assert find_pointer(TEXT, pointer) is None


@pytest.mark.parametrize("text", ["", " ", "{", "nothing", "[1,"])
def test_a_text_that_is_no_json_has_no_places(text: str) -> None:
    assert find_pointer(text, "/a/0") is None


def test_a_script_that_is_broken_all_over_is_read_in_its_beginning() -> None:
    assert parse_javascript("let = ; } ) " * 4_000).has_error


def test_a_long_script_is_read_to_its_end() -> None:
    text = "a(b => [{c: 1}]);\n" * 10_000
    root = parse_javascript(text)
    assert root.end_byte == len(text)
    assert not root.has_error


def test_a_finding_in_a_file_shows_its_line_with_a_caret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").write_text(json.dumps({"item": [{"url": "{{base}}/x"}]}, indent=1), encoding="utf-8")
    finding = Diagnostic(
        "no-such-id", Level.ERROR, "nothing sets {{base}}", marked=("{{base}}",), file="a.json", pointer="/item/0/url"
    )
    assert render_diagnostic(finding).splitlines() == [
        "error[no-such-id]: nothing sets {{base}}",
        "  --> a.json:4  at /item/0/url",
        "  |",
        '4 |    "url": "{{base}}/x"',
        "  |            ^^^^^^^^",
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def pointers(value: object, at: str = "") -> list[tuple[str, object]]:
    """Every pointer into a value with what it leads to."""
    members: list[tuple[object, object]] = []
    if isinstance(value, list):
        members = list(enumerate(value))
    elif isinstance(value, dict):
        members = list(value.items())
    inner = [(f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}", member) for key, member in members]
    return [(at, value), *(found for pointer, member in inner for found in pointers(member, pointer))]


@given(JSON, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_every_pointer_leads_to_the_text_of_its_value(value: object, indent: int | str | None, escaped: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=escaped)
    lines = text.split("\n")
    for pointer, wanted in pointers(value):
        span = find_pointer(text, pointer)
        assert span is not None
        rest = "\n".join([lines[span.line - 1][span.column :], *lines[span.line :]])
        found, end = json.JSONDecoder().raw_decode(rest)
        assert found == wanted
        assert span.end_line == span.line + rest.count("\n", 0, end)


@given(st.text(alphabet='{}[]",:1a\\ \n'), st.text(alphabet="/01a~"))
def test_no_text_and_no_pointer_make_it_raise(text: str, pointer: str) -> None:
    find_pointer(text, pointer)


@pytest.mark.parametrize("text", ["", "[", '{"a" 1}', "[" * 100_000, "nothing"])
def test_what_is_no_json_has_no_places(text: str) -> None:
    assert find_pointer(text, "/a") is None
    assert find_pointer(text, "/0") is None
