"""What is read out of scripts for the check against a description."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcc.checks.openapi_scripts import find_reads, find_statuses

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
    assert find_statuses(script) == STATUSES[script]


@pytest.mark.parametrize("script", READS)
def test_reads_are_those_whose_absence_would_be_a_surprise(script: str) -> None:
    assert set(find_reads(script)) == READS[script]


@given(st.text(alphabet="b.pmres()[]{}'\"=;?:&|! 01\n", max_size=80))
def test_no_script_makes_it_raise(script: str) -> None:
    assert isinstance(find_reads(f"const b = pm.response.json();{script}"), tuple)
    assert isinstance(find_statuses(script), tuple)
