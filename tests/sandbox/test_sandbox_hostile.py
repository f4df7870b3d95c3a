"""Scripts that mean harm, or have bad luck: each fails with its reason, the next script runs."""

from pathlib import Path

import pytest

from pcc.sandbox import Sandbox, SandboxResult

TIMED_OUT = "the script ran longer than 500 ms"
OUT_OF_HEAP = "the script used more than 128 MB of JavaScript memory"
OUT_OF_MEMORY = "the script used more than 400 MB of memory"


def run(sandbox: Sandbox, source: str, timeout_ms: float = 500) -> SandboxResult:
    return sandbox.run_script("test", source, timeout_ms=timeout_ms)


def goes_on(sandbox: Sandbox) -> None:
    """The next script runs, as any other."""
    after = run(sandbox, "pm.test('alive', () => pm.expect([1, 2].map((x) => x * 2)).to.eql([2, 4]));", 5_000)
    assert after.passed, after.errors
    assert [test.name for test in after.assertions] == ["alive"]


ENDLESS = {
    "a loop": "while (true) {}",
    "a loop in a promise": "await null; for (;;) {}",
    "a loop in a timer": "setTimeout(() => { for (;;) {} }, 1)",
    "a loop in a test": "pm.test('t', () => { while (true) {} })",
    "microtasks": "(function again() { Promise.resolve().then(again) })()",
    "asynchronous recursion": "const again = async () => { await null; return again() }; await again()",
    "a regular expression": "/^(a+)+$/.test('a'.repeat(64) + 'b')",
    "an accessor": "throw {get message() { for (;;) {} }}",
    "a flood of output": "for (let i = 0; ; i++) console.log('x'.repeat(1e5) + i)",
    "a value to log": "console.log({toJSON() { for (;;) {} }})",
    "a wait": "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
}


# What also grows may meet the limit of memory first: which one, a fast machine decides.
GROWING = {"asynchronous recursion", "microtasks", "a flood of output"}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_never_ends_is_ended(fresh: Sandbox, name: str) -> None:
    result = run(fresh, ENDLESS[name])
    ends = [TIMED_OUT, "TypeError: Atomics.wait cannot be called in this context (line 1)"]
    if name in GROWING:
        ends += [OUT_OF_HEAP, OUT_OF_MEMORY]
    assert [str(error) for error in result.errors] in [[end] for end in ends]
    assert result.elapsed_ms < 10_000
    goes_on(fresh)


NEVER_BACK = {
    "promises": "(function again() { Promise.resolve().then(again) })()",
    "an immediate": "setImmediate(() => { for (;;) {} })",
    "an immediate after a promise": "await null; setImmediate(() => { for (;;) {} }); await new Promise(() => {})",
    "a promise of a script at its end": "(async () => { for (let i = 0; i < 99; i++) await null; for (;;) {} })()",
    "a timer of a script at its end": "__exitscope(); setTimeout(() => { for (;;) {} }, 1)",
}


@pytest.mark.parametrize("name", NEVER_BACK)
def test_what_a_script_said_before_it_never_came_back_is_told(sandbox: Sandbox, name: str) -> None:
    result = run(sandbox, f"pm.test('before', () => {{}}); console.log('said'); {NEVER_BACK[name]}")
    assert [str(error) for error in result.errors] == [TIMED_OUT]
    assert [test.name for test in result.assertions] == ["before"]
    assert [message.text for message in result.console] == ["said"]
    goes_on(sandbox)


@pytest.mark.parametrize("source", ["setInterval(() => {}, 0)", "(function again() { setTimeout(again, 1) })()"])
def test_timers_that_never_end_are_ended_with_what_they_did(sandbox: Sandbox, source: str) -> None:
    before = sandbox.pid
    result = run(sandbox, f"pm.environment.set('a', 1); {source}", 100)
    assert [str(error) for error in result.errors] == ["the script ran longer than 100 ms"]
    assert result.environment is not None
    assert result.environment.values == {"a": 1}
    assert sandbox.pid == before
    goes_on(sandbox)


HUNGRY = {
    "arrays": ("const a = []; for (;;) a.push(new Array(1e5).fill(7))", {OUT_OF_HEAP}),
    "text": ("const a = []; for (let i = 0; ; i++) a.push(('x' + i).repeat(1e6).split(''))", {OUT_OF_HEAP}),
    "objects": ("const o = {}; for (let i = 0; ; i++) o['k' + i] = {i}", {OUT_OF_HEAP}),
    "buffers": ("const a = []; for (let i = 0; i < 30; i++) a.push(new Uint8Array(1e8).fill(1))", {OUT_OF_MEMORY}),
    "one buffer": ("new Uint8Array(1.5e9).fill(1)", {OUT_OF_MEMORY}),
    "a buffer that is refused": ("new Uint8Array(3e9).fill(1)", {"Array buffer allocation failed"}),
    "the split that aborts V8": (
        "'a'.repeat(2 ** 28).split('')",
        {"the JavaScript engine crashed", OUT_OF_HEAP},
    ),
    "promises": ("const a = []; for (;;) a.push(new Promise(() => {}))", {OUT_OF_HEAP}),
}


