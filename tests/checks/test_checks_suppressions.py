"""What an author accepts: where it is written, what it covers, and what it does not."""

from collections.abc import Callable
from typing import Any

import pytest

from checks.fake_checks import run_fake_checks as run_checks
from pcc import Environment, Workflow, variable, workflow
from pcc.checks.subject import Subject
from pcc.checks.suppressions import Suppression, check_reasons, read_suppressions
from pcc.diagnostics import Diagnostic
from pcc.model.collection import Collection
from pcc.postman import read_collection, write_collection

ID = "undefined-variable"


class Env(Environment):
    base = variable("baseUrl", "https://api.example.com")


env = Env()


def subject_of(function: Callable[[Workflow], Any], **options: Any) -> Subject:
    @workflow("Checked", environment=Env, **options)
    def checked(w: Workflow) -> None:
        function(w)

    return Subject(checked.build(), env.build())


def left(subject: Subject) -> list[str]:
    """The steps whose finding is not suppressed."""
    accepted = [one for one in read_suppressions(subject) if one.reason]
    return [found.step for found in run_checks(subject) if not any(one.covers(found, subject) for one in accepted)]


def three_steps(w: Workflow) -> None:
    w.get("One", "<<baseUrl>>/<<x>>")
    _inner(w)


def _inner(w: Workflow) -> None:
    folder = w.folder("Inner")
    folder.get("Two", "<<baseUrl>>/<<x>>")
    folder.get("Three", "<<baseUrl>>/<<x>>")


def test_a_step_suppresses_its_own_findings_alone() -> None:
    def inside(w: Workflow) -> None:
        w.get("One", "<<baseUrl>>/<<x>>", allow={ID: "because"})
        w.get("Two", "<<baseUrl>>/<<x>>")

    assert left(subject_of(inside)) == ["Step 2: Two"]


def test_a_workflow_suppresses_all_of_it_and_what_has_no_step() -> None:
    subject = subject_of(three_steps, allow={ID: "because"})
    assert left(subject) == []
    (suppression,) = read_suppressions(subject)
    assert suppression.covers(Diagnostic(ID, run_checks(subject)[0].level, "of the environment"), subject)
    assert not suppression.covers(Diagnostic("other", run_checks(subject)[0].level, "of the environment"), subject)


def test_a_comment_in_a_script_of_a_workflow_counts_where_the_script_does() -> None:
    def inside(w: Workflow) -> None:
        w.get("One", "<<baseUrl>>/<<x>>", test=f"// pcc-allow {ID}: because")
        folder = w.folder("Inner")
        folder.each(prerequest=f"console.log(1);\n  //pcc-allow {ID} : because\n")
        folder.folder("Innermost").get("Two", "<<baseUrl>>/<<x>>")
        w.get("Three", "<<baseUrl>>/<<x>>")

    assert left(subject_of(inside)) == ["Step 3: Three"]


def allowing(w: Workflow) -> None:
    w.get("One", "<<baseUrl>>/<<x>>", allow={ID: "a reason of its own"})
    _inner(w)


def test_what_is_allowed_is_neither_equality_nor_part_of_the_file() -> None:
    plain = subject_of(three_steps).collection
    allowed = subject_of(allowing, allow={ID: "whole"}).collection
    assert plain == allowed
    assert write_collection(plain) == write_collection(allowed)


COMMENT = f'["// first", "// pcc-allow {ID}: because"]'
ITEM = '{"name": "%s", "request": {"method": "GET", "url": "https://x.example/{{late}}"}%s}'
SETS = (
    '{"name": "Sets", "event": [{"listen": "test", "script": {"exec": "pm.globals.set(\'late\', 1)"}}], "request": {}}'
)


