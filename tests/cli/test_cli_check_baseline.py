"""Baselines: what is known is hidden, whatever moves, and nothing else is."""

import json

import pytest

from checks.fake_checks import run_fake_checks
from cli.check_projects import collection, item
from cli.shell import NOTES, Project, run_pcc

LATE = "https://x.example/{{late}}"
SETS = item("Set", test="pm.globals.set('late', 1); pm.globals.set('other', 1);")


def last(text: str) -> str:
    return text.rstrip("\n").rpartition("\n")[2]


@pytest.fixture(autouse=True)
def _fake_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pcc.project.judging.run_checks", run_fake_checks)


@pytest.fixture
def dirty(project: Project) -> Project:
    """A file with three findings, two of them alike, all in the baseline."""
    project.write("a/shop.json", collection(item("Step 1: Read", LATE), item("Again", LATE), item("Again", LATE), SETS))
    assert run_pcc("check", "a/shop.json", "--write-baseline", "base.json").code == 0
    return project


def test_a_baseline_is_written_sorted_with_a_line_for_each(dirty: Project) -> None:
    text = (dirty.root / "base.json").read_text(encoding="utf-8")
    id_and_subject = '"id": "undefined-variable", "subject": "<<late>>"'
    assert text.splitlines() == [
        "{",
        '  "version": 1,',
        '  "findings": [',
        f'    {{"source": "a/shop.json", "step": "Again", {id_and_subject}, "count": 2}},',
        f'    {{"source": "a/shop.json", "step": "Read", {id_and_subject}, "count": 1}}',
        "  ]",
        "}",
    ]
    done = run_pcc("check", "a/shop.json", "--write-baseline", "base.json")
    assert done.out == "1 source: nothing found (3 findings written to base.json)\n"
    assert (dirty.root / "base.json").read_text(encoding="utf-8") == text


def test_an_empty_baseline_can_be_read_again(notes: Project) -> None:
    assert run_pcc("check", "--write-baseline", "base.json").code == 0
    assert json.loads((notes.root / "base.json").read_text(encoding="utf-8")) == {"version": 1, "findings": []}
    assert run_pcc("check", "--baseline", "base.json").out == "1 source: nothing found\n"


def test_what_is_in_the_baseline_is_hidden(dirty: Project) -> None:
    done = run_pcc("check", "a/shop.json", "--baseline", "base.json")
    assert (done.code, done.out) == (0, "1 source: nothing found (3 in the baseline)\n")


MOVED = {
    "other lines": collection(item("Step 1: Read", LATE), item("Again", LATE), item("Again", LATE), SETS, indent=4),
    "one line": collection(item("Step 1: Read", LATE), item("Again", LATE), item("Again", LATE), SETS, indent=None),
    "other order": collection(item("Again", LATE), item("Again", LATE), item("Step 7: Read", LATE), SETS),
    "a new step": collection(item("New"), item("Step 2: Read", LATE), item("Again", LATE), item("Again", LATE), SETS),
    "in a folder": collection(
        {"name": "Inner", "item": [item("Step 1: Read", LATE), item("Again", LATE), item("Again", LATE)]}, SETS
    ),
    "other keys": json.dumps(
        dict(
            reversed(
                json.loads(
                    collection(item("Step 1: Read", LATE), item("Again", LATE), item("Again", LATE), SETS)
                ).items()
            )
        )
    ),
}


@pytest.mark.parametrize("how", MOVED)
def test_what_only_moved_stays_hidden(dirty: Project, how: str) -> None:
    dirty.write("a/shop.json", MOVED[how])
    done = run_pcc("check", "a/shop.json", "--baseline", "base.json")
    assert done.out == "1 source: nothing found (3 in the baseline)\n"


NEW = {
    "one more of a kind": [item("Step 1: Read", LATE), *[item("Again", LATE)] * 3, SETS],
    "another step": [item("Step 1: Read", LATE), *[item("Again", LATE)] * 2, item("More", LATE), SETS],
    "another variable": [
        item("Step 1: Read", LATE),
        *[item("Again", LATE)] * 2,
        item("Again", "https://x.example/{{other}}"),
        SETS,
    ],
}


