"""Postman's API: the table holds what the sandbox has, and says what is deprecated as the sandbox does."""

import json
import re
from typing import Any

import pytest

from pcc.javascript import ApiUse, Standing, read_facts
from pcc.javascript.api_table import DEPRECATED, INHERITED, KINDS, MODULES
from pcc.model.json import JsonObject
from pcc.sandbox import Sandbox, SandboxContext
from sandbox.sandbox_host import answer

SENT: JsonObject = {
    "method": "POST",
    "url": "https://api.test/things/:id?a=1",
    "header": [{"key": "X-One", "value": "1"}],
    "body": {"mode": "urlencoded", "urlencoded": [{"key": "a", "value": "1"}]},
    "auth": {"type": "basic", "basic": []},
}
# An object of every kind, and what has one only in other circumstances or is left out of the table.
WITNESSES = {
    "Assertion": "Object.getPrototypeOf(pm.expect(1))",
    "Auth": "pm.request.auth",
    "Body": "pm.request.body",
    "Cookies": "pm.cookies",
    "Execution": "pm.execution",
    "Expect": "pm.expect",
    "Function": "pm.sendRequest",
    "Headers": "pm.request.headers",
    "Info": "pm.info",
    "Jar": "pm.cookies.jar()",
    "Jar()": "pm.cookies.jar",
    "List": "pm.request.url.query",
    "Pm": "pm",
    "Postman": "postman",
    "Request": "pm.request",
    "Response": "pm.response",
    "Scope": "pm.environment",
    "Size": "pm.response.size()",
    "Size()": "pm.response.size",
    "Test": "pm.test",
    "Url": "pm.request.url",
    "Variables": "pm.request.url.variables",
    "Vault": "pm.vault",
    "Visualizer": "pm.visualizer",
}
ELSEWHERE = {
    "Body": {"disabled", "file", "formdata", "graphql", "options", "raw"},
    "Function": {"apply", "bind", "call"},
    "Pm": {"message", "require"},
    "Request": {"certificate", "description", "id", "name", "proxy"},
    "Response": {"originalRequest", "responseSize", "stream"},
    "Scope": {"name"},
    "Url": {"auth", "hash", "port"},
}
LEFT_OUT = {"Auth": {"basic"}}
FUNCTIONS = {"apply", "bind", "call", "prototype", "length", "name"}

MEMBERS = """
function members(one) {
    const names = new Set();
    const ends = [Object.prototype, Function.prototype, Array.prototype];
    for (let at = one; at && !ends.includes(at); at = Object.getPrototypeOf(at)) {
        Object.getOwnPropertyNames(at).forEach((name) => names.add(name));
    }
    return [...names];
}
"""


def ask(sandbox: Sandbox, script: str) -> Any:
    result = sandbox.run_script("test", script, SandboxContext(request=SENT, response=answer({})))
    assert result.errors == ()
    return json.loads(next(line.text for line in result.console if line.level == "log"))


@pytest.fixture(scope="module")
def truth(sandbox: Sandbox) -> dict[str, list[str]]:
    found = ", ".join(f"{json.dumps(kind)}: members({text})" for kind, text in WITNESSES.items())
    read: dict[str, list[str]] = ask(sandbox, f"{MEMBERS} console.log(JSON.stringify({{{found}}}));")
    return read


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_has_what_the_sandbox_has(kind: str, truth: dict[str, list[str]]) -> None:
    there = {name for name in truth[kind] if not name.startswith("_")} - INHERITED - LEFT_OUT.get(kind, set())
    assert there - set(KINDS[kind][0]) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_the_sandbox_has_what_the_table_has(kind: str, truth: dict[str, list[str]]) -> None:
    functions = FUNCTIONS if kind in ("Expect", "Function", "Jar()", "Size()", "Test") else set()
    listed = set(KINDS[kind][0]) - INHERITED - ELSEWHERE.get(kind, set()) - functions
    assert listed - set(truth[kind]) == set()


def test_every_function_of_the_table_is_one(sandbox: Sandbox) -> None:
    texts = [
        f"{WITNESSES[kind]}.{name}"
        for kind, (members, _) in KINDS.items()
        for name, inner in members.items()
        if kind != "Assertion" and name not in ELSEWHERE.get(kind, set()) | FUNCTIONS
        if inner == "Function" or (inner or "").endswith("()")
    ]
    assert len(texts) > 100
    kinds = ", ".join(f"typeof ({text})" for text in texts)
    found = ask(sandbox, f"console.log(JSON.stringify([{kinds}]));")
    assert [text for text, kind in zip(texts, found, strict=True) if kind != "function"] == []


