"""What scripts may do: tests, variables, request and response, libraries, control flow."""

from typing import Any

import pytest

from pcc.model.json import JsonObject
from pcc.model.ports import HttpRequest
from pcc.sandbox import (
    NextRequest,
    Sandbox,
    SandboxContext,
    SandboxResult,
    ScopeChange,
    ScriptError,
    ScriptInfo,
    render_request,
)
from sandbox.sandbox_host import answer

BODY = {"items": [{"id": 1}, {"id": 2}], "name": "é"}
SENT: JsonObject = {
    "method": "POST",
    "url": "https://api.test/things?a=1",
    "header": [{"key": "X-One", "value": "1"}],
    "body": {"mode": "raw", "raw": '{"b":2}'},
}


def run(sandbox: Sandbox, source: str, listen: str = "test", **given: Any) -> SandboxResult:
    defaults: dict[str, Any] = {"request": SENT, "response": answer(BODY)}
    context = SandboxContext(**(defaults | given))
    result = sandbox.run_script(listen, source, context)
    assert result.finished, result.errors
    return result


def green(sandbox: Sandbox, source: str, **given: Any) -> SandboxResult:
    """Run a script whose tests all have to hold, and which has at least one."""
    result = run(sandbox, source, **given)
    assert result.assertions
    assert [test for test in result.assertions if not test.passed] == []
    assert result.errors == ()
    return result


def test_tests_come_in_order_with_why_they_failed(sandbox: Sandbox) -> None:
    result = run(
        sandbox,
        "pm.test('holds', () => pm.expect(1).to.eql(1));\n"
        "pm.test('fails', () => pm.expect({a: 1}).to.eql({a: 2}));\n"
        "pm.test.skip('later', () => { throw new Error('never'); });\n"
        "pm.test('throws', () => { undefinedName; });",
    )
    assert [(test.name, test.passed, test.skipped, test.index) for test in result.assertions] == [
        ("holds", True, False, 0),
        ("fails", False, False, 1),
        ("later", True, True, 2),
        ("throws", False, False, 3),
    ]
    assert [test.error for test in result.assertions] == [
        None,
        ScriptError("AssertionError", "expected { a: 1 } to deeply equal { a: 2 }", 2),
        None,
        ScriptError("ReferenceError", "undefinedName is not defined", 4),
    ]
    assert result.errors == ()
    assert not result.passed


def test_variables_are_read_in_postmans_order(sandbox: Sandbox) -> None:
    green(
        sandbox,
        """pm.test('order', () => {
            pm.expect(pm.variables.get('inAll')).to.eql('local');
            pm.expect(pm.variables.get('inFour')).to.eql('data');
            pm.expect(pm.variables.get('inThree')).to.eql('environment');
            pm.expect(pm.variables.get('inTwo')).to.eql('collection');
            pm.expect(pm.variables.get('inOne')).to.eql('globals');
            pm.expect(pm.environment.get('inOne')).to.be.undefined;
            pm.expect(pm.iterationData.get('inFour')).to.eql('data');
            pm.expect(pm.variables.replaceIn('{{inThree}}-{{inOne}}')).to.eql('environment-globals');
            pm.expect(pm.environment.name).to.eql('Staging');
        });""",
        local={"inAll": "local"},
        data={"inAll": "data", "inFour": "data"},
        environment={"inAll": "environment", "inFour": "environment", "inThree": "environment"},
        collection=dict.fromkeys(["inAll", "inFour", "inThree", "inTwo"], "collection"),
        globals=dict.fromkeys(["inAll", "inFour", "inThree", "inTwo", "inOne"], "globals"),
        environment_name="Staging",
    )


