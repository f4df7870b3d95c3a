"""What is said to be no JavaScript: V8 refuses it, and what V8 takes is never refused."""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.foreign import CASES
from javascript.conftest import Judge
from pcc.javascript import read_facts

TESTS = Path(__file__).parents[1]

# The problem of each: its message, what to do, the line and column, the source.
WRONG = {
    "foo(;": ("`)` is missing here", "", 0, 4),
    "var a = 1 2;": ("`2` cannot stand here", "", 0, 10),
    "#!/bin/node\nx": (
        "`#!` cannot stand in a script",
        "Postman runs a script within a function: take the line away",
        0,
        0,
    ),
    "const = 1;": ("`const =` cannot stand here", "", 0, 0),
    "if (x {}": ("`)` is missing here", "", 0, 5),
    "if (x) {\n  a();\n": ("`}` is missing here", "", 1, 6),
    "a();\n}": ("`}` cannot stand here", "", 1, 0),
    "const x = 1;\nconst x = 2;": ("`x` is declared twice", "rename one of them, or put each in a block", 1, 6),
    "let x; var x;": ("`x` is declared twice", "rename one of them, or put each in a block", 0, 11),
    "function f(x) { let x; }": ("`x` is declared twice", "rename one of them, or put each in a block", 0, 20),
    "const token = {{token}};": (
        "`{{token}}` is no JavaScript",
        'Postman replaces nothing in a script: write pm.variables.get("token")',
        0,
        14,
    ),
    "import x from 'y';": ("`import` cannot stand in a script", "write `require(…)` or `pm.require(…)`", 0, 0),
    "export const x = 1;": ("`export` cannot stand in a script", "a script exports nothing: take the word away", 0, 0),
    "x = <div/>": ("markup cannot stand in a script", "write it as a text", 0, 4),
    'pm.environment.set("a, 1);\nfoo();': (
        'the text `"a, 1);` does not end on its line',
        "close its quotation mark",
        0,
        19,
    ),
}


@pytest.mark.parametrize("text", WRONG)
def test_a_problem_says_what_stands_where(text: str) -> None:
    (problem,) = read_facts(text).errors
    assert (problem.message, problem.advice, problem.line, problem.column) == WRONG[text]


def test_v8_refuses_each_of_them(v8: Judge) -> None:
    assert [text for text, said in zip(WRONG, v8(list(WRONG)), strict=True) if "SyntaxError" not in said] == []


RIGHT = [
    "",
    " \n",
    "return;",
    "await x",
    "const tests = {}; let pm = 1; var require;",
    "var x; var x; function f() {} function f() {} var f;",
    "let x; { let x; } (x => { let y; })(1); for (let x of []) { let x; }",
    "try {} catch (e) { var e; }",
    "switch (x) { case 1: { let a; } case 2: { let a; } }",
    "function f(a, a) { var a; }",
    "x <!-- a comment of old\n--> and its end\ny",
    "<!-- x",
    "var yield = 1; yield++;",
    "let async = 1, of = 2, get = 3, set = 4, let_ = 5, static = 6; async = get",
    "010 + 0x1F + 0b1 + 0o7 + 1_000 + 1n + .5e-3",
    "with (x) { y }",
    "'\u2028' + '\0' + '\ud800'",
    "var π = 1, 变 = 2, \U0001d4d0 = 3, \\u0061b = 4",
    "a?.[0]?.b?.(); a ??= b; a ||= c; a **= 2; a ** b",
    "x = { async *a() {}, get b() { return 1 }, set b(v) {}, [`c`]: 1, 'd'() {}, 1: 2, async: 3, get: 4, static: 5 }",
    "class A extends (a, B) { static async *#x() {} static { } get = 1; static = 2; async; }",
    "class A { #p; m() { return #p in this } }",
    "label: for (;;) { for await (const a of b) { continue label } }",
    "/[/]\\//dgimsuy.test(/a/v)",
    "`a${`b${c}`}`; f`x${1}`",
    "const { a, b: { c = 1 }, ...d } = e, [f, , g = 2, ...h] = i",
    "x = a\n++b\nlet z = 1\nthrow new Error('x')",
    "if (a) function f() {} else ; do x(); while (0) y()",
    "import('x')",
    "new.target; debugger; void 0, delete a.b; a in b, c instanceof d",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_v8_takes_is_not_refused(text: str, v8: Judge) -> None:
    assert v8([text]) == [""]
    assert read_facts(text).errors == ()


def foreign(items: Sequence[dict[str, Any]]) -> Iterator[str]:
    for item in items:
        for event in item.get("event", []):
            script = event.get("script", "")
            lines = script.get("exec", "") if isinstance(script, dict) else script
            yield lines if isinstance(lines, str) else "\n".join(lines)
        yield from foreign(item.get("item", []))


def corpus() -> list[str]:
    """Every script that the tests run: those of other people, and those of the sandbox's own tests."""
    found = [text for case in CASES.values() for text in (*foreign(case.items), case.before or "", case.after or "")]
    for file in (TESTS / "sandbox").glob("test_*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        found += [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"[;({]", node.value)
        ]
    return sorted(set(found))


def test_every_script_of_the_tests_is_judged_as_v8_judges_it(v8: Judge) -> None:
    scripts = corpus()
    assert len(scripts) > 300
    said = v8(scripts)
    assert [text for text, why in zip(scripts, said, strict=True) if not why and read_facts(text).errors] == []
    refused = [text for text, why in zip(scripts, said, strict=True) if why and text.startswith(("const =", "let x"))]
    assert refused
    assert [text for text in refused if not read_facts(text).errors] == []


WORDS = """
a b let const var function if else for of in while do return await async yield class extends static get set new this
null true 1 2.5 'x' `z` `${a}` /r/g ( ) ( ) { } { } [ ] ; ; , . ?. = == => + - ++ ! ? : ... && ?? typeof delete x y
foo f() a.b (a) {} [] throw try catch finally switch case default break continue with debugger #p // <!-- --> import
export super enum label: ** *= ~ < > arguments eval
"""
# V8 takes these until they run; then they always fail.
LATE = re.compile(r"\)\s*([-+*/%&|^<>?]*=|\+\+|--)|(\+\+|--)\s*\w+\(|yield\s*\*|\*/")


@settings(max_examples=30)
@given(
    st.lists(
        st.lists(st.sampled_from([*WORDS.split(), "\n"]), min_size=1, max_size=7).map(" ".join),
        min_size=60,
        max_size=120,
    )
)
def test_nothing_that_v8_takes_is_refused(v8: Judge, scripts: list[str]) -> None:
    for text, said in zip(scripts, v8(scripts), strict=True):
        if not said and not LATE.search(text):
            assert read_facts(text).errors == (), text
