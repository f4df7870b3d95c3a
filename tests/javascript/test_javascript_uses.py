"""Tests, jumps and texts of a script."""

import pytest

from pcc.javascript import StringUse, read_facts


def found_tests(text: str) -> list[tuple[str | None, bool, bool, bool]]:
    return [(test.name, test.bare, test.skipped, test.sure) for test in read_facts(text).tests]


TESTS = {
    "pm.test('a', () => {})": [("a", False, False, True)],
    "const name = 'a'; pm.test(name, () => {})": [("a", False, False, True)],
    "pm.test(`status ${code}`, () => {})": [(None, False, False, True)],
    "pm.test.skip('a', () => {})": [("a", False, True, True)],
    "tests['a'] = true": [("a", False, False, True)],
    "tests.a = true": [("a", False, False, True)],
    "tests[name] = true": [(None, False, False, True)],
    "if (x) pm.test('a', () => {})": [("a", False, False, False)],
    "pm.test('a', () => { pm.expect(1).to.eql(1); pm.response.to.have.status(1); })": [("a", False, False, True)],
    "pm.test('a', check); function check() { pm.expect(1).to.eql(1); }": [("a", False, False, True)],
    "pm.test('a', () => check()); function check() { pm.expect(1).to.eql(1); }": [("a", False, False, True)],
    "pm.test('a', () => list.forEach((x) => pm.expect(x).to.eql(1)))": [("a", False, False, True)],
    "pm.expect(1).to.eql(1)": [(None, True, False, True)],
    "pm.response.to.have.status(200)": [(None, True, False, True)],
    "pm.request.to.have.header('a')": [(None, True, False, True)],
    "function check() { pm.expect(1).to.eql(1); } check()": [(None, True, False, True)],
    "if (x) pm.response.to.be.ok": [(None, True, False, False)],
    "tests.a; pm.expect; pm.expect(1); pm.response.to": [],
    "const pm = {}; pm.test('a', () => {})": [],
    "// pm.test('a')": [],
}


@pytest.mark.parametrize("text", TESTS)
def test_tests_and_bare_assertions_are_told_apart(text: str) -> None:
    assert found_tests(text) == TESTS[text]


JUMPS = {
    "pm.execution.setNextRequest('a')": [("a", False, True)],
    "postman.setNextRequest(`a`)": [("a", False, True)],
    "postman['setNextRequest'](\"a\")": [("a", False, True)],
    "pm.execution.setNextRequest(null)": [(None, False, True)],
    "const next = 'a'; pm.execution.setNextRequest(next)": [("a", False, True)],
    "pm.execution.setNextRequest(x ? 'a' : 'b')": [("a", False, False), ("b", False, False)],
    "pm.execution.setNextRequest(x)": [(None, True, True)],
    "pm.execution.setNextRequest('a' + x)": [(None, True, True)],
    "if (x) pm.execution.setNextRequest('a')": [("a", False, False)],
    "const { setNextRequest } = pm.execution; setNextRequest('a')": [("a", False, True)],
    "pm.execution.setNextRequest()": [],
    "pm.execution.setNextRequest(undefined)": [],
    "pm.execution.setNextRequest": [],
    "'pm.execution.setNextRequest(1)'": [],
}


@pytest.mark.parametrize("text", JUMPS)
def test_a_jump_has_a_target_or_is_computed(text: str) -> None:
    assert [(jump.target, jump.computed, jump.sure) for jump in read_facts(text).jumps] == JUMPS[text]


STRINGS = {
    "'a'": ["a"],
    '"a\\"b"': ['a"b'],
    "'\\n\\t\\\\\\x41\\u0042\\u{43}\\0\\101'": ["\n\t\\ABC\0A"],
    "'\\ud83d\\ude00'": ["😀"],
    "'a\\\nb'": ["ab"],
    "'\\ud800'": ["\ufffd"],
    "'\\q\\u{110000}'": ["q\ufffd"],
    "`a\nb`": ["a\nb"],
    "`a${b}c\\n${'d'}`": ["a", "c\n", "d"],
    "``": [""],
    "x = {'a': `b`}": ["a", "b"],
    "f('a') // 'b'": ["a"],
    "/'a'/": [],
}


@pytest.mark.parametrize("text", STRINGS)
def test_texts_come_with_their_escapes_read(text: str) -> None:
    assert sorted(found.value for found in read_facts(text).strings) == sorted(STRINGS[text])


def test_a_text_names_its_place() -> None:
    assert read_facts("x;\n f('é', \"b\")").strings == (
        StringUse("é", 1, 3, "'é'"),
        StringUse("b", 1, 8, '"b"'),
    )