def test_the_modules_are_those_that_the_sandbox_gives(sandbox: Sandbox) -> None:
    # Newman's sandbox gives `process` too.
    names = json.dumps(sorted({*MODULES, "http", "axios", "crypto", "tls", "net", "request", "underscore"}))
    script = f"""
    const found = {names}.filter((name) => {{ try {{ require(name); return true; }} catch (e) {{ return false; }} }});
    console.log(JSON.stringify(found));
    """
    assert ask(sandbox, script) == sorted(MODULES - {"process"})


# What Postman's warning names where it is not what is to be written.
DIFFERENT = {
    'global "crypto" object': 'require("crypto-js")',
    '"pm.test()"': "pm.test",
    '"pm.response.text()"': "pm.response.text()",
}
USES = {
    "Backbone": "Backbone.x",
    "_": "_.x",
    "CryptoJS": "CryptoJS.x",
    "cheerio": "cheerio.x",
    "tv4": "tv4.x",
    "xml2Json": "xml2Json.x",
    **{name: f"{name}.x" for name in ("data", "environment", "globals", "request", "responseCode")},
    **{name: f"{name}.x" for name in ("responseCookies", "responseHeaders", "tests")},
}


@pytest.mark.parametrize("name", sorted({*USES, *(name for name in DEPRECATED if "." in name)}))
def test_what_is_deprecated_is_what_the_sandbox_warns_of(name: str, sandbox: Sandbox) -> None:
    result = sandbox.run_script("test", USES.get(name, name), SandboxContext(request=SENT, response=answer({})))
    (warning,) = [line.text for line in result.console if line.level == "warn"]
    assert warning.startswith(f'Using "{name}" is deprecated.')
    instead = re.search(r"Use (.+) instead\.", warning)
    if instead is not None:
        said = instead[1].strip('"').removesuffix("()").replace("'", '"')
        assert DEPRECATED[name].removesuffix("()") == DIFFERENT.get(instead[1], said).removesuffix("()")


def uses(text: str, standing: Standing) -> list[tuple[str, str, str]]:
    return [(use.path, use.text, use.replacement) for use in read_facts(text).calls if use.standing is standing]


KNOWN = [
    "pm.test('x', () => {})",
    "pm.test.skip('x')",
    "pm.response.json().foo.bar()",
    "pm.response.code",
    "pm.response.headers.get('x')",
    "pm.response.headers.members[0].value",
    "pm.response.size().total",
    "pm.response.to.have.status(200)",
    "pm.response.to.have.jsonBody('a.b', 1)",
    "pm.response.to.have.jsonSchema({})",
    "pm.response.to.be.ok",
    "pm.response.to.not.be.error",
    "pm.response.to.have.header('x').that.is.a('string')",
    "pm.expect(1).to.be.a('number').and.to.be.above(0)",
    "pm.expect(x, 'message').to.have.deep.nested.property('a').which.is.not.empty",
    "pm.expect.fail('x')",
    "pm.expect(pm.response.json().foo).to.eql({})",
    "pm.environment.name",
    "pm.variables.get('x').foo",
    "pm.request.headers.add({key: 'a', value: 'b'})",
    "pm.request.url.query.get('a')",
    "pm.request.url.getPath().split('/')",
    "pm.request.body.raw",
    "pm.request.to.have.header('x')",
    "pm.cookies.jar().getAll('x', () => {})",
    "pm.cookies.has('x')",
    "pm.execution.location.current",
    "pm.execution.location[0]",
    "pm.execution.skipRequest()",
    "await pm.execution.runRequest('x')",
    "pm.info.requestName",
    "await pm.vault.get('x')",
    "pm.require('@team/x').anything()",
    "pm.datasets('x').query()",
    "pm.visualizer.set('<p>', {})",
    "await pm.sendRequest('x').json()",
    "pm.test.call(null, 'x', () => {})",
    "pm.environment.hasOwnProperty('x')",
    "pm.environment.constructor.name",
    "pm.environment[name]",
    "require('lodash').anything()",
    "require(name)",
    "pm.foo = 1; pm.foo.bar()",
    "if (pm.foo) { pm.foo(); }",
    "pm.foo && pm.foo.bar()",
    "typeof pm.foo === 'function' ? pm.foo() : 1",
    "pm.foo?.()",
    "pm.response.foo?.bar",
    "const pm = {}; pm.foo()",
    "atob('x'); btoa('x'); moment(); Buffer.from('x')",
]


