"""What is wrong with a source is an error at the author's line, without a traceback, and nothing is written."""

from textwrap import dedent

import pytest

from cli.shell import NOTES, Project, run_pcc

HEAD = NOTES.partition("@workflow")[0]


def source(body: str) -> str:
    return f"{HEAD}{dedent(body).lstrip()}"


def line_of(text: str, mark: str) -> int:
    (found,) = [number for number, line in enumerate(text.splitlines(), 1) if mark in line]
    return found


def test_a_variable_that_nothing_sets_is_shown_at_its_line_with_the_nearest_name(notes: Project) -> None:
    before = notes.files()
    text = NOTES.replace("/notes/{note}", "/notes/<<noteIDD>>", 1)
    notes.write("collections/take_notes.py", text)
    line = line_of(text, "<<noteIDD>>")
    done = run_pcc("build")
    assert (done.code, done.out) == (3, "")
    source_line = text.splitlines()[line - 1]
    assert done.err.splitlines() == [
        "error[undefined-variable]: nothing sets <<noteIDD>>",
        f'  --> collections/take_notes.py:{line}  step "Step 2: Read the note"',
        "   |",
        f"{line} | {source_line}",
        f"   | {' ' * source_line.index('<<noteIDD>>')}^^^^^^^^^^^ did you mean <<noteID>>?",
    ]
    assert notes.files() == before


def test_a_variable_that_the_author_says_comes_from_elsewhere_does_not_stop_the_build(project: Project) -> None:
    text = NOTES.replace(
        '/notes/{note}", expect', '/notes/<<noteIDD>>", allow={"undefined-variable": "by hand"}, expect', 1
    )
    project.write("collections/take_notes.py", text)
    assert run_pcc("build").code == 0
    project.write(
        "collections/take_notes.py", text.replace("<<baseUrl>>", "<<base>>").replace("{env.base}", "<<base>>")
    )
    done = run_pcc("build")
    assert done.code == 3
    assert "nothing sets <<base>>" in done.err


def test_in_a_call_of_several_lines_the_very_line_is_shown(project: Project) -> None:
    text = source(
        """
        @workflow("Long", environment=Notes)
        def long(w: Workflow) -> None:
            w.get("First", env.base).capture("id", "$.id")
            w.post(
                "Say it wide and grid",
                f"{env.base}/notes",
                json={
                    "idea": "hidden",
                    "id": "<<idd>>",
                },
            )
        """
    )
    project.write("collections/long.py", text)
    done = run_pcc("build")
    assert done.code == 3
    assert f"--> collections/long.py:{line_of(text, '<<idd>>')}  step" in done.err
    *_, source_line, caret = done.err.splitlines()
    assert source_line[caret.index("^") :].startswith("<<idd>>")
    assert caret.endswith("^^^^^^^ did you mean <<id>>?")


def test_a_variable_that_a_later_step_sets_is_told_apart(project: Project) -> None:
    text = source(
        """
        @workflow("Late", environment=Notes)
        def late(w: Workflow) -> None:
            w.get("Use it", "<<baseUrl>>/{{noteID}}")
            w.get("Make it", env.base).capture("noteID", "$.id")
        """
    )
    project.write("collections/late.py", text)
    done = run_pcc("build")
    assert done.code == 3
    assert "<<noteID>> is read before anything sets it" in done.err
    assert "'Step 2: Make it' sets it, which runs later" in done.err
    assert "^^^^^^^^^^ 'Step 2" in done.err


def test_every_finding_of_every_workflow_is_shown(project: Project) -> None:
    for name in ("one", "other"):
        project.write(
            f"collections/{name}.py",
            NOTES.replace("take_notes", name).replace("/notes/{note}", "/<<missing>>", 1),
        )
    done = run_pcc("build")
    assert done.code == 3
    assert done.err.count("error[undefined-variable]") == 2
    assert "collections/one.py:" in done.err
    assert "collections/other.py:" in done.err