def test_every_scope_comes_back_with_its_changes(sandbox: Sandbox) -> None:
    result = run(
        sandbox,
        "pm.environment.set('e', {a: [1, null]}); pm.globals.set('g', 1.5); pm.collectionVariables.set('c', true);"
        "pm.variables.set('l', 'x'); pm.environment.set('e2', 1); pm.environment.set('e2', 2);"
        "pm.environment.unset('old');",
        environment={"old": "1", "kept": 2},
    )
    assert result.environment is not None
    assert result.environment.values == {"kept": 2, "e": {"a": [1, None]}, "e2": 2}
    assert result.environment.changes == (
        ScopeChange("e", {"a": [1, None]}),
        ScopeChange("e2", 2),
        ScopeChange("old", unset=True),
    )
    assert result.globals is not None
    assert result.globals.values == {"g": 1.5}
    assert result.collection is not None
    assert result.collection.values == {"c": True}
    assert result.local is not None
    assert result.local.changes == (ScopeChange("l", "x"),)


def test_values_keep_their_type(sandbox: Sandbox) -> None:
    values = {"text": "1", "number": 1, "float": 0.5, "flag": False, "nothing": None, "list": [1], "object": {"a": 1}}
    result = green(
        sandbox,
        "pm.test('types', () => pm.expect(pm.environment.toObject()).to.eql("
        "{text: '1', number: 1, float: 0.5, flag: false, nothing: null, list: [1], object: {a: 1}}));",
        environment=values,
    )
    assert result.environment is not None
    assert result.environment.values == values


def test_the_response_can_be_examined(sandbox: Sandbox) -> None:
    green(
        sandbox,
        """pm.test('response', () => {
            pm.response.to.have.status(200);
            pm.response.to.be.ok;
            pm.response.to.be.json;
            pm.response.to.have.header('content-type', 'application/json');
            pm.response.to.have.jsonBody('items[0].id', 1);
            pm.response.to.have.jsonSchema({type: 'object', required: ['items']});
            pm.expect(pm.response.code).to.eql(200);
            pm.expect(pm.response.status).to.eql('OK');
            pm.expect(pm.response.reason()).to.eql('OK');
            pm.expect(pm.response.responseTime).to.eql(12);
            pm.expect(pm.response.headers.get('CONTENT-TYPE')).to.eql('application/json');
            pm.expect(pm.response.json().name).to.eql('é');
            pm.expect(pm.response.text()).to.contain('"items"');
            pm.expect(pm.response.size().body).to.eql(BYTES);
        });""".replace("BYTES", str(len(answer(BODY).body))),
    )


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        (b"\xe9", "text/plain; charset=ISO-8859-1", "é"),
        ("é", "text/plain; charset=ISO-8859-1", "Ã©"),
        (b"\xe9", "text/plain", "\ufffd"),
        ("\ufeff[1]", "application/json", "[1]"),
        ("", "text/plain", ""),
        ("line\u2028 \U0001f600\n", "text/plain", "line\u2028 \U0001f600\n"),
    ],
)
def test_a_body_is_decoded_by_its_charset(sandbox: Sandbox, body: str | bytes, content_type: str, text: str) -> None:
    response = answer(body, content_type=content_type)
    result = run(sandbox, "pm.environment.set('t', pm.response.text());", response=response)
    assert result.environment is not None
    assert result.environment.values["t"] == text


def test_bytes_are_bytes(sandbox: Sandbox) -> None:
    green(
        sandbox,
        "pm.test('bytes', () => pm.expect([...pm.response.stream]).to.eql([0, 255, 254]));",
        response=answer(b"\0\xff\xfe", content_type="application/octet-stream"),
    )


def test_the_request_can_be_read_and_changed(sandbox: Sandbox) -> None:
    result = run(
        sandbox,
        "pm.test('read', () => { pm.expect(pm.request.method).to.eql('POST');"
        " pm.expect(pm.request.url.query.get('a')).to.eql('1'); pm.request.to.have.header('x-one'); });"
        "pm.request.headers.add({key: 'X-Two', value: '2'}); pm.request.method = 'PUT';"
        "pm.request.url.query.add('b=2'); pm.request.body.update('changed');",
        listen="prerequest",
        response=None,
    )
    assert [test.passed for test in result.assertions] == [True]
    assert result.request is not None
    assert result.request["method"] == "PUT"
    assert result.request["header"] == [{"key": "X-One", "value": "1"}, {"key": "X-Two", "value": "2"}]
    assert result.request["url"]["query"] == [{"key": "a", "value": "1"}, {"key": "b", "value": "2"}]
    assert result.request["body"]["raw"] == "changed"


