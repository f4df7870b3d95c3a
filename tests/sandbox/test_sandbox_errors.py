"""What goes wrong in a script is told, with its line, and never swallowed."""

import pytest

from pcc.sandbox import Sandbox, SandboxResult, ScriptError
from sandbox.sandbox_host import EchoHost


def run(sandbox: Sandbox, source: str) -> SandboxResult:
    result = sandbox.run_script("test", source, host=EchoHost())
    assert result.finished, result.errors
    return result


THROWN = {
    "throw new Error('boom')": ScriptError("Error", "boom", 1),
    "\n\nundefinedName.a": ScriptError("ReferenceError", "undefinedName is not defined", 3),
    "function f() {\n  null.x;\n}\n\nf();": ScriptError("TypeError", "Cannot read properties of null (reading 'x')", 2),
    "await 1;\nthrow new RangeError('later')": ScriptError("RangeError", "later", 2),
    "class Own extends Error { get name() { return 'Own'; } }\nthrow new Own('mine')": ScriptError("Own", "mine", 2),
    "\nlet a = ;": ScriptError("SyntaxError", "Unexpected token ';'", 2),
    "let a;\n\nlet a;": ScriptError("SyntaxError", "Identifier 'a' has already been declared", 3),
    "throw 'text'": ScriptError("", "text"),
    "throw 42": ScriptError("", "42"),
    "throw null": ScriptError("", "the script threw null"),
    "throw undefined": ScriptError("", "the script threw undefined"),
    "throw 0": ScriptError("", "the script threw 0"),
    "throw ''": ScriptError("", "the script threw an empty text"),
    "throw false": ScriptError("", "the script threw false"),
    "throw 10n": ScriptError("", "10"),
    "throw Symbol('s')": ScriptError("", "Symbol(s)"),
    "throw {a: 1}": ScriptError("", '{"a":1}'),
    "throw {message: 'of an object', name: 'N'}": ScriptError("N", "of an object"),
    "throw [1, 2]": ScriptError("", "[1,2]"),
    "throw {toString() { throw 1; }, toJSON() { throw 2; }}": ScriptError("", '"[unreadable]"'),
    "throw {get message() { throw 1; }, get name() { throw 1; }}": ScriptError("[unreadable]", "[unreadable]"),
    "throw {message: {toString() { throw 1; }}}": ScriptError("", "[unreadable]"),
    "throw new Proxy({}, {get() { throw new Error('trap'); }, ownKeys() { throw 1; }})": ScriptError(
        "[unreadable]", "[unreadable]"
    ),
    "const e = new Error('circular'); e.self = e; throw e;": ScriptError("Error", "circular", 1),
    "throw Object.assign(new Error('x'), {stack: 7})": ScriptError("Error", "x"),
    "throw function named() {}": ScriptError("named", "undefined"),
}


@pytest.mark.parametrize("source", THROWN)
def test_whatever_ends_a_script_is_its_error(sandbox: Sandbox, source: str) -> None:
    result = run(sandbox, source)
    assert result.errors == (THROWN[source],)
    assert not result.passed


def test_an_error_is_printed_in_one_line() -> None:
    assert str(ScriptError("TypeError", "no", 3)) == "TypeError: no (line 3)"
    assert str(ScriptError("", "no")) == "no"


def test_what_a_script_did_before_its_error_is_kept(sandbox: Sandbox) -> None:
    result = run(
        sandbox, "pm.test('before', () => {}); pm.environment.set('a', 1); console.log('x'); throw new Error('e');"
    )
    assert [test.name for test in result.assertions] == ["before"]
    assert result.environment is not None
    assert result.environment.values == {"a": 1}
    assert [message.text for message in result.console] == ["x"]


def test_errors_of_timers_and_callbacks_are_told(sandbox: Sandbox) -> None:
    result = run(
        sandbox,
        "setTimeout(() => {\n  throw new Error('first');\n}, 1);\nsetTimeout(() => { null.x; }, 2);\n"
        "setTimeout(() => console.log('goes on'), 3);",
    )
    assert result.errors == (
        ScriptError("Error", "first", 2),
        ScriptError("TypeError", "Cannot read properties of null (reading 'x')", 4),
    )
    assert [message.text for message in result.console] == ["goes on"]
    result = run(sandbox, "let n = 0; const i = setInterval(() => { if (++n === 2) clearInterval(i); null.x }, 1);")
    assert result.errors == (ScriptError("TypeError", "Cannot read properties of null (reading 'x')", 1),) * 2
    result = run(sandbox, "\npm.sendRequest('https://a.test', () => { throw new Error('in a callback'); });")
    assert result.error == ScriptError("Error", "in a callback", 2)


UNHANDLED = [
    "async function f() { throw new Error('lost') } f()",
    "(async () => { throw new Error('lost') })()",
    "(async () => { await null; throw new Error('lost') })()",
    "const f = async () => { throw new Error('lost') }; const p = f(); console.log(typeof p)",
    "const f = async () => { throw new Error('lost') }; console.log([f()].length)",
    "const f = async () => { throw new Error('lost') }; [1].forEach(f)",
    "const o = {async m() { throw new Error('lost') }}; o?.m?.()",
    "pm.test('t', async () => { throw new Error('lost') })",
    "const check = async () => { throw new Error('lost') }; pm.test('t', check)",
    "setTimeout(async () => { throw new Error('lost') }, 1)",
    "pm.sendRequest('https://a.test', async () => { throw new Error('lost') })",
    "Promise.reject(new Error('lost'))",
    "new Promise((_, no) => no(new Error('lost')))",
    "new Promise((_, no) => setTimeout(() => no(new Error('lost')), 2))",
    "Promise.resolve().then(() => { throw new Error('lost') })",
    "Promise.resolve().finally(() => {}).then(() => { throw new Error('lost') })",
    "Promise.all([Promise.reject(new Error('lost'))])",
    "const f = async () => { throw new Error('lost') }; (async () => { f(); await new Promise(setTimeout) })()",
]