@pytest.mark.parametrize("how", NEW)
def test_what_is_new_is_shown(dirty: Project, how: str) -> None:
    dirty.write("a/shop.json", collection(*NEW[how]))
    done = run_pcc("check", "a/shop.json", "--baseline", "base.json")
    assert (done.code, last(done.out)) == (1, "1 source: 1 error (3 in the baseline)")


def test_another_file_with_the_same_findings_is_new(dirty: Project) -> None:
    dirty.write("b/shop.json", (dirty.root / "a/shop.json").read_text(encoding="utf-8"))
    assert run_pcc("check", "b/shop.json", "--baseline", "base.json").code == 1


def test_what_is_gone_is_counted(dirty: Project) -> None:
    dirty.write("a/shop.json", collection(item("Again", LATE), SETS))
    done = run_pcc("check", "a/shop.json", "--baseline", "base.json")
    assert done.out == "1 source: nothing found (1 in the baseline; 2 of the baseline are gone: write it anew)\n"
    dirty.write("a/shop.json", collection(item("Again", LATE), item("Again", LATE), SETS))
    assert "1 of the baseline is gone" in run_pcc("check", "a/shop.json", "--baseline", "base.json").out


def test_what_is_not_looked_for_is_not_gone(dirty: Project) -> None:
    dirty.write("collections/take_notes.py", NOTES)
    assert run_pcc("check", "--baseline", "base.json").out == "1 source: nothing found\n"
    done = run_pcc("check", "a/shop.json", "--baseline", "base.json", "--ignore", "undefined-variable")
    assert done.out == "1 source: nothing found\n"


def test_the_baseline_is_the_same_from_every_folder(dirty: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(dirty.root / "a")
    assert run_pcc("check", "shop.json", "--baseline", "../base.json").code == 0


def test_the_setting_is_used_unless_another_is_given_or_written(dirty: Project) -> None:
    dirty.write("pyproject.toml", '[tool.pcc.check]\nbaseline = "base.json"\n')
    assert run_pcc("check", "a/shop.json").out == "1 source: nothing found (3 in the baseline)\n"
    dirty.write("empty.json", '{"version": 1, "findings": []}')
    assert run_pcc("check", "a/shop.json", "--baseline", "empty.json").code == 1
    before = (dirty.root / "base.json").read_text(encoding="utf-8")
    assert run_pcc("check", "a/shop.json", "--write-baseline", "base.json").code == 0
    assert (dirty.root / "base.json").read_text(encoding="utf-8") == before


def test_what_cannot_be_checked_is_in_no_baseline(dirty: Project) -> None:
    done = run_pcc("check", "a/shop.json", "gone.json", "--write-baseline", "base.json")
    assert (done.code, last(done.out)) == (3, "2 sources: 1 error (3 findings written to base.json)")
    assert "gone.json" not in (dirty.root / "base.json").read_text(encoding="utf-8")
    assert run_pcc("check", "a/shop.json", "gone.json", "--baseline", "base.json").code == 3


WRONG = {
    "[]": "this is no baseline of version 1",
    '{"version": 2, "findings": []}': "this is no baseline of version 1",
    '{"version": 1}': "at /findings: expected a list",
    '{"version": 1, "findings": [{}]}': "at /findings/0: expected source, step, id, subject and a count",
    '{"version": 1, "findings": [3]}': "at /findings/0: expected source",
    '{"version": 1, "findings": [{"source": "a", "step": "", "id": "", "subject": "", "count": 0}]}': "at /findings/0",
    "[": "this is no baseline: not JSON",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_file_that_is_no_baseline_is_refused(dirty: Project, text: str) -> None:
    dirty.write("wrong.json", text)
    done = run_pcc("check", "a/shop.json", "--baseline", "wrong.json")
    assert (done.code, done.out) == (3, "")
    assert WRONG[text] in done.err
