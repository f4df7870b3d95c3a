"""Which variables a script reads and changes."""

import pytest

from pcc.javascript import Action, Scope, read_facts

READ, WRITE, UNSET, CLEAR = Action
LOCAL, DATA, ENVIRONMENT, COLLECTION, GLOBALS = Scope


def accesses(text: str) -> list[tuple[Scope, Action, str | None]]:
    return [(access.scope, access.action, access.name) for access in read_facts(text).accesses]


def sure(text: str) -> list[bool]:
    return [access.sure for access in read_facts(text).accesses]


SPELLINGS = {
    'pm.environment.set("a", 1)': (ENVIRONMENT, WRITE, "a"),
    "pm.environment.set('a', 1)": (ENVIRONMENT, WRITE, "a"),
    "pm.environment.set(`a`, 1)": (ENVIRONMENT, WRITE, "a"),
    "pm . environment\n  .set(/* name */ 'a')": (ENVIRONMENT, WRITE, "a"),
    'pm.environment["set"]("a")': (ENVIRONMENT, WRITE, "a"),
    'pm["environment"]["get"]("a")': (ENVIRONMENT, READ, "a"),
    '(pm).environment.get("a")': (ENVIRONMENT, READ, "a"),
    'pm?.environment?.get?.("a")': (ENVIRONMENT, READ, "a"),
    'pm.environment.get("a").split(".")[0]': (ENVIRONMENT, READ, "a"),
    'pm.environment.has("a")': (ENVIRONMENT, READ, "a"),
    'pm.environment.unset("a")': (ENVIRONMENT, UNSET, "a"),
    "pm.environment.clear()": (ENVIRONMENT, CLEAR, None),
    "pm.environment.toObject()": (ENVIRONMENT, READ, None),
    "Object.keys(pm.environment.toJSON().values)": (ENVIRONMENT, READ, None),
    'pm.environment.replaceIn("{{a}}")': (ENVIRONMENT, READ, "a"),
    'pm.globals.get("a")': (GLOBALS, READ, "a"),
    'pm.collectionVariables.set("a", 1)': (COLLECTION, WRITE, "a"),
    'pm.iterationData.get("a")': (DATA, READ, "a"),
    'pm.variables.set("a", 1)': (LOCAL, WRITE, "a"),
    'pm.variables.replaceIn("x{{a}}{{$guid}}")': (LOCAL, READ, "a"),
    "pm.variables.replaceIn(`{{a}}/${id}`)": (LOCAL, READ, "a"),
    "pm.variables.replaceIn(text)": (LOCAL, READ, None),
    'postman.setEnvironmentVariable("a", 1)': (ENVIRONMENT, WRITE, "a"),
    'postman.getEnvironmentVariable("a")': (ENVIRONMENT, READ, "a"),
    'postman.clearEnvironmentVariable("a")': (ENVIRONMENT, UNSET, "a"),
    "postman.clearEnvironmentVariables()": (ENVIRONMENT, CLEAR, None),
    'postman.setGlobalVariable("a", 1)': (GLOBALS, WRITE, "a"),
    'postman.getGlobalVariable("a")': (GLOBALS, READ, "a"),
    'postman.clearGlobalVariable("a")': (GLOBALS, UNSET, "a"),
    "postman.clearGlobalVariables()": (GLOBALS, CLEAR, None),
    "environment.a": (ENVIRONMENT, READ, "a"),
    'environment["a"].length': (ENVIRONMENT, READ, "a"),
    "globals.a": (GLOBALS, READ, "a"),
    "data.a": (DATA, READ, "a"),
    "Object.keys(environment)": (ENVIRONMENT, READ, None),
    'environment.hasOwnProperty("a")': (ENVIRONMENT, READ, None),
    'pm.environment.get("a" + "b")': (ENVIRONMENT, READ, "ab"),
    'pm.environment.get("\\u0061\\x62\\n")': (ENVIRONMENT, READ, "ab\n"),
    'pm.environment.get("item" + 1)': (ENVIRONMENT, READ, "item1"),
    "pm.environment.get(name)": (ENVIRONMENT, READ, None),
    "pm.environment.get(prefix + 'a')": (ENVIRONMENT, READ, None),
    "pm.environment.get(`${prefix}a`)": (ENVIRONMENT, READ, None),
    "pm.environment.get()": (ENVIRONMENT, READ, None),
}


@pytest.mark.parametrize("text", SPELLINGS)
def test_each_spelling_of_an_access_is_read(text: str) -> None:
    assert accesses(text) == [SPELLINGS[text]]
    assert sure(text) == [True] or "Object.keys(environment)" in text or "hasOwnProperty" in text


