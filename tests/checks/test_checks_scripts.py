"""The checks of scripts: each finding with its place, and what is none."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from pcc import Environment, Workflow, jsonpath, status, variable, workflow
from pcc.checks.catalog import RULES
from pcc.checks.scripts import check_events, check_scripts
from pcc.checks.subject import Subject
from pcc.diagnostics import Diagnostic, render_diagnostic
from pcc.model.collection import Collection
from pcc.postman import read_collection
from strategies.collections import collections

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
ROOT = Path(__file__).parents[2]


def item(name: str, *events: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "request": "https://a.test/", "event": list(events), **more}


def event(script: Any, listen: str = "test", **more: Any) -> dict[str, Any]:
    return {"listen": listen, "script": {"exec": script, "type": "text/javascript"}, **more}


def write(items: Sequence[dict[str, Any]], **more: Any) -> str:
    return json.dumps({"info": {"name": "Checked", "schema": SCHEMA}, "item": list(items), **more}, indent="\t")


def check(text: str, *, file: str = "checked.json") -> list[Diagnostic]:
    subject = Subject(read_collection(text), file=file)
    return [found for one in (check_scripts, check_events) for found in one(subject)]


def of(script: Any, **more: Any) -> list[Diagnostic]:
    return check(write([item("One", event(script, **more)), item("Two", id="2")]))


def told(found: Sequence[Diagnostic]) -> list[tuple[str, str, str]]:
    return [(one.id, one.message, one.advice) for one in found]


PROVOKED = {
    "deprecated-call": (
        "postman.setGlobalVariable('a', 1);",
        "`postman.setGlobalVariable` is deprecated",
        "write pm.globals.set",
    ),
    "script-syntax": (
        "const x = {{y}};",
        "line 1, column 11 of the test script: `{{y}}` is no JavaScript",
        'Postman replaces nothing in a script: write pm.variables.get("y")',
    ),
    "unknown-call": ("pm.enviroment.get('a');", "Postman's API has no `pm.enviroment`", "did you mean pm.environment?"),
    "unknown-jump": (
        "pm.execution.setNextRequest('Tow');",
        "no item of this collection has 'Tow' as its name or id: the run would end here",
        "did you mean 'Two'?",
    ),
    "unreplaced-variable": (
        "pm.sendRequest('{{base}}/x', done);",
        "'{{base}}/x' is sent as it stands: Postman replaces no variables in `pm.sendRequest`",
        "write pm.variables.replaceIn('{{base}}/x')",
    ),
}


@pytest.mark.parametrize("rule", PROVOKED)
def test_each_finding_says_what_is_wrong_and_what_to_do(rule: str) -> None:
    script, message, advice = PROVOKED[rule]
    assert told(of(["", script])) == [(rule, message.replace("line 1", "line 2"), advice)]


def test_every_rule_is_provoked_here_and_explained() -> None:
    assert {rule.id for rule in RULES} >= {*PROVOKED, "unknown-event"}
    page = (ROOT / "docs/checks.md").read_text(encoding="utf-8")
    for name in (*PROVOKED, "unknown-event"):
        text = (ROOT / f"templates/checks/{name}.md").read_text(encoding="utf-8")
        (level,) = [rule.level.value for rule in RULES if rule.id == name]
        assert text.startswith(f"## {name}\n\nLevel: {level}. ")
        assert text in f"{page}\n"


@pytest.mark.parametrize(
    "script",
    [
        "",
        "pm.test('a', () => pm.response.to.have.status(200));",
        "return; await x;",
        "pm.execution.setNextRequest('Two');",
        "pm.execution.setNextRequest('2');",
        "pm.execution.setNextRequest(null);",
        "pm.execution.setNextRequest(next);",
        "pm.sendRequest(pm.variables.replaceIn('{{base}}/x'), done);",
        "pm.environment.set('a', '{{b}}');",
        "// pm.enviroment, postman.setNextRequest('x'), {{y}}",
        "const text = 'pm.enviroment';",
        "const data = pm.response.json(); data.a;",
    ],
)
def test_what_is_right_is_no_finding(script: str) -> None:
    assert of([script]) == []


def test_of_a_script_that_is_no_javascript_nothing_else_is_told() -> None:
    assert [one.id for one in of(["const = 1;", "pm.enviroment.x", "tests.a = 1", "pm.sendRequest('{{x}}')"])] == [
        "script-syntax"
    ]


def test_what_is_deprecated_is_told_once_a_script_with_how_often() -> None:
    found = of(["tests.a = 1;", "tests.b = 2;", "responseBody;"])
    assert [one.message for one in found] == [
        "`tests` is deprecated (2 times in this script)",
        "`responseBody` is deprecated",
    ]
    assert found[0].pointer == "/item/0/event/0/script/exec/0"


@pytest.mark.parametrize(
    ("script", "pointer"),
    [
        ({"exec": ["", "pm.foo()"]}, "/item/0/event/0/script/exec/1"),
        ({"exec": ["a;\nb;", "pm.foo()"]}, "/item/0/event/0/script/exec/1"),
        ({"exec": ["a;\npm.foo()", "b"]}, "/item/0/event/0/script/exec/0"),
        ({"exec": [None, "pm.foo()"]}, "/item/0/event/0/script/exec/1"),
        ({"exec": "a;\npm.foo()"}, "/item/0/event/0/script/exec"),
        ("a;\npm.foo()", "/item/0/event/0/script"),
        (["a;", "pm.foo()"], "/item/0/event/0/script/1"),
    ],
)
def test_a_finding_points_to_the_line_of_its_script(script: Any, pointer: str) -> None:
    (found,) = check(write([item("One", {"listen": "test", "script": script})]))
    assert (found.file, found.pointer, found.step) == ("checked.json", pointer, "One")


def test_scripts_of_collections_and_folders_have_their_places() -> None:
    folder = {"name": "F", "item": [item("One", event("pm.c()", "prerequest"))], "event": [event(["pm.b()"])]}
    empty = {"name": "E", "item": [], "event": [event(["pm.d()"])]}
    found = check(write([folder, empty], event=[event(["pm.a()"])]))
    assert [(one.message[-5:], one.pointer, one.step) for one in found] == [
        ("pm.a`", "/event/0/script/exec/0", ""),
        ("pm.b`", "/item/0/event/0/script/exec/0", ""),
        ("pm.c`", "/item/0/item/0/event/0/script/exec", "One"),
        ("pm.d`", "/item/1/event/0/script/exec/0", ""),
    ]


def test_a_disabled_event_is_not_looked_into() -> None:
    assert of(["pm.foo()"], disabled=True) == []
    assert of(["pm.foo()"], disabled=True, listen="tests") == []


@pytest.mark.parametrize(
    ("listen", "advice"),
    [
        ("tests", "write test"),
        ("pre-request", "write prerequest"),
        ("afterResponse", "write test"),
        ("beforeRequest", "write prerequest"),
        ("zzz", "write prerequest or test"),
    ],
)
def test_an_event_that_never_runs_is_told_and_its_script_is_not_read(listen: str, advice: str) -> None:
    (found,) = of(["pm.foo()"], listen=listen)
    assert (found.id, found.pointer, found.advice) == ("unknown-event", "/item/0/event/0/listen", advice)


def test_a_folder_is_no_target_and_its_first_item_is_proposed() -> None:
    folder = {"name": "Folder", "id": "f", "item": [{"name": "Inner", "item": [item("First"), item("Last")]}]}
    jump = event("pm.execution.setNextRequest('Folder'); pm.execution.setNextRequest('Empty')")
    found = check(write([item("One", jump), folder, {"name": "Empty", "item": []}]))
    assert [one.advice for one in found] == [
        "that is a folder: jump to its first item, 'First'",
        "that is a folder without items",
    ]


def test_a_finding_in_a_file_has_its_line_and_a_caret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = write([item("One", event(["foo();", 'pm.enviroment.set("a", 1);']))])
    (tmp_path / "checked.json").write_text(text.replace("\t", " "), encoding="utf-8")
    (found,) = check(text)
    assert render_diagnostic(found).splitlines() == [
        "error[unknown-call]: Postman's API has no `pm.enviroment`",
        '  --> checked.json:16  at /item/0/event/0/script/exec/1  step "One"',
        "   |",
        '16 |        "pm.enviroment.set(\\"a\\", 1);"',
        "   |         ^^^^^^^^^^^^^ did you mean pm.environment?",
    ]


def test_a_script_in_one_text_has_its_caret_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = write([item("One", event('foo();\npm.expect("a").to.be.okay;'))])
    (tmp_path / "checked.json").write_text(text, encoding="utf-8")
    (found,) = check(text)
    assert "^^" in render_diagnostic(found).splitlines()[-1]


class Env(Environment):
    base = variable("baseUrl", "https://api.example.com")


def build(function: Any) -> list[Diagnostic]:
    @workflow("Checked", environment=Env)
    def checked(w: Workflow) -> None:
        function(w)

    subject = Subject(checked.build())
    return [found for one in (check_scripts, check_events) for found in one(subject)]


def test_a_script_of_a_workflow_has_its_place_in_the_source() -> None:
    def inside(w: Workflow) -> None:
        w.get("One", "<<baseUrl>>", expect=[status(200)], test="pm.enviroment.set('a', 1);")

    (found,) = build(inside)
    assert found.step == "Step 1: One"
    assert found.origin is not None
    assert found.origin.file.endswith("test_checks_scripts.py")
    assert "^^^^^^^^^^^^^ did you mean pm.environment?" in render_diagnostic(found)


def test_scripts_that_are_written_by_pcc_have_no_findings() -> None:
    def inside(w: Workflow) -> None:
        w.assign("x", "{{baseUrl}}")
        step = w.post("One", "<<baseUrl>>", json={}, expect=[status(200), jsonpath("$.a").equals("<<x>>")])
        step.capture("id", "$.id")

    assert build(inside) == []


def test_the_workflows_of_this_project_have_no_findings() -> None:
    for file in sorted((ROOT / "out").glob("*.postman_collection.json")):
        assert check(file.read_text(encoding="utf-8")) == []


@given(collections())
def test_no_collection_makes_a_check_raise(collection: Collection) -> None:
    for one in (check_scripts, check_events):
        assert all(found.message for found in one(Subject(collection)))


def test_jumps_of_a_workflow_name_steps_with_their_number() -> None:
    def inside(w: Workflow) -> None:
        w.get("One", "<<baseUrl>>", test="pm.execution.setNextRequest('Two');")
        w.get("Two", "<<baseUrl>>", test="pm.execution.setNextRequest('Step 1: One');")

    assert [one.advice for one in build(inside)] == ["did you mean 'Step 2: Two'?"]
