"""`pcc audit`: pages against workflows and files, what is printed, exit codes."""

import io
import json
import sys
from pathlib import Path

import pytest

import pcc
from cli.shell import NOTES, Project, run_pcc
from pcc.claims import LEVELS
from pcc.errors import FormatError, UsageError

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "out").glob("*.md"))
RIGHT = """Take notes
Number of APIs: 2
1. Make a POST request to /notes to create a note.
2. Make a GET request to /notes/{{noteID}} to read it.
"""
WRONG = RIGHT.replace("a POST", "a PUT").replace("{{noteID}}", "{{id}}")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_pages_of_this_project_agree_with_their_workflows(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert pcc.audit(page).findings == ()
    assert pcc.audit(page, against=page.with_suffix(".postman_collection.json")).findings == ()


def test_a_page_is_held_against_the_workflow_that_it_is_called_after(notes: Project) -> None:
    notes.write("pages/take-notes.txt", RIGHT)
    done = run_pcc("audit", "pages/take-notes.txt")
    assert (done.code, done.out, done.err) == (0, "pages/take-notes.txt against take-notes: agrees\n", "")
    notes.write("pages/take_notes.md", RIGHT)
    assert run_pcc("audit", "pages/take_notes.md").code == 0


def test_a_finding_shows_line_caret_both_sides_and_what_to_do(notes: Project) -> None:
    notes.write("page.txt", WRONG)
    done = run_pcc("audit", "page.txt", "--against", "take-notes")
    assert (done.code, done.err) == (1, "")
    assert done.out == (
        "error[wrong-method]: Step 1: Create a note is a POST request, not PUT\n"
        '  --> page.txt:3:11  step "Step 1: Create a note"\n'
        "  |\n"
        "3 | 1. Make a PUT request to /notes to create a note.\n"
        "  |           ^^^ write POST\n"
        "  page says: PUT /notes\n"
        "  workflow:  POST /notes\n"
        "\n"
        "note[generic-names]: generic names, which nothing sets: {{id}}\n"
        "  --> page.txt:4:33\n"
        "  |\n"
        "4 | 2. Make a GET request to /notes/{{id}} to read it.\n"
        "  |                                 ^^^^^^ the workflow has {{noteID}}\n"
        "  page says: {{id}}\n"
        "  workflow:  {{noteID}}\n"
        "\n"
        "page.txt against take-notes: 1 error, 1 note\n"
    )


def test_json_has_every_finding_with_step_line_and_both_sides(notes: Project) -> None:
    notes.write("page.txt", WRONG)
    done = run_pcc("audit", "page.txt", "--against", "out/take-notes.postman_collection.json", "--format", "json")
    assert done.code == 1
    wrong, note = json.loads(done.out)["findings"]
    assert wrong == {
        "id": "wrong-method",
        "level": "error",
        "step": "Step 1: Create a note",
        "line": 3,
        "claimed": "PUT /notes",
        "actual": "POST /notes",
        "page": "page.txt",
        "against": "out/take-notes.postman_collection.json",
        "column": 11,
        "message": "Step 1: Create a note is a POST request, not PUT",
        "advice": "write POST",
    }
    assert (note["id"], note["level"]) == ("generic-names", "note")


def test_no_finding_is_an_empty_list(notes: Project) -> None:
    notes.write("take-notes.txt", RIGHT)
    assert json.loads(run_pcc("audit", "take-notes.txt", "--format", "json").out) == {"findings": []}


def test_notes_alone_are_no_failure(notes: Project) -> None:
    notes.write("page.txt", RIGHT.replace("noteID", "id"))
    done = run_pcc("audit", "page.txt", "--against", "take-notes")
    assert done.code == 0
    assert "1 note\n" in done.out


def test_kinds_can_be_left_out(notes: Project) -> None:
    notes.write("page.txt", WRONG)
    done = run_pcc(
        "audit", "page.txt", "--against", "take-notes", "--ignore", "wrong-method", "--ignore", "generic-names"
    )
    assert (done.code, done.out) == (0, "page.txt against take-notes: agrees\n")


def test_several_pages_are_counted_together(notes: Project) -> None:
    notes.write("a.txt", WRONG)
    notes.write(
        "b.html", "<ol><li>Make a POST request to <b>/notes</b><li>Make a GET request to <b>/notes/{{noteID}}</b></ol>"
    )
    done = run_pcc("audit", "a.txt", "b.html", "--against", "take-notes")
    assert done.code == 1
    assert done.out.splitlines()[-3:] == [
        "a.txt against take-notes: 1 error, 1 note",
        "b.html against take-notes: agrees",
        "2 pages: 1 error, 1 note",
    ]


def test_pages_of_several_workflows_find_theirs(notes: Project) -> None:
    second = NOTES.replace("take_notes", "other").replace('"Take notes"', '"Other"').replace("Notes", "Others")
    second = second.replace("/notes", "/others")
    notes.write("collections/other.py", second)
    notes.write("other.txt", RIGHT.replace("/notes", "/others"))
    notes.write("take-notes.txt", RIGHT)
    assert run_pcc("audit", "other.txt", "take-notes.txt").code == 0


def test_a_page_may_come_from_the_standard_input(notes: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WRONG.encode())))
    done = run_pcc("audit", "-", "--against", "take-notes")
    assert done.code == 1
    assert "  --> standard input:3:11" in done.out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe\xff")))
    assert run_pcc("audit", "-", "--against", "take-notes").code == 3


