"""How findings are known again and put in order."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pcc.checks.finding import Finding, sort_findings
from pcc.diagnostics import Diagnostic, Level
from pcc.errors import Origin

FOUND = Diagnostic(
    "some-id", Level.ERROR, "nothing sets <<x>>", step="Step 3: Get", file="a.json", pointer="/item/3/request/url"
)


def finding(diagnostic: Diagnostic, source: str = "a.json") -> Finding:
    return Finding(diagnostic, source)


def test_a_finding_is_known_by_its_source_step_id_and_the_names_in_its_message() -> None:
    known = finding(FOUND).fingerprint
    assert known == ("a.json", "Get", "some-id", "<<x>>")
    same = (
        replace(FOUND, pointer="/item/7/request/url"),
        replace(FOUND, step="Step 4: Get"),
        replace(FOUND, origin=Origin("f.py", 3)),
        replace(FOUND, message="<<x>> is set by nothing"),
        replace(FOUND, advice="other", level=Level.NOTE, marked=("a",)),
    )
    assert {finding(one).fingerprint for one in same} == {known}
    other = (
        replace(FOUND, id="other-id"),
        replace(FOUND, step="Step 3: Put"),
        replace(FOUND, message="nothing sets <<y>>"),
        replace(FOUND, message="nothing sets <<x>> and 'y'"),
    )
    assert known not in {finding(one).fingerprint for one in other}
    assert finding(FOUND, "b.json").fingerprint != known


def test_other_steps_in_a_message_are_known_without_their_numbers() -> None:
    said = ("'Step 2: Make' sets {{x}} later", "'Step 9: Make' sets {{x}} later")
    assert len({finding(replace(FOUND, message=text)).fingerprint for text in said}) == 1


def test_a_message_that_names_nothing_is_its_own_subject_without_numbers() -> None:
    said = ("the body has 3 fields", "the body has 14 fields")
    assert {finding(replace(FOUND, message=text)).fingerprint.subject for text in said} == {"the body has 0 fields"}


@given(st.text(), st.text(), st.text())
def test_any_names_give_a_fingerprint_that_a_file_can_hold(step: str, message: str, source: str) -> None:
    known = finding(replace(FOUND, step=step, message=message), source).fingerprint
    assert len(known.digest) == 20
    (known.step + known.subject).encode()


def test_findings_come_by_file_line_and_pointer_with_numbers_as_numbers() -> None:
    wanted = [
        replace(FOUND, file="a.json", pointer="/item/2"),
        replace(FOUND, file="a.json", pointer="/item/10"),
        replace(FOUND, file="a.json", pointer="/item/10/event/0"),
        replace(FOUND, file="b.json", pointer="/item/1"),
        replace(FOUND, file="", pointer="", origin=Origin("f.py", 9)),
        replace(FOUND, file="", pointer="", origin=Origin("f.py", 10)),
        replace(FOUND, file="", pointer="", origin=Origin("f.py", 10), id="some-other-id"),
    ]
    assert [one.diagnostic for one in sort_findings(map(finding, reversed(wanted)))] == wanted


def test_a_defect_of_a_shared_step_is_one_finding() -> None:
    shared = replace(FOUND, file="", pointer="", origin=Origin("shared.py", 9))
    found = [finding(shared, "one"), finding(replace(shared, step="Step 8: Get"), "two")]
    assert [one.source for one in sort_findings(found)] == ["one"]


@given(st.permutations([replace(FOUND, pointer=f"/item/{number}", id=f"id-{number % 2}") for number in range(6)]))
def test_the_order_does_not_depend_on_the_order_in_which_they_were_found(found: list[Diagnostic]) -> None:
    assert sort_findings(map(finding, found)) == sort_findings(map(finding, sorted(found, key=lambda one: one.pointer)))