CONSTANTS = {
    'const name = "a"; pm.environment.get(name)': "a",
    'var name = "a"; pm.environment.get(`${name}b`)': "ab",
    'let one = "a", two = one + "b"; pm.environment.get(two)': "ab",
    'name = "a"; pm.environment.get(name)': "a",
    'const KEYS = {id: "a", "other": "b"}; pm.environment.get(KEYS.id)': "a",
    'const KEYS = {id: "a", "other": "b"}; pm.environment.get(KEYS["other"])': "b",
    'function get(name) { return 1 } const key = "a"; pm.environment.get(key)': "a",
    'let name = "a"; name = "b"; pm.environment.get(name)': None,
    'let name = "a"; name += "b"; pm.environment.get(name)': None,
    "let name = 1; name++; pm.environment.get(name)": None,
    'const name = "a"; { const name = other(); pm.environment.get(name) }': None,
    'const name = "a"; (name => pm.environment.get(name))(1)': None,
    "let a = b; let b = a; pm.environment.get(a)": None,
}


@pytest.mark.parametrize("text", CONSTANTS)
def test_a_name_is_known_when_its_constant_is_written_once(text: str) -> None:
    assert accesses(text) == [(ENVIRONMENT, READ, CONSTANTS[text])]


@pytest.mark.parametrize(
    "text",
    [
        '["a", "b"].forEach(name => pm.environment.unset(name))',
        '["a", "b"].forEach(function (name) { pm.environment.unset(name); })',
        'for (const name of ["a", "b"]) pm.environment.unset(name)',
        'const names = ["a", "b"]; names.forEach((name) => pm.environment.unset(name));',
    ],
)
def test_a_loop_over_constants_is_every_one_of_them(text: str) -> None:
    assert accesses(text) == [(ENVIRONMENT, UNSET, "a"), (ENVIRONMENT, UNSET, "b")]
    assert sure(text) == [True, True] or text.startswith("for (const")


@pytest.mark.parametrize(
    "text",
    [
        'const x = pm.environment.get("a"); x.b; f(x); x',
        'const { b } = pm.environment.get("a"); b.c',
        'const x = pm.environment.get("a"); pm.variables.replaceIn(x)',
        "const x = environment.a; x.b; f(x)",
        "const { a } = environment; a.b",
    ],
)
def test_the_name_of_a_value_reads_nothing_again(text: str) -> None:
    assert accesses(text) == [(ENVIRONMENT, READ, "a")]


def test_one_of_two_names_is_not_sure() -> None:
    text = 'pm.environment.get(x ? "a" : "b")'
    assert accesses(text) == [(ENVIRONMENT, READ, "a"), (ENVIRONMENT, READ, "b")]
    assert sure(text) == [False, False]


ALIASES = [
    'const env = pm.environment; env.set("a")',
    'var env = pm["environment"]; env.set("a")',
    'const { environment } = pm; environment.set("a")',
    'const { environment: env } = pm; env.set("a")',
    'const { environment: { set } } = pm; set("a")',
    'const { set } = pm.environment; set("a")',
    'const set = pm.environment.set; set("a")',
    'const api = pm; const env = api.environment; env.set("a")',
    'env = pm.environment; env.set("a")',
    'function f() { env.set("a") } const env = pm.environment; f()',
]


@pytest.mark.parametrize("text", ALIASES)
def test_another_name_of_the_api_is_followed(text: str) -> None:
    assert accesses(text) == [(ENVIRONMENT, WRITE, "a")]


SHADOWED = [
    'function f(pm) { pm.environment.set("a") } f({})',
    '(pm => pm.environment.set("a"))({})',
    'const pm = {}; pm.environment.set("a")',
    "let environment = {}; environment.a",
    "const data = pm.response.json(); data.a",
    "data = JSON.parse(text); data.a",
    "for (const globals of list) globals.a",
    "try {} catch (environment) { environment.a }",
    'class postman { static setGlobalVariable() {} } postman.setGlobalVariable("a")',
]


@pytest.mark.parametrize("text", SHADOWED)
def test_a_name_of_the_scripts_own_is_not_the_api(text: str) -> None:
    assert accesses(text) == []


@pytest.mark.parametrize(
    "text",
    [
        '// pm.environment.set("a")',
        '/* pm.environment.set("a") */',
        "\"pm.environment.set('a')\"",
        '`pm.environment.set("a")`',
        "/pm.environment.set('a')/",
        'x.pm.environment.set("a")',
        "({pm: 1, environment: 2, data: 3})",
        "environment.a = 1",
        "pm.environment.name",
        "const env = pm.environment",
        "if (pm.environment) {}",
        "const { environment } = pm",
        'pm.execution.setNextRequest("a")',
    ],
)
def test_what_is_no_access_is_none(text: str) -> None:
    assert accesses(text) == []


def test_a_template_is_code_where_it_is_substituted() -> None:
    assert accesses('`x ${pm.environment.get("a")}`') == [(ENVIRONMENT, READ, "a")]


def test_what_is_read_for_an_argument_comes_first() -> None:
    found = accesses('pm.environment.set("a", pm.globals.get("b"));\npm.variables.get("c")')
    assert found == [(GLOBALS, READ, "b"), (ENVIRONMENT, WRITE, "a"), (LOCAL, READ, "c")]


