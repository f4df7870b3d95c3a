import json
from pathlib import Path

import pytest

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


def test_of_equal_keys_the_last_one_counts() -> None:
    assert find_pointer(TEXT, "/a/0") == Span(4, 7, 4)


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