@pytest.mark.parametrize("text", KNOWN)
def test_what_is_there_is_known(text: str) -> None:
    assert uses(text, Standing.UNKNOWN) == []
    assert uses(text, Standing.DEPRECATED) == []


UNKNOWN = {
    "pm.enviroment.set('a', 1)": ("pm.enviroment", "pm.enviroment", "pm.environment"),
    "pm.environment.sett('a', 1)": ("pm.environment.sett", "pm.environment.sett", "pm.environment.set"),
    "pm.environment.token": ("pm.environment.token", "pm.environment.token", 'pm.environment.get("token")'),
    "pm.response.statusCode": ("pm.response.statusCode", "pm.response.statusCode", "pm.response.code"),
    "pm.response.json.id": ("pm.response.json.id", "pm.response.json.id", "pm.response.json()"),
    "pm.setEnvironmentVariable('a')": (
        "pm.setEnvironmentVariable",
        "pm.setEnvironmentVariable",
        "pm.environment.set",
    ),
    "pm.expect(1).to.be.okay": ("pm.expect.to.be.okay", "pm.expect(1).to.be.okay", "pm.expect(…).to.be.ok"),
    "pm.response.to.have.statu(1)": (
        "pm.response.to.have.statu",
        "pm.response.to.have.statu",
        "pm.response.to.have.status",
    ),
    "const env = pm.environment; env.gett('a')": ("pm.environment.gett", "env.gett", "pm.environment.get"),
    "const { enviroment } = pm; enviroment.get('a')": ("pm.enviroment", "enviroment", "pm.environment"),
    "postman.setEnvironmentVar('a', 1)": (
        "postman.setEnvironmentVar",
        "postman.setEnvironmentVar",
        "postman.setEnvironmentVariable",
    ),
    "require('crypto')": ("require", "require('crypto')", 'require("crypto-js")'),
    "require('./own')": ("require", "require('./own')", ""),
    "pm.zzzzzzz()": ("pm.zzzzzzz", "pm.zzzzzzz", ""),
}


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_is_not_there_is_unknown_and_the_nearest_is_named(text: str) -> None:
    assert uses(text, Standing.UNKNOWN) == [UNKNOWN[text]]


@pytest.mark.parametrize("text", [text for text in UNKNOWN if "require" not in text and "statusCode" not in text])
def test_what_is_unknown_fails_in_the_sandbox_or_is_undefined(text: str, sandbox: Sandbox) -> None:
    script = f"const value = (() => {{ {text.replace('const env', 'var env')} }})();"
    last = text.rpartition("; ")[2]
    script = f"{text[: len(text) - len(last)]} if (({last}) === undefined) {{ throw new Error('undefined'); }}"
    result = sandbox.run_script("test", script, SandboxContext(request=SENT, response=answer({})))
    assert len(result.errors) == 1


OLD = {
    "postman.setEnvironmentVariable('a', 1)": ("postman.setEnvironmentVariable", "pm.environment.set"),
    "postman.setNextRequest('x')": ("postman.setNextRequest", "pm.execution.setNextRequest"),
    "tests['x'] = true": ("tests", "pm.test"),
    "JSON.parse(responseBody)": ("responseBody", "pm.response.text()"),
    "responseCode.code === 200": ("responseCode", "pm.response.code"),
    "responseHeaders['X-A']": ("responseHeaders", 'pm.response.headers.get("X-A")'),
    "environment.a": ("environment", 'pm.environment.get("a")'),
    "environment[name]": ("environment", "pm.environment"),
    "globals.a.b": ("globals", 'pm.globals.get("a")'),
    "data.a": ("data", 'pm.iterationData.get("a")'),
    "_.map([], f)": ("_", 'require("lodash")'),
    "CryptoJS.MD5('x')": ("CryptoJS", 'require("crypto-js")'),
    "const set = postman.setGlobalVariable; set('a', 1)": ("postman.setGlobalVariable", "pm.globals.set"),
}


@pytest.mark.parametrize("text", OLD)
def test_what_is_deprecated_comes_with_what_to_write(text: str) -> None:
    assert [(path, instead) for path, _, instead in uses(text, Standing.DEPRECATED)] == [OLD[text]]


def test_a_use_names_its_place_and_its_source_up_to_what_is_wrong() -> None:
    (use,) = read_facts("foo();\n  pm.enviroment\n    .set('a', 1);").calls
    assert use == ApiUse("pm.enviroment", Standing.UNKNOWN, "pm.environment", 1, 2, "pm.enviroment")