def test_an_environment_file_brings_variables(notes: Project) -> None:
    notes.write("page.txt", RIGHT + "\nThe token is {{otherToken}}.\n")
    file = "out/take-notes.postman_collection.json"
    notes.write("e.json", '{"name": "e", "values": [{"key": "otherToken", "value": ""}]}')
    assert run_pcc("audit", "page.txt", "--against", file).code == 1
    assert run_pcc("audit", "page.txt", "--against", file, "-e", "e.json").code == 0


def test_the_format_of_a_page_can_be_said(notes: Project) -> None:
    notes.write("page.txt", "<p>Make a POST request to <b>/no</b>tes. <p>Make a GET request to /notes/{{noteID}}.")
    assert run_pcc("audit", "page.txt", "--against", "take-notes", "--page-format", "html").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Missing argument"),
        (("page.txt",), "no workflow 'page': there are take-notes; --against says what a page is held against"),
        (("page.txt", "--against", "take-note"), "did you mean 'take-notes'?"),
        (("page.txt", "--against", "take-notes", "--ignore", "wrong-metod"), "did you mean 'wrong-method'?"),
        (("-",), "say which workflow with --against"),
        (("-", "-", "--against", "take-notes"), "can be read once"),
        (("page.txt", "--page-format", "pdf"), "'pdf' is not one of"),
    ],
)
def test_wrong_use_is_exit_2(notes: Project, arguments: tuple[str, ...], said: str) -> None:
    notes.write("page.txt", RIGHT)
    done = run_pcc("audit", *arguments)
    assert done.code == 2
    assert said in done.err


@pytest.mark.parametrize(
    ("page", "against", "said"),
    [
        ("nothing.txt", "take-notes", "cannot read nothing.txt"),
        (".", "take-notes", "it is a folder"),
        ("latin.txt", "take-notes", "not UTF-8 at byte"),
        ("page.txt", "nothing.json", "cannot read nothing.json"),
        ("page.txt", "page.txt", "page.txt"),
    ],
)
def test_what_cannot_be_read_is_exit_3(notes: Project, page: str, against: str, said: str) -> None:
    notes.write("page.txt", RIGHT)
    (notes.root / "latin.txt").write_bytes("Prüfung".encode("latin-1"))
    done = run_pcc("audit", page, "--against", against)
    assert done.code == 3
    assert said in done.err


def test_a_workflow_that_does_not_compile_is_exit_3(notes: Project) -> None:
    notes.write("page.txt", RIGHT)
    notes.write("collections/take_notes.py", NOTES.replace("{note}", "<<noteIDD>>"))
    assert run_pcc("audit", "page.txt", "--against", "take-notes").code == 3


def test_a_module_of_several_workflows_is_not_one_to_hold_a_page_against(notes: Project) -> None:
    text = NOTES + NOTES[NOTES.index("@workflow") :].replace("take_notes", "second").replace('"Take notes"', '"Second"')
    notes.write("collections/take_notes.py", text)
    notes.write("page.txt", RIGHT)
    done = run_pcc("audit", "page.txt", "--against", "take_notes")
    assert done.code == 2
    assert "name one of take-notes, second" in done.err


def test_a_page_cannot_steer_the_terminal(notes: Project) -> None:
    notes.write("page.txt", WRONG.replace("to create", "\x1b[2J\tto create"))
    done = run_pcc("audit", "page.txt", "--against", "take-notes")
    assert "\x1b" not in done.out
    assert "\t" not in done.out


def test_the_function_returns_data(notes: Project) -> None:
    notes.write("page.txt", WRONG)
    result = pcc.audit("page.txt", against="take-notes", ignore=["generic-names"])
    (page,) = result.pages
    (finding,) = result.findings
    assert (page.page, page.against, result.passed) == ("page.txt", "take-notes", False)
    assert finding.level is LEVELS[finding.id]
    with pytest.raises(UsageError, match="no page format 'pdf'"):
        pcc.audit("page.txt", against="take-notes", page_format="pdf")
    with pytest.raises(FormatError):
        pcc.audit("nothing.txt", against="take-notes")