def test_a_request_that_was_sent_is_shown_with_its_body(sandbox: Sandbox) -> None:
    sent = HttpRequest("PATCH", "https://api.test/é%20?q=%7B", (("Accept", "*/*"),), "é=1".encode())
    green(
        sandbox,
        "pm.test('sent', () => { pm.expect(pm.request.body.raw).to.eql('é=1');"
        " pm.expect(pm.request.url.toString()).to.eql('https://api.test/é%20?q=%7B');"
        " pm.expect(pm.request.headers.get('accept')).to.eql('*/*'); });",
        request=render_request(sent),
    )
    assert "body" not in render_request(HttpRequest("GET", "https://api.test", (), b"\xff"))


def test_cookies_of_the_response_can_be_read(sandbox: Sandbox) -> None:
    green(
        sandbox,
        "pm.test('cookies', () => { pm.expect(pm.cookies.get('ST')).to.eql('abc');"
        "pm.expect(pm.cookies.has('no')).to.be.false; });",
        cookies=[{"name": "ST", "value": "abc", "domain": "api.test", "path": "/"}],
    )


def test_a_script_knows_where_it_is(sandbox: Sandbox) -> None:
    green(
        sandbox,
        """pm.test('info', () => {
            pm.expect(pm.info).to.include({eventName: 'test', iteration: 1, iterationCount: 3});
            pm.expect(pm.info).to.include({requestName: 'Get', requestId: 'id-1'});
            pm.expect([...pm.execution.location]).to.eql(['Notes', 'Steps', 'Get']);
            pm.expect(pm.execution.location.current).to.eql('Steps');
        });""",
        info=ScriptInfo("id-1", "Get", ("Notes", "Steps", "Get"), "Steps", iteration=1, iteration_count=3),
    )


def test_the_legacy_api_works(sandbox: Sandbox) -> None:
    result = run(
        sandbox,
        "tests['code'] = responseCode.code === 200; tests['wrong'] = false;"
        "tests['body'] = JSON.parse(responseBody).items.length === 2;"
        "tests['time'] = responseTime === 12; tests['sugar'] = responseBody.has('items');"
        "tests['header'] = postman.getResponseHeader('Content-Type') === 'application/json';"
        "tests['xml'] = xml2Json('<a><b>1</b></a>').a.b === '1'; tests['lodash'] = _.pluck([{a: 1}], 'a')[0] === 1;"
        "tests['env'] = environment.old === 'o' && globals.g === 1 && data.row === 7 && iteration === 0;"
        "tests['request'] = request.method === 'POST';"
        "postman.setEnvironmentVariable('n', 5); postman.clearGlobalVariable('g'); postman.setNextRequest('Again');",
        environment={"old": "o"},
        globals={"g": 1},
        data={"row": 7},
    )
    assert [test.name for test in result.assertions if not test.passed] == ["wrong"]
    assert len(result.assertions) == 10
    assert result.environment is not None
    assert result.environment.values["n"] == "5"
    assert result.globals is not None
    assert result.globals.values == {}
    assert result.next_request == NextRequest("Again")


