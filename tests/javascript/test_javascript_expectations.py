"""What a script expects of a response."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcc.javascript import Expectations, StatusUse, read_expectations

STATUSES: dict[str, tuple[int, ...]] = {
    "pm.response.to.have.status(201)": (201,),
    "pm.test('x', () => { pm.response.to.have\n  .status(200) })": (200,),
    "pm.expect(pm.response.code).to.equal(204)": (204,),
    "pm.expect(pm.response.code).to.be.oneOf([200, 201])": (200, 201),
    "pm.expect(responseCode.code).to.eql(200)": (200,),
    "pm.response.to.not.have.status(500)": (),
    "pm.expect(pm.response.code).to.not.equal(500)": (),
    "pm.expect(pm.response.code).to.be.below(300)": (),
    "pm.response.to.have.status('OK')": (),
    "pm.response.to.have.status(code)": (),
    "if (x) { pm.response.to.have.status(201) }": (),
    "// pm.response.to.have.status(201)": (),
    "'pm.response.to.have.status(201)'": (),
    "pm.response.to.have.status(": (),
    "pm.expect(pm.response.code).to.be.oneOf([200, other])": (),
    'tests["created"] = responseCode.code === 201': (201,),
}
READS: dict[str, set[tuple[str | int, ...]]] = {
    "pm.response.json().a.b": {("a", "b")},
    "const b = pm.response.json(); use(b.a[0]['c d'].e)": {("a", 0, "c d", "e")},
    "var b = JSON.parse(responseBody); b.a": {("a",)},
    "const b = pm.response.json(); b.items.forEach(i => i.x)": {("items",)},
    "const b = pm.response.json(); b.items.length": {("items",)},
    "const b = pm.response.json(); b[name].c": set(),
    "const b = pm.response.json(); b.a[name].c": {("a",)},
    "const b = pm.response.json(); b?.a; b.c?.d": set(),
    "const b = pm.response.json(); if (b.a) { b.a.b }": set(),
    "const b = pm.response.json(); const c = b.a || b.c": set(),
    "const b = pm.response.json(); b.a === 1": {("a",)},
    "const b = pm.response.json(); typeof b.a; !b.c": set(),
    "const b = pm.response.json(); b.a = 1": set(),
    "let b = pm.response.json(); b = other; b.a": set(),
    "const b = pm.response.json(); (() => { const b = 1; b.a })()": set(),
    "const b = pm.response.json(); pm.expect(b.a).to.be.undefined": set(),
    "const b = pm.response.json(); pm.expect(b.a).to.not.exist": set(),
    "const b = pm.response.json(); pm.expect(b.a).to.eql(1)": {("a",)},
    "const b = pm.response.json(); try { b.a } catch (e) {}": set(),
    "const b = other.json(); b.a": set(),
    "const b = pm.response.json(); b.a(": set(),
}


@pytest.mark.parametrize("script", STATUSES)
def test_statuses_are_those_that_are_expected_for_sure(script: str) -> None:
    uses = read_expectations(script).statuses
    assert tuple(code for use in uses if use.sure for code in use.codes) == STATUSES[script]


def test_a_status_in_a_condition_is_there_and_not_sure() -> None:
    text = "if (x) {\n  pm.response.to.have\n    .status(201)\n}"
    assert read_expectations(text).statuses == (StatusUse((201,), 1, 2, "pm.response.to.have", sure=False),)


@pytest.mark.parametrize("script", READS)
def test_reads_are_those_whose_absence_would_be_a_surprise(script: str) -> None:
    assert set(read_expectations(script).reads) == READS[script]


@given(st.text(alphabet="b.pmres()[]{}'\"=;?:&|! 01\n", max_size=80))
def test_no_script_makes_it_raise(script: str) -> None:
    assert isinstance(read_expectations(f"const b = pm.response.json();{script}"), Expectations)