ANYTHING = {(LOCAL, READ), (LOCAL, WRITE), (ENVIRONMENT, WRITE), (COLLECTION, WRITE), (GLOBALS, WRITE)}
ESCAPES = {
    "helper(pm.environment)": {(ENVIRONMENT, READ), (ENVIRONMENT, WRITE)},
    "const scope = x ? pm.environment : pm.globals; scope.set(1)": {
        (ENVIRONMENT, READ),
        (ENVIRONMENT, WRITE),
        (GLOBALS, READ),
        (GLOBALS, WRITE),
    },
    "pm.environment[method]('a')": {(ENVIRONMENT, READ), (ENVIRONMENT, WRITE)},
    "let env = pm.environment; env = other; env.get('a')": {(ENVIRONMENT, READ), (ENVIRONMENT, WRITE)},
    "helper(pm)": ANYTHING,
    "pm[scope].get('a')": ANYTHING,
    "eval(code)": ANYTHING,
    "pm.require('@team/tools')": ANYTHING,
    "pm.execution.runRequest('x')": ANYTHING,
}


@pytest.mark.parametrize("text", ESCAPES)
def test_what_is_handed_away_may_be_used_in_any_way(text: str) -> None:
    found = read_facts(text).accesses
    assert {(access.scope, access.action) for access in found} == ESCAPES[text]
    assert {(access.name, access.sure) for access in found} == {(None, False)}


SURE = [
    "A",
    "{ A }",
    "pm.test('x', () => { A });",
    "pm.test('x', function () { A });",
    "(() => { A })();",
    "(function () { A })();",
    "(async () => { A })();",
    "['x'].forEach(() => { A });",
    "function f() { A } f();",
    "f(); function f() { A }",
    "const f = () => { A }; f();",
    "function f() { g() } function g() { A } f();",
    "pm.test('x', check); function check() { A }",
    "const test = pm.test; test('x', () => { A });",
    "try { A } catch {}",
    "try {} finally { A }",
    "do { A } while (x)",
    "for (const x of [1]) { A }",
    "if (A) {}",
    "A ? 1 : 2",
    "A && x",
    "while (A) {}",
    "switch (A) {}",
    "return A",
    "x = A",
    "await A",
    "`${A}`",
]
UNSURE = [
    "if (x) { A }",
    "if (x) {} else { A }",
    "x ? A : 1",
    "x && A",
    "x || A",
    "x ?? A",
    "x ||= A",
    "for (;;) { A }",
    "for (const x of list) { A }",
    "for (const x in y) { A }",
    "while (x) { A }",
    "switch (x) { case 1: A }",
    "try {} catch (e) { A }",
    "function f() { A }",
    "const f = () => { A };",
    "function* f() { A } f();",
    "function f() { A } if (x) f();",
    "function f() { A } let f2 = f; if (x) f2();",
    "pm.sendRequest('x', () => { A });",
    "pm.test.skip('x', () => { A });",
    "[].forEach(() => { A });",
    "list.forEach(() => { A });",
    "promise.then(() => { A });",
    "setTimeout(() => { A });",
    "class X { m() { A } }",
    "class X { f = A }",
    "({ m() { A } })",
    "function f(x = A) {}",
    "if (x) return; A",
    "if (x) { throw y; } A",
    "if (x) pm.execution.skipRequest(); A",
    "return; A",
    "if (x) { function f() { A } f(); }",
]


def in_place(text: str) -> str:
    return text.replace("A", "pm.environment.get('a')")


@pytest.mark.parametrize("text", SURE)
def test_what_surely_runs_is_sure(text: str) -> None:
    assert sure(in_place(text)) == [True]


@pytest.mark.parametrize("text", UNSURE)
def test_what_may_not_run_is_not_sure(text: str) -> None:
    assert sure(in_place(text)) == [False]


def test_leaving_a_test_does_not_leave_the_script() -> None:
    assert sure("pm.test('x', () => { if (x) return; }); pm.environment.get('a')") == [True]


@pytest.mark.parametrize(
    "text",
    [
        'pm.sendRequest("{{a}}/x", callback)',
        "pm.sendRequest({url: `{{a}}`, body: {raw: 'x'}})",
        'const request = {header: ["X: {{a}}"]}; pm.sendRequest(request)',
        'pm.sendRequest("x" + "{{a}}")',
    ],
)
def test_a_reference_in_a_request_of_the_script_is_read_but_not_replaced(text: str) -> None:
    assert accesses(text) == [(LOCAL, READ, "a")]
    assert sure(text) == [False]
    assert len(read_facts(text).unreplaced) == 1


def test_what_is_replaced_before_it_is_sent_is_fine() -> None:
    text = 'pm.sendRequest({url: pm.variables.replaceIn("{{a}}/x"), header: "{{$guid}}"})'
    assert accesses(text) == [(LOCAL, READ, "a")]
    assert read_facts(text).unreplaced == ()


def test_places_count_characters_from_0() -> None:
    text = '"é😀";\n  "é😀"; pm.environment.set("a",\n 1)'
    (access,) = read_facts(text).accesses
    assert (access.line, access.column, access.text) == (1, 8, 'pm.environment.set("a",')