LIBRARIES = {
    "lodash": "require('lodash').chunk([1, 2, 3], 2).length === 2",
    "crypto-js": "require('crypto-js').SHA256('a').toString().startsWith('ca978112')",
    "moment": "require('moment')('2020-01-02').year() === 2020",
    "uuid": "/^[0-9a-f-]{36}$/.test(require('uuid').v4())",
    "ajv": "new (require('ajv'))().validate({type: 'number'}, 1)",
    "tv4": "require('tv4').validate(1, {type: 'number'})",
    "cheerio": "require('cheerio').load('<p>x</p>')('p').text() === 'x'",
    "xml2js": "typeof require('xml2js').parseString === 'function'",
    "csv-parse": "require('csv-parse/lib/sync')('a,b\\n1,2', {columns: true})[0].b === '2'",
    "postman-collection": "new (require('postman-collection').Url)('http://x.test/a').getPath() === '/a'",
    "chai": "require('chai').expect(1).to.equal(1) !== undefined",
    "querystring": "require('querystring').parse('a=1').a === '1'",
    "url": "require('url').parse('http://x.test/a').pathname === '/a'",
    "Buffer": "Buffer.from('hi').toString('base64') === 'aGk='",
    "atob": "atob(btoa('\\u00ff~')) === '\\u00ff~' && btoa('hi') === 'aGk=' && atob('aGk') === 'hi'",
    "TextEncoder": "new TextDecoder().decode(new TextEncoder().encode('é😀\\u2028')) === 'é😀\\u2028'",
    "TextDecoder": "new TextDecoder().decode(Uint8Array.of(0xe9, 65, 0xf0, 0x9f, 66)) === '\\ufffdA\\ufffdB'",
    "structuredClone": "structuredClone({a: [new Date(0)], m: new Map([[1, 2]])}).m.get(1) === 2",
    "Blob": "new Blob(['é', new Uint8Array(2)]).size === 4",
    "jsonpath of lodash": "require('lodash').get(pm.response.json(), 'items[1].id') === 2",
    "Intl": "new Intl.NumberFormat('de-DE').format(1234.5) === '1.234,5'",
}


@pytest.mark.parametrize("name", LIBRARIES)
def test_libraries_are_there(sandbox: Sandbox, name: str) -> None:
    green(sandbox, f"pm.test('{name}', () => pm.expect({LIBRARIES[name]}).to.be.true);")


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("pm.execution.setNextRequest('Second')", NextRequest("Second")),
        ("pm.execution.setNextRequest('a-b-c')", NextRequest("a-b-c")),
        ("postman.setNextRequest('First'); pm.execution.setNextRequest('Last')", NextRequest("Last")),
        ("pm.execution.setNextRequest(null)", NextRequest(None)),
        ("1", None),
    ],
)
def test_the_next_request_can_be_set(sandbox: Sandbox, call: str, expected: NextRequest | None) -> None:
    assert run(sandbox, call).next_request == expected


def test_a_request_can_be_skipped_which_ends_the_script(sandbox: Sandbox) -> None:
    result = run(
        sandbox, "pm.environment.set('a', 1); pm.execution.skipRequest(); pm.test('never', () => {});", "prerequest"
    )
    assert result.skipped_request
    assert result.assertions == ()
    assert result.environment is not None
    assert result.environment.values == {"a": 1}


def test_only_a_prerequest_script_can_skip(sandbox: Sandbox) -> None:
    result = run(sandbox, "pm.execution.skipRequest();")
    assert not result.skipped_request
    assert result.error == ScriptError("TypeError", "pm.execution.skipRequest is not a function", 1)


def test_the_visualizer_is_handed_over(sandbox: Sandbox) -> None:
    result = run(sandbox, "pm.visualizer.set('<b>{{x}}</b>', {x: 1});")
    assert result.visualizer == {"template": "<b>{{x}}</b>", "data": {"x": 1}}
    assert run(sandbox, "pm.visualizer.set('x'); pm.visualizer.clear();").visualizer is None


def test_the_newer_sandbox_is_understood(sandbox: Sandbox) -> None:
    result = run(sandbox, '"use sandbox2";\nconsole.log(typeof tests, typeof responseBody);')
    assert [message.text for message in result.console] == ["undefined undefined"]