def file_of(*, root: str = "", folder: str = "", item: str = "") -> Subject:
    """A file whose items One and Two, the latter in a folder, read what Sets sets later."""
    event = ', "event": [{"listen": "test", "script": {"exec": %s}}]'
    inner = f'{{"name": "Inner", "item": [{ITEM % ("Two", "")}]{event % folder if folder else ""}}}'
    first = ITEM % ("One", event % item if item else "")
    text = f'{{"info": {{"name": "A"}}, "item": [{first}, {inner}, {SETS}]{event % root if root else ""}}}'
    return Subject(read_collection(text, only_to_run=True), file="a.json")


@pytest.mark.parametrize(
    ("where", "unsuppressed"),
    [
        ({}, ["One", "Two"]),
        ({"item": COMMENT}, ["Two"]),
        ({"folder": COMMENT}, ["One"]),
        ({"root": COMMENT}, []),
        ({"item": f'"// a\\n// pcc-allow {ID}: because"'}, ["Two"]),
        ({"item": f'["let a = 1; // pcc-allow {ID}: because"]'}, ["One", "Two"]),
        ({"item": f'["// pcc-allow {ID}"]'}, ["One", "Two"]),
        ({"item": '["// pcc-allow other-id: because"]'}, ["One", "Two"]),
        ({"item": f'["// pcc-allowed {ID}: because"]'}, ["One", "Two"]),
    ],
)
def test_a_comment_in_a_file_counts_at_and_below_its_owner(where: dict[str, str], unsuppressed: list[str]) -> None:
    assert left(file_of(**where)) == unsuppressed


def test_items_of_one_name_are_told_apart() -> None:
    twins = f"[{ITEM % ('Same', '')}, {ITEM % ('Same', ', ' + _event())}, {SETS}]"
    collection = read_collection(f'{{"info": {{"name": "A"}}, "item": {twins}}}', only_to_run=True)
    subject = Subject(collection, file="a.json")
    accepted = list(read_suppressions(subject))
    assert [accepted[0].covers(found, subject) for found in run_checks(subject)] == [False, True]


def _event() -> str:
    return f'"event": [{{"listen": "prerequest", "script": {{"exec": {COMMENT}}}}}]'


@pytest.mark.parametrize(
    ("script", "pointer"),
    [
        (COMMENT, "/item/0/event/0/script/exec/1"),
        (f'"// pcc-allow {ID}: because"', "/item/0/event/0/script/exec"),
        (f'"// pcc-allow {ID}:  because  "', "/item/0/event/0/script/exec"),
    ],
)
def test_the_place_of_a_comment_is_its_line(script: str, pointer: str) -> None:
    (found,) = read_suppressions(file_of(item=script))
    assert (found.place.pointer, found.id, found.reason) == (pointer, ID, "because")


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        (f"// pcc-allow {ID}", f"{ID} is suppressed without a reason"),
        (f"// pcc-allow {ID}:  ", f"{ID} is suppressed without a reason"),
        ("// pcc-allow", "a finding is suppressed without a reason"),
    ],
)
def test_a_comment_without_a_reason_is_a_finding(comment: str, said: str) -> None:
    subject = file_of(item=f'["{comment}"]')
    (found,) = check_reasons(read_suppressions(subject))
    assert found.message.startswith(said)
    assert found.pointer == "/item/0/event/0/script/exec/0"
    assert list(check_reasons(read_suppressions(file_of(item=COMMENT)))) == []


def test_comments_between_blocks_of_our_own_are_seen() -> None:
    def inside(w: Workflow) -> None:
        w.get("One", "<<baseUrl>>/<<x>>", test=f"// pcc-allow {ID}: because").capture("y", "$.y")

    built = subject_of(inside).collection
    again = read_collection(write_collection(built))
    assert [one.reason for one in read_suppressions(Subject(again, file="a.json"))] == ["because"]


def test_an_empty_collection_suppresses_nothing() -> None:
    assert list(read_suppressions(Subject(Collection("Empty", ())))) == []
    assert not Suppression(ID, "because", Subject(Collection("Empty", ())).place, "").covers(
        Diagnostic(ID, run_checks(subject_of(three_steps))[0].level, "x", step="One"), Subject(Collection("Empty", ()))
    )
