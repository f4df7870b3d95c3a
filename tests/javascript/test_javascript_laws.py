"""Laws of reading scripts: it never fails, takes its time in proportion, and agrees with what statements say."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcc.javascript import (
    Action,
    Scope,
    Standing,
    VariableAccess,
    read_facts,
)
from pcc.model.statement import (
    Assertion,
    Assignment,
    Capture,
    Comparison,
    Statement,
    Text,
    VariableValue,
)
from pcc.model.template import Template
from pcc.scripts import render_script
from strategies.statements import statements

PIECES = st.sampled_from(
    [
        *("pm", ".environment", ".set(", "'a'", ")", "(", "{", "}", "[", "]", "=>", "=", ";", "\n", "const ", "let "),
        *("function f", "`${", "`", "if (", "for (const a of ", "\\", "\ud800", "\0", "é", "😀", "\u2028", "{{a}}"),
        *(
            "pm.test('x', () => {",
            "postman.",
            "tests[",
            "class A {",
            "?.",
            "...",
            "//",
            "/*",
            "*/",
            "/",
            "return ",
            ",",
        ),
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join)))
def test_no_text_makes_it_raise(text: str) -> None:
    facts = read_facts(text)
    lines = text.split("\n")
    kinds: tuple[tuple[Any, ...], ...] = (facts.accesses, facts.calls, facts.tests, facts.strings, facts.jumps)
    for found in itertools.chain(*kinds, facts.errors):
        assert 0 <= found.line < len(lines)
        assert 0 <= found.column <= len(lines[found.line])
        assert "\n" not in found.text


DEPTH = 20_000
DEEP = {
    "parentheses": "(" * DEPTH + ")" * DEPTH,
    "open parentheses": "(" * DEPTH,
    "arrays": "[" * DEPTH + "]" * DEPTH,
    "objects": "{a:" * DEPTH + "1" + "}" * DEPTH,
    "blocks": "{" * DEPTH + "pm.x;" + "}" * DEPTH,
    "functions": "(()=>{" * DEPTH + "})()" * DEPTH,
    "members": "pm" + ".b" * DEPTH,
    "calls": "f(" * DEPTH + ")" * DEPTH,
    "assertions": "pm.expect(1)" + ".to.be" * DEPTH,
    "sums": "pm.environment.set(" + '"a"+' * DEPTH + '"b")',
    "conditions": "a?b:" * DEPTH + "c",
    "templates": "`${" * DEPTH + "a" + "}`" * DEPTH,
    "patterns": "var " + "{a:" * DEPTH + "b" + "}" * DEPTH + "=pm",
    "requests": "pm.sendRequest(" + "[" * DEPTH + '"{{a}}"' + "]" * DEPTH + ")",
    "aliases": "var a0=pm;" + "".join(f"var a{i + 1}=a{i};" for i in range(DEPTH)) + f"a{DEPTH}.foo()",
    "doubling": 'var a0="x";' + "".join(f"var a{i + 1}=a{i}+a{i};" for i in range(99)) + "pm.environment.get(a99)",
    "errors": "let = ; } ) " * 1_000,
}


@pytest.mark.parametrize("name", DEEP)
def test_no_nesting_is_too_deep(name: str) -> None:
    assert read_facts(DEEP[name]) is not None


def texts(template: Template) -> set[str]:
    return {reference.name for reference in template.references if not reference.name.startswith("$")}


def expected(statement: Statement) -> tuple[set[str], set[str], set[str]]:
    """What a statement reads, writes and unsets, by its meaning."""
    match statement:
        case Assignment(name, value):
            return texts(value), {name}, set()
        case Capture(name, _, default):
            return set(), {name}, {name} if default is None else set()
        case Assertion(_, Comparison(_, VariableValue(name))):
            return {name}, set(), set()
        case Assertion(_, Comparison(_, Text(template))):
            return texts(template), set(), set()
    return set(), set(), set()


def named(accesses: tuple[VariableAccess, ...], action: Action, *scopes: Scope) -> set[str | None]:
    return {one.name for one in accesses if one.action is action and one.scope in scopes}


@given(statements())
def test_a_statement_reads_and_writes_in_javascript_what_it_says(statement: Statement) -> None:
    facts = read_facts(render_script([statement]))
    reads, writes, unsets = expected(statement)
    assert named(facts.accesses, Action.READ, Scope.LOCAL) == reads
    assert named(facts.accesses, Action.WRITE, *Scope) == writes
    assert named(facts.accesses, Action.WRITE, Scope.ENVIRONMENT) == writes
    assert named(facts.accesses, Action.UNSET, *Scope) == unsets
    assert facts.errors == ()
    assert {use.standing for use in facts.calls} <= {Standing.KNOWN}
    assert not (isinstance(statement, Assignment) and facts.tests)
    assert isinstance(statement, Assignment | Capture) or any(test.sure and not test.bare for test in facts.tests)


@given(st.lists(statements(), max_size=4))
def test_the_facts_of_a_script_are_those_of_its_statements(drawn: list[Statement]) -> None:
    together = [(one.scope, one.action, one.name) for one in read_facts(render_script(drawn)).accesses]
    apart = [(one.scope, one.action, one.name) for each in drawn for one in read_facts(render_script([each])).accesses]
    assert together == apart


def test_a_script_is_read_once() -> None:
    text = "pm.environment.get('read once')"
    assert read_facts(text) is read_facts(text)
    assert read_facts.cache_info().maxsize == 1024