@pytest.mark.parametrize("source", UNHANDLED)
def test_a_promise_that_fails_unseen_is_an_error(sandbox: Sandbox, source: str) -> None:
    result = run(sandbox, f"\n{source}")
    assert result.errors == (ScriptError("Error", "lost", 2),)


def test_a_promise_may_fail_for_no_reason(sandbox: Sandbox) -> None:
    assert run(sandbox, "Promise.reject()").errors == (ScriptError("", "a promise was rejected with undefined"),)
    assert run(sandbox, "Promise.reject('')").errors == (ScriptError("", "a promise was rejected with an empty text"),)


HANDLED = [
    "try { await f() } catch {}",
    "f().catch(() => {})",
    "f().then(null, () => {})",
    "const p = f(); try { await p } catch {}",
    "await Promise.allSettled([f(), f()])",
    "try { await Promise.all([1, 2].map(async () => f())) } catch {}",
    "await Promise.race([Promise.resolve(1), f()])",
    "await Promise.any([f(), 1])",
    "const g = async () => f(); g().catch(() => {})",
    "const g = async () => { try { return await f() } catch { return 1 } }; g()",
    "Promise.resolve().then(() => f()).catch(() => {})",
    "new Promise((ok) => ok(f())).catch(() => {})",
    "pm.test('t', async () => { await f().catch(() => {}) })",
    "for await (const x of [1]) { try { await f() } catch {} }",
    "async function* g() { try { yield await f() } catch { yield 2 } } for await (const x of g()) {}",
    "pm.sendRequest('https://a.test').then((r) => r.code)",
]


@pytest.mark.parametrize("source", HANDLED)
def test_a_promise_that_is_handled_is_no_error(sandbox: Sandbox, source: str) -> None:
    assert run(sandbox, f"const f = async () => {{ throw new Error('seen') }};\n{source}").errors == ()


SYNTAX = {
    "class A { constructor() { this.x = 1 } async m() { return super.toString() } }"
    "class B extends A { constructor() { super() } } console.log(await new B().m(), new B().x)": "[object Object] 1",
    "const a = null; console.log(a?.b(), a?.b.c().d, a?.[0]?.(), typeof (async () => {})?.())": (
        "undefined undefined undefined object"
    ),
    "const cb = async (a, b) => {}; const s = new Set([cb]); console.log(s.has(cb), cb.length, cb.name)": "true 2 cb",
    "(function (fn) { console.log(fn.name, fn.length, fn.constructor.name) })(async function own(a) {})": (
        "own 1 AsyncFunction"
    ),
    "console.log(`a${await 1}b`, ((a = async () => 1) => typeof a())(), [...[1]].map((x) => x)[0])": "a1b object 1",
    "label: for (const x of [1, 2]) { await x; if (x) continue label }"
    "console.log(new (class { y = async () => 1 })().y.name)": "y",
    "let a = 1\nlet b = a\n;(async () => {})()\nconsole.log(a + b, await (async () => typeof this)())": "2 object",
    "console.log(eval('async () => 1').constructor.name, new Function('return 5')(), Function('a', 'return a')(6))": (
        "AsyncFunction 5 6"
    ),
    "function twice() { return 1 } var twice; function twice() { return 2 } console.log(twice())": "2",
    "'use strict'; undeclared = 1; console.log(undeclared, (function () { return typeof this })())": "1 object",
    "void(async () => {})(); console.log(typeof(() => 1)(), await(async () => 2)(), (() => { return(() => 3)() })())": (
        "number 2 3"
    ),
    "if (1) { console.log('returned'); return } // comment": "returned",
    "console.log((() => {}).constructor === Function, Function.name, (() => {}) instanceof Function)": (
        "true Function true"
    ),
}


@pytest.mark.parametrize("source", SYNTAX)
def test_looking_for_lost_promises_changes_no_meaning(sandbox: Sandbox, source: str) -> None:
    for more in ("", "\n; await 0; Promise"):
        result = run(sandbox, source + more)
        assert result.errors == ()
        assert [message.text for message in result.console] == [SYNTAX[source]]


def test_a_script_that_waits_for_ever_is_told_so_at_once(sandbox: Sandbox) -> None:
    result = run(sandbox, "pm.environment.set('a', 1); await new Promise(() => {});")
    assert result.errors == (ScriptError("", "the script waits for a promise that nothing settles"),)
    assert result.environment is not None
    assert result.environment.values == {"a": 1}
    assert result.elapsed_ms < 1000


def test_a_script_that_sleeps_too_long_keeps_what_it_did(sandbox: Sandbox) -> None:
    result = sandbox.run_script(
        "test", "pm.environment.set('a', 1); setInterval(() => console.log('tick'), 5);", timeout_ms=60
    )
    assert result.errors == (ScriptError("", "the script ran longer than 60 ms"),)
    assert result.finished
    assert result.environment is not None
    assert result.environment.values == {"a": 1}
    assert {message.text for message in result.console} == {"tick"}