@pytest.mark.parametrize("name", HUNGRY)
def test_what_eats_memory_is_ended(fresh: Sandbox, name: str) -> None:
    source, reasons = HUNGRY[name]
    result = run(fresh, source, 60_000)
    (error,) = result.errors
    assert any(error.message.startswith(reason) for reason in reasons), error
    goes_on(fresh)


def test_deep_recursion_is_an_error_of_the_script(sandbox: Sandbox) -> None:
    before = sandbox.pid
    assert [error.name for error in run(sandbox, "(function deep() { deep() })()").errors] == ["RangeError"]
    assert [error.name for error in run(sandbox, "JSON.parse('['.repeat(1e6))").errors] != []
    goes_on(sandbox)
    assert sandbox.pid == before


UNREADABLE = "the script left a variable that cannot be read: it throws, or is nested too deeply"


@pytest.mark.parametrize(
    "value",
    [
        "(() => { let o = {}; for (let i = 0; i < 1e5; i++) o = {o}; return o })()",
        "({get a() { throw new Error('no') }})",
        "({toJSON() { throw new Error('no') }})",
    ],
)
def test_a_variable_that_cannot_be_read_is_an_error(fresh: Sandbox, value: str) -> None:
    result = run(fresh, f"pm.environment.set('v', {value})", 5_000)
    assert [error.message for error in result.errors] == [UNREADABLE]
    assert result.environment is None
    goes_on(fresh)


def test_much_output_is_cut_off(sandbox: Sandbox) -> None:
    result = run(sandbox, "for (let i = 0; i < 20000; i++) console.log(i);", 5_000)
    assert result.finished
    assert result.errors == ()
    assert len(result.console) == 10_001
    assert (result.console[-1].level, result.console[-1].text) == ("warn", "10000 more messages are left out")
    result = run(sandbox, "for (let i = 0; i < 10; i++) console.log('x'.repeat(1e6));", 5_000)
    assert [len(message.text) for message in result.console[:-1]] == [1_000_000] * 3
    assert result.console[-1].text == "7 more messages are left out"


def test_a_result_that_is_too_large_is_refused(fresh: Sandbox) -> None:
    result = run(fresh, "pm.environment.set('big', 'x'.repeat(2e7));", 5_000)
    assert [error.message for error in result.errors] == ["the script said more than 16 MB"]
    goes_on(fresh)


def test_a_flood_of_messages_is_refused(fresh: Sandbox) -> None:
    result = run(
        fresh, "setInterval(() => { for (let i = 0; i < 9; i++) pm.test('x'.repeat(1e6), () => {}) }, 0)", 5_000
    )
    assert [error.message for error in result.errors] == ["the script said more than 16 MB"]
    goes_on(fresh)


STRANGE = {
    "(() => { const o = {a: [1]}; o.o = o; return o })()": {"a": [1], "o": "[Circular]"},
    "(() => { const o = {a: 1}; return [o, o, 10n] })()": [{"a": 1}, {"a": 1}, "10"],
    "({b: 10n})": {"b": "10"},
    "[, 1, undefined, NaN, Infinity]": [None, 1, None, None, None],
    "'\\ud800'": "\ud800",
    "new Date(0)": "1970-01-01T00:00:00.000Z",
    "new Map([[1, 2]])": {},
}


@pytest.mark.parametrize("value", STRANGE)
def test_a_variable_becomes_what_json_can_hold(sandbox: Sandbox, value: str) -> None:
    result = run(sandbox, f"pm.environment.set('v', {value}); pm.environment.set('w', 1);", 5_000)
    assert result.errors == ()
    assert result.environment is not None
    assert result.environment.values == {"v": STRANGE[value], "w": 1}


