"""Findings as text."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcc.diagnostics import Diagnostic, Level, diagnostic_of, find_region, nearest, render_diagnostic
from pcc.errors import Origin, WorkflowError

SOURCE = """def f(w):
    w.get(
        "Wide grid",
        "<<baseUrl>>/{{id}}",
        json={"id": "<<id>>"},
    )
"""
FOUND = Diagnostic("some-id", Level.ERROR, "it is wrong", advice="put it right")


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Origin:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "f.py").write_text(SOURCE, encoding="utf-8")
    return Origin("f.py", 2, 6)


def test_a_finding_without_a_place_is_two_lines() -> None:
    assert render_diagnostic(FOUND) == "error[some-id]: it is wrong\n  put it right"
    assert render_diagnostic(replace(FOUND, advice="", level=Level.WARNING)) == "warning[some-id]: it is wrong"


def test_without_a_mark_the_whole_line_is_underlined(source: Origin) -> None:
    shown = render_diagnostic(replace(FOUND, origin=source, step="Step 1: Get"))
    assert shown.splitlines() == [
        "error[some-id]: it is wrong",
        '  --> f.py:2  step "Step 1: Get"',
        "  |",
        "2 |     w.get(",
        "  |     ^^^^^^ put it right",
    ]


def test_the_line_of_the_mark_is_shown(source: Origin) -> None:
    shown = render_diagnostic(replace(FOUND, origin=source, marked=("{{id}}",)))
    assert shown.splitlines()[1:] == [
        "  --> f.py:4",
        "  |",
        '4 |         "<<baseUrl>>/{{id}}",',
        "  |                      ^^^^^^ put it right",
    ]


def test_an_earlier_mark_wins_over_an_earlier_line(source: Origin) -> None:
    shown = render_diagnostic(replace(FOUND, origin=source, marked=("<<id>>", "{{id}}", "id")))
    assert "--> f.py:5" in shown
    assert shown.splitlines()[-1].endswith("^^^^^^ put it right")


def test_a_bare_name_is_a_word(source: Origin) -> None:
    # The title holds "Wide" and "grid", which are not `id`.
    assert "--> f.py:4" in render_diagnostic(replace(FOUND, origin=source, marked=("id",)))


def test_a_mark_that_is_nowhere_leaves_the_place_as_it_is(source: Origin) -> None:
    assert "--> f.py:2" in render_diagnostic(replace(FOUND, origin=source, marked=("nothing",)))


def test_a_file_that_is_not_there_shows_the_place_and_the_advice() -> None:
    shown = render_diagnostic(replace(FOUND, origin=Origin("gone.py", 3)))
    assert shown.splitlines() == ["error[some-id]: it is wrong", "  --> gone.py:3", "  put it right"]


def test_an_error_is_a_finding() -> None:
    found = diagnostic_of(WorkflowError("no good", Origin("f.py", 7)))
    assert (found.id, found.level, found.message, found.origin) == (
        "invalid-workflow",
        Level.ERROR,
        "no good",
        Origin("f.py", 7),
    )


def test_the_nearest_name_is_found_whatever_its_case() -> None:
    assert nearest("APPid", ["appID", "userID"]) == "appID"
    assert nearest("zzz", ["appID"]) is None
    assert nearest("x", []) is None


@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=5), st.integers(1, 9))
def test_any_mark_can_be_shown(text: str, marks: list[str], line: int) -> None:
    found = Diagnostic("id", Level.NOTE, text, Origin(__file__, line, line + 3), marked=tuple(filter(None, marks)))
    assert render_diagnostic(found).startswith("note[id]: ")


def test_a_region_is_what_the_caret_stands_under(source: Origin) -> None:
    found = replace(FOUND, origin=source, marked=("{{id}}",)).located()
    region = find_region(found)
    assert region == (4, 22, 28)
    assert SOURCE.splitlines()[region.line - 1][region.column - 1 : region.end_column - 1] == "{{id}}"
    assert find_region(replace(FOUND, origin=source)) == (2, 5, 11)
    assert find_region(FOUND) is None
    assert find_region(replace(FOUND, origin=Origin("gone.py", 3))) is None


def test_a_tab_in_front_is_a_tab_below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "f.json").write_text('{\n\t"a":\t"{{id}}"\n}', encoding="utf-8")
    shown = render_diagnostic(replace(FOUND, file="f.json", pointer="/a", marked=("{{id}}",)))
    assert shown.splitlines()[-1] == "  | \t    \t ^^^^^^ put it right"


def test_a_mark_is_found_as_json_writes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    mark = 'pm.set("é")'
    for escaped in (True, False):
        (tmp_path / f"{escaped}.json").write_text(json.dumps(["x", mark], ensure_ascii=escaped), encoding="utf-8")
        found = replace(FOUND, file=f"{escaped}.json", pointer="/1", marked=(mark,)).located()
        region = find_region(found)
        assert region is not None
        line = (tmp_path / f"{escaped}.json").read_text(encoding="utf-8")
        assert json.loads(f'"{line[region.column - 1 : region.end_column - 1]}"') == mark


def test_on_one_line_the_mark_at_the_pointer_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = json.dumps([{"url": "{{id}}"}, {"url": "{{id}}"}])
    (tmp_path / "f.json").write_text(text, encoding="utf-8")
    region = find_region(replace(FOUND, file="f.json", pointer="/1/url", marked=("{{id}}",)).located())
    assert region is not None
    assert region.column - 1 == text.rindex("{{id}}")


@pytest.mark.parametrize("at", [0, 80, 500, 999])
def test_a_long_line_is_cut_around_the_caret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "f.py").write_text("x" * at + "{{id}}" + "x" * (999 - at), encoding="utf-8")
    *_, line, caret = render_diagnostic(replace(FOUND, origin=Origin("f.py", 1), marked=("{{id}}",), advice="")).split(
        "\n"
    )
    assert len(line) < 170
    assert line[caret.index("^") :].startswith("{{id}}")
    assert caret.count("^") == 6


@pytest.mark.parametrize("name", ["f.py", "f.json"])
def test_a_secret_is_marked_and_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    secret = 'k3"y-ü'
    (tmp_path / name).write_text(json.dumps({"a": "b", "key": secret}), encoding="utf-8")
    place = Diagnostic("id", Level.ERROR, "a secret", Origin(name, 1)) if name == "f.py" else replace(FOUND, file=name)
    *_, line, caret = render_diagnostic(replace(place, secret=secret, pointer="/key", advice="")).splitlines()
    assert line.endswith('"key": "' + "•" * 12 + '"}')
    assert line[caret.index("^") : caret.rindex("^") + 1] == "•" * 12


def test_a_line_that_holds_a_secret_in_an_unknown_way_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "f.py").write_text("key = 'k3' 'y'", encoding="utf-8")
    shown = render_diagnostic(replace(FOUND, origin=Origin("f.py", 1), secret="k3y"))
    assert shown.splitlines() == ["error[some-id]: it is wrong", "  --> f.py:1", "  put it right"]


def test_what_steers_a_terminal_is_spelled_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "f.py").write_text("a\x1bb", encoding="utf-8")
    found = Diagnostic("id", Level.ERROR, "no \x1b", Origin("f.py", 1), "two\nlines", ("a",), "do \x1b")
    shown = render_diagnostic(found)
    assert "\x1b" not in shown
    assert shown.splitlines()[:2] == ["error[id]: no \\x1b", '  --> f.py:1  step "two\\nlines"']