BROKEN = {
    "exception": ("w.get('A', env.base)\n    1 / 0", "1 / 0", "ZeroDivisionError: division by zero"),
    "wrong use": ("w.get('Step 1: A', env.base)", "w.get('Step 1", "brings its own number"),
    "step as text": ("w.get('A', f\"{w.get('B', env.base)}\")", "w.get('A'", "is no value: capture something"),
    "misspelt environment": (
        "w.get('A', env.bas)",
        "env.bas)",
        "AttributeError: 'Notes' object has no attribute 'bas'",
    ),
    "no name for a capture": ("w.get('A', env.base).capture('$.id')", ".capture('$.id')", "argument: 'source'"),
    "exit": ("raise SystemExit(0)", "raise SystemExit", "SystemExit: 0"),
    "endless": ("broken.function(w)", "broken.function", "RecursionError"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_an_exception_of_a_workflow_is_shown_at_its_line(project: Project, case: str) -> None:
    body, mark, said = BROKEN[case]
    text = source(f'@workflow("Broken", environment=Notes)\ndef broken(w: Workflow) -> None:\n    {body}\n')
    project.write("collections/broken.py", text)
    done = run_pcc("build")
    assert (done.code, done.out) == (3, "")
    first, place, *_ = done.err.splitlines()
    assert first.startswith("error[invalid-workflow]: ")
    assert said in first
    assert place == f"  --> collections/broken.py:{line_of(text, mark)}"
    assert project.files() == {}


UNLOADABLE = {
    "syntax": ("x = 1\ndef broken(w)\n", 2, "not Python: expected ':'"),
    "import": ("x = 1\n\nimport nothing_of_this_name\n", 3, "ModuleNotFoundError: No module named"),
    "name": ("from pcc import workflaw\n", 1, "ImportError: cannot import name 'workflaw' from 'pcc'"),
    "exit": ("import sys\nsys.exit()\n", 2, "SystemExit"),
    "null": ("x = '\0'\n", 1, "not Python: source code string cannot contain null bytes"),
    "decorator": ("from pcc import workflow\n\n@workflow\ndef f(w): ...\n", 3, "'environment'"),
    "path": ("from pcc import jsonpath\nx = jsonpath('id')\n", 2, ""),
}


@pytest.mark.parametrize("case", UNLOADABLE)
def test_a_source_that_does_not_load_is_shown_at_its_line(notes: Project, case: str) -> None:
    text, line, said = UNLOADABLE[case]
    notes.write("collections/broken.py", text)
    done = run_pcc("build")
    assert (done.code, done.out) == (3, "")
    assert said in done.err
    assert f"  --> collections/broken.py:{line}\n" in done.err


def test_a_source_that_is_not_utf_8_is_an_error(project: Project) -> None:
    project.write("collections/broken.py", "").write_bytes(b"x = '\xff'\n")
    done = run_pcc("build")
    assert done.code == 3
    assert "collections/broken.py:1" in done.err


def test_an_error_in_a_shared_module_is_shown_there(project: Project) -> None:
    project.write("collections/pcc_test_shared/steps.py", "def add(w):\n    w.nothing()\n")
    project.write(
        "collections/take_notes.py",
        NOTES.replace("from pcc import", "from pcc_test_shared.steps import add\nfrom pcc import", 1).replace(
            "    created =", "    add(w)\n    created ="
        ),
    )
    done = run_pcc("build")
    assert done.code == 3
    assert "  --> collections/pcc_test_shared/steps.py:2\n" in done.err


NOWHERE = {
    "an argument too many": ("def broken(w: Workflow, x: int) -> None:\n    ...", "missing 1 required positional"),
    "an example that is none": (
        "def broken(w: Workflow) -> None:\n    w.get('A', env.base, examples=[3])",
        "'int' object",
    ),
    "half of a character": (
        "def broken(w: Workflow) -> None:\n    w.get('A', env.base, does='\\ud800')",
        "half of a character",
    ),
}


@pytest.mark.parametrize("case", NOWHERE)
def test_an_error_outside_of_the_authors_lines_is_shown_at_the_workflow(project: Project, case: str) -> None:
    body, said = NOWHERE[case]
    text = source(f'@workflow("Broken", environment=Notes)\n{body}\n')
    project.write("collections/broken.py", text)
    done = run_pcc("build")
    assert done.code == 3
    assert said in done.err
    assert f"  --> collections/broken.py:{line_of(text, '@workflow')}\n" in done.err
    assert project.files() == {}


def test_an_environment_that_cannot_be_made_is_shown_at_the_workflow(project: Project) -> None:
    text = NOTES.replace(
        "env = Notes()", "env = Notes()\n\n\nclass More(Notes):\n    def __init__(self, x): ..."
    ).replace("environment=Notes", "environment=More")
    project.write("collections/take_notes.py", text)
    done = run_pcc("build")
    assert done.code == 3
    assert "missing 1 required positional argument: 'x'" in done.err
    assert f"collections/take_notes.py:{line_of(text, 'def __init__') - 1}" not in done.err
    assert f"  --> collections/take_notes.py:{line_of(text, '@workflow')}\n" in done.err


def test_two_equal_slugs_are_refused_and_both_are_named(notes: Project) -> None:
    notes.write("collections/again.py", NOTES)
    done = run_pcc("build")
    assert done.code == 3
    line = line_of(NOTES, "@workflow")
    assert f"two workflows are called 'take-notes' (the other at collections/again.py:{line})" in done.err
    assert f"--> collections/take_notes.py:{line}" in done.err


def test_one_invalid_workflow_stops_the_whole_build(notes: Project) -> None:
    before = notes.files()
    notes.write("collections/take_notes.py", NOTES.replace("Take notes", "Take other notes"))
    notes.write("collections/broken.py", NOTES.replace("take_notes", "broken").replace("{note}", "<<missing>>"))
    assert run_pcc("build").code == 3
    assert run_pcc("build", "--check").code == 3
    assert notes.files() == before


def test_a_reference_where_no_template_is_stops_the_build(project: Project) -> None:
    text = NOTES.replace('@workflow("Take notes"', '@workflow(f"Notes of {env.base}"')
    project.write("collections/take_notes.py", text)
    done = run_pcc("build")
    assert done.code == 3
    assert "<<baseUrl>> stands in text that is no template" in done.err
    assert f"--> collections/take_notes.py:{line_of(text, '@workflow')}" in done.err
    assert project.files() == {}


def test_a_folder_without_workflows_and_a_missing_one_are_wrong_use(project: Project) -> None:
    assert run_pcc("build").err.startswith("error: no workflow in collections: write one with @workflow")
    (project.root / "collections").rmdir()
    done = run_pcc("build")
    assert (done.code, done.err) == (
        2,
        "error: no workflows: collections is not a folder; [tool.pcc] `workflows` names it\n",
    )


def test_a_replay_of_an_invalid_workflow_says_what_is_wrong(notes: Project) -> None:
    notes.write("collections/take_notes.py", NOTES.replace("{note}", "<<missing>>"))
    done = run_pcc("replay", "take-notes")
    assert done.code == 3
    assert "nothing sets <<missing>>; `pcc build` shows all" in done.err