@pytest.mark.parametrize(
    "source",
    [
        "JSON.parse = JSON.stringify = null",
        "JSON = null",
        "Object.prototype.toJSON = () => 7",
        "Array.prototype.toJSON = () => 'x'",
        "Error.prototype.toJSON = () => { throw 1 }; throw new Error('x')",
        "Array.prototype.push = Array.prototype.slice = () => { throw new Error('push') }",
        "Array.prototype[Symbol.iterator] = null",
        "Function.prototype.call = Function.prototype.apply = () => 1",
        "Map.prototype.get = Map.prototype.forEach = Map.prototype.delete = () => { throw 1 }",
        "String.prototype.startsWith = RegExp.prototype.exec = () => true",
        "Promise.prototype.then = () => { throw new Error('then') }",
        "Promise = function () {}",
        "Object.keys = Object.defineProperty = () => { throw 1 }",
        "Object.defineProperty(Object.prototype, 'name', {get() { throw 1 }, set() { throw 1 }})",
        "Object.defineProperty(Array.prototype, 0, {get() { return 1 }, set() {}})",
        "pm = null",
        "pm.test = pm.expect = null",
        "Error.prepareStackTrace = () => { throw 1 }; throw new Error('x')",
        "Error.stackTraceLimit = 0; throw new Error('x')",
        "Date.now = () => 0; setTimeout = null",
        "globalThis = Symbol = null",
        "delete Object.prototype.hasOwnProperty; Object.freeze(Object.prototype)",
        "Function = null",
        "const g = Function('return this')(); for (const k of Object.getOwnPropertyNames(g)) g[k] = null",
    ],
)
def test_a_script_that_breaks_the_language_breaks_no_run(fresh: Sandbox, source: str) -> None:
    result = run(fresh, source, 2_000)
    assert result.finished or result.errors
    after = run(fresh, "pm.test('alive', () => {});", 2_000)
    assert [test.name for test in after.assertions] == ["alive"]
    # As in Newman the language stays as the script left it: here no promise can be followed any more.
    assert after.errors == () or "Promise.prototype.then" in source


SECRET = "of-the-parent-8f14e45f"

REACHING = {
    "typeof process": "undefined",
    "Function('return typeof process')()": "undefined",
    "typeof require('fs').readFileSync": "undefined",
    "Object.keys(require('fs')).length": "0",
    "require('child_process')": "Cannot find module 'child_process'",
    "require('../../etc/passwd')": "Cannot find module '../../etc/passwd'",
    "require('path').resolve('.')": "/",
    "require('os').hostname()": "",
    "JSON.stringify(require('os').networkInterfaces())": "{}",
    "typeof fetch + typeof XMLHttpRequest + typeof WebSocket": "undefinedundefinedundefined",
    "typeof WebAssembly + Function('return typeof WebAssembly')()": "undefinedundefined",
    "this.constructor.constructor('return typeof process + typeof require')()": "undefinedfunction",
    "pm.constructor.constructor('return typeof bridge')()": "undefined",
    "Function('return this')().bridge": "undefined",
    "Object.getOwnPropertyNames(Function('return this')()).filter((n) => /py|pump|host|native/i.test(n)).length": "0",
    "await import('/etc/passwd')": "Not supported",
    "await import('fs')": "Not supported",
}


@pytest.mark.parametrize("source", REACHING)
def test_nothing_outside_is_in_reach(sandbox: Sandbox, source: str) -> None:
    result = run(sandbox, f"console.log(String({source}))", 2_000)
    assert [*(message.text for message in result.console), *(error.message for error in result.errors)] == [
        REACHING[source]
    ]


def test_a_stack_says_nothing_of_the_machine(sandbox: Sandbox) -> None:
    result = run(sandbox, "try { null.x } catch (e) { console.log(e.stack) }", 2_000)
    (message,) = result.console
    assert "Cannot read properties of null" in message.text
    for told in (str(Path(__file__).parents[2]), "py_mini_racer", ".py", ".js"):
        assert told not in message.text


def test_files_cannot_be_imported(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "module.js").write_text("export default 1", encoding="utf-8")
    result = run(sandbox, f"await import('{tmp_path / 'module.js'}')", 2_000)
    assert [error.message for error in result.errors] != []
    assert result.finished


def test_the_child_has_nothing_of_the_parents_environment(fresh: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PCC_VAR_secret", SECRET)
    goes_on(fresh)
    environment = Path(f"/proc/{fresh.pid}/environ")
    if not environment.exists():
        pytest.skip("this system does not show the environment of a process")
    assert environment.read_bytes() == b""


def test_undeclared_variables_stay_within_a_run_and_within_it_only(
    engine: object, sandbox: Sandbox, fresh: Sandbox
) -> None:
    run(sandbox, "leaked = 42; Array.prototype.stays = 1; var own = 1; let mine = 1;")
    found = "console.log(typeof leaked, [].stays, typeof own, typeof mine)"
    assert [message.text for message in run(sandbox, found).console] == ["number 1 undefined undefined"]
    assert [message.text for message in run(fresh, found, 2_000).console] == ["undefined undefined undefined undefined"]
    run(sandbox, "delete Array.prototype.stays")


def test_what_a_script_leaves_behind_does_not_run_in_the_next(sandbox: Sandbox) -> None:
    run(
        sandbox,
        "setInterval(() => console.log('old'), 1); pm.execution.setNextRequest('old'); throw new Error('x')",
        50,
    )
    result = run(sandbox, "await new Promise((done) => setTimeout(done, 20)); console.log('new')")
    assert [message.text for message in result.console] == ["new"]
    assert result.next_request is None
